"""Copying a file into a package while it is measured: read once, hashed and summed beside the writing."""

from __future__ import annotations

import os
import zlib
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from blake3 import blake3

from player.archive.measure import Measure
from player.domain.course import ContentHash
from player.proof.manifest import BLOCK_SIZE

CHUNK = 4 * BLOCK_SIZE
_MOST_CHUNKS = 4
"""So many wait to be hashed at most: memory stays the same however large the file is."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """By what a file is known to be still the same one."""

    size: int
    changed_ns: int


@dataclass(frozen=True, slots=True)
class Copied:
    measure: Measure
    crc: int


class Changed(Exception):
    """The file is not any longer as its stamp says."""


def stamp_of(file: Path) -> Stamp:
    """Raises OSError."""
    found = file.stat()
    return Stamp(found.st_size, found.st_mtime_ns)


def _stamp_of(source: BinaryIO) -> Stamp:
    found = os.fstat(source.fileno())
    return Stamp(found.st_size, found.st_mtime_ns)


class Lanes:
    """Three threads, each of which does its part in order; hashing and summing let go of the interpreter."""

    def __init__(self, whole: ThreadPoolExecutor, blocks: ThreadPoolExecutor, sums: ThreadPoolExecutor) -> None:
        self._whole, self._blocks, self._sums = whole, blocks, sums

    def copy(self, source: BinaryIO, stamp: Stamp, into: BinaryIO, on_read: Callable[[int], None]) -> Copied:
        """Appends an open file to a stream. Raises `Changed`, OSError and what `on_read` raises."""
        if _stamp_of(source) != stamp:
            raise Changed
        copied = self.pour(_chunks(source, stamp.size), into, on_read)
        if copied.measure.size != stamp.size or _stamp_of(source) != stamp:
            raise Changed
        return copied

    def pour(self, chunks: Iterator[bytes], into: BinaryIO, on_read: Callable[[int], None]) -> Copied:
        """Writes and measures chunks, each but the last of whole blocks."""
        whole, blocks, sums, size = blake3(), _Blocks(), _Sum(), 0
        waiting: deque[tuple[Future[Any], ...]] = deque()
        for chunk in chunks:
            jobs = (
                self._whole.submit(whole.update, chunk),
                self._blocks.submit(blocks.update, chunk),
                self._sums.submit(sums.update, chunk),
            )
            waiting.append(jobs)
            into.write(chunk)
            size += len(chunk)
            if len(waiting) == _MOST_CHUNKS:
                _wait(waiting.popleft())
            on_read(len(chunk))
        for jobs in waiting:
            _wait(jobs)
        measure = Measure(size=size, content=ContentHash(whole.hexdigest()), blocks=bytes(blocks.hashes))
        return Copied(measure, sums.crc)


@contextmanager
def lanes() -> Generator[Lanes]:
    with ThreadPoolExecutor(1) as whole, ThreadPoolExecutor(1) as blocks, ThreadPoolExecutor(1) as sums:
        yield Lanes(whole, blocks, sums)


class _Blocks:
    def __init__(self) -> None:
        self.hashes = bytearray()

    def update(self, chunk: bytes) -> None:
        view = memoryview(chunk)
        for at in range(0, len(chunk), BLOCK_SIZE):
            self.hashes += blake3(view[at : at + BLOCK_SIZE]).digest()


class _Sum:
    def __init__(self) -> None:
        self.crc = 0

    def update(self, chunk: bytes) -> None:
        self.crc = zlib.crc32(chunk, self.crc)


def _chunks(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Chunks of whole blocks until the last, `size` bytes in all; a file that grows for ever is not followed."""
    left = size
    while left and (chunk := stream.read(min(CHUNK, left))):
        # An unbuffered read may return less than there is.
        while len(chunk) < min(CHUNK, left) and (part := stream.read(min(CHUNK, left) - len(chunk))):
            chunk += part
        left -= len(chunk)
        yield chunk


def _wait(jobs: tuple[Future[Any], ...]) -> None:
    for job in jobs:
        job.result()
