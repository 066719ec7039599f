"""The shelf: every course of this installation, wherever its bytes lie.

known/        the signed facts of every course that was ever here: never taken away, and always in the profile
places.json   the folders chosen for courses, and where those lie that are elsewhere
here/, contents/    the courses in the profile's own folder; any other home is laid out in the same way
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from player.archive.adding import IsCancelled, watcher
from player.archive.blocks import Place
from player.archive.homes import WHOLE_ENDING, Home
from player.archive.known import Known
from player.archive.manifests import ENDING, Manifests, above_mark
from player.archive.outlines import Glimpse, Outline, glimpse_of, outlines_of
from player.archive.package import OnProgress, Package, all_files, open_package, unpacked_package
from player.archive.places import PlacesFile
from player.archive.problems import (
    CourseAway,
    CourseMissing,
    CourseOutOfReach,
    HomeAway,
    NoSuchCourse,
    OlderVersion,
)
from player.archive.repairing import Mended, repair_any_file, repair_package
from player.archive.shelved import (
    Shelved,
    editions_of,
    in_order,
    line_of,
    meant_by,
    size_of,
    unlinked,
)
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.whereabouts import Whereabouts
from player.proof.files import CannotWrite, make_folder, obstacle_at
from player.proof.manifest import SignedCourse
from player.proof.trust import Trust

KeepRoots = Callable[[Sequence[str]], Trust]
_HASH = re.compile("[0-9a-f]{64}")


class Shelf:
    """`folder` lies in the profile; what is known lies there, and the courses unless another home is chosen.

    `keep_roots` keeps the roots that an added course brings, and returns whom to trust then.
    """

    def __init__(self, folder: Path, trust: Trust, keep_roots: KeepRoots | None = None) -> None:
        self.folder = folder
        self._keep_roots = keep_roots
        self._judge_by(trust)
        self._places = PlacesFile(folder / "places.json")
        self._marking = threading.Lock()

    def _judge_by(self, trust: Trust) -> None:
        self._trust = trust
        self._manifests = Manifests(trust)
        self._known = Known(self.folder / "known", self._manifests)
        self._from_before: tuple[SignedCourse, ...] | None = None

    # --- adding and taking away ------------------------------------------------------------------------------

    def add(
        self,
        file: Path,
        on_progress: OnProgress | None = None,
        is_cancelled: IsCancelled | None = None,
        *,
        in_place: bool = False,
    ) -> Package:
        """Puts a package on the shelf: copied, each block verified on its way, or played where it lies.

        What is here already is not copied again, and mended where it is damaged. Raises a `Problem`; the course is then
        not here, and what was copied of it waits to be gone on with.
        """
        found = open_package(file, self._trust)
        try:
            self._refuse_older(found)
            if in_place:
                return self._remember(found)
            with_copy = self._home_for(found.signed.hash).add(found, watcher(file.name, on_progress, is_cancelled))
            self._know(with_copy)
        except BaseException:
            found.close()
            raise
        found.close()
        return with_copy

    def remove(self, word: str) -> int:
        """Takes a course away; its facts, and all that was recorded in it, stay. Returns the bytes that this freed.

        `word` may also be the name of a file on the shelf that cannot be opened. Raises a `Problem`.
        """
        listed = self.packages()
        broken = next((s for s in listed if not s.signed and s.path.name == word and s.path.is_file()), None)
        if broken is not None:
            return unlinked(broken.path)
        meant = meant_by(word, [shelved for shelved in listed if shelved.signed])
        if meant is None or meant.signed is None:
            raise NoSuchCourse(word=word)
        self._known.keep(self._at_hash(meant.signed))
        freed = sum(home.remove(meant.signed) for home in self._homes() if home.folder.is_dir())
        self._places.drop(meant.signed.hash)
        return freed

    def repair(self, word: str, good: str, on_progress: OnProgress | None = None) -> Mended:
        """Puts right what is bad of a course here, or of a file, by fetching it from a good copy.

        Raises a `Problem`.
        """
        with self.find(good) as source:
            path = Path(word)
            if path.is_file():
                return repair_any_file(path, source, self._trust, on_progress)
            with unpacked_package(path, self._trust) if path.is_dir() else self._listed(word) as bad:
                if bad.path.suffix == WHOLE_ENDING and bad.path.is_file():
                    return repair_any_file(bad.path, source, self._trust, on_progress)
                return repair_package(bad, source, on_progress)

    def forget_leftovers(self) -> int:
        """Takes away what was copied of courses that were never finished. Returns the bytes that this freed."""
        return sum(home.forget_leftovers(at_once=True) for home in self._homes())

    # --- looking ---------------------------------------------------------------------------------------------

    def packages(self) -> tuple[Shelved, ...]:
        """Everything on the shelf, by title; what cannot be opened comes with its problem, files without facts last."""
        listed = in_order((*self._in_homes(), *self._elsewhere()))
        if self._from_before is None:
            self._from_before = tuple(shelved.signed for shelved in listed if shelved.signed)
        return listed

    def known(self) -> tuple[SignedCourse, ...]:
        """Every course that was ever here, by title, the newest version first; its files may be gone."""
        if self._from_before is None:
            # Earlier versions kept no list of what they knew; whatever is added now goes on it.
            self.packages()
        found = {signed.hash: signed for signed in (*(self._from_before or ()), *self._known.signed())}
        return tuple(sorted(found.values(), key=lambda s: (s.course.title.casefold(), -s.course.version)))

    def editions(self, signed: SignedCourse) -> tuple[SignedCourse, ...]:
        """Every other version of this course, by the same publisher, that was ever here, the lowest first."""
        line = [other for other in self.known() if line_of(other) == line_of(signed) and other.hash != signed.hash]
        return tuple(sorted(line, key=lambda other: other.course.version))

    def all_editions(self) -> dict[CourseHash, tuple[SignedCourse, ...]]:
        """The same for every course that was ever here: looked through once, where each would look through all."""
        return editions_of(self.known())

    def outlines(self) -> tuple[Outline, ...]:
        """Of each course an outline, not checked; none where some lie elsewhere, or all were looked at before."""
        is_first = self._from_before is None and not self._places.courses()
        return outlines_of(self._homes(), self._known) if is_first else ()

    def glimpse(self, courses: Collection[CourseHash]) -> Glimpse:
        """Of `packages` and `all_editions` these courses alone, as far as they lie in a home or are known."""
        marks = ((home, home.mark_of(course)) for home in self._homes() for course in sorted(courses))
        return glimpse_of((self._shelved(mark, home) for home, mark in marks if mark.exists()), self._known, courses)

    def picture(self, signed: SignedCourse, path: str) -> bytes:
        """A picture that a certificate needs, also of a course that is not here any more. Raises a `Problem`."""
        kept = self._known.picture(signed, path)
        if kept is not None:
            return kept
        with self.find(signed.hash) as package:
            return package.read(path)

    def find(self, word: str) -> Package:
        """The package that `word` means: a course's id, the beginning of an id or hash, or a path.

        Of several versions of one course the highest is meant. A course that is known and cannot be read now has its
        facts, and says on reading that it cannot be. Raises `NoSuchCourse`, `SeveralCourses` or the problem of the file
        that was named.
        """
        if _HASH.fullmatch(word):
            # What the window asks for again and again is opened alone, not the whole shelf with it.
            here = self._in_a_home(CourseHash(word))
            if here is not None:
                return here
        meant = meant_by(word, [shelved for shelved in self.packages() if shelved.package])
        meant = meant or meant_by(word, [Shelved(path=self.folder, signed=signed) for signed in self.known()])
        if meant is not None and meant.signed is not None:
            return meant.package or self._at_hash(meant.signed)
        if _is_path(word):
            return self._at_path(Path(word))
        raise NoSuchCourse(word=word)

    # --- the homes of courses --------------------------------------------------------------------------------

    @property
    def home(self) -> Path:
        """The folder into which new courses are copied."""
        return self._places.home() or self.folder

    def choose_home(self, folder: Path | None) -> None:
        """New courses are copied into `folder` from now on (None: the profile's own); those that lie there are known.

        Raises `CannotWrite`.
        """
        if folder is not None:
            folder = folder.absolute()
            make_folder(folder)
            obstacle = obstacle_at(folder)
            if obstacle is not None:
                raise CannotWrite(name=str(folder), obstacle=obstacle)
        self._places.choose(None if folder == self.folder.absolute() else folder)
        home = self._home_in(self.home)
        for shelved in self._in(home):
            if shelved.package is not None:
                self._know(shelved.package)

    def move_home(self, on_progress: OnProgress | None = None, is_cancelled: IsCancelled | None = None) -> int:
        """Brings the courses of all other homes into the present one; each is verified there before it goes here.

        Returns how many were moved. Raises a `Problem`; each course then is whole in its new place or in its old one.
        """
        target = self._chosen_home()
        moved = 0
        for home in self._homes():
            for shelved in self._in(home) if home.folder != target.folder else ():
                if shelved.package is None:
                    continue
                watch = watcher(shelved.package.name, on_progress, is_cancelled)
                self._know(target.add(shelved.package, watch))
                shelved.package.close()
                home.remove(shelved.package.signed)
                moved += 1
        return moved

    # --- inside ----------------------------------------------------------------------------------------------

    def _home_in(self, folder: Path) -> Home:
        return Home(folder, self._trust, self._manifests, self._marking)

    def _homes(self) -> list[Home]:
        folders = dict.fromkeys((self.home, self.folder, *self._places.homes()))
        return [self._home_in(folder) for folder in folders]

    def _home_for(self, course: CourseHash) -> Home:
        """Where a course is to be copied: where it lies already, or the home for new ones. Raises `HomeAway`."""
        holds = (h for h in self._homes() if h.mark_of(course).exists() or h.whole_file_of(course).exists())
        return next(holds, None) or self._chosen_home()

    def _chosen_home(self) -> Home:
        chosen = self._places.home()
        if chosen is not None and not chosen.is_dir():
            raise HomeAway(place=str(chosen))
        return self._home_in(self.home)

    def _in_homes(self) -> Iterator[Shelved]:
        for home in self._homes():
            yield from self._in(home)

    def _in(self, home: Home) -> Iterator[Shelved]:
        for mark in home.marks():
            yield self._shelved(mark, home)
        for whole in home.whole_files():
            yield self._shelved(whole, home)

    def _shelved(self, path: Path, home: Home) -> Shelved:
        signed: SignedCourse | None = None
        try:
            if path.suffix == WHOLE_ENDING:
                package = open_package(path, self._trust)
                return Shelved(path=path, signed=package.signed, package=package, size=size_of(path))
            signed = home.signed(path)
            package = home.open(path, signed)
            # Nothing of it is missing, or it would not have been opened.
            size = sum(member.size for member in all_files(signed.manifest))
            return Shelved(path=path, signed=signed, package=package, size=size)
        except Problem as problem:
            return Shelved(path=path, signed=signed, problem=problem)

    def _elsewhere(self) -> Iterator[Shelved]:
        """The courses that are remembered in places of their own, and those in homes that cannot be reached."""
        for course, place in self._places.courses().items():
            try:
                signed = self._known.read(self._known.file(course))
            except Problem as problem:
                yield Shelved(path=place, where=Whereabouts.OUT_OF_REACH, problem=problem)
                continue
            problem: Problem = CourseAway(title=signed.course.title, place=str(above_mark(place)))
            try:
                package = self._opened(signed, place)
            except Problem as bad:
                package, problem = None, bad
            if package is not None:
                yield Shelved(path=place, where=Whereabouts.IN_PLACE, signed=signed, package=package)
            else:
                yield Shelved(path=place, where=Whereabouts.OUT_OF_REACH, signed=signed, problem=problem)

    def _opened(self, signed: SignedCourse, place: Path) -> Package | None:
        """The course where it was last seen; None when it is not there, or another one is.

        Raises the `Problem` of a file that is there and cannot be opened.
        """
        if place.suffix == ENDING:
            return None
        try:
            found = open_package(place, self._trust)
        except (CourseMissing, CourseOutOfReach):
            return None
        if found.signed.hash == signed.hash:
            return found
        found.close()
        return None

    def _seen_at(self, signed: SignedCourse) -> Package | None:
        """The course that is played in place, if it can be."""
        place = self._places.courses().get(signed.hash)
        with suppress(Problem):
            return self._opened(signed, place) if place else None
        return None

    def _in_a_home(self, course: CourseHash) -> Package | None:
        found = (home.package(course) for home in self._homes())
        return next((package for package in found if package is not None), None)

    def _at_hash(self, signed: SignedCourse) -> Package:
        """The course wherever it can be read; failing that, with its facts alone."""
        here = self._in_a_home(signed.hash) or self._seen_at(signed)
        if here is not None:
            return here
        nowhere = self.folder / "nowhere"
        places = {m.path: Place(file=nowhere / m.path, offset=0, size=m.size) for m in all_files(signed.manifest)}
        return Package(
            path=self._known.file(signed.hash),
            signed=signed,
            places=places,
            name=f"“{signed.course.title}”",
        )

    def _at_path(self, path: Path) -> Package:
        """A package that was named; a course that is not any more where it was seen last is remembered here."""
        found = open_package(path, self._trust)
        place = self._places.courses().get(found.signed.hash)
        if place is not None and place.suffix != ENDING and self._seen_at(found.signed) is None:
            self._places.put(found.signed.hash, path.absolute())
        return found

    def _listed(self, word: str) -> Package:
        """A course that is on the shelf now. Raises `NoSuchCourse`."""
        meant = meant_by(word, [shelved for shelved in self.packages() if shelved.signed])
        if meant is None or meant.signed is None:
            raise NoSuchCourse(word=word)
        return self._at_hash(meant.signed)

    def _learn(self, found: Package) -> None:
        """Keeps its facts, and has its roots count for every other course from now on."""
        self._known.keep(found)
        trust = self._keep_roots(found.signed.manifest.roots) if self._keep_roots else self._trust
        if trust != self._trust:
            self._judge_by(trust)

    def _remember(self, found: Package) -> Package:
        """To be played where it lies; a copy that is here already is better."""
        self._learn(found)
        if self._in_a_home(found.signed.hash) is None:
            self._places.put(found.signed.hash, found.path.absolute())
        return found

    def _know(self, copied: Package) -> None:
        """What is to be known of a course that was copied, also while its home is away."""
        self._learn(copied)
        if copied.path.is_relative_to(self.folder):
            self._places.drop(copied.signed.hash)
        else:
            self._places.put(copied.signed.hash, copied.path)

    def _refuse_older(self, found: Package) -> None:
        """A version number only grows, for one course of one publisher; one that is here may be mended."""
        new = found.signed
        line = [other for other in self.known() if line_of(other) == line_of(new)]
        highest = max((other.course.version for other in line), default=0)
        here = {shelved.signed.hash for shelved in self.packages() if shelved.signed}
        if highest > new.course.version and new.hash not in here:
            title, version, kept = new.course.title, new.course.version, self._known.comes_to_know(found)
            raise OlderVersion(name=found.name, title=title, found=version, known=highest, kept=kept)


def _is_path(word: str) -> bool:
    return bool(word) and (word.endswith(WHOLE_ENDING) or os.sep in word or os.path.exists(word))  # noqa: PTH110
