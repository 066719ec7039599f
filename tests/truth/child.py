"""The program as a process of its own, with hands that are told what to do.

`python -m tests.truth.child PROFILE PACKAGE LOG` opens the real window on the recording of a course and takes one
command a line; it says `done` after each, and `area LEFT TOP WIDTH HEIGHT` whenever the picture lies elsewhere on the
screen. What the engine observed goes to LOG.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from PySide6.QtCore import QPoint, QSocketNotifier, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places
from player.domain.engine import MediaEngine, MediaSource, Observation, Sign
from player.domain.progress import StepName, StepState
from player.media.vlc_engine import create_engine
from player.ui.application import make_application
from player.ui.host import Place, Route
from player.ui.none_guard import guard_none
from player.ui.playback.picture import Picture
from player.ui.shell.shell import Shell
from player.ui.start import make_window
from player.ui.widgets.timeline import Timeline
from tests.journeys.hands import Hands

ROOT = Path(__file__).resolve().parents[2]
LOOK_EVERY_MS = 100
DRAG_STEPS = 12


class Brake:
    """Slows down whoever reads: nothing comes before a certain time, and then only so many bytes a second."""

    def __init__(self) -> None:
        self._free_at = 0.0
        self.bytes_per_s = 0

    def hold(self, seconds: float) -> None:
        self._free_at = time.monotonic() + seconds

    def wait(self, length: int) -> None:
        while (left := self._free_at - time.monotonic()) > 0:
            time.sleep(min(left, 0.05))
        if self.bytes_per_s:
            time.sleep(length / self.bytes_per_s)


class BrakedSource:
    """A source on a stick that is sometimes slow."""

    def __init__(self, source: MediaSource, brake: Brake) -> None:
        self._source = source
        self._brake = brake
        self.name, self.size = source.name, source.size

    def read_at(self, offset: int, length: int) -> bytes:
        self._brake.wait(length)
        return self._source.read_at(offset, length)


class MinutedEngine:
    """The real engine; what it observes is written down, and its sources have a brake."""

    def __init__(self, engine: MediaEngine, brake: Brake, log: TextIO) -> None:
        self._engine = engine
        self._brake = brake
        self._log = log
        engine.on_observation(self._note)

    def load(self, source: MediaSource, *, start_ms: int = 0, expected_duration_ms: int | None = None) -> None:
        braked = BrakedSource(source, self._brake)
        self._engine.load(braked, start_ms=start_ms, expected_duration_ms=expected_duration_ms)

    def _note(self, seen: Observation) -> None:
        if seen.sign is not Sign.FRAME:
            self._log.write(f"{seen.mono_ms} {seen.sign} {seen.position_ms} {seen.rate_percent} {seen.message}\n")
            self._log.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


class Obedient:
    """Reads commands and does them with mouse and keyboard."""

    def __init__(self, app: QApplication, shell: Shell, brake: Brake) -> None:
        self._shell = shell
        self._brake = brake
        self._hands = Hands(app, shell)
        self._area: tuple[int, int, int, int] | None = None
        self._unread = b""
        self._orders: dict[str, Callable[[str], None]] = {
            "press": self._hands.press,
            "key": self._key,
            "seek": self._seek,
            "drag": self._drag,
            "stall": lambda words: brake.hold(int(words) / 1000),
            "slow": self._slow,
            "leave": lambda _: QTimer.singleShot(0, shell.close) or None,
        }
        self._line = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, shell)
        self._line.activated.connect(self._read)
        self._beat = QTimer(shell)
        self._beat.timeout.connect(self._look)
        self._beat.start(LOOK_EVERY_MS)

    def _read(self) -> None:
        got = os.read(sys.stdin.fileno(), 4096)
        if not got:
            self._shell.close()
            return
        self._line.setEnabled(False)
        *lines, self._unread = (self._unread + got).split(b"\n")
        for line in lines:
            order, _, words = line.decode().partition(" ")
            self._orders[order](words)
            say("done")
        self._line.setEnabled(True)

    def _look(self) -> None:
        pictures = [picture for picture in self._shell.findChildren(Picture) if picture.isVisible()]
        if not pictures:
            return
        area = pictures[0].picture_area()
        corner = pictures[0].mapToGlobal(area.topLeft())
        found = (corner.x(), corner.y(), area.width(), area.height())
        if found != self._area:
            self._area = found
            say("area {} {} {} {}".format(*found))

    def _key(self, key: str) -> None:
        self._hands.key(key if len(key) == 1 else Qt.Key[f"Key_{key}"])

    def _seek(self, position_ms: str) -> None:
        """A click on the timeline, as near as its pixels allow."""
        line = self._timeline()
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=_spot(line, int(position_ms)))

    def _drag(self, words: str) -> None:
        """Takes the playhead at one time and drags it to another."""
        line = self._timeline()
        since, until = map(int, words.split())
        QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=_spot(line, since))
        for step in range(1, DRAG_STEPS + 1):
            QTest.mouseMove(line, _spot(line, since + (until - since) * step // DRAG_STEPS))
            self._hands.live(0.03)
        QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=_spot(line, until))

    def _slow(self, kilobytes: str) -> None:
        self._brake.bytes_per_s = int(kilobytes) * 1000

    def _timeline(self) -> Timeline:
        return next(line for line in self._shell.findChildren(Timeline) if line.isVisible())


def _spot(line: Timeline, position_ms: int) -> QPoint:
    return QPoint(round(line.x_of(position_ms)), line.height() // 2)


def say(words: str) -> None:
    print(words, flush=True)


def main(profile: Path, package: Path, log: Path) -> None:
    guard_none()
    app = make_application()
    places = Places(profile=profile, resources=ROOT / "resources")
    brake = Brake()
    with desk_over(places) as desk, log.open("a", encoding="utf-8") as minutes:

        def engine(*, headless: bool = False) -> MediaEngine:
            return MinutedEngine(create_engine(headless=headless), brake, minutes)  # type: ignore[return-value]

        desk._parts = replace(desk._parts, engines=engine)
        signed = desk.add_course(package)
        shell = make_window(app, desk, places)
        shell.show()
        if desk.progress(signed).step(StepName.BEFORE).state is StepState.OPEN:
            desk.journey(signed).acknowledge_disclosures()
        shell.go(Route(place=Place.WATCH, course=signed.hash))
        obedient = Obedient(app, shell, brake)
        say("done")
        app.exec()
        del obedient


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
