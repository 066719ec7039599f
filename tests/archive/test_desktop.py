"""What a file manager makes of a package: known by its name, and by its first bytes where the name was lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from player.archive.container import MIMETYPE
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


def test_a_desktop_knows_a_course_by_its_name_and_by_its_first_bytes(
    tmp_path: Path, root: Path, known: dict[str, str]
) -> None:
    named = forge(tmp_path / "hands.course", {"talk.mp4": filling(0.1)})
    nameless = shutil.copy(named, tmp_path / "hands")
    other = tmp_path / "other.zip"
    other.write_bytes(b"PK\3\4" + bytes(60))
    asked = subprocess.run(
        [sys.executable, "-c", ASK, named, nameless, other],
        cwd=root,
        env=known,
        capture_output=True,
        text=True,
        check=True,
    )
    course = MIMETYPE.decode()
    assert asked.stdout.split()[:2] == [course, course]
    assert asked.stdout.split()[2] != course
