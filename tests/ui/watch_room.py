"""The player's page in a host made by hand, entered and driven as its user would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.domain.course import Course, SessionId
from player.domain.engine import Sign
from player.domain.watch import Interval
from player.ui.host import Place, Route
from player.ui.watch.companion import Companion
from player.ui.watch.page import WatchPage
from player.ui.watch.screen import WatchScreen
from tests.fakes import FakeStream
from tests.ui.fake_host import FakeHost, make_host
from tests.ui.watch_parts import FakeEngine, WatchDesk

T = TypeVar("T", bound=Companion)


@dataclass
class Room:
    """A page in its host, entered."""

    page: WatchPage
    host: FakeHost
    desk: WatchDesk

    @property
    def screen(self) -> WatchScreen:
        return self.page._screen

    def companion(self, kind: type[T]) -> T:
        """The companion of that kind."""
        return next(one for one in self.page._company if isinstance(one, kind))

    @property
    def engine(self) -> FakeEngine:
        return self.desk.engines[-1]

    @property
    def stream(self) -> FakeStream:
        stream = self.desk.journey(self.desk.course).stream
        assert isinstance(stream, FakeStream)
        return stream

    def enter(self, session: SessionId | None = None) -> None:
        self.page.enter(Route(place=Place.WATCH, course=self.desk.course.hash, session=session))
        self.settle()

    def switch_characters(self, on: bool) -> None:
        """Keys of a single character, in the profile, while the page is there; then back to it."""
        self.page.leave()
        self.host.settings = replace(self.host.settings, character_keys=on)
        self.enter()

    def settle(self) -> None:
        """Everything that waits in queues of signals and behind the door comes through."""
        for _ in range(3):
            QApplication.processEvents()
            self.host.settle()

    def play(self) -> None:
        self.screen.play_wanted.emit()
        self.settle()

    def run(self, from_ms: int, to_ms: int) -> None:
        """The engine plays this stretch, and the world's clock with it."""
        self.desk.clock.advance(to_ms - from_ms)
        self.engine.run(from_ms, to_ms)
        self.settle()

    def pause(self) -> None:
        self.engine.say(Sign.PAUSED)
        self.settle()

    def covered(self, session: SessionId | None = None) -> tuple[Interval, ...]:
        parts = self.desk.progress(self.desk.course).sessions
        return next(p for p in parts if session in (None, p.id)).coverage.intervals


Enter = Callable[[Course], Room]
"""Enters a course and plays."""


def make_room(qtbot: QtBot, qapp: QApplication, desk: WatchDesk) -> Room:
    host = make_host(desk, qapp)
    page = WatchPage(host)
    qtbot.addWidget(page)
    page.resize(1100, 760)
    page.show()
    return Room(page, host, desk)
