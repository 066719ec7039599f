"""Repairing: the bad blocks of a copy are found, and only those are fetched from a good one."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from blake3 import blake3

from player.archive.behind import Behind
from player.archive.blocks import Blocks, Place, block_count
from player.archive.container import BLOCKS_NAME, MANIFEST_NAME, MIMETYPE, MIMETYPE_NAME
from player.archive.layout import Ending, Entry, directory, local_header, tail
from player.archive.package import OnProgress, Package, open_package
from player.archive.problems import BlockDamaged, CourseAltered, CourseCutOff, NotACourse, NotThisCourse
from player.domain.phrase import Worded
from player.proof.files import CannotWrite, make_lasting_folder, obstacle_of, write_whole
from player.proof.manifest import BLOCK_SIZE, Member
from player.proof.problems import NotReadable, NotSigned
from player.proof.trust import Trust

Fetch = Callable[[int], bytes]
"""Gives a block by its number within the member, verified. Raises a `Problem`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """`blocks` were looked at, `bad` of them were bad, `fetched` were put right from the good copy.

    `frame`: whether anything between the files (headers, directory, manifest, list of hashes) had to be put right.
    `left`: the first bad block that the good copy had not either; None when all is right now.
    """

    blocks: int = 0
    bad: int = 0
    fetched: int = 0
    frame: bool = False
    left: BlockDamaged | None = None

    def plus(self, other: Mended) -> Mended:
        return Mended(
            blocks=self.blocks + other.blocks,
            bad=self.bad + other.bad,
            fetched=self.fetched + other.fetched,
            frame=self.frame or other.frame,
            left=self.left or other.left,
        )


def mend(
    blocks: Blocks, member: Member, place: Place, *, fetch: Fetch, tell: Callable[[int], None], partly: bool = False
) -> tuple[Mended, int]:
    """Makes the bytes at `place` those of `member`, whose hashes `blocks` knows, by fetching what is bad.

    The bytes may belong to other courses as well, so nothing is written unless the whole, with what was fetched, has
    the hash of the member; `partly`: in a file of one course alone, what can be fetched is put right in any case.
    Returns what was done and the CRC, which holds when nothing is left. Raises `CourseAltered` or `CannotWrite`.
    """
    survey = _Survey(blocks, member, place)
    try:
        bad = survey.look(fetch, tell)
    except OSError as error:
        raise CannotWrite(name=place.file.name, obstacle=obstacle_of(error), details=str(error)) from None
    if survey.left is None and survey.content != member.content:
        raise CourseAltered(
            name=blocks.name, reason=Worded("{path} as a whole has another hash than its parts.", path=member.path)
        )
    fetched = [number for number in bad if number not in survey.lost] if partly or survey.left is None else []
    _put_right(place, fetched, fetch, is_longer=survey.is_longer)
    done = Mended(blocks=block_count(member.size), bad=len(bad), fetched=len(fetched), left=survey.left)
    return done, survey.crc


class _Survey:
    """One reading of a member where it lies: its bad blocks, and what the whole adds up to once they are right."""

    def __init__(self, blocks: Blocks, member: Member, place: Place) -> None:
        self._blocks = blocks
        self._member = member
        self._place = place
        self._whole = blake3()
        self.crc = 0
        self.is_longer = False
        self.lost: set[int] = set()
        self.left: BlockDamaged | None = None

    @property
    def content(self) -> str:
        return self._whole.hexdigest()

    def look(self, fetch: Fetch, tell: Callable[[int], None]) -> list[int]:
        """The numbers of the bad blocks. Raises OSError for a file that can be neither opened nor made."""
        bad: list[int] = []
        with _opened(self._place.file) as stream, Behind(self._sum) as summing:
            self.is_longer = self._place.is_whole_file and os.fstat(stream.fileno()).st_size > self._place.size
            for number in range(block_count(self._member.size)):
                at = number * BLOCK_SIZE
                length = min(BLOCK_SIZE, self._member.size - at)
                wanted = self._blocks.hash_of(self._member.path, number)
                block = good_block(stream, self._place.offset + at, length, wanted)
                if block is None:
                    bad.append(number)
                    block = self._fetched(fetch, number)
                summing.put(block)
                tell(length)
        return bad

    def _fetched(self, fetch: Fetch, number: int) -> bytes:
        try:
            return fetch(number)
        except BlockDamaged as problem:
            self.lost.add(number)
            self.left = self.left or problem
            return b""

    def _sum(self, block: bytes) -> None:
        self._whole.update(block)
        self.crc = zlib.crc32(block, self.crc)


def good_block(stream: BinaryIO, offset: int, length: int, wanted: bytes) -> bytes | None:
    """The bytes that lie there when they have the hash `wanted`; what the disk will not give is bad as well."""
    try:
        block = read_at(stream, offset, length)
    except OSError:
        return None
    return block if blake3(block).digest() == wanted else None


def read_at(stream: BinaryIO, offset: int, length: int) -> bytes:
    """Up to `length` bytes of an unbuffered file. Raises OSError."""
    stream.seek(offset)
    parts: list[bytes] = []
    while length > 0 and (part := stream.read(length)):
        parts.append(part)
        length -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def write_at(stream: BinaryIO, offset: int, data: bytes) -> None:
    """All of `data`: an unbuffered file may take less at a time. Raises OSError."""
    stream.seek(offset)
    left = memoryview(data)
    while left:
        left = left[stream.write(left) :]


def _opened(file: Path) -> BinaryIO:
    """An unbuffered file to be read; a missing one is made, for its blocks can be fetched. Raises OSError."""
    try:
        return file.open("rb", buffering=0)
    except FileNotFoundError:
        make_lasting_folder(file.parent)
        return file.open("x+b", buffering=0)


def _put_right(place: Place, bad: list[int], fetch: Fetch, *, is_longer: bool) -> None:
    """Fetches the blocks once more rather than keeping them: there may be thousands."""
    if not bad and not is_longer:
        return
    try:
        with place.file.open("r+b", buffering=0) as stream:
            for number in bad:
                write_at(stream, place.offset + number * BLOCK_SIZE, fetch(number))
            if is_longer:
                stream.truncate(place.size)
            os.fsync(stream.fileno())
    except OSError as error:
        raise CannotWrite(name=place.file.name, obstacle=obstacle_of(error), details=str(error)) from None


class Good:
    """The good copy: gives any block of a member whose content it has, under whatever name and in whatever version."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._paths = {member.content: member.path for member in package.signed.manifest.members}

    def fetch_for(self, blocks: Blocks, member: Member) -> Fetch:
        path = self._paths.get(member.content)

        def fetch(number: int) -> bytes:
            if path is None:
                raise BlockDamaged(name=blocks.name, member=member.path, block=number)
            block = self._package.blocks.fresh(path, number)
            if blake3(block).digest() != blocks.hash_of(member.path, number):
                raise BlockDamaged(name=self._package.name, member=path, block=number)
            return block

        return fetch


def repair_package(bad: Package, good: Package, on_progress: OnProgress | None = None) -> Mended:
    """Repairs the members of a package that can be opened from a good copy of it, or of another version of the course.

    Raises a `Problem` when one of the two cannot be read or written.
    """
    source, tell = Good(good), _teller(bad, on_progress)
    found = Mended(frame=_list_put_right(bad, good))
    for member in bad.signed.manifest.members:
        place = bad.places[member.path]
        fetch = source.fetch_for(bad.blocks, member)
        done, _ = mend(bad.blocks, member, place, fetch=fetch, tell=tell, partly=not place.is_whole_file)
        found = found.plus(done)
    return found


def repair_any_file(file: Path, good: Package, trust: Trust, on_progress: OnProgress | None = None) -> Mended:
    """Repairs a file that can be opened as what it is; one that cannot, only as a copy of what `good` is."""
    try:
        bad = open_package(file, trust)
    except (CourseCutOff, CourseAltered, NotACourse, NotReadable, NotSigned):
        return repair_file(file, good, on_progress)
    with bad:
        if bad.signed.hash == good.signed.hash:
            return repair_file(file, good, on_progress)
        return repair_package(bad, good, on_progress)


def _list_put_right(bad: Package, good: Package) -> bool:
    """Whether the list of hashes had to be fetched: without it no block can be judged."""
    listed, place = bad.signed.manifest.blocks, bad.places[BLOCKS_NAME]
    if not place.is_whole_file or listed.content != good.signed.manifest.blocks.content:
        return False
    with suppress(OSError):
        if place.file.read_bytes() == good.block_hashes():
            return False
    write_whole(place.file, good.block_hashes())
    return True


def repair_file(file: Path, good: Package, on_progress: OnProgress | None = None) -> Mended:
    """Makes `file` byte for byte the package that `good` is a copy of, whatever of it is damaged, cut off or missing.

    Raises `NotThisCourse` for a file in which nothing of that course is found, before anything is written.
    """
    frame = _Frame(file, good)
    if not frame.is_of_this_course():
        raise NotThisCourse(name=file.name, other=good.signed.course.title)
    source, tell = Good(good), _teller(good, on_progress)
    found, crcs = Mended(), dict[str, int]()
    for member, place in frame.members():
        fetch = source.fetch_for(good.blocks, member)
        done, crcs[member.path] = mend(good.blocks, member, place, fetch=fetch, tell=tell, partly=True)
        found = found.plus(done)
    if found.left is None:
        found = found.plus(Mended(frame=frame.put_right(crcs)))
    return found


class _Frame:
    """Where everything lies in the one container that a signed manifest allows, and the bytes between the members."""

    def __init__(self, file: Path, good: Package) -> None:
        self._file = file
        self._good = good
        manifest = good.signed.manifest
        self._small: Mapping[str, bytes] = {
            MIMETYPE_NAME: MIMETYPE,
            MANIFEST_NAME: good.envelope,
            BLOCKS_NAME: good.block_hashes(),
        }
        sizes = [(name, len(data)) for name, data in self._small.items()]
        sizes += [(member.path, member.size) for member in manifest.members]
        self._entries: list[Entry] = []
        at = 0
        for name, size in sizes:
            self._entries.append(Entry(name=name, size=size, crc=0, offset=at))
            at = self._entries[-1].end

    def members(self) -> Iterator[tuple[Member, Place]]:
        offsets = {entry.name: entry.data_offset for entry in self._entries}
        for member in self._good.signed.manifest.members:
            yield member, Place(file=self._file, offset=offsets[member.path], size=member.size)

    def is_of_this_course(self) -> bool:
        """Whether its manifest, or any block of it, lies where it belongs."""
        blocks = self._good.blocks
        with self._file.open("rb", buffering=0) as stream:
            envelope = self._entries[1]
            if read_at(stream, envelope.data_offset, envelope.size) == self._good.envelope:
                return True
            for member, place in self.members():
                for number in range(block_count(member.size)):
                    at, wanted = number * BLOCK_SIZE, blocks.hash_of(member.path, number)
                    length = min(BLOCK_SIZE, member.size - at)
                    if good_block(stream, place.offset + at, length, wanted) is not None:
                        return True
        return False

    def put_right(self, crcs: Mapping[str, int]) -> bool:
        """Writes what is not as it must be between the members, and cuts off what is too much. Whether any was so."""
        entries = [Entry(name=e.name, size=e.size, crc=self._crc(e.name, crcs), offset=e.offset) for e in self._entries]
        end, records = entries[-1].end, directory(entries)
        wanted = [(entry.offset, local_header(entry) + self._small.get(entry.name, b"")) for entry in entries]
        wanted.append((end, records + tail(Ending(end, len(records), len(entries)))))
        size = end + len(wanted[-1][1])
        try:
            with self._file.open("r+b", buffering=0) as stream:
                wrong = [(at, data) for at, data in wanted if read_at(stream, at, len(data)) != data]
                is_longer = os.fstat(stream.fileno()).st_size > size
                for at, data in wrong:
                    write_at(stream, at, data)
                if is_longer:
                    stream.truncate(size)
                if wrong or is_longer:
                    os.fsync(stream.fileno())
        except OSError as error:
            raise CannotWrite(name=self._file.name, obstacle=obstacle_of(error), details=str(error)) from None
        return bool(wrong) or is_longer

    def _crc(self, name: str, crcs: Mapping[str, int]) -> int:
        return crcs[name] if name in crcs else zlib.crc32(self._small[name])


def _teller(package: Package, on_progress: OnProgress | None) -> Callable[[int], None]:
    done = 0

    def tell(length: int) -> None:
        nonlocal done
        done += length
        if on_progress:
            on_progress(done, package.size)

    return tell
