"""The operator: everything that is done at a station behind the code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from player.desk.ports import Drive, IsCancelled, Shelf
from player.domain.event import CourseHash
from player.domain.kiosk.hall import StationWord
from player.domain.kiosk.roster import RosterReport
from player.domain.phrase import Worded
from player.domain.problem import Problem
from player.kiosk.diary import Entry, Line
from player.kiosk.exporting import Exported, Exporter, OnStep
from player.kiosk.ferry import Ferry
from player.kiosk.operator_ports import Queue, RoomTaken, RosterDesk, Screen, Sweeper
from player.kiosk.operator_problems import (
    HallStillHolds,
    NoCoursesOnStick,
    NoRosterOnStick,
    NotClearedYet,
    StillInUse,
)
from player.kiosk.overview import Overview, clock_troubles, room_for, station_row, summed
from player.kiosk.problems import StationFull
from player.kiosk.station import Station
from player.kiosk.stick_sharing import OnFerrying, SharedByStick, StickSharing, is_hall_file

DIARY_LINES = 200
_COURSE = ".course"
_ROSTERS = frozenset({".csv", ".xlsx"})
_MOST_FILES = 200
_DEEPEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLine:
    """What became of a `.course` file. `title`: empty where it could not be read; `known`: it was here already;
    `not_offered`: why the hub, from which the other stations fetch it, does not have it."""

    file: str
    title: str = ""
    known: bool = False
    problem: Problem | None = None
    not_offered: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adding:
    """How far the adding of courses is: `done` of `of` bytes of the file number `number` of `files`."""

    file: str
    number: int
    files: int
    done: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """`problems`: what could not be taken away. On solid-state disks and sticks the drive itself decides when what was
    overwritten is really gone: only an encrypted disk, or destroying it, is sure."""

    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What an operator works with. `device`: this station's key's fingerprint; `ferry`: raises `NotOpen`.

    `offer`: hands a course file to the hub, where there is one; a shelf keeps courses in pieces, so it is the file on
    the stick that is handed on, while that is in.
    """

    device: str
    exporter: Exporter
    shelf: Shelf
    roster: RosterDesk
    screen: Screen
    queue: Queue
    sweeper: Sweeper
    room_taken: RoomTaken
    ferry: Callable[[], Ferry]
    offer: Callable[[Path], None]
    drives: Callable[[], Sequence[Drive]]


class Operator:
    """All of it may wait and may raise a `Problem`; none of it belongs on the thread that draws."""

    def __init__(self, station: Station, tools: Tools) -> None:
        self._station = station
        self._has = tools

    @property
    def station(self) -> Station:
        return self._station

    @property
    def screen(self) -> Screen:
        return self._has.screen

    def drives(self) -> Sequence[Drive]:
        """The sticks that are plugged in now."""
        return self._has.drives()

    # --- seeing ------------------------------------------------------------------------------------------

    def unsaved(self) -> int:
        """Completions of this station that are on no stick, or grew since they were."""
        return self._has.exporter.on_sticks.unsaved(self._has.exporter.own_streams())

    def overview(self) -> Overview:
        own, *others = self._station.words
        now, completions = own.at, len(self._has.exporter.own_streams())
        rows = tuple(station_row(word, device=self._has.device, now=now) for word in (own, *others))
        away = self._station.away
        return Overview(
            station=own.station,
            here=own.figures,
            hall=summed([word.figures for word in (own, *others)]),
            stations=rows,
            unshared=own.unshared,
            unsaved=self.unsaved(),
            prints=self._has.queue.waiting(),
            completions=completions,
            free_mib=own.free_mib,
            room_for=room_for(own.free_mib << 20, taken=self._has.room_taken(), completions=completions),
            battery=own.battery,
            shares=bool(self._station.settings.union),
            stays_apart=self._station.stays_apart,
            troubles=(*((away,) if away else ()), *self._room_troubles(own), *clock_troubles((own, *others))),
            diary=tuple(self.diary()),
        )

    def _room_troubles(self, own: StationWord) -> tuple[Problem, ...]:
        """Why attendees are turned away here."""
        return (StationFull(),) if own.free_mib < self._station.settings.least_free_mib else ()

    def diary(self) -> Sequence[Line]:
        return self._station.diary.lines(DIARY_LINES)

    # --- the stick ---------------------------------------------------------------------------------------

    def export(self, drive: Drive, on_step: OnStep, is_cancelled: IsCancelled, *, hall: bool = True) -> Exported:
        """See `Exporter.export`."""
        try:
            with self._station.interlock.working():
                done = self._has.exporter.export(drive, on_step, is_cancelled, hall=hall)
        except Problem as problem:
            self._station.diary.note(Entry.PROBLEM, problem=problem)
            raise
        if done.stopped is not None:
            self._station.diary.note(Entry.PROBLEM, problem=done.stopped)
        self._station.diary.note(Entry.EXPORTED, count=done.written)
        return done

    def share(self, drive: Drive, on_step: OnFerrying, is_cancelled: IsCancelled) -> SharedByStick:
        """Takes in what other stations wrote onto the stick, then writes all that is known here onto it."""
        files = tuple(_files_on(drive.root, is_hall_file))
        with self._station.interlock.working():
            sharing = StickSharing(ferry=self._has.ferry(), heard=self._station.hear)
            done = sharing.share(drive, files, on_step, is_cancelled)
        for problem in done.problems:
            self._station.diary.note(Entry.PROBLEM, problem=problem)
        self._station.diary.note(Entry.SHARED_BY_STICK, count=done.events)
        return done

    def add_courses(
        self, drive: Drive, on_progress: Callable[[Adding], None], is_cancelled: IsCancelled
    ) -> tuple[CourseLine, ...]:
        """Every course on the stick; what is refused keeps the next one from nothing. Raises `NoCoursesOnStick`."""
        files = tuple(_files_on(drive.root, lambda name: name.endswith(_COURSE)))
        if not files:
            raise NoCoursesOnStick
        known = {signed.hash for signed in self._has.shelf.known()}
        lines: list[CourseLine] = []
        for number, file in enumerate(files, start=1):
            if is_cancelled():
                break

            def tell(done: int, of: int, file: Path = file, number: int = number) -> None:
                on_progress(Adding(file=file.name, number=number, files=len(files), done=done, of=of))

            lines.append(self._add(file, tell, is_cancelled, known))
        return tuple(lines)

    def _add(
        self, file: Path, tell: Callable[[int, int], None], is_cancelled: IsCancelled, known: set[CourseHash]
    ) -> CourseLine:
        try:
            package = self._has.shelf.add(file, tell, is_cancelled)
        except Problem as problem:
            self._station.diary.note(Entry.PROBLEM, problem=problem)
            return CourseLine(file=file.name, problem=problem)
        signed = package.signed
        package.close()
        was_known = signed.hash in known
        known.add(signed.hash)
        if not was_known:
            self._station.diary.note(Entry.COURSE_ADDED)
        not_offered = self._offered(file)
        return CourseLine(file=file.name, title=signed.course.title, known=was_known, not_offered=not_offered)

    def _offered(self, file: Path) -> Problem | None:
        """What was here already is offered too: the hub may have been away the first time."""
        try:
            self._has.offer(file)
        except Problem as problem:
            self._station.diary.note(Entry.PROBLEM, problem=problem)
            return problem
        return None

    def rosters(self, drive: Drive) -> tuple[Path, ...]:
        """Files on the stick that may be attendee rosters. Raises `NoRosterOnStick`."""
        files = tuple(_files_on(drive.root, lambda name: Path(name).suffix in _ROSTERS, deepest=0))
        if not files:
            raise NoRosterOnStick
        return files

    def preview_roster(self, file: Path) -> RosterReport:
        return self._has.roster(file, preview=True)

    def take_roster(self, file: Path) -> RosterReport:
        with self._station.interlock.working():
            return self._has.roster(file, preview=False)

    # --- the end -----------------------------------------------------------------------------------------

    def clear(self, typed: str = "") -> Cleared:
        """Takes everything of people off this station. What it never put onto a stick or shared would be lost: that
        is refused unless the station's name is `typed`. Nobody is met any more, until `meet_again`.

        Raises `StillInUse`, `StillWorking`, `StillMeeting` or `NotClearedYet`.
        """
        if self._station.guest is not None:
            raise StillInUse
        with self._station.interlock.working(), self._station.interlock.not_meeting():
            return self._clear(typed)

    def _clear(self, typed: str) -> Cleared:
        unsaved, unshared = self.unsaved(), self._station.word().unshared
        if (unsaved or unshared) and typed.strip() != self._station.settings.station:
            raise NotClearedYet(
                unsaved=Worded.counted(
                    "{count} completion that is on no stick", "{count} completions that are on no stick", unsaved
                ),
                unshared=Worded.counted("{count} unshared event", "{count} unshared events", unshared),
            )
        problems = list(self._has.sweeper.clear())
        try:
            self._has.exporter.on_sticks.forget()
        except Problem as problem:
            problems.append(problem)
        if self._station.settings.union:
            problems.append(HallStillHolds())
        self._station.cleared()
        return Cleared(problems=tuple(problems))

    def meet_again(self) -> None:
        """After a clearing: what the others hold comes here again."""
        self._station.meet_again()


def _files_on(root: Path, is_wanted: Callable[[str], bool], *, deepest: int = _DEEPEST) -> Iterator[Path]:
    """By name; a stick may hold anything, so neither all of it is walked through nor hidden files are looked at."""
    found = 0
    for file in _walked(root, deepest):
        if is_wanted(file.name.lower()):
            yield file
            found += 1
            if found == _MOST_FILES:
                return


def _walked(folder: Path, deepest: int) -> Iterator[Path]:
    try:
        entries = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "$")))
        folders = [path for path in entries if path.is_dir() and not path.is_symlink()]
    except OSError:
        return
    yield from (path for path in entries if path.is_file())
    if deepest > 0:
        for below in folders:
            yield from _walked(below, deepest - 1)
