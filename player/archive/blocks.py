"""The files of a package as blocks of 1 MiB, none of which is handed out before its hash was checked."""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from blake3 import blake3

from player.archive.problems import BlockDamaged, CourseAltered, CourseOutOfReach, reason_of
from player.proof.manifest import BLOCK_SIZE, Manifest, Member

HASH_SIZE = 32
KEPT_BLOCKS = 8


def block_count(size: int) -> int:
    return -(-size // BLOCK_SIZE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a member's bytes lie; `crc` where the container states one."""

    file: Path
    offset: int
    size: int
    crc: int | None = None


class Reader:
    """Files held open while they are read, by one thread at a time. After `close` nothing can be read."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._files: dict[Path, BinaryIO] = {}
        self._closed = False

    def read(self, place: Place, offset: int, length: int) -> bytes:
        """Up to `length` bytes of `place` from `offset`. Raises `CourseOutOfReach`."""
        with self._lock:
            if self._closed:
                raise CourseOutOfReach(name=self._name, reason="it was closed.")
            try:
                stream = self._open(place.file)
                stream.seek(place.offset + offset)
                return _read_fully(stream, length)
            except OSError as error:
                raise CourseOutOfReach(name=self._name, reason=reason_of(error), details=str(error)) from None

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for stream in self._files.values():
                stream.close()
            self._files.clear()

    def _open(self, file: Path) -> BinaryIO:
        if file not in self._files:
            self._files[file] = file.open("rb", buffering=0)
        return self._files[file]


class Blocks:
    """Verified access to all members of one package; the list of hashes is read when the first block is."""

    def __init__(self, *, name: str, manifest: Manifest, places: Mapping[str, Place]) -> None:
        self._name = name
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
                found = self._kept[key] = self._verified(path, number)
                if len(self._kept) > KEPT_BLOCKS:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return found

    def walk(self, path: str) -> Iterator[bytes]:
        """All blocks of a member in order; after the last, the hash of the whole and the CRC are checked too."""
        member, place = self._members[path], self._places[path]
        whole, crc = blake3(), 0
        for number in range(block_count(member.size)):
            block = self._verified(path, number)
            whole.update(block)
            crc = zlib.crc32(block, crc)
            yield block
        if whole.hexdigest() != member.content:
            raise CourseAltered(name=self._name, reason=f"{path} as a whole has another hash than its parts.")
        if place.crc not in (None, crc):
            raise CourseAltered(name=self._name, reason=f"the check sum of {path} is wrong.")

    def hashes(self) -> bytes:
        """The list of block hashes, once it is what the manifest names. Raises a `Problem`."""
        if self._hashes is None:
            stated = self._manifest.blocks
            place = self._places[stated.path]
            data = self._reader.read(place, 0, stated.size)
            if blake3(data).hexdigest() != stated.content or place.crc not in (None, zlib.crc32(data)):
                raise CourseAltered(name=self._name, reason="its list of block hashes was changed.")
            self._hashes = data
        return self._hashes

    def close(self) -> None:
        self._reader.close()

    def _verified(self, path: str, number: int) -> bytes:
        start = number * BLOCK_SIZE
        length = min(BLOCK_SIZE, self._members[path].size - start)
        at = (self._first[path] + number) * HASH_SIZE
        wanted = self.hashes()[at : at + HASH_SIZE]
        block = self._reader.read(self._places[path], start, length)
        if len(block) != length or blake3(block).digest() != wanted:
            raise BlockDamaged(name=self._name, member=path, block=number)
        return block


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
