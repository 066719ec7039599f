"""The operator's screen: the day, the stations, sticks, courses, attendees, the station itself and its diary."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from player.desk.ports import Drive
from player.domain.kiosk.hall import Met
from player.domain.kiosk.roster import RosterReport
from player.domain.problem import Problem
from player.kiosk.exporting import Exported, Step
from player.kiosk.operator import Adding, Cleared, CourseLine, Operator
from player.kiosk.operator_problems import NotClearedYet
from player.kiosk.overview import Overview
from player.kiosk.stick_sharing import Ferrying, SharedByStick
from player.ui.door import Door, Lane
from player.ui.drive_watch import DriveWatch
from player.ui.kiosk.face import Header
from player.ui.kiosk.operator_care import CareView, Cleaning
from player.ui.kiosk.operator_sharing import ShareView
from player.ui.kiosk.operator_sticks import AttendeesView, CoursesView, ExportView, StickView
from player.ui.kiosk.operator_views import DiaryView, StationsView, TodayView
from player.ui.theme import Theme
from player.ui.widgets.sidebar import Place, Sidebar

T = TypeVar("T")
V = TypeVar("V")

LOOK_EVERY_MS = 3_000
_WORDS_BESIDE_FROM = 800
"""So wide (at usual text) the rail has words beside its icons."""
TODAY, STATIONS, EXPORT, SHARE, COURSES, ATTENDEES, CARE, DIARY = range(8)


class OperatorScreen(QWidget):
    """Signals: `back`, `close_wanted`, `restart_wanted`; `working`: something long is under way (which counts as an
    act), or is over; `courses_added`: at least one, which the others may want; `met`: what a stick brought, as a
    meeting does (`Met`)."""

    back = Signal()
    close_wanted = Signal()
    restart_wanted = Signal()
    working = Signal(bool)
    courses_added = Signal()
    met = Signal(object)

    def __init__(self, theme: Theme, door: Door, operator: Operator) -> None:
        super().__init__()
        self.setProperty("kiosk", True)
        self._theme = theme
        self._door = door
        self._operator = operator
        self._stop = threading.Event()
        self._looking = False
        self._is_here = False
        settings = operator.station.settings
        self._header = Header(theme)
        self._rail = Sidebar(theme)
        self._stack = QStackedWidget()
        self.today, self.stations, self.diary = TodayView(theme), StationsView(theme), DiaryView(theme)
        self.export, self.share, self.attendees = ExportView(theme), ShareView(theme), AttendeesView(theme)
        self.courses = CoursesView(theme, union=settings.union)
        self._with_sticks: tuple[StickView, ...] = (self.export, self.share, self.courses, self.attendees)
        self.care = CareView(theme, station=settings.station, volume_most=settings.volume_most)
        self._header.render_title(self.tr("{station}: staff").format(station=settings.station))
        self._sticks = DriveWatch(door, operator.drives, self)
        self._beat = QTimer(self)
        self._beat.setInterval(LOOK_EVERY_MS)
        self._lay_out()
        self._connect()
        self.go(TODAY)

    def go(self, view: int) -> None:
        """Shows one of the views."""
        self._stack.setCurrentIndex(view)
        self._rail.render_places(self._places(), str(view))

    def focus_first(self) -> None:
        self._rail.focusNextChild()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._is_here = True
        self._beat.start()
        self._sticks.begin()
        self._look()
        self._ask(self._operator.screen.brightness, self.care.render_brightness, self.care.render_problem)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever goes away stops what was under way; it goes on from there the next time."""
        super().hideEvent(event)
        self._stop.set()
        self._is_here = self._looking = False
        self.working.emit(False)
        self.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bend()

    def _bend(self) -> None:
        self._rail.keep_narrow(self.width() < self._theme.px(_WORDS_BESIDE_FROM))

    def rest(self) -> None:
        """Looks at nothing any more by itself."""
        self._beat.stop()
        self._sticks.end()

    def render_overview(self, seen: Overview) -> None:
        for view in (self.today, self.stations, self.diary, self.export, self.share, self.care):
            view.render_overview(seen)

    def render_drives(self, drives: Sequence[Drive]) -> None:
        for view in self._with_sticks:
            view.sticks.render_drives(drives)

    # --- seeing ------------------------------------------------------------------------------------------

    def _look(self) -> None:
        if not self._looking:
            self._looking = True
            self._ask(self._operator.overview, self._seen, self._unseen)

    def _seen(self, seen: Overview) -> None:
        self._looking = False
        self.render_overview(seen)

    def _unseen(self, problem: Problem) -> None:
        self._looking = False
        self.care.render_problem(problem)

    # --- sticks ------------------------------------------------------------------------------------------

    def _export(self, drive: Drive) -> None:
        self._begin(self.export)
        work = partial(self._operator.export, drive, self._told_step, self._stop.is_set)
        self._ask(work, self._exported, partial(self._failed, self.export), lane=Lane.PORTER)

    def _told_step(self, step: Step) -> None:
        """On the porter's lane."""
        self._door.tell(partial(self._deliver, self.export.render_step), step)

    def _exported(self, done: Exported) -> None:
        self.working.emit(False)
        self.export.render_exported(done)
        self._look()

    def _share(self, drive: Drive) -> None:
        self._begin(self.share)
        work = partial(self._operator.share, drive, self._told_ferrying, self._stop.is_set)
        self._ask(work, self._shared, partial(self._failed, self.share), lane=Lane.PORTER)

    def _told_ferrying(self, step: Ferrying) -> None:
        """On the porter's lane."""
        self._door.tell(partial(self._deliver, self.share.render_ferrying), step)

    def _shared(self, done: SharedByStick) -> None:
        self.working.emit(False)
        self.share.render_shared(done)
        self.met.emit(Met(events_in=done.events, cards_in=done.cards))
        self._look()

    def _add_courses(self, drive: Drive) -> None:
        self._begin(self.courses)
        work = partial(self._operator.add_courses, drive, self._told_adding, self._stop.is_set)
        self._ask(work, self._added, partial(self._failed, self.courses), lane=Lane.PORTER)

    def _told_adding(self, step: Adding) -> None:
        """On the porter's lane."""
        self._door.tell(partial(self._deliver, self.courses.render_adding), step)

    def _added(self, lines: tuple[CourseLine, ...]) -> None:
        self.working.emit(False)
        self.courses.render_added(lines)
        if any(line.problem is None and not line.known for line in lines):
            self.courses_added.emit()

    def _find_rosters(self, drive: Drive) -> None:
        self._begin(self.attendees)
        self._roster(partial(self._operator.rosters, drive), self._found_rosters)

    def _found_rosters(self, files: tuple[Path, ...]) -> None:
        self.working.emit(False)
        self.attendees.render_files(files)

    def _look_at_roster(self, file: Path) -> None:
        self._begin(self.attendees)
        self._roster(partial(self._operator.preview_roster, file), partial(self._reported, file))

    def _take_roster(self, file: Path) -> None:
        self._begin(self.attendees)
        self._roster(partial(self._operator.take_roster, file), partial(self._reported, file))

    def _roster(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._ask(work, then, partial(self._failed, self.attendees), lane=Lane.PORTER)

    def _reported(self, file: Path, report: RosterReport) -> None:
        self.working.emit(False)
        self.attendees.render_report(file, report)

    def _begin(self, view: StickView) -> None:
        self._stop = threading.Event()
        self.working.emit(True)
        view.render_busy(True, told=self.tr("One moment…"))

    def _failed(self, view: StickView, problem: Problem) -> None:
        self.working.emit(False)
        view.render_problem(problem)

    def _cancel(self) -> None:
        self._stop.set()
        view = self._stack.currentWidget()
        if isinstance(view, StickView):
            view.render_stopping()

    # --- the station itself ------------------------------------------------------------------------------

    def _set_brightness(self, percent: int) -> None:
        work = partial(_brightened, self._operator, percent)
        self._ask(work, self.care.render_brightness, self.care.render_problem)

    def _clean(self) -> None:
        Cleaning(self._theme, self.window())

    def _clear(self, typed: str) -> None:
        self._ask(partial(self._operator.clear, typed), self._cleared, self._not_cleared)

    def _meet_again(self) -> None:
        self._ask(self._operator.meet_again, self._meets_again, self.care.render_problem)

    def _meets_again(self, _: None) -> None:
        self.care.cleared.clear()
        self._look()

    def _cleared(self, cleared: Cleared) -> None:
        self.care.render_cleared(cleared)
        self._look()

    def _not_cleared(self, problem: Problem) -> None:
        if isinstance(problem, NotClearedYet):
            self.care.render_not_cleared(problem)
        else:
            self.care.render_problem(problem)

    def _ask(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Problem], None],
        *,
        lane: Lane = Lane.DESK,
    ) -> None:
        """Through the door; whoever went away meanwhile is told nothing any more, as this screen is gone then."""
        self._door.ask(work, partial(self._deliver, then), failed=partial(self._deliver, failed), lane=lane)

    def _deliver(self, to: Callable[[V], None], value: V) -> None:
        if self._is_here:
            to(value)

    # --- inside ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for view in (
            self.today,
            self.stations,
            self.export,
            self.share,
            self.courses,
            self.attendees,
            self.care,
            self.diary,
        ):
            self._stack.addWidget(view)
        head = QWidget()
        inside = QVBoxLayout(head)
        three, two = self._theme.space("three"), self._theme.space("two")
        inside.setContentsMargins(three, two, three, two)
        inside.addWidget(self._header)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self._rail)
        below.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(below, 1)

    def _connect(self) -> None:
        self._theme.changed.connect(self._bend)
        self._header.back.connect(self.back)
        self._rail.place_chosen.connect(self._choose)
        self._beat.timeout.connect(self._look)
        self._sticks.changed.connect(self.render_drives)
        self.export.wanted.connect(self._export)
        self.share.wanted.connect(self._share)
        self.courses.wanted.connect(self._add_courses)
        self.attendees.look_wanted.connect(self._find_rosters)
        self.attendees.file_chosen.connect(self._look_at_roster)
        self.attendees.take_wanted.connect(self._take_roster)
        for view in self._with_sticks:
            view.cancelled.connect(self._cancel)
        self.care.brightness_wanted.connect(self._set_brightness)
        self.care.cleaning_wanted.connect(self._clean)
        self.care.clear_wanted.connect(self._clear)
        self.care.meet_wanted.connect(self._meet_again)
        self.care.close_wanted.connect(self.close_wanted)
        self.care.restart_wanted.connect(self.restart_wanted)

    def _choose(self, key: str) -> None:
        self.go(int(key))

    def _places(self) -> tuple[Place, ...]:
        return (
            Place(key=str(TODAY), word=self.tr("Today"), icon="gauge"),
            Place(key=str(STATIONS), word=self.tr("Stations"), icon="monitor"),
            Place(key=str(EXPORT), word=self.tr("Export"), icon="usb"),
            Place(key=str(SHARE), word=self.tr("Share by stick"), icon="refresh-cw"),
            Place(key=str(COURSES), word=self.tr("Courses"), icon="library"),
            Place(key=str(ATTENDEES), word=self.tr("Attendees"), icon="users"),
            Place(key=str(CARE), word=self.tr("Station"), icon="settings"),
            Place(key=str(DIARY), word=self.tr("Diary"), icon="list"),
        )


def _brightened(operator: Operator, percent: int) -> int | None:
    operator.screen.set_brightness(percent)
    return operator.screen.brightness()
