"""Runs a program under strace and gives what it asked of the kernel, in order: the program itself is not changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path

from tests.faults.powercut.calls import MODELLED, REFUSED, Call

ROOT = Path(__file__).resolve().parents[3]
LONGEST = 1 << 23
"""No single write of the programs traced here is longer; one that were would be noticed."""

_LINE = re.compile(r"(\d+) +(.*)")
_WHOLE = re.compile(r"(\w+)\((.*)\) += (-?\d+|0x[0-9a-f]+|\?)(?: .*)?")
_BEGUN = re.compile(r"(\w+)\((.*) <unfinished \.\.\.>")
_RESUMED = re.compile(r"<\.\.\. (\w+) resumed>(.*)")


class CannotTrace(AssertionError):
    """strace would not or could not say what the program did."""


def record(program: Sequence[str | Path], *, log: Path) -> tuple[Call, ...]:
    """Runs `python PROGRAM…` in the project's folder, and gives every call that could change a file."""
    names = ",".join(f"?{name}" for name in (*MODELLED, *REFUSED))
    strace = ["strace", "-f", "-qq", "-xx", "--seccomp-bpf", "-s", str(LONGEST), "-e", f"trace={names}", "-o", log]
    done = subprocess.run(
        [*map(str, strace), sys.executable, "-B", *map(str, program)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=300,
    )
    if done.returncode != 0:
        raise CannotTrace(f"strace or the program under it failed: {done.stderr.decode(errors='replace')}")
    with log.open(encoding="ascii") as lines:
        return read(lines)


def read(lines: Iterable[str]) -> tuple[Call, ...]:
    """The calls of a log of strace that succeeded. Raises `CannotTrace` for what cannot be read."""
    return tuple(_calls(lines))


def _calls(lines: Iterable[str]) -> Generator[Call]:
    begun: dict[str, tuple[int, str]] = {}
    ended = 0
    for line in lines:
        process, said = _parts(_LINE, line.rstrip("\n"), line)
        if said.startswith(("---", "+++")):
            continue
        if said.endswith("<unfinished ...>"):
            name, arguments = _parts(_BEGUN, said, line)
            call = _at_its_beginning(name, arguments, ended)
            if call is None:
                begun[process] = ended, f"{name}({arguments}"
                continue
        else:
            began = ended
            if said.startswith("<..."):
                name, rest = _parts(_RESUMED, said, line)
                if process not in begun:
                    continue
                began, start = begun.pop(process)
                said = start + rest
            call = _ended(said, began, line)
        if call is not None:
            ended += 1
            yield call


def _at_its_beginning(name: str, arguments: str, now: int) -> Call | None:
    """Words said and descriptors given back count from when the call began: that is the stricter reading."""
    split = _split(arguments)
    if name == "close":
        return Call(name=name, arguments=split, result=0, began=now)
    if name == "write" and split[0] == "1":
        return Call(name=name, arguments=split, result=int(split[2]), began=now)
    return None


def _ended(said: str, began: int, line: str) -> Call | None:
    name, arguments, result = _parts(_WHOLE, said, line)
    if result == "?" or result.startswith("-"):
        return None
    return Call(name=name, arguments=_split(arguments), result=int(result, 0), began=began)


def _split(arguments: str) -> tuple[str, ...]:
    return tuple(arguments.rstrip().rstrip(",").split(", "))


def _parts(pattern: re.Pattern[str], said: str, line: str) -> tuple[str, ...]:
    found = pattern.fullmatch(said)
    if found is None:
        raise CannotTrace(f"strace said what is not understood: {line[:300]}")
    return tuple(map(str, found.groups()))
