"""The courses that were ever here: their signed facts stay, whatever becomes of their files.

Evidence names a course by the hash of its manifest; whoever judges it, prints it or sends it needs that manifest, and a
certificate needs the pictures of its signature and its logo. They are small, and never taken away.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import suppress
from operator import attrgetter
from pathlib import Path

from blake3 import blake3

from player.archive.manifests import ENDING, Manifests
from player.archive.package import Package
from player.archive.problems import BlockDamaged, CourseAltered, CourseOutOfReach
from player.domain.course import Course
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.proof.files import CannotWrite, make_folder, write_whole
from player.proof.manifest import SignedCourse

_SIGNATURE, _LOGO = ".signature", ".logo"
_PICTURES = (_SIGNATURE, _LOGO)


class Known:
    """One folder with the manifest of each course, and the pictures that their certificates need."""

    def __init__(self, folder: Path, manifests: Manifests) -> None:
        self.folder = folder
        self._manifests = manifests

    def file(self, course: CourseHash) -> Path:
        return self.folder / f"{course}{ENDING}"

    def keep(self, package: Package) -> None:
        """Keeps what evidence will need of a course. A picture that cannot be read now is left for the next time.

        Raises `CannotWrite`.
        """
        self._put(self.file(package.signed.hash), package.envelope)
        for path, kept in self._pictures(package.signed).items():
            if not kept.exists():
                # Of a damaged or unreachable picture nothing is kept; the course is here all the same.
                with suppress(BlockDamaged, CourseAltered, CourseOutOfReach):
                    self._put(kept, package.read(path))

    def comes_to_know(self, package: Package) -> bool:
        """Keeps the facts of a version that is not added: what was recorded in it elsewhere can be counted with them.

        Returns whether they were not known before, and are now.
        """
        if self.holds(package.signed.hash):
            return False
        try:
            self.keep(package)
        except CannotWrite:
            return False
        return True

    def come_to_know(self, signed: SignedCourse) -> None:
        """Keeps the facts of a course that came with evidence; its pictures come with its package. Raises
        `CannotWrite`."""
        if not self.holds(signed.hash):
            self._put(self.file(signed.hash), signed.envelope.to_json())

    def take_from(self, other: Known) -> tuple[Problem, ...]:
        """Takes over what `other` keeps and this does not, each fact verified; what is here and sound stays as it is.

        Returns what is wrong with those facts that were left there. Raises `CannotWrite`.
        """
        problems: list[Problem] = []
        for file in other.files():
            try:
                self._take(other, other.read(file))
            except CannotWrite:
                raise
            except Problem as problem:
                problems.append(problem)
        return tuple(problems)

    def _take(self, other: Known, signed: SignedCourse) -> None:
        if not self.holds(signed.hash):
            self._put(self.file(signed.hash), signed.envelope.to_json())
        for path, kept in self._pictures(signed).items():
            picture = other.picture(signed, path) if self.picture(signed, path) is None else None
            if picture is not None:
                self._put(kept, picture)

    def holds(self, course: CourseHash) -> bool:
        """Whether the facts of this course are kept here, and sound."""
        try:
            return self.read(self.file(course)).hash == course
        except Problem:
            return False

    def signed(self) -> Iterator[SignedCourse]:
        """Every course whose manifest can be read."""
        for file in self.files():
            with suppress(Problem):
                yield self.read(file)

    def files(self, *, but: Container[str] = ()) -> list[Path]:
        """Of every course, `but` for those whose hash is one of these. Of what is no file (a pipe), reading would never
        come to an end."""
        named = (file for file in self.folder.glob(f"*{ENDING}") if file.stem not in but)
        return sorted((file for file in named if _is_file(file)), key=attrgetter("name"))

    def everything(self) -> list[Path]:
        """Every file that is kept, for a copy of them all."""
        pictures = sorted(file for ending in _PICTURES for file in self.folder.glob(f"*{ending}"))
        return [*self.files(), *(file for file in pictures if _is_file(file))]

    def read(self, file: Path) -> SignedCourse:
        """Raises a `Problem`."""
        return self._manifests.read(file)

    def picture(self, signed: SignedCourse, path: str) -> bytes | None:
        """The bytes of a picture that was kept, verified; None when it was not."""
        kept = self._pictures(signed).get(path)
        if kept is None:
            return None
        try:
            data = kept.read_bytes()
        except OSError:
            return None
        contents = {member.path: member.content for member in signed.manifest.members}
        return data if blake3(data).hexdigest() == contents.get(path) else None

    def _pictures(self, signed: SignedCourse) -> dict[str, Path]:
        """Where each picture is kept that the course's certificates need, by its name in the package."""
        return {path: self.folder / f"{signed.hash}{ending}" for path, ending in _pictures_of(signed.course)}

    def _put(self, file: Path, data: bytes) -> None:
        make_folder(self.folder)
        with suppress(OSError):
            if file.read_bytes() == data:
                return
        write_whole(file, data)


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return False


def _pictures_of(course: Course) -> Iterator[tuple[str, str]]:
    """The pictures on a course's certificates, each with the ending under which it is kept."""
    if course.certificate and course.certificate.logo:
        yield course.certificate.logo.path, _LOGO
    if course.grant and course.grant.signature:
        yield course.grant.signature.path, _SIGNATURE
