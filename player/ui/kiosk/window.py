"""The kiosk's window: who comes in, one guest after the other, the operator behind a code, and nobody's traces."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout

from player.domain.kiosk.attendee import Arrival
from player.domain.kiosk.hall import Met
from player.domain.kiosk.settings import ScreenKeyboard
from player.domain.problem import Problem
from player.kiosk.diary import Entry
from player.kiosk.station import Station
from player.ui.door import Door, OnBug
from player.ui.kiosk.entrance import Entrance
from player.ui.kiosk.farewell import Kept, TakenAlong, farewell_of
from player.ui.kiosk.idle_notice import IdleNotice
from player.ui.kiosk.idle_watch import IdleWatch
from player.ui.kiosk.key_rows import Layout, layout_for
from player.ui.kiosk.keyboard import Keyboard
from player.ui.kiosk.locked_window import LockedWindow
from player.ui.kiosk.operator_visit import MakeOperator, OperatorVisit
from player.ui.kiosk.scanner import Scanner
from player.ui.kiosk.thanks import ThanksScreen
from player.ui.kiosk.visit import MakePages, Visit
from player.ui.language import Speech
from player.ui.settings import Settings
from player.ui.theme import Theme
from player.ui.widgets.banner import Banner
from player.ui.widgets.card import CardFace
from player.ui.wording import problem_message

ENTRANCE_IDLE_S = 45
"""Whoever began to type who they are and went away; the attract screen itself waits for ever."""
OPERATOR_IDLE_S = 300
OTHERS_COUNTDOWN_S = 15
LOOK_EVERY_MS = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What the window is handed: how its own and its guests' pages are made.

    `faces`: called on the desk's lane, the courses to show while nobody is here; `settings`: with which each guest
    begins; `on_bug`: told what nobody foresaw.
    """

    pages: MakePages
    operator: MakeOperator
    faces: Callable[[], tuple[CardFace, ...]]
    settings: Settings
    on_bug: OnBug


class KioskWindow(LockedWindow):
    """`opened`: the operator opened the station; `wiped`: ms from a guest's going until nothing of them was left;
    `share_wanted`: there is something to share at once; `close_wanted`, `restart_wanted`: by the operator."""

    opened = Signal()
    wiped = Signal(int)
    share_wanted = Signal()
    close_wanted = Signal()
    restart_wanted = Signal()

    def __init__(
        self, app: QApplication, station: Station, theme: Theme, speech: Speech, made: Made, *, windowed: bool = False
    ) -> None:
        super().__init__(app, windowed=windowed)
        # Before anything is said: Chinese has its own shapes.
        speech.changed.connect(theme.take_letters)
        speech.speak(station.settings.languages[0])
        trial = self.tr("{station}: a trial, this window is not locked")
        self.setWindowTitle(trial.format(station=station.settings.station) if windowed else station.settings.station)
        self._station = station
        self._speech = speech
        self._made = made
        self._door = Door(on_problem=self.tell, on_bug=made.on_bug, parent=self)
        self._stack = QStackedWidget()
        self._banner = Banner(theme)
        self._thanks = ThanksScreen(theme)
        self._entrance = Entrance(station, self._door, theme, speech, self._stack, self)
        self._visit = Visit(
            station,
            self._door,
            theme,
            self._stack,
            settings=made.settings,
            make_pages=made.pages,
            on_bug=made.on_bug,
            parent=self,
        )
        self._operator = OperatorVisit(station, self._door, theme, self._stack, make=made.operator, parent=self)
        self._idle = IdleWatch(app, lambda: time.monotonic_ns() // 1_000_000, self)
        self._scanner = Scanner(app, self)
        wanted = station.settings.keyboard
        self._keyboard = None if wanted is ScreenKeyboard.NONE else Keyboard(theme, Layout(wanted.value))
        self._look = QTimer(self)
        self._look.setInterval(LOOK_EVERY_MS)
        self._look.timeout.connect(self._look_around)
        self._following: Arrival | None = None
        self._along = TakenAlong()
        self._how = Entry.LEFT
        self._lay_out()
        self._notice = IdleNotice(theme, self)
        self._connect()

    @property
    def entrance(self) -> Entrance:
        return self._entrance

    @property
    def visit(self) -> Visit:
        return self._visit

    @property
    def is_idle(self) -> bool:
        """Whether nothing that was asked for is still under way."""
        return self._door.is_idle

    def begin(self) -> None:
        """Comes up with the attract screen."""
        self._entrance.begin()
        self.look_at_courses()
        self._look.start()

    def tell(self, problem: Problem) -> None:
        """Above everything, until it is dismissed."""
        self._banner.render_message(problem_message(problem, dismissible=True))

    def take_met(self, met: Met) -> None:
        """The station met the others: who sits here may have done more elsewhere, or have gone there."""
        self._entrance.refresh()
        if self._visit.host is None:
            return
        if self._station.went_on_elsewhere:
            self._leave(Entry.WENT_ON_ELSEWHERE)
        elif met.is_news:
            self._visit.refresh()

    def end(self) -> None:
        """The station closes: whoever sits here goes first, and what they did is on the disk."""
        self._idle.end()
        self._look.stop()
        self._visit.end(Entry.CLOSED)
        self._door.close()
        self.let_go()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if event.isAccepted():
            self._visit.end(Entry.CLOSED)
            self._door.close()

    # --- inside ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._stack.addWidget(self._thanks)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addWidget(self._stack, 1)
        if self._keyboard is not None:
            column.addWidget(self._keyboard)
            self._app.focusChanged.connect(self._keyboard.follow)

    def _connect(self) -> None:
        self._scanner.scanned.connect(self.take_scan)
        self._speech.changed.connect(self._say_anew)
        self._entrance.confirmed.connect(self._visit.begin)
        self._entrance.operator_wanted.connect(self._ask_operator)
        self._entrance.changed.connect(self._watch_entrance)
        self._visit.begun.connect(self._guest_sits)
        self._visit.left.connect(self._guest_goes)
        self._visit.kept.connect(self._say_kept)
        self._visit.gone.connect(self._guest_gone)
        self._visit.refused.connect(self._refuse)
        self._visit.playing_changed.connect(self._idle.set_playing)
        self._operator.came.connect(self._watch_operator)
        self._operator.left.connect(self._entrance.begin)
        self._operator.working.connect(self._idle.set_playing)
        self._operator.opened.connect(self.opened)
        self._operator.close_wanted.connect(self.close_wanted)
        self._operator.restart_wanted.connect(self.restart_wanted)
        self._idle.counting.connect(self._count)
        self._idle.still_there.connect(self._notice.clear)
        self._idle.over.connect(self.nobody_is_there)
        self._notice.stayed.connect(self._idle.touch)
        self._thanks.done.connect(self._attract)

    def _look_around(self) -> None:
        """A disk fills, or is emptied, and a battery runs down, while somebody sits here or nobody does."""
        self._entrance.refresh()
        self._visit.look_around()

    def _say_anew(self) -> None:
        """An attendee chose another language, or is gone, and the station speaks its own again."""
        self._entrance.say_anew()
        self._operator.say_anew()
        if self._keyboard is not None:
            self._keyboard.say_anew(self._letters())
        self.look_at_courses()

    def _letters(self) -> Layout:
        """The station's own layout for its own language, and what others expect for theirs."""
        settings, spoken = self._station.settings, self._speech.tongue.code
        is_own = spoken == settings.languages[0]
        return Layout(settings.keyboard.value) if is_own else layout_for(spoken)

    def _ask_operator(self) -> None:
        """The operator's language is the station's own, whatever an attendee chose before they went away."""
        self._speech.speak(self._station.settings.languages[0])
        self._operator.ask_code()

    def look_at_courses(self) -> None:
        """Others may be on offer than were shown."""
        self._door.ask(self._made.faces, self._entrance.render_courses)

    # --- who comes and goes ------------------------------------------------------------------------------

    def take_scan(self, scanned: str) -> None:
        """While a guest sits here their own badge changes nothing, and another's takes the seat."""
        self._idle.touch()
        if self._operator.is_here:
            return
        if self._visit.host is None:
            # Who came to the farewell of the one before finds the station as it is for everybody.
            self._attract()
            self._entrance.take_scan(scanned)
        else:
            self._door.ask(partial(self._station.by_scan, scanned), self._change_guest, failed=self._tell_guest)

    def _change_guest(self, arrival: Arrival) -> None:
        guest = self._station.guest
        if guest is None or guest.learner.id != arrival.attendee.learner.id:
            self._following = arrival
            self._leave(Entry.LEFT_FOR_NEXT)

    def _tell_guest(self, problem: Problem) -> None:
        if self._visit.host is not None:
            self._visit.host.show_problem(problem)

    def _guest_sits(self) -> None:
        settings = self._station.settings
        self._entrance.forget()
        self._idle.begin(idle_s=settings.idle_s, countdown_s=settings.countdown_s)
        self.share_wanted.emit()

    def _leave(self, how: Entry) -> None:
        if self._visit.host is not None:
            self._how = how
            self._visit.end(how)

    def _guest_goes(self, along: TakenAlong) -> None:
        self._along = along
        how, self._how = self._how, Entry.LEFT
        self._idle.end()
        self._notice.clear()
        self._banner.render_message(None)
        if how is Entry.LEFT:
            self._thanks.render_farewell(farewell_of(along, Kept(), self._station.settings))
            self._stack.setCurrentWidget(self._thanks)
            self._thanks.focus_first()
        else:
            self._entrance.begin()

    def _say_kept(self, kept: Kept) -> None:
        """What is on record is known a moment after the pages are out of sight."""
        along, self._along = self._along, TakenAlong()
        if self._stack.currentWidget() is self._thanks:
            self._thanks.render_farewell(farewell_of(along, kept, self._station.settings))

    def _guest_gone(self, ms: int) -> None:
        following, self._following = self._following, None
        if following is not None:
            self._entrance.greet(following)
        self.look_at_courses()
        self.share_wanted.emit()
        self.wiped.emit(ms)

    def _refuse(self, problem: Problem) -> None:
        self._entrance.begin()
        self.tell(problem)

    def _attract(self) -> None:
        self._thanks.clear()
        if self._stack.currentWidget() is self._thanks:
            self._entrance.begin()

    # --- who is still there ------------------------------------------------------------------------------

    def _watch_entrance(self) -> None:
        self._notice.clear()
        self._idle.end()
        if not self._entrance.is_as_it_was:
            self._idle.begin(idle_s=ENTRANCE_IDLE_S, countdown_s=OTHERS_COUNTDOWN_S)

    def _watch_operator(self) -> None:
        self._idle.begin(idle_s=OPERATOR_IDLE_S, countdown_s=OTHERS_COUNTDOWN_S)

    def _count(self, left_ms: int) -> None:
        self._notice.render_left(left_ms, self._idle.countdown_ms)

    def nobody_is_there(self) -> None:
        """The countdown came to its end."""
        self._notice.clear()
        if self._visit.host is not None:
            self._leave(Entry.LEFT_IDLE)
        elif self._operator.is_here:
            self._operator.end()
        else:
            self._entrance.begin()
