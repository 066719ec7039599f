"""Manifests that lie by themselves on the shelf, each checked once: a library asks for them again and again."""

from __future__ import annotations

from pathlib import Path

from player.archive.container import LONGEST_ENVELOPE
from player.archive.package import read_signed
from player.proof.files import CannotRead, read_file
from player.proof.manifest import SignedCourse
from player.proof.trust import Trust

ENDING = ".dsse"

_Stat = tuple[int, int, int]


class Manifests:
    """Reads `manifest.dsse` as it lies in a file of its own; what was read is kept until the file changes."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust
        self._kept: dict[Path, tuple[_Stat, SignedCourse]] = {}

    def read(self, file: Path) -> SignedCourse:
        """The signed, sound course in `file`. Raises a `Problem`."""
        now = _stat(file)
        kept = self._kept.get(file)
        if kept is None or kept[0] != now:
            signed = read_signed(read_file(file, most=LONGEST_ENVELOPE + 1), self._trust, name=file.name)
            kept = self._kept[file] = now, signed
        return kept[1]


def _stat(file: Path) -> _Stat:
    try:
        found = file.stat()
    except OSError as error:
        raise CannotRead(name=file.name, reason="it is not there.", details=str(error)) from None
    return found.st_mtime_ns, found.st_size, found.st_ino
