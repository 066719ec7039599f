"""The files of a package as blocks of 1 MiB, none of which is handed out before its hash was checked."""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from blake3 import blake3

from player.archive.behind import Behind
from player.archive.problems import BlockDamaged, CourseAltered, CourseOutOfReach, reason_of
from player.domain.phrase import Phrase, Worded
from player.proof.manifest import BLOCK_SIZE, Manifest, Member

HASH_SIZE = 32
KEPT_BLOCKS = 8
MOST_FILES = 16
"""Held open at a time."""
CLOSE_S = 1.0
_FEW_BLOCKS = 2


def block_count(size: int) -> int:
    return -(-size // BLOCK_SIZE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a member's bytes lie; `crc` where the container states one."""

    file: Path
    offset: int
    size: int
    crc: int | None = None

    @property
    def is_whole_file(self) -> bool:
        """Whether the file holds this member and nothing else; a container states a check sum for each."""
        return self.offset == 0 and self.crc is None


class Reader:
    """Files held open while they are read, by one thread at a time. After `close` nothing can be read.

    Closing waits only a moment for a reading that a dead drive holds up; whoever reads then closes, should it return.
    A file that failed is opened anew for the next reading: the drive may be connected again.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._files: OrderedDict[Path, BinaryIO] = OrderedDict()
        self._closed = False

    def read(self, place: Place, offset: int, length: int) -> bytes:
        """Up to `length` bytes of `place` from `offset`. Raises `CourseOutOfReach`."""
        with self._lock:
            if self._closed:
                raise CourseOutOfReach(name=self._name, reason=Phrase("it was closed."))
            try:
                stream = self._open(place.file)
                stream.seek(place.offset + offset)
                data = _read_fully(stream, length)
                if self._closed:
                    self._let_go()
                return data
            except OSError as error:
                self._forget(place.file)
                raise CourseOutOfReach(name=self._name, reason=reason_of(error), details=str(error)) from None

    def close(self) -> None:
        self._closed = True
        if self._lock.acquire(timeout=CLOSE_S):
            try:
                self._let_go()
            finally:
                self._lock.release()

    def _let_go(self) -> None:
        for stream in self._files.values():
            stream.close()
        self._files.clear()

    def _open(self, file: Path) -> BinaryIO:
        if file not in self._files:
            if len(self._files) >= MOST_FILES:
                # A course may have thousands of files, and a system lets nobody hold so many open.
                self._forget(next(iter(self._files)))
            self._files[file] = file.open("rb", buffering=0)
        self._files.move_to_end(file)
        return self._files[file]

    def _forget(self, file: Path) -> None:
        stream = self._files.pop(file, None)
        if stream is not None:
            with suppress(OSError):
                stream.close()


class Blocks:
    """Verified access to all members of one package; the list of hashes is read when the first block is."""

    def __init__(self, *, name: str, manifest: Manifest, places: Mapping[str, Place]) -> None:
        self.name = name
        self._manifest = manifest
        self._places = places
        self._reader = Reader(name)
        self._hashes: bytes | None = None
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._first, self._members = _first_blocks(manifest)

    def member(self, path: str) -> Member:
        return self._members[path]

    def block(self, path: str, number: int) -> bytes:
        """Block `number` of a member, from the few that are kept or from the disk. Raises a `Problem`."""
        key = (path, number)
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                found = self._kept[key] = self.fresh(path, number)
                if len(self._kept) > KEPT_BLOCKS:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return found

    def walk(self, path: str) -> Iterator[bytes]:
        """All blocks of a member in order; after the last, the hash of the whole and the CRC are checked too."""
        member, place = self._members[path], self._places[path]
        sums = _Sums()
        with _following(sums.add, blocks=block_count(member.size)) as follow:
            for number in range(block_count(member.size)):
                block = self.fresh(path, number)
                follow(block)
                yield block
        if sums.content != member.content:
            raise CourseAltered(
                name=self.name, reason=Worded("{path} as a whole has another hash than its parts.", path=path)
            )
        if place.crc not in (None, sums.crc):
            raise CourseAltered(name=self.name, reason=Worded("the check sum of {path} is wrong.", path=path))

    def hashes(self) -> bytes:
        """The list of block hashes, once it is what the manifest names. Raises a `Problem`."""
        if self._hashes is None:
            stated = self._manifest.blocks
            place = self._places[stated.path]
            data = self._reader.read(place, 0, stated.size)
            if blake3(data).hexdigest() != stated.content or place.crc not in (None, zlib.crc32(data)):
                raise CourseAltered(name=self.name, reason=Phrase("its list of block hashes was changed."))
            self._hashes = data
        return self._hashes

    def close(self) -> None:
        self._reader.close()

    def fresh(self, path: str, number: int) -> bytes:
        """Block `number` of a member as it is on the disk now. Raises a `Problem`."""
        start = number * BLOCK_SIZE
        length = min(BLOCK_SIZE, self._members[path].size - start)
        block = self._reader.read(self._places[path], start, length)
        if len(block) != length or blake3(block).digest() != self.hash_of(path, number):
            raise BlockDamaged(name=self.name, member=path, block=number)
        return block

    def hash_of(self, path: str, number: int) -> bytes:
        """The hash that block `number` of a member must have. Raises a `Problem`."""
        at = (self._first[path] + number) * HASH_SIZE
        return self.hashes()[at : at + HASH_SIZE]


class _Sums:
    """What the bytes of a whole file add up to."""

    def __init__(self) -> None:
        self._whole = blake3()
        self.crc = 0

    def add(self, block: bytes) -> None:
        self._whole.update(block)
        self.crc = zlib.crc32(block, self.crc)

    @property
    def content(self) -> str:
        return self._whole.hexdigest()


@contextmanager
def _following(work: Callable[[bytes], None], *, blocks: int) -> Generator[Callable[[bytes], None]]:
    """Does `work` one block behind; for a file of a block or two a thread is not worth its making."""
    if blocks <= _FEW_BLOCKS:
        yield work
        return
    with Behind(work) as behind:
        yield behind.put


class VerifiedSource:
    """One member as an engine reads it (`player.domain.watch.MediaSource`), from any thread."""

    def __init__(self, blocks: Blocks, member: Member) -> None:
        self._blocks = blocks
        self._member = member

    @property
    def name(self) -> str:
        return self._member.path

    @property
    def size(self) -> int:
        return self._member.size

    def read_at(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes; fewer only at the end, none beyond it. Raises a `Problem`."""
        if offset < 0 or length < 0:
            raise ValueError("neither an offset nor a length is below 0")
        end = min(offset + length, self.size)
        parts: list[bytes] = []
        while offset < end:
            number, within = divmod(offset, BLOCK_SIZE)
            block = self._blocks.block(self.name, number)
            parts.append(block[within : within + end - offset])
            offset += len(parts[-1])
        return b"".join(parts)


def _read_fully(stream: BinaryIO, length: int) -> bytes:
    """An unbuffered read may return less than there is; this one returns less only at the end of the file."""
    parts: list[bytes] = []
    while length > 0 and (part := stream.read(length)):
        parts.append(part)
        length -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _first_blocks(manifest: Manifest) -> tuple[dict[str, int], dict[str, Member]]:
    """The place of each member's first block hash in the list, and the members by name."""
    first: dict[str, int] = {}
    count = 0
    for member in manifest.members:
        first[member.path] = count
        count += block_count(member.size)
    return first, {member.path: member for member in manifest.members}
