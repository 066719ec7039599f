"""A kiosk in a process of its own, through whose real window one guest goes all the way: for who searches its memory.

Words of the guest come in hexadecimal, so that none stands here but as it is typed. At each place it says where it is
on its standard output, and waits for a line on its standard input.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from player.bootstrap import kiosk as joining
from player.bootstrap.kiosk import Works, station_over
from player.bootstrap.supervised import Supervised
from player.desk.desk import Desk
from player.desk.parts import Parts
from player.domain.watch import Interval, Span
from player.kiosk.settings_file import read_settings
from player.proof.manifest import SignedCourse
from player.ui.application import make_application
from player.ui.door import Lane
from player.ui.drive_watch import DriveWatch
from player.ui.host import Place, Route
from player.ui.kiosk.guest_host import GuestHost
from player.ui.kiosk.scanner import keep_keys_plain
from player.ui.kiosk.start import Kiosk
from player.ui.none_guard import guard_none
from tests.fakes import FakeClock
from tests.faults.desks import LECTURE
from tests.faults.kiosk.plans import CODE, NOW, Plan
from tests.ui.watch_parts import FakeEngine

PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stick:
    """A folder that is taken for a stick."""

    root: Path
    name: str = "STICK"
    free: int = 1 << 30
    writable: bool = True


class Visitor:
    """Goes through the window as one guest."""

    def __init__(self, app: QApplication, kiosk: Kiosk, works: Works, clock: FakeClock, plan: Plan) -> None:
        self._app = app
        self._kiosk = kiosk
        self._works = works
        self._clock = clock
        self._plan = plan

    def word(self, name: str) -> str:
        """What the guest types or has scanned; made anew each time, and let go of."""
        return bytes.fromhex(self._plan.words[name]).decode()

    # --- hands -------------------------------------------------------------------------------------------

    @property
    def host(self) -> GuestHost:
        host = self._kiosk.window.visit.host
        assert host is not None
        return host

    def until(self, holds: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < end, f"waited for {what}; there is {self.seen()}"
            self._app.processEvents()
            time.sleep(0.002)
        self._app.processEvents()

    def seen(self) -> list[str]:
        shown = (one for one in self._kiosk.window.findChildren(QWidget) if one.isVisible())
        return [one.text() for one in shown if isinstance(one, QLabel | QAbstractButton) and one.text()]

    def settle(self) -> None:
        window = self._kiosk.window

        def still() -> bool:
            host = window.visit.host
            return window.is_idle and (host is None or host.door.is_idle)

        self.until(still, "the station")

    def all(self, kind: type[Any]) -> list[Any]:
        return [one for one in self._kiosk.window.findChildren(kind) if one.isVisible()]

    def press(self, says: str) -> None:
        def fitting() -> list[QAbstractButton]:
            found = (one for one in self.all(QAbstractButton) if one.isEnabled())
            return [one for one in found if says in (one.text().replace("&", ""), one.accessibleName())]

        self.until(lambda: bool(fitting()), f"“{says}”")
        fitting()[0].click()
        self.settle()

    def press_beginning(self, says: str) -> None:
        def fitting() -> list[QAbstractButton]:
            found = (one for one in self.all(QAbstractButton) if one.isEnabled())
            return [one for one in found if (one.accessibleName() or one.text()).startswith(says)]

        self.until(lambda: bool(fitting()), f"what begins with “{says}”")
        fitting()[0].click()
        self.settle()

    def rate(self, statement: str, tile: str) -> None:
        for one in self.all(QAbstractButton):
            if one.accessibleDescription() == statement and one.accessibleName() == tile:
                one.click()
                self.settle()
                return
        raise AssertionError((statement, tile))

    def type_into(self, field: QWidget, name: str) -> None:
        """Letter by letter, as a keyboard does."""
        field.setFocus()
        for letter in self.word(name):
            event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(field, event)
        self.settle()

    def field(self, kind: type[Any], name: str) -> Any:
        def fitting() -> list[Any]:
            return [one for one in self.all(kind) if one.accessibleName().startswith(name)]

        self.until(lambda: bool(fitting()), f"the field “{name}”")
        return fitting()[0]

    def go(self, place: Place, course: SignedCourse, offer: str | None = None) -> None:
        self.host.go(Route(place=place, course=course.hash, offer=offer))
        self.settle()

    # --- the way -----------------------------------------------------------------------------------------

    def sit_down(self) -> None:
        self._kiosk.window.take_scan(self.word("badge"))
        self.settle()
        self._kiosk.window.entrance.confirm()
        self.until(lambda: self._kiosk.window.visit.host is not None, "the seat")
        self.settle()

    def learn(self) -> None:
        course = self.course()
        self.go(Place.COURSE, course)
        self.watch(course)
        self.go(Place.QUIZ, course)
        self.press("Begin the quiz")
        self.type_into(self.field(QLineEdit, "Your answer"), "answer")
        self.press("Submit the quiz")
        self.press("Go on")
        self.go(Place.EVALUATION, course)
        self.rate("The course met its objectives.", "4, Fully")
        self.rate("I can use what I learned.", "3, Mostly")
        self.press("Yes")
        self.type_into(self.field(QPlainTextEdit, "Anything else?"), "opinion")
        self.press("Send the evaluation")

    def course(self) -> SignedCourse:
        signed = self.host.desk.library()[0].signed
        assert signed is not None
        return signed

    def watch(self, course: SignedCourse) -> None:
        desk, clock = self.host.desk, self._clock
        self.on_lane(lambda: played(desk, course, clock))
        self.go(Place.WATCH, course)
        self.on_lane(lambda: noted(desk, course, self.word("note")))

    def on_lane(self, work: Callable[[], None]) -> None:
        """Where all acts at a desk are done."""
        self.host.door.ask(work, lane=Lane.DESK)
        self.settle()

    def claim(self) -> None:
        course = self.course()
        self.go(Place.CLAIM, course)
        if any("Yes, it may be reported" in text for text in self.seen()):
            self.press("Yes, it may be reported")
        self.type_into(self.field(QLineEdit, "NPI"), "npi")
        self.press_beginning("I took part")
        self.press_beginning("Claim 0.")
        self.until(lambda: self.host.route.place is Place.CERTIFICATE, "the certificate")
        self.settle()
        assert any("CRL-" in text for text in self.seen()), self.seen()

    def take_away(self) -> None:
        self.host.go(Route(place=Place.TAKE_AWAY))
        self.settle()
        self.press_beginning("QR")
        self.press_beginning("USB")
        for watch in self._kiosk.window.findChildren(DriveWatch):
            watch._look()
        self.settle()
        self.press_beginning("Save")
        self.until(lambda: any(self._plan.stick.glob("*.pdf")), "the certificate on the stick")
        self.settle()

    def leave(self) -> None:
        gone = list[int]()
        self._kiosk.window.wiped.connect(gone.append)
        self._kiosk.window.visit.leave()
        self.until(lambda: bool(gone), "the end")
        self._kiosk.window.wiped.disconnect(gone.append)
        self.settle()


def played(desk: Desk, course: SignedCourse, clock: FakeClock) -> None:
    journey = desk.journey(course)
    journey.acknowledge_disclosures()
    journey.start_watching(LECTURE, position_ms=0)
    clock.advance(9_000)
    journey.watched(LECTURE, Span(interval=Interval(0, 9_000), engaged_ms=9_000, rate_percent=100))


def noted(desk: Desk, course: SignedCourse, text: str) -> None:
    """No page of a kiosk offers notes; what a desk keeps of them is gone all the same."""
    desk.notes.write(course, LECTURE, at_ms=1_000, text=text)


def at(place: str) -> None:
    """Says where the guest is, and waits until the memory was searched."""
    sys.stdout.write(f"{place}\n")
    sys.stdout.flush()
    os.read(0, 64)


def main(plan: Plan) -> None:
    guard_none()
    keep_keys_plain()
    clock = FakeClock(NOW)
    real = joining.parts_over

    def parts_over(*given: Any, **named: Any) -> Parts:
        stick = Stick(root=plan.stick)
        return replace(real(*given, **named), drives=lambda: (stick,), engines=lambda headless=False: FakeEngine())

    joining.parts_over = parts_over
    app = make_application()
    with station_over(read_settings(plan.settings), clock=clock) as works:
        works.station.open(CODE)
        kiosk = Kiosk(app, works, Supervised.alone(), windowed=True)
        # What fails here is the test's to be told.
        sys.excepthook = sys.__excepthook__
        visitor = Visitor(app, kiosk, works, clock, plan)
        kiosk.begin()
        visitor.settle()
        at("before")
        visitor.sit_down()
        visitor.learn()
        at("learned")
        visitor.claim()
        at("claimed")
        visitor.take_away()
        at("taken")
        visitor.leave()
        at("gone")
        kiosk.end()
    at("closed")


if __name__ == "__main__":
    main(Plan.read(json.loads(Path(sys.argv[1]).read_text())))
