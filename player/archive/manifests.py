"""Manifests that lie by themselves on the shelf, each checked once: a library asks for them again and again."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from player.archive.container import LONGEST_ENVELOPE
from player.archive.package import read_signed
from player.domain.phrase import Phrase
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
        self._checked: dict[bytes, SignedCourse] = {}
        """By the SHA-256 of what was read: the same manifest lies with its course and among those that are known."""

    def read(self, file: Path) -> SignedCourse:
        """The signed, sound course in `file`. Raises a `Problem`."""
        now = _stat(file)
        kept = self._kept.get(file)
        if kept is None or kept[0] != now:
            kept = self._kept[file] = now, self._checked_in(file, now[1])
        return kept[1]

    def _checked_in(self, file: Path, size: int) -> SignedCourse:
        written = written_in(file, size)
        digest = sha256(written).digest()
        if digest not in self._checked:
            self._checked[digest] = read_signed(written, self._trust, name=file.name)
        return self._checked[digest]


def written_in(file: Path, size: int) -> bytes:
    """The bytes of a file that had `size` when it was looked at. Raises `CannotRead`."""
    # Room for the longest there may be would be made, and given back, for each of hundreds of small ones.
    written = read_file(file, most=min(size, LONGEST_ENVELOPE) + 1)
    # It may have grown meanwhile.
    return written if len(written) <= size else read_file(file, most=LONGEST_ENVELOPE + 1)


def _stat(file: Path) -> _Stat:
    try:
        found = file.stat()
    except OSError as error:
        raise CannotRead(name=file.name, reason=Phrase("it is not there."), details=str(error)) from None
    return found.st_mtime_ns, found.st_size, found.st_ino


def above_mark(place: Path) -> Path:
    """What a person knows: the file itself, or the folder for courses that holds its mark."""
    return place.parent.parent if place.suffix == ENDING else place
