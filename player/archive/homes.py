"""A home of courses: one folder, on any disk, that says by itself which courses lie there.

here/<course hash>.dsse     the signed manifest; with it a course is here, and without it is not
contents/<BLAKE3>           each different content once
"""

from __future__ import annotations

import shutil
import threading
from operator import attrgetter
from pathlib import Path

from player.archive.adding import add_contents
from player.archive.blocks import Place
from player.archive.contents import Contents
from player.archive.manifests import ENDING, Manifests
from player.archive.package import OnProgress, Package, all_files, open_package
from player.archive.problems import CopyIncomplete, NotEnoughRoom, NotThisCourse
from player.archive.repairing import repair_file
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.proof.files import (
    CannotWrite,
    forget_parts,
    make_lasting_folder,
    obstacle_of,
    sync_folder,
    write_whole,
)
from player.proof.manifest import SignedCourse
from player.proof.trust import Trust

WHOLE_ENDING = ".course"
"""Earlier versions of Carrel kept each course as one file of this ending, in the folder itself."""
_SPARE_BYTES = 16 << 20
"""Left free beside a course, so that the records can still be written."""


class Home:
    """The courses in one folder, which is made when the first is added."""

    def __init__(self, folder: Path, trust: Trust, manifests: Manifests, marking: threading.Lock) -> None:
        """`marking` is held while a course comes or goes: another thread may be removing what this one adds upon."""
        self.folder = folder
        self._marking = marking
        self._manifests = manifests
        self.contents = Contents(folder / "contents")
        self._marks = folder / "here"
        self._trust = trust

    def mark_of(self, course: CourseHash) -> Path:
        return self._marks / f"{course}{ENDING}"

    def whole_file_of(self, course: CourseHash) -> Path:
        return self.folder / f"{course}{WHOLE_ENDING}"

    def marks(self) -> list[Path]:
        return sorted(self._marks.glob(f"*{ENDING}"), key=attrgetter("name"))

    def whole_files(self) -> list[Path]:
        return sorted(self.folder.glob(f"*{WHOLE_ENDING}"))

    def signed(self, mark: Path) -> SignedCourse:
        """Raises a `Problem`."""
        return self._manifests.read(mark)

    def package(self, course: CourseHash) -> Package | None:
        """The course when it is here, whole or not; None when it is not. Raises a `Problem`."""
        mark, whole = self.mark_of(course), self.whole_file_of(course)
        if mark.exists():
            return self._package(mark, self.signed(mark))
        if not whole.exists():
            return None
        found = open_package(whole, self._trust)
        if found.signed.hash == course:
            return found
        found.close()
        return None

    def open(self, mark: Path, signed: SignedCourse) -> Package:
        """The course of a mark, whose facts are `signed`. Raises a `Problem` when a file of it is missing or cut
        off."""
        missing = next((m for m in all_files(signed.manifest) if not self.contents.holds(m)), None)
        if missing is not None:
            raise CopyIncomplete(title=signed.course.title, missing=missing.path)
        return self._package(mark, signed)

    def add(self, found: Package, on_progress: OnProgress) -> Package:
        """Copies what is not here yet, and mends what is here and damaged. Raises a `Problem`."""
        if self._is_one_file(found, on_progress):
            return open_package(self.whole_file_of(found.signed.hash), self._trust)
        self._make_room(found)
        add_contents(found, self.contents, on_progress)
        while not self._is_marked(found):
            # Another thread removed a course with which this one shares a content.
            add_contents(found, self.contents, on_progress)
        return self._package(self.mark_of(found.signed.hash), found.signed)

    def remove(self, signed: SignedCourse) -> int:
        """Takes a course away, and the contents that no other course here needs. Returns the bytes that this freed."""
        with self._marking:
            return self._removed(signed)

    def _removed(self, signed: SignedCourse) -> int:
        size = 0
        try:
            self.mark_of(signed.hash).unlink(missing_ok=True)
            if self._marks.is_dir():
                sync_folder(self._marks)
            whole = self.whole_file_of(signed.hash)
            if whole.exists():
                size = whole.stat().st_size
                whole.unlink()
            needed = self._needed()
        except OSError as error:
            raise CannotWrite(name=self.folder.name, obstacle=obstacle_of(error), details=str(error)) from None
        except Problem:
            # Nobody knows what a course needs whose mark is damaged: its contents must stay.
            return size
        own = {member.content for member in all_files(signed.manifest)}
        return size + sum(self.contents.forget(content) for content in sorted(own - needed))

    def forget_leftovers(self, *, at_once: bool = False, beside: Package | None = None) -> int:
        """Takes away what was copied of courses that were never finished. Returns the bytes that this freed.

        What is 30 days old goes with the next adding, and what is younger when room is needed.
        """
        try:
            needed = self._needed()
        except Problem:
            return 0
        if at_once:
            forget_parts(self._marks)
        needed |= {member.content for member in all_files(beside.signed.manifest)} if beside else set()
        return self.contents.forget_leftovers(needed, at_once=at_once)

    def _needed(self) -> set[str]:
        """The contents of all courses here. Raises a `Problem` when a mark cannot be read."""
        return {member.content for mark in self.marks() for member in all_files(self.signed(mark).manifest)}

    def _package(self, mark: Path, signed: SignedCourse) -> Package:
        places = {
            member.path: Place(file=self.contents.file(member.content), offset=0, size=member.size)
            for member in all_files(signed.manifest)
        }
        return Package(
            path=mark,
            signed=signed,
            places=places,
            name=f"“{signed.course.title}”",
        )

    def _make_room(self, found: Package) -> None:
        """Raises `NotEnoughRoom`, or `CannotWrite` for a folder that cannot be made."""
        try:
            make_lasting_folder(self._marks)
            forget_parts(self.folder)
            self.forget_leftovers(beside=found)
            missing = sum(self.contents.missing_bytes(member) for member in all_files(found.signed.manifest))
            needed = missing + len(found.envelope) + _SPARE_BYTES
            if missing and self._free() < needed:
                self.forget_leftovers(at_once=True, beside=found)
            free = self._free()
        except OSError as error:
            raise CannotWrite(name=self.folder.name, obstacle=obstacle_of(error), details=str(error)) from None
        if missing and free < needed:
            raise NotEnoughRoom(name=found.name, needed_mb=_megabytes(needed), free_mb=_megabytes(free))

    def _is_one_file(self, found: Package, on_progress: OnProgress) -> bool:
        """Whether the course is here as earlier versions kept it; what is damaged of it is mended."""
        whole = self.whole_file_of(found.signed.hash)
        if self.mark_of(found.signed.hash).exists() or not whole.exists():
            return False
        try:
            left = repair_file(whole, found, on_progress).left
        except NotThisCourse:
            whole.unlink()
            return False
        if left is not None:
            raise left
        return True

    def _free(self) -> int:
        return shutil.disk_usage(self.folder).free

    def _is_marked(self, found: Package) -> bool:
        """Marks the course as being here once all it needs is; whether it did."""
        with self._marking:
            if not all(self.contents.holds(member) for member in all_files(found.signed.manifest)):
                return False
            write_whole(self.mark_of(found.signed.hash), found.envelope)
            return True


def _megabytes(size: int) -> int:
    return -(-size // 1_000_000)
