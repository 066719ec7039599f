"""Copies for a stick: written, read back from the stick itself, and only then said to be there."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from player.desk.ports import Drive, Drives
from player.domain.problem import Problem
from player.proof.files import read_file, write_whole


class CopyDiffers(Problem):
    what_template = "{name} was written to the stick and reads back differently: the stick is failing."
    meaning_template = "Your own copy on this computer is whole; nothing about your credit changes."
    remedy_template = "Save it to another stick, and trust nothing to this one."


Reads = Callable[[Path], bytes]


class Sticks:
    """The drives that can be taken out. All of it may be called on any thread; writing may take a while."""

    def __init__(self, drives: Drives, *, reads: Reads = read_file) -> None:
        self._drives = drives
        self._reads = reads

    def here(self) -> tuple[Drive, ...]:
        """Those that are plugged in now."""
        return tuple(self._drives())

    def save(self, drive: Drive, name: str, data: bytes) -> Path:
        """Puts `data` on the drive as `name`. When it returns the drive can be pulled out. Raises a `Problem`."""
        file = drive.root / name
        write_whole(file, data)
        forget_what_is_in_memory(file)
        if self._reads(file) != data:
            with suppress(OSError):
                file.unlink()
            raise CopyDiffers(name=name)
        return file


def forget_what_is_in_memory(file: Path) -> None:
    """So that what is read next comes from the stick. Where the system cannot do that, its memory answers."""
    if not hasattr(os, "posix_fadvise"):
        return
    with suppress(OSError):
        # At once, also where somebody laid a pipe in the place of the file.
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)
