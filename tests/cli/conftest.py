"""A terminal for the tests: what a command line answers, and courses short enough to be lived through."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from player.bootstrap.keying import new_key
from player.bootstrap.providing import build_course
from player.cli.app import run
from player.proof.keys import read_public_key

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "resources" / "template"
SAMPLE = ROOT / "resources" / "samples" / "meet-carrel.course"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command left: exit code, and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on stdout; anything else there fails."""
        return json.loads(self.out)

    @property
    def why(self) -> str:
        """The one line on stderr of a command that said no."""
        assert self.code == 1
        assert "Traceback" not in self.err
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].endswith((".", "”")), lines[0]
        return lines[0]


def fingerprint(public: str | Path) -> str:
    """What whoever adds a key is told by its owner."""
    return read_public_key(Path(public)).id


class Carrel(Protocol):
    def __call__(self, *words: str | Path) -> Answer: ...


@pytest.fixture
def carrel(profile: Path, capsys: pytest.CaptureFixture[str]) -> Carrel:
    """Runs a command line in this process, over this test's own profile."""

    def ask(*words: str | Path) -> Answer:
        capsys.readouterr()
        code = run([str(word) for word in words])
        seen = capsys.readouterr()
        assert "Traceback" not in seen.err
        return Answer(code=code, out=seen.out, err=seen.err)

    return ask


def process(*words: str | Path, **environment: str) -> Answer:
    """Runs a command line as a process of its own; an empty value takes a variable away."""
    wished = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(
        [sys.executable, "-m", "player", *map(str, words)],
        capture_output=True,
        check=False,
        env={name: value for name, value in wished.items() if value},
        timeout=120,
    )
    return Answer(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key (`key`), a course folder (`folder`) and the course built of both (`my.course`)."""
    place = tmp_path_factory.mktemp("bench")
    new_key(place / "key")
    shutil.copytree(TEMPLATE, place / "folder")
    build_course(place / "folder", key=place / "key", out=place / "my.course", quick=True)
    return place


@pytest.fixture
def course(bench: Path) -> Path:
    """The template's course: one recording of ten seconds."""
    return bench / "my.course"


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What a rehearsal left, and what it said."""

    certificate: Path
    completion: Path
    said: Answer


@pytest.fixture(scope="session")
def papers(bench: Path) -> Papers:
    """The documents of one rehearsal, at double speed, made by a real process without a display or sound."""
    folder = bench / "papers"
    said = process(
        "course", "rehearse", bench / "my.course", "--to", folder, "--rate", "2", DISPLAY="", WAYLAND_DISPLAY=""
    )
    assert said.code == 0, said.err
    (certificate,), (completion,) = folder.glob("*.pdf"), folder.glob("*.completion")
    return Papers(certificate=certificate, completion=completion, said=said)
