"""The library: the courses of this installation, and every act on them as files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from player.desk.first_sight import OutlinedShelf, choice_among
from player.desk.ports import IsCancelled, Mended, OnProgress, Package, Shelved
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.progress import Progress
from player.domain.tally import Reach
from player.domain.whereabouts import Whereabouts
from player.proof.manifest import SignedCourse


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One course in the library: opened, with how far the learner has come; or a file and its problem.

    A course whose record is damaged has both `signed` and `problem`, and no progress; one that lies out of reach, or
    whose copy is not whole, has all three. `superseded`: a newer version can be opened as well. `size`: the bytes that
    it takes up in a folder for courses.
    """

    path: Path
    signed: SignedCourse | None
    progress: Progress | None
    problem: Problem | None
    where: Whereabouts = Whereabouts.HERE
    superseded: bool = False
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSight:
    """What stands first in a large library; `rest`: the courses that are still to be looked at."""

    listings: tuple[Listing, ...]
    rest: tuple[CourseHash, ...]


Editions = Mapping[CourseHash, Sequence[SignedCourse]]
"""For each of some courses its other versions that were ever here."""
ProgressIn = Callable[[SignedCourse], Progress]


class Library:
    """The shelf, seen with how far the learner has come. Of what was recorded nothing here takes anything away.

    `changed` is called when other courses are on the shelf than before. `glance` is asked once for many courses, and
    gives what tells of each how far the learner has come; it is handed the other versions of these courses, or None
    when all are meant.
    """

    def __init__(
        self, shelf: OutlinedShelf, *, glance: Callable[[Editions | None], ProgressIn], changed: Callable[[], None]
    ) -> None:
        self._shelf = shelf
        self._glance = glance
        self._changed = changed

    def listings(self) -> tuple[Listing, ...]:
        """Every course on the shelf with its progress, and every file that cannot be opened with its problem."""
        shelved = self._shelf.packages()
        progress = self._glance(None)
        return tuple(_listing(one, progress) for one in shelved)

    def first(self, reaches: Collection[Reach], now: datetime) -> FirstSight | None:
        """What stands first in a large library that was not looked at yet; None where `listings` is as quick.

        `reaches`: of the courses in which anything is recorded of the learner.
        """
        choice = choice_among(self._shelf.outlines(), reaches, now)
        if choice is None:
            return None
        glimpse = self._shelf.glimpse(choice.first)
        progress = self._glance(glimpse.editions)
        return FirstSight(listings=tuple(_listing(one, progress) for one in glimpse.shelved), rest=choice.rest)

    def look_through(self, courses: Collection[CourseHash]) -> None:
        """Reads and checks these, so that `listings` finds it done. What is wrong with them is told there."""
        self._shelf.glimpse(courses)

    def removed(self) -> tuple[Listing, ...]:
        """The courses that were here once, with what was recorded in them."""
        here = {shelved.signed.hash for shelved in self._shelf.packages() if shelved.signed}
        gone = (signed for signed in self._shelf.known() if signed.hash not in here)
        progress = self._glance(None)
        return tuple(_seen(Path(), signed, progress, where=Whereabouts.REMOVED) for signed in gone)

    def known(self) -> tuple[SignedCourse, ...]:
        """Every course that was ever here, by title."""
        return tuple(self._shelf.known())

    def package(self, word: str) -> Package:
        """The package of a course, by its id, hash or path."""
        return self._shelf.find(word)

    def cover(self, signed: SignedCourse) -> bytes | None:
        """The cover's bytes; a damaged or missing one gives none, and a drawn cover stands in."""
        picture = signed.course.cover
        if picture is None:
            return None
        try:
            return self.package(signed.hash).read(picture.path)
        except Problem:
            return None

    def add(
        self,
        file: Path,
        on_progress: OnProgress | None = None,
        is_cancelled: IsCancelled | None = None,
        *,
        in_place: bool = False,
    ) -> SignedCourse:
        """Copies a package, verified as it is copied; or, `in_place`, remembers where it lies, to be played there.

        Raises a `Problem`; what was copied until then waits, and the next adding goes on with it.
        """
        try:
            package = self._shelf.add(file, on_progress, is_cancelled, in_place=in_place)
            package.close()
        finally:
            # Also of a version that is too old to be added, the facts may be known now.
            self._changed()
        return package.signed

    def remove(self, word: str) -> int:
        """Takes the files of a course away. Returns the bytes that this freed."""
        freed = self._shelf.remove(word)
        self._changed()
        return freed

    def repair(self, bad: str, good: str, on_progress: OnProgress | None = None) -> Mended:
        """Fetches the damaged blocks of a course or file `bad` from the good copy `good`, each by id or path."""
        return self._shelf.repair(bad, good, on_progress)

    @property
    def home(self) -> Path:
        """The folder into which courses are copied."""
        return self._shelf.home

    def choose_home(self, folder: Path | None) -> None:
        """Courses that are added from now on are copied into `folder` (None: the one in the profile)."""
        self._shelf.choose_home(folder)
        self._changed()

    def move_home(self, on_progress: OnProgress | None = None, is_cancelled: IsCancelled | None = None) -> int:
        """Brings every course that lies in another home into the present one. Returns how many were moved."""
        return self._shelf.move_home(on_progress, is_cancelled)

    def forget_leftovers(self) -> int:
        """Takes away what was copied of courses that were never finished. Returns the bytes that this freed."""
        return self._shelf.forget_leftovers()


def _listing(shelved: Shelved, progress: Callable[[SignedCourse], Progress]) -> Listing:
    if shelved.signed is None:
        return Listing(path=shelved.path, signed=None, progress=None, problem=shelved.problem, where=shelved.where)
    return _seen(
        shelved.path,
        shelved.signed,
        progress,
        where=shelved.where,
        problem=shelved.problem,
        superseded=shelved.superseded,
        size=shelved.size,
    )


def _seen(
    path: Path,
    signed: SignedCourse,
    progress: Callable[[SignedCourse], Progress],
    *,
    where: Whereabouts,
    problem: Problem | None = None,
    superseded: bool = False,
    size: int = 0,
) -> Listing:
    come: Progress | None = None
    try:
        come = progress(signed)
    except Problem as damaged:
        problem = damaged
    return Listing(
        path=path,
        signed=signed,
        progress=come,
        problem=problem,
        where=where,
        superseded=superseded,
        size=size,
    )
