"""Adding: the members of a package are copied into a store of contents, none of their bytes without being verified.

There is no book of what was copied already: a block in a part is right when its hash is, and only then. So whatever a
kill, a pulled stick or a power cut left in a part, adding goes on from it and comes to the same end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from blake3 import blake3

from player.archive.behind import Behind
from player.archive.blocks import Place, block_count
from player.archive.contents import Contents
from player.archive.package import OnProgress, Package
from player.archive.problems import AddingCancelled, AddingInterrupted, AddingStopped, CourseAltered, CourseOutOfReach
from player.archive.repairing import good_block, mend, write_at
from player.domain.phrase import Worded
from player.proof.files import CannotWrite, obstacle_of
from player.proof.manifest import BLOCK_SIZE, Member

_SAVED_BLOCKS = 512
"""So many blocks are made durable at a time, while the next are copied: a power cut costs seconds, not the whole."""

IsCancelled = Callable[[], bool]
_Kept = tuple[int, bytes, bool]
"""A block's number, its bytes, and whether they are new to the part."""


def add_contents(found: Package, contents: Contents, on_progress: OnProgress) -> None:
    """Every member of `found`, and its list of block hashes, is in `contents` afterwards, durable and verified.

    What is there already is checked, and mended from `found` where it is damaged. Raises a `Problem`; what was copied
    until then stays for the next time.
    """
    done = 0

    def tell(length: int) -> None:
        nonlocal done
        done += length
        on_progress(min(done, found.size), found.size)

    try:
        contents.make_folder()
        contents.put(found.signed.manifest.blocks.content, found.block_hashes())
        for member in found.signed.manifest.members:
            _Adding(found, contents, member, tell).run()
        contents.sync()
    except CourseOutOfReach as problem:
        raise AddingInterrupted(**problem.data, details=problem.details) from None
    except CannotWrite as problem:
        raise AddingStopped(name=found.name, obstacle=problem.obstacle, details=problem.details) from None
    except OSError as error:
        raise AddingStopped(name=found.name, obstacle=obstacle_of(error), details=str(error)) from None


def watcher(name: str, on_progress: OnProgress | None, is_cancelled: IsCancelled | None) -> OnProgress:
    """Tells how far it is, and raises `AddingCancelled` once that is wished."""

    def watch(done: int, whole: int) -> None:
        if is_cancelled and is_cancelled():
            raise AddingCancelled(name=name)
        if on_progress:
            on_progress(done, whole)

    return watch


class _Adding:
    """One member on its way."""

    def __init__(self, found: Package, contents: Contents, member: Member, tell: Callable[[int], None]) -> None:
        self._found = found
        self._contents = contents
        self._member = member
        self._tell = tell
        self._whole = blake3()

    def run(self) -> None:
        if self._contents.holds(self._member):
            self._mend()
            return
        try:
            self._copy()
        except FileNotFoundError:
            # Somebody else, who adds the same course to the same folder, has just finished this member.
            if not self._contents.holds(self._member):
                raise
            self._mend()

    def _mend(self) -> None:
        place = Place(file=self._contents.file(self._member.content), offset=0, size=self._member.size)
        done, _ = mend(self._found.blocks, self._member, place, fetch=self._fetch, tell=self._tell)
        if done.left is not None:
            raise done.left

    def _copy(self) -> None:
        self._whole = blake3()
        self._fill(self._contents.take_up(self._member))
        if self._whole.hexdigest() != self._member.content:
            self._contents.forget(self._member.content)
            reason = Worded("{path} as a whole has another hash than its parts.", path=self._member.path)
            raise CourseAltered(name=self._found.name, reason=reason)
        self._contents.finish(self._member)

    def _fill(self, part: Path) -> None:
        """Afterwards the part holds exactly the member's bytes, synced."""
        with _opened(part) as stream, part.open("rb", buffering=0) as there:
            begun = block_count(os.fstat(stream.fileno()).st_size)
            with Behind[int](os.fsync, most_waiting=1) as saving, Behind(self._keeper(stream, saving)) as keeping:
                for number in range(block_count(self._member.size)):
                    good = self._good_block(there, number) if number < begun else None
                    keeping.put((number, self._fetch(number) if good is None else good, good is None))
                    self._tell(min(BLOCK_SIZE, self._member.size - number * BLOCK_SIZE))
            stream.truncate(self._member.size)
            os.fsync(stream.fileno())

    def _keeper(self, stream: BinaryIO, saving: Behind[int]) -> Callable[[_Kept], None]:
        """Writes what is new, one block behind the reading; the whole is hashed with it."""

        def keep(kept: _Kept) -> None:
            number, block, is_new = kept
            if is_new:
                write_at(stream, number * BLOCK_SIZE, block)
            self._whole.update(block)
            if number % _SAVED_BLOCKS == _SAVED_BLOCKS - 1:
                saving.put(stream.fileno())

        return keep

    def _fetch(self, number: int) -> bytes:
        return self._found.blocks.fresh(self._member.path, number)

    def _good_block(self, there: BinaryIO, number: int) -> bytes | None:
        length = min(BLOCK_SIZE, self._member.size - number * BLOCK_SIZE)
        wanted = self._found.blocks.hash_of(self._member.path, number)
        return good_block(there, number * BLOCK_SIZE, length, wanted)


@contextmanager
def _opened(part: Path) -> Generator[BinaryIO]:
    """A file to write into, with what it holds already."""
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "wb", buffering=0) as stream:
        yield stream
