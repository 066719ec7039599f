"""The shelf: the courses of this installation, each stored once under the hash of its manifest."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from player.archive.container import BLOCKS_NAME, MANIFEST_NAME, ContainerWriter
from player.archive.package import OnProgress, Package, open_package
from player.archive.problems import (
    AddingCancelled,
    NoSuchCourse,
    NotEnoughRoom,
    OlderVersion,
    SeveralCourses,
)
from player.domain.problem import Problem
from player.proof.files import CannotWrite, forget_parts, make_lasting_folder, obstacle_of, whole_file
from player.proof.manifest import SignedCourse
from player.proof.trust import Trust

IsCancelled = Callable[[], bool]
SUFFIX = ".course"
SHORTEST_HASH = 6
_HASH = re.compile("[0-9a-f]{64}")
_SPARE_BYTES = 16 << 20
"""Left free beside a course, so that the records can still be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """One file on the shelf: a package, or the problem that keeps it from being opened."""

    path: Path
    package: Package | None = None
    problem: Problem | None = None


class Shelf:
    """The courses in one folder, which is made when the first is added."""

    def __init__(self, folder: Path, trust: Trust) -> None:
        self.folder = folder
        self._trust = trust

    def add(
        self,
        file: Path,
        on_progress: OnProgress | None = None,
        is_cancelled: IsCancelled | None = None,
    ) -> Package:
        """Copies a package onto the shelf, each block verified on its way; what is here already is not copied.

        A copy here that turns out to be damaged is replaced. Raises a `Problem`; then nothing was added.
        """
        with open_package(file, self._trust) as found:
            self._refuse_older(found)
            target = self.folder / f"{found.signed.hash}{SUFFIX}"
            watch = _watcher(file.name, on_progress, is_cancelled)
            if not self._is_whole(target, watch):
                self._copy(found, target, watch)
        return open_package(target, self._trust)

    def packages(self) -> tuple[Shelved, ...]:
        """Everything on the shelf, by title; a file that cannot be opened comes with its problem, last."""
        shelved = tuple(self._shelved())
        return tuple(sorted(shelved, key=lambda s: _place_in_order(s.package)))

    def find(self, word: str) -> Package:
        """The package that `word` means: a course's id, the beginning of an id or hash, or a path.

        Of several versions of one course the highest is meant. Raises `NoSuchCourse`, `SeveralCourses` or the
        problem of the file that was named.
        """
        here = self.folder / f"{word}{SUFFIX}"
        if _HASH.fullmatch(word) and here.exists():
            # What the window asks for again and again is opened alone, not the whole shelf with it.
            found = open_package(here, self._trust)
            if found.signed.hash == word:
                return found
            found.close()
        packages = [shelved.package for shelved in self.packages() if shelved.package]
        exact = [p for p in packages if p.signed.course.id == word]
        begun = [p for p in packages if word and p.signed.course.id.startswith(word)]
        hashed = [p for p in packages if len(word) >= SHORTEST_HASH and p.signed.hash.startswith(word)]
        meant = exact or begun or hashed
        if meant:
            return _newest(word, meant)
        if _is_path(word):
            return open_package(Path(word), self._trust)
        raise NoSuchCourse(word=word)

    def editions(self, signed: SignedCourse) -> tuple[SignedCourse, ...]:
        """Every other version of this course, by the same publisher, that was ever here, the lowest first."""
        others = (shelved.package.signed for shelved in self._shelved() if shelved.package)
        line = [other for other in others if _line(other) == _line(signed) and other.hash != signed.hash]
        return tuple(sorted(line, key=lambda other: other.course.version))

    def _shelved(self) -> Iterator[Shelved]:
        for path in sorted(self.folder.glob(f"*{SUFFIX}")):
            try:
                yield Shelved(path=path, package=open_package(path, self._trust))
            except Problem as problem:
                yield Shelved(path=path, problem=problem)

    def _refuse_older(self, found: Package) -> None:
        """A version number only grows, for one course of one publisher."""
        new = found.signed
        known = [
            shelved.package.signed.course.version
            for shelved in self._shelved()
            if shelved.package and _line(shelved.package.signed) == _line(new)
        ]
        if max(known, default=0) > new.course.version:
            raise OlderVersion(name=found.path.name, title=new.course.title, found=new.course.version, known=max(known))

    def _is_whole(self, target: Path, watch: OnProgress) -> bool:
        """Whether this very course is here with every byte; to add it again is how a damaged copy is mended."""
        if not target.exists():
            return False
        try:
            with open_package(target, self._trust) as here:
                here.verify(watch)
        except AddingCancelled:
            raise
        except Problem:
            return False
        return True

    def _copy(self, found: Package, target: Path, watch: OnProgress) -> None:
        try:
            make_lasting_folder(self.folder)
            forget_parts(self.folder)
            free = shutil.disk_usage(self.folder).free
        except OSError as error:
            raise CannotWrite(name=target.name, obstacle=obstacle_of(error), details=str(error)) from None
        needed = found.size + len(found.envelope) + _SPARE_BYTES
        if free < needed:
            raise NotEnoughRoom(name=found.path.name, needed_mb=_megabytes(needed), free_mb=_megabytes(free))
        with whole_file(target) as stream:
            copy_package(found, ContainerWriter(stream), watch)


def copy_package(found: Package, writer: ContainerWriter, on_progress: OnProgress) -> None:
    """Writes `found` again, block by verified block; the result is byte for byte what its provider built."""
    done = 0

    def blocks(member: str) -> Iterator[bytes]:
        nonlocal done
        for block in found.walk(member):
            done += len(block)
            yield block
            on_progress(done, found.size)

    writer.add(MANIFEST_NAME, len(found.envelope), (found.envelope,))
    hashes = found.block_hashes()
    writer.add(BLOCKS_NAME, len(hashes), (hashes,))
    for member in found.signed.manifest.members:
        writer.add(member.path, member.size, blocks(member.path))
    writer.finish()


def _watcher(name: str, on_progress: OnProgress | None, is_cancelled: IsCancelled | None) -> OnProgress:
    def watch(done: int, whole: int) -> None:
        if is_cancelled and is_cancelled():
            raise AddingCancelled(name=name)
        if on_progress:
            on_progress(done, whole)

    return watch


def _line(signed: SignedCourse) -> tuple[str, str]:
    """Whose versions are compared: a stranger who takes a course's id cannot push its real versions aside."""
    return signed.course.id, signed.publisher.name if signed.publisher else signed.key.id


def _place_in_order(package: Package | None) -> tuple[bool, str, int]:
    if package is None:
        return True, "", 0
    course = package.signed.course
    return False, course.title.casefold(), -course.version


def _newest(word: str, meant: list[Package]) -> Package:
    ids = sorted({package.signed.course.id for package in meant})
    if len(ids) > 1:
        raise SeveralCourses(word=word, ids=", ".join(ids))
    credible = [p for p in meant if p.signed.gives_credit] or meant
    return max(credible, key=lambda p: (p.signed.course.version, _added_at(p.path)))


def _added_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _is_path(word: str) -> bool:
    return bool(word) and (word.endswith(SUFFIX) or os.sep in word or os.path.exists(word))  # noqa: PTH110


def _megabytes(size: int) -> int:
    return -(-size // 1_000_000)
