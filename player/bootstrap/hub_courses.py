"""Courses for all stations from one stick: the hub keeps them, and each station fetches those that it lacks.

Where a hall shares by a database, or not at all, the stick is carried to each station.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from player.archive.package import open_package
from player.bootstrap.uniting import PACKAGES, line_to_hub
from player.desk.ports import Shelf
from player.domain.event import CourseHash
from player.domain.kiosk.settings import KioskSettings
from player.exchange.union.packages import HubPackages, Shelved, hand_over
from player.proof.files import make_folder
from player.proof.operator_key import OperatorKey
from player.proof.trust import Trust

if TYPE_CHECKING:
    from player.exchange.union.client import HubLine

FOLDER = "from-hub"
"""In the profile: what is being fetched; it is gone once the course is on the shelf."""
OnProgress = Callable[[int, int], None]


def hub_courses(settings: KioskSettings, key: OperatorKey, shelf: Shelf, profile: Path) -> HubCourses | None:
    """None where the hall has no hub."""
    if not settings.union.startswith(("http://", "https://")):
        return None
    return HubCourses(line_to_hub(settings.union, key), shelf, profile / FOLDER)


class HubCourses:
    """For one station's operator; all of it waits, and may raise a `Problem`: then what was copied is gone on with."""

    def __init__(self, line: HubLine, shelf: Shelf, folder: Path) -> None:
        self._line = line
        self._shelf = shelf
        self._folder = folder

    def offer(self, file: Path, on_progress: OnProgress | None = None) -> None:
        """Hands a course file to the hub, for the other stations; what is there already is not sent again."""
        course, title = facts_of(file)
        if all(there.course != course for there in self._line.packages()):
            self._line.offer(file, course, title, on_progress)

    def lacking(self) -> tuple[Shelved, ...]:
        """The hub's courses that cannot be played here."""
        here = {shelved.signed.hash for shelved in self._shelf.packages() if shelved.signed and shelved.package}
        return tuple(there for there in self._line.packages() if there.course not in here)

    def fetch(self, shelved: Shelved, on_progress: OnProgress | None = None) -> None:
        """Puts a course of the hub's onto the shelf, which verifies it as it does every course."""
        make_folder(self._folder)
        copy = self._line.fetch(shelved, self._folder / f"{shelved.digest}.course", on_progress)
        try:
            self._shelf.add(copy).close()
        finally:
            # A course that the shelf refuses would be refused again.
            copy.unlink(missing_ok=True)
            with suppress(OSError):
                self._folder.rmdir()

    def close(self) -> None:
        self._line.close()


def facts_of(file: Path) -> tuple[CourseHash, str]:
    """Of the course in a file, whoever signed it. Raises a `Problem`."""
    package = open_package(file, Trust(publishers=()))
    package.close()
    return package.signed.hash, package.signed.course.title


def add_to_hub(folder: Path, file: Path, on_progress: OnProgress | None = None) -> str:
    """Copies a course file into the hub's own folder, whether it runs or not. Its title. Raises a `Problem`."""
    course, title = facts_of(file)
    hand_over(HubPackages(folder / PACKAGES).store, file, course, title, on_progress)
    return title
