"""A visit: one guest from sitting down to going, and nothing of them left in the window afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from player.desk.desk import Desk
from player.domain.kiosk.attendee import Arrival
from player.domain.problem import Problem
from player.kiosk.diary import Entry
from player.kiosk.station import Station
from player.ui.door import Door, OnBug
from player.ui.dressing import dress_as
from player.ui.host import FindMaker, Host, Place, Route
from player.ui.kiosk.farewell import Kept, TakenAlong, kept_of
from player.ui.kiosk.guest_bar import GuestBar, Seated
from player.ui.kiosk.guest_host import COURSES, GuestHost
from player.ui.kiosk.low import low_words
from player.ui.kiosk.wiping import wipe_window
from player.ui.settings import Settings
from player.ui.theme import Theme

STICKS_WITHIN_S = 0.3
"""For how long the next guest waits for a stick that does not answer; what is written to it is whole or not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What a guest's own pages need of their visit: who sits here, how they go, and what they took along so far."""

    seated: Callable[[], Seated]
    leave: Callable[[], None]
    took: Callable[[TakenAlong], None]


MakePages = Callable[[Host, Leaving], FindMaker]


class Visit(QObject):
    """The one guest of a station.

    `begun`: the guest's pages are in front; `left`: they go, with what they took along; `kept`: what is on record of
    them; `gone`: every act is on the disk and everything of them is wiped, with the ms that took; `refused`: a
    `Problem` kept them from sitting down; `playing_changed`: of a recording.
    """

    begun = Signal()
    left = Signal(object)
    kept = Signal(object)
    gone = Signal(int)
    refused = Signal(object)
    playing_changed = Signal(bool)

    def __init__(
        self,
        station: Station,
        door: Door,
        theme: Theme,
        stack: QStackedWidget,
        *,
        settings: Settings,
        make_pages: MakePages,
        on_bug: OnBug,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._station = station
        self._door = door
        self._theme = theme
        self._stack = stack
        self._settings = settings
        self._make_pages = make_pages
        self._on_bug = on_bug
        self._host: GuestHost | None = None
        self._bar: GuestBar | None = None
        self._seated: Seated | None = None
        self._along = TakenAlong()
        self._since = QElapsedTimer()

    @property
    def host(self) -> GuestHost | None:
        """The window of who sits here now."""
        return self._host

    def begin(self, arrival: Arrival) -> None:
        """Seats them: everything that the hall knows of them is at their desk."""
        learner = arrival.attendee.learner
        settings = self._station.settings
        seated = Seated(
            given_name=learner.given_name or learner.name,
            station=settings.station,
            takes_away=bool(settings.take_away),
            notice=low_words(self._station.surroundings, settings),
        )
        self._door.ask(partial(self._station.seat, arrival), partial(self._open, seated), failed=self.refused.emit)

    def end(self, how: Entry) -> None:
        """The guest goes. Their pages are out of sight at once; the desk is closed behind them, then all is wiped."""
        host, self._host = self._host, None
        if host is None:
            return
        self._since.start()
        host.give_up()
        host.hide()
        self._stack.removeWidget(host)
        self._bar = self._seated = None
        along, self._along = self._along, TakenAlong()
        self.left.emit(along)
        close = partial(self._close, host.door, host.desk, how)
        self._door.ask(close, partial(self._wipe, host), failed=partial(self._failed, host))

    def refresh(self) -> None:
        """More of what they did elsewhere came in."""
        if self._host is not None:
            self._host.desk.look_again()
            self._host.refresh()

    def look_around(self) -> None:
        """Whether the station runs low of something that its guest should know of."""
        if self._seated is None:
            return
        seated = replace(self._seated, notice=low_words(self._station.surroundings, self._station.settings))
        if seated != self._seated:
            self._seated = seated
            self._render_bar()
            if self._host is not None and self._host.route.place is Place.LIBRARY:
                self._host.refresh()

    # --- inside ------------------------------------------------------------------------------------------

    def _open(self, seated: Seated, desk: Desk) -> None:
        bar = GuestBar(self._theme)
        host = GuestHost(
            desk=desk,
            theme=self._theme,
            # As large as they chose it at the entrance.
            settings=replace(self._settings, text_percent=self._theme.text_percent),
            most_volume=self._station.settings.volume_most,
            bar=bar,
            on_bug=self._on_bug,
            parent=self._stack,
        )
        bar.left.connect(self.leave)
        bar.take_away_wanted.connect(partial(host.go, Route(place=Place.TAKE_AWAY)))
        bar.courses_wanted.connect(partial(host.go, COURSES))
        host.playing_changed.connect(self.playing_changed)
        self._bar, self._host, self._seated = bar, host, seated
        self._render_bar()
        self._stack.addWidget(host)
        host.take_pages(partial(self._pages, Leaving(seated=self._who, leave=self.leave, took=self._took)))
        self._stack.setCurrentWidget(host)
        self.begun.emit()

    def _who(self) -> Seated:
        """Asked by the choice of courses, whose bar is its own."""
        return self._seated or Seated(given_name="", station=self._station.settings.station)

    def _render_bar(self) -> None:
        if self._bar is not None and self._seated is not None:
            self._bar.render_guest(replace(self._seated, in_course=True))

    def _took(self, along: TakenAlong) -> None:
        self._along = along

    def _pages(self, leaving: Leaving, host: Host) -> FindMaker:
        return self._make_pages(host, leaving)

    def leave(self) -> None:
        """By the guest's own hand."""
        self.end(Entry.LEFT)

    def _close(self, door: Door, desk: Desk, how: Entry) -> Kept:
        """On the desk's lane: whatever the guest's lanes still did is done by then."""
        door.close(within_s=STICKS_WITHIN_S)
        kept = kept_of(desk) if how is Entry.LEFT else Kept()
        self._station.leave(how)
        return kept

    def _wipe(self, host: GuestHost, kept: Kept) -> None:
        self.kept.emit(kept)
        # The size of the text stays theirs until they read the farewell; see `Entrance`.
        dress_as(self._theme, replace(self._settings, text_percent=self._theme.text_percent))
        host.setParent(None)
        host.deleteLater()
        # Who called this still holds the host, and by it all that the guest's pages know: not so in the next turn.
        QTimer.singleShot(0, self, self._wiped)

    def _wiped(self) -> None:
        wipe_window()
        self.gone.emit(self._since.elapsed())

    def _failed(self, host: GuestHost, problem: Problem) -> None:
        """What could not be written is told to the operator; nobody stays at the station for it."""
        self._station.diary.note(Entry.PROBLEM, problem=problem)
        self._wipe(host, Kept())
