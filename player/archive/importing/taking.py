"""A quiz from any other system, from a single file, a package or a folder."""

from __future__ import annotations

from pathlib import Path

from player.archive.importing.bundle import Bundle
from player.archive.importing.kinds import KINDS, is_markup, is_moodle, take_text
from player.archive.importing.letters import read_bytes
from player.archive.importing.moodle import take_moodle
from player.archive.importing.packed import find_questions
from player.archive.importing.problems import NotTaken
from player.archive.importing.qti.packages import take_qti
from player.archive.importing.report import TakenQuiz

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def take_quiz(path: Path, *, bank: str = "") -> TakenQuiz:
    """Raises `NotTaken`."""
    if _is_package(path):
        with Bundle(path) as bundle:
            taken = find_questions(bundle, path, bank=bank)
        if not taken.report:
            raise NotTaken(name=path.name, reason=f"there is none of {KINDS} in it.")
        return taken
    data = read_bytes(path)
    if is_markup(data):
        return take_moodle(data, name=path.name, bank=bank) if is_moodle(data) else take_qti(path, bank=bank)
    return take_text(data, name=path.name, bank=bank)


def _is_package(path: Path) -> bool:
    try:
        if path.is_dir():
            return True
        with path.open("rb") as stream:
            return stream.read(4) in _ZIP
    except (OSError, ValueError):
        # Told in words by whoever reads it whole.
        return False
