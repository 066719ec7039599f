"""A terminal that holds every refusal against the rule: one line, three sentences, no stack trace."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from player.cli.app import run

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class No:
    """How a command line said no: three sentences, told to people on stderr and to programs on stdout."""

    problem: str
    what: str
    meaning: str
    remedy: str


def judged(code: int, out: str, err: str) -> No:
    """Holds a refusal against the rule. `verify` answers with a list, every other command with one object."""
    assert code == 1, (out, err)
    assert "Traceback" not in out + err
    found = json.loads(out)
    facts: dict[str, Any] = found[0] if isinstance(found, list) else found
    said = No(**{part: facts[part] for part in ("problem", "what", "meaning", "remedy")})
    for part in (said.what, said.meaning, said.remedy):
        assert part.strip().endswith((".", ".)", "”")), said
        assert "{" not in part, said
    assert err.count("\n") == 1
    assert err.strip().endswith(f"{said.what} {said.meaning} {said.remedy}")
    return said


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal in this process."""

    capsys: pytest.CaptureFixture[str]

    def ask(self, *words: str | Path) -> Any:
        """The JSON of a command that must succeed."""
        self.capsys.readouterr()
        code = run([*map(str, words), "--json"])
        seen = self.capsys.readouterr()
        assert code == 0, seen.err
        return json.loads(seen.out)

    def refused(self, *words: str | Path) -> No:
        self.capsys.readouterr()
        code = run([*map(str, words), "--json"])
        seen = self.capsys.readouterr()
        return judged(code, seen.out, seen.err)


def in_a_process(*words: str | Path, most_bytes: int | None = None) -> tuple[int, str, str]:
    """A command in a process of its own, which may write no file larger than `most_bytes`."""

    def limit() -> None:
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    done = subprocess.run(
        [sys.executable, "-m", "player", *map(str, words), "--json"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        preexec_fn=limit,
        timeout=120,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()
