"""The contents of courses, each stored once under its own hash, however many courses it belongs to."""

from __future__ import annotations

import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from player.domain.course import ContentHash
from player.proof.files import make_lasting_folder, sync_folder, write_whole
from player.proof.manifest import Member

PART = ".part"
KEPT_DAYS = 30
"""How long what was copied of a course that was never finished waits to be gone on with."""
_KEPT_S = KEPT_DAYS * 24 * 60 * 60


class Contents:
    """One folder of files that are named by the BLAKE3 of their bytes; what is still being copied ends in `.part`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, content: ContentHash) -> Path:
        return self.folder / content

    def part(self, content: ContentHash) -> Path:
        return self.folder / f"{content}{PART}"

    def make_folder(self) -> None:
        """Raises OSError."""
        make_lasting_folder(self.folder)

    def holds(self, member: Member) -> bool:
        """Whether a finished file of this content lies here, whole as far as its size tells."""
        return _size(self.file(member.content)) == member.size

    def missing_bytes(self, member: Member) -> int:
        """What is still to be copied, as far as sizes tell."""
        if self.holds(member):
            return 0
        begun = max(_size(self.part(member.content)), _size(self.file(member.content)), 0)
        return max(0, member.size - begun)

    def put(self, content: ContentHash, data: bytes) -> None:
        """Stores a small content at once. Raises `CannotWrite`."""
        if not self._is_there(content, data):
            write_whole(self.file(content), data)

    def take_up(self, member: Member) -> Path:
        """The part to go on with; a finished file that lost some of its end becomes one. Raises OSError."""
        file, part = self.file(member.content), self.part(member.content)
        if not part.exists() and file.is_file() and not self.holds(member):
            file.replace(part)
        return part

    def finish(self, member: Member) -> None:
        """Gives a part that was verified and synced its name. Raises OSError."""
        self.part(member.content).replace(self.file(member.content))

    def sync(self) -> None:
        """Makes the names of all that was finished durable. Raises OSError."""
        sync_folder(self.folder)

    def forget(self, content: ContentHash) -> int:
        """Takes a content away. Returns the bytes that this freed."""
        return sum(_take_away(file) for file in (self.file(content), self.part(content)))

    def forget_leftovers(self, needed: set[str], *, at_once: bool = False) -> int:
        """Takes away what belongs to no course here and was not touched for long. Returns the bytes that this freed.

        `needed` are the contents that must stay.
        """
        before = time.time() - (0 if at_once else _KEPT_S)
        stale = (file for file in self._files() if file.name.removesuffix(PART) not in needed and _age(file) <= before)
        return sum(_take_away(file) for file in stale)

    def _files(self) -> Iterator[Path]:
        with suppress(OSError):
            yield from sorted(self.folder.iterdir())

    def _is_there(self, content: ContentHash, data: bytes) -> bool:
        try:
            return self.file(content).read_bytes() == data
        except OSError:
            return False


def _size(file: Path) -> int:
    """Bytes of an ordinary file; −1 when there is none."""
    try:
        # Asked once, not by `is_file` as well: a library of hundreds asks for thousands of files.
        found = file.stat()
    except (OSError, ValueError):
        return -1
    return found.st_size if stat.S_ISREG(found.st_mode) else -1


def _age(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return time.time()


def _take_away(file: Path) -> int:
    try:
        size = file.stat().st_size
        file.unlink()
    except OSError:
        return 0
    return size
