"""The courses that were ever here: their signed facts stay, whatever becomes of their files.

Evidence names a course by the hash of its manifest; whoever judges it, prints it or sends it needs that manifest, and a
certificate needs the picture of its signature. Both are small, and never taken away.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from blake3 import blake3

from player.archive.manifests import ENDING, Manifests
from player.archive.package import Package
from player.archive.problems import BlockDamaged, CourseAltered, CourseOutOfReach
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.proof.files import make_folder, write_whole
from player.proof.manifest import SignedCourse


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
        picture = _signature_of(package.signed)
        if picture is not None and not self._picture(package.signed).exists():
            # Of a damaged or unreachable picture nothing is kept; the course is here all the same.
            with suppress(BlockDamaged, CourseAltered, CourseOutOfReach):
                self._put(self._picture(package.signed), package.read(picture))

    def signed(self) -> Iterator[SignedCourse]:
        """Every course whose manifest can be read."""
        for file in self.files():
            with suppress(Problem):
                yield self.read(file)

    def files(self) -> list[Path]:
        return sorted(self.folder.glob(f"*{ENDING}"))

    def read(self, file: Path) -> SignedCourse:
        """Raises a `Problem`."""
        return self._manifests.read(file)

    def picture(self, signed: SignedCourse, path: str) -> bytes | None:
        """The bytes of a picture that was kept, verified; None when it was not."""
        if path != _signature_of(signed):
            return None
        try:
            data = self._picture(signed).read_bytes()
        except OSError:
            return None
        contents = {member.path: member.content for member in signed.manifest.members}
        return data if blake3(data).hexdigest() == contents.get(path) else None

    def _picture(self, signed: SignedCourse) -> Path:
        return self.folder / f"{signed.hash}.signature"

    def _put(self, file: Path, data: bytes) -> None:
        make_folder(self.folder)
        with suppress(OSError):
            if file.read_bytes() == data:
                return
        write_whole(file, data)


def _signature_of(signed: SignedCourse) -> str | None:
    grant = signed.course.grant
    return grant.signature.path if grant and grant.signature else None
