"""What a file manager makes of a package: known by its name, and by its first bytes where the name was lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from player.archive.container import MIMETYPE
from player.exchange.receipt import KIND
from tests.archive.making import filling, forge

ASK = """
import sys
from player.ui.none_guard import guard_none
guard_none()
from PySide6.QtCore import QMimeDatabase
for name in sys.argv[1:]:
    print(QMimeDatabase().mimeTypeForFile(name).name())
"""


@pytest.fixture
def known(tmp_path: Path, root: Path) -> dict[str, str]:
    """The environment of a user for whom the file type was registered."""
    packages = tmp_path / "data" / "mime" / "packages"
    packages.mkdir(parents=True)
    shutil.copy(root / "packaging" / "linux" / "carrel.xml", packages)
    return {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}


def kinds(root: Path, environment: dict[str, str], files: Sequence[str | Path]) -> list[str]:
    command = [sys.executable, "-c", ASK, *files]
    asked = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
    return asked.stdout.split()


def test_a_desktop_knows_a_receipt_by_its_name_and_opens_it_here(
    tmp_path: Path, root: Path, known: dict[str, str]
) -> None:
    receipt, other = tmp_path / "hands.receipt", tmp_path / "hands.json"
    for file in (receipt, other):
        file.write_text('{"payload":"e30="}')
    assert kinds(root, known, [receipt, other]) == [KIND, "application/json"]
    entry = (root / "packaging" / "linux" / "carrel.desktop").read_text()
    (opened,) = [line for line in entry.splitlines() if line.startswith("MimeType=")]
    assert {KIND, MIMETYPE.decode()} <= set(opened.removeprefix("MimeType=").split(";"))


def test_a_desktop_knows_a_course_by_its_name_and_by_its_first_bytes(
    tmp_path: Path, root: Path, known: dict[str, str]
) -> None:
    named = forge(tmp_path / "hands.course", {"talk.mp4": filling(0.1)})
    nameless = shutil.copy(named, tmp_path / "hands")
    other = tmp_path / "other.zip"
    other.write_bytes(b"PK\3\4" + bytes(60))
    asked = kinds(root, known, [named, nameless, other])
    course = MIMETYPE.decode()
    assert asked[:2] == [course, course]
    assert asked[2] != course
