"""Walking: the completion files that lie in folders, and those that are put there while somebody watches."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random

ENDING = ".completion"
BATCH = 64
"""Files that are read, judged and kept together."""
MOST_BATCH_BYTES = 64 << 20
"""Of all files of a batch; one that is larger by itself is a batch of its own."""
SCATTERED = 200
"""Batches that are put in another order together."""


def files_in(places: Iterable[Path]) -> Iterator[Path]:
    """Files as they are named; of folders, all completion files in them and below, folder by folder, and in the end
    those folders that nobody may look into."""
    for place in places:
        if not _is_folder(place):
            yield place
            continue
        closed: list[Path] = []
        for folder, below, names in os.walk(place, onerror=lambda error, to=closed: to.append(Path(error.filename))):
            below.sort()
            yield from (Path(folder, name) for name in sorted(names) if _is_wanted(name))
        # Nobody may believe that all was taken in: like a file that cannot be read, they are told.
        yield from closed


def _is_folder(place: Path) -> bool:
    """False for what cannot be looked at either: reading it says why."""
    try:
        return place.is_dir()
    except OSError:
        return False


def _is_wanted(name: str) -> bool:
    # What begins with a dot is a copy being written, or what macOS keeps beside a file on a stick.
    return name.endswith(ENDING) and not name.startswith(".")


def in_batches(
    files: Iterable[Path], size: int = BATCH, most_bytes: int = MOST_BATCH_BYTES
) -> Iterator[Sequence[Path]]:
    """At most `size` files each, and of large ones fewer: all of a batch is in memory at once."""
    batch: list[Path] = []
    held = 0
    for file in files:
        length = _length(file)
        if batch and (len(batch) == size or held + length > most_bytes):
            yield tuple(batch)
            batch, held = [], 0
        batch.append(file)
        held += length
    if batch:
        yield tuple(batch)


def _length(file: Path) -> int:
    """In bytes; whatever cannot be looked at is told when it is read."""
    try:
        return file.stat().st_size
    except (OSError, ValueError):
        return 0


def scattered(batches: Iterator[Sequence[Path]], *, by: Random) -> Iterator[Sequence[Path]]:
    """The same batches in another order: programs that walk the same folder side by side then rarely meet."""
    while some := list(islice(batches, SCATTERED)):
        by.shuffle(some)
        yield from some


class Watch:
    """Looks again and again: a file is ready once it looked the same twice, and is given once while it stays so."""

    def __init__(self, places: Sequence[Path]) -> None:
        self._places = places
        self._seen: dict[Path, tuple[int, int]] = {}
        self._given: dict[Path, tuple[int, int]] = {}

    def look(self) -> list[Path]:
        """The files that have become ready since the last look."""
        now = {file: look for file in files_in(self._places) if (look := _look_of(file))}
        ready = [file for file, look in now.items() if self._seen.get(file) == look != self._given.get(file)]
        self._seen = now
        self._given = {file: look for file, look in self._given.items() if file in now} | {
            file: now[file] for file in ready
        }
        return ready

    def again(self, files: Iterable[Path]) -> None:
        """These could not be read: they are given once more."""
        for file in files:
            self._given.pop(file, None)


def _look_of(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
