"""Hostile files given to the commands that take files: one sentence, soon, in little memory, nothing written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest

from tests.archive.importing.test_bundle import HOSTILE as BUNDLES
from tests.archive.making import KEY, TEMPLATE
from tests.faults.hostile.packages import PACKAGES
from tests.faults.hostile.texts import CAPTIONS, MARKUP, PDFS, PICTURES, TEXTS

MOST_SECONDS = 10.0
MOST_MB = 400
"""Of the whole process, the program and its libraries included."""
UPWARDS = ("lies", "far", "within")
"""So many folders up from where a test works, nothing may appear either."""


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    said: str
    complained: str
    seconds: float
    peak_mb: int


class Commands:
    """A process that runs one command line after the other."""

    def __init__(self, root: Path, home: Path) -> None:
        self._root, self._home = root, home
        self._process = self._started()

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.hostile.child"],
            cwd=self._root,
            env={**os.environ, "HOME": str(self._home), "CARREL_PROFILE": str(self._home / "profile")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str | Path) -> Ended:
        print(json.dumps([str(word) for word in words]), file=self._pipe(self._process.stdin), flush=True)
        line = self._pipe(self._process.stdout).readline()
        if not line:
            # For the files that come after this one.
            died, self._process = self._process, self._started()
            pytest.fail(f"the process died with {died.wait(30)}")
        answer: dict[str, Any] = json.loads(line)
        return Ended(**answer)

    def close(self) -> None:
        self._pipe(self._process.stdin).close()
        self._process.wait(30)

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Commands]:
    running = Commands(root, tmp_path_factory.mktemp("home"))
    assert running.run("list").code == 0, "the profile is made, and its files need not be told from new ones"
    yield running
    running.close()


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    """Far within the test's own folder: what climbs out of it is seen, and no other test's files are counted."""
    inner = tmp_path.joinpath(*UPWARDS)
    inner.mkdir(parents=True)
    return inner


@pytest.mark.parametrize("kind", PACKAGES)
def test_a_hostile_package_is_not_added(commands: Commands, tmp_path: Path, kind: str) -> None:
    PACKAGES[kind](tmp_path / "evil.course")
    refused(commands, tmp_path, "add", tmp_path / "evil.course")


@pytest.mark.parametrize("kind", BUNDLES)
def test_a_hostile_bundle_is_not_taken_over(commands: Commands, tmp_path: Path, kind: str) -> None:
    (tmp_path / "evil.zip").write_bytes(BUNDLES[kind]())
    refused(commands, tmp_path, "course", "import", tmp_path / "evil.zip", "--to", tmp_path / "course")


@pytest.mark.parametrize("kind", MARKUP)
def test_hostile_questions_are_not_taken_over(commands: Commands, tmp_path: Path, kind: str) -> None:
    MARKUP[kind](tmp_path / "evil.xml")
    refused(commands, tmp_path, "quiz", "import", tmp_path / "evil.xml", "--to", tmp_path / "questions.toml")


PARTS: Mapping[str, tuple[str, Mapping[str, Callable[[Path], None]]]] = {
    "text": ("course.toml", TEXTS),
    "handout": ("handouts/slides.pdf", PDFS),
    "cover": ("images/cover.png", PICTURES),
    "captions": ("captions/welcome.en.vtt", CAPTIONS),
}


@pytest.mark.parametrize(("part", "kind"), [(part, kind) for part, (_, kinds) in PARTS.items() for kind in kinds])
def test_a_folder_with_a_hostile_file_is_not_built(commands: Commands, tmp_path: Path, part: str, kind: str) -> None:
    folder = tmp_path / "folder"
    shutil.copytree(TEMPLATE, folder)
    (folder / "handouts").mkdir(exist_ok=True)
    text = (folder / "course.toml").read_text()
    handout = '[[session.handout]]\nfile = "handouts/slides.pdf"\ntitle = "Slides"\n'
    if part == "handout":
        text = text.replace("[[session.captions]]", f"{handout}\n[[session.captions]]", 1)
        (folder / "course.toml").write_text(text)
    name, kinds = PARTS[part]
    kinds[kind](folder / name)
    KEY.write(tmp_path / "key")
    out = tmp_path / "evil.course"
    refused(commands, tmp_path, "course", "build", folder, "--quick", "--key", tmp_path / "key", "--out", out)


def refused(commands: Commands, place: Path, *words: str | Path) -> None:
    around = place.parents[len(UPWARDS) - 1]
    before = snapshot(around)
    ended = commands.run(*words)
    assert ended.code == 1, ended
    assert "Traceback" not in ended.said + ended.complained
    assert ended.complained.strip(), "it says why"
    assert len(ended.complained) < 1_500, "in a sentence, not with the whole of what was wrong"
    assert ended.seconds < MOST_SECONDS
    assert ended.peak_mb < MOST_MB
    assert snapshot(around) == before, "nothing was written, there or beside it"


def snapshot(place: Path) -> set[tuple[str, int]]:
    """Every file there and its size, but for the records, which are written to whenever they are opened."""
    files = (file for file in place.rglob("*") if not file.is_dir() and ".sqlite" not in file.name)
    return {(str(file), file.lstat().st_size) for file in files}
