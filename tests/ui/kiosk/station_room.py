"""A kiosk's window over a real station: real ledger, real cards, the course that comes with the program."""

from __future__ import annotations

import gc
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from player.bootstrap.kiosk import Works, station_over
from player.domain.kiosk.attendee import Attendee
from player.domain.kiosk.settings import KioskSettings
from player.domain.learner import Learner, Profession
from player.kiosk.attendees import Attendees
from player.proof.operator_key import LockedOperatorKey, OperatorKey, lock_key
from player.ui.door import Door
from player.ui.host import FindMaker, Host, PageMaker, Place
from player.ui.kiosk.courses_page import ChoicePage
from player.ui.kiosk.operator_visit import OperatorVisit
from player.ui.kiosk.showing import faces_on
from player.ui.kiosk.visit import Leaving
from player.ui.kiosk.window import KioskWindow, Made
from player.ui.pages import kind_of
from player.ui.settings import Settings
from player.ui.theme import Theme
from tests.ui.fake_host import make_speech

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "resources" / "samples" / "meet-carrel.course"
CODE = "Carrel2026!"
ANA = ("Anañel Zoë", "Núñez Quiroga")
BADGE = "BADGE-4711-ANA"
BEN = ("Benedikt", "Öztürk")
OTHER_BADGE = "BADGE-4712-BEN"
KEY = OperatorKey.generate()


@cache
def locked() -> LockedOperatorKey:
    """Takes its time to make, as it should."""
    return lock_key(KEY, CODE)


def station_settings(folder: Path) -> KioskSettings:
    key = folder / "operator.key"
    if not key.exists():
        locked().write(key)
    return KioskSettings(station="Station 1", operator_key=key, profile=folder / "profile", least_free_mib=1)


@contextmanager
def opened_station(settings: KioskSettings) -> Generator[Works]:
    """An open station with one course, at which two people are expected."""
    with station_over(settings) as works:
        works.parts.shelf.add(SAMPLE)
        works.station.open_with(KEY)
        attendees = Attendees(works.cards, KEY, settings=settings, now=lambda: datetime.now(UTC))
        for number, ((given, family), badge) in enumerate(((ANA, BADGE), (BEN, OTHER_BADGE))):
            learner = Learner(
                id=KEY.learner_id(f"R{number}"),
                name=f"{given} {family}",
                given_name=given,
                family_name=family,
                degrees="MD",
                profession=Profession.PHYSICIAN,
                identifiers=(("email", f"{family.split()[0].lower()}@example.org"),),
            )
            attendees.keep(Attendee(learner=learner, number=f"R{number}", badges=(badge,)))
        yield works


@dataclass(slots=True)
class KioskRoom:
    """The window, and what it stands on."""

    window: KioskWindow
    works: Works
    bugs: list[BaseException]
    qtbot: QtBot

    def settle(self) -> None:
        """Until everything that was asked for came back."""
        self.qtbot.waitUntil(self._is_still, timeout=20_000)
        QApplication.processEvents()
        if self.bugs:
            raise self.bugs[0]

    def scan(self, badge: str) -> None:
        """As the scanner tells it."""
        self.window.take_scan(badge)
        self.settle()

    def sit_down(self, badge: str = BADGE) -> None:
        self.scan(badge)
        self.window.entrance.confirm()
        self.settle()

    def leave(self) -> int:
        """By “I am done”. Returns how many ms the wiping took, but for the collector's walk through what else is in
        this process, and for the time in which others had the processor: a station holds no thousand other tests, and
        no two runs of them stand beside it."""
        with self.qtbot.waitSignal(self.window.wiped, timeout=10_000) as wiped:
            self.window.visit.leave()
        self.settle()
        walk_ms, slowed = _walk()
        return max(0, round((int((wiped.args or [0])[0]) - walk_ms) / slowed))

    def _is_still(self) -> bool:
        host = self.window.visit.host
        return self.window.is_idle and (host is None or host.door.is_idle)


def _walk() -> tuple[float, float]:
    """How many ms Python's collector walks through everything when there is nothing to collect, and how many times
    longer that took than it was at work."""
    is_set_aside = gc.get_freeze_count() > 0
    gc.unfreeze()
    began, worked = time.perf_counter(), time.thread_time()
    gc.collect()
    took, worked = time.perf_counter() - began, time.thread_time() - worked
    if is_set_aside:
        gc.freeze()
    return took * 1000, max(1.0, took / worked)


@contextmanager
def kiosk_room(
    qtbot: QtBot, qapp: QApplication, theme: Theme, folder: Path, settings: KioskSettings | None = None
) -> Generator[KioskRoom]:
    settings = settings or station_settings(folder)
    bugs: list[BaseException] = []
    with opened_station(settings) as works:

        def pages(host: Host, leaving: Leaving) -> FindMaker:
            def page(place: Place) -> PageMaker:
                if place is Place.LIBRARY:
                    return partial(ChoicePage, host, seated=leaving.seated, offered=(), leave=leaving.leave)
                return partial(kind_of(place), host)

            return page

        def operator(_door: Door, _visit: OperatorVisit) -> QWidget:
            return QWidget()

        made = Made(
            pages=pages,
            operator=operator,
            faces=lambda: faces_on(works.parts.shelf, (), datetime.now(UTC)),
            settings=Settings(scheme="light", text_percent=100),
            on_bug=bugs.append,
        )
        window = KioskWindow(qapp, works.station, theme, make_speech(), made, windowed=True)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.begin()
        window.show()
        room = KioskRoom(window=window, works=works, bugs=bugs, qtbot=qtbot)
        room.settle()
        try:
            yield room
        finally:
            window.end()
