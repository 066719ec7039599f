"""Whoever tries to earn without watching: the real window in this process, a witness of its pictures, and a verdict."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Self

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places
from player.domain.engine import MediaEngine
from player.domain.progress import Progress, StepName, StepState
from player.media.vlc_engine import create_engine
from player.ui.host import Place, Route
from player.ui.shell.shell import Shell
from player.ui.start import make_window
from player.ui.widgets.timeline import Timeline
from tests.journeys.hands import Hands
from tests.journeys.truth import Shown, WitnessedEngine
from tests.media.clips import FPS, read_number
from tests.truth.compare import Comparison, compare
from tests.truth.script import Act, Done, freeze, play, wait
from tests.truth.session import Record, counted_in
from tests.truth.sightings import Sighting

ROOT = Path(__file__).resolve().parents[2]
DRAG_STEPS = 12
LONGEST_PICTURE_MS = 150


class Pictures(Shown):
    """Each picture that the engine showed, with the time at which it did."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Sighting] = []

    def note(self, width: int, pitch: int, pixels: memoryview) -> None:
        self.seen.append(Sighting(mono_ms=now_ms(), number=read_number(width, pitch, pixels)))


@dataclass(slots=True, kw_only=True)
class Attempt:
    """Everything that one learner tried on one course, in however many visits."""

    profile: Path
    package: Path
    pictures: Pictures = field(default_factory=Pictures)
    done: list[Done] = field(default_factory=list)

    @contextmanager
    def visit(self, app: QApplication) -> Generator[Visit]:
        """The window is opened on the recording, and closed afterwards as a learner does."""

        def engine(*, headless: bool = False) -> MediaEngine:
            return WitnessedEngine(create_engine(silent=True), self.pictures)  # type: ignore[return-value]

        with desk_over(self._places) as desk:
            desk._parts = replace(desk._parts, engines=engine)
            signed = desk.add_course(self.package)
            if desk.progress(signed).step(StepName.BEFORE).state is StepState.OPEN:
                desk.journey(signed).acknowledge_disclosures()
            shell = make_window(app, desk, self._places)
            shell.show()
            shell.go(Route(place=Place.WATCH, course=signed.hash))
            visit = Visit(hands=Hands(app, shell), shell=shell, done=self.done)
            yield visit
            visit.hands.settle()
            shell.close()
            shell.deleteLater()

    def verdict(self) -> Comparison:
        """What the evidence on the disk says, held against what was shown."""
        record = Record(done=self.done, seen=self.pictures.seen, counted=counted_in(self.profile))
        return compare(record, "picture", self.pictures.seen)

    @property
    def hiccups(self) -> int:
        """How often playing went on only after a picture had stood too long, as on a busy machine."""
        pairs = pairwise(self.pictures.seen)
        return sum(b.mono_ms - a.mono_ms > LONGEST_PICTURE_MS and 0 <= b.number - a.number <= FPS for a, b in pairs)

    def progress(self) -> Progress:
        """As a new process finds it."""
        with desk_over(self._places) as desk:
            (listing,) = desk.library()
            assert listing.signed is not None
            return desk.progress(listing.signed)

    def export(self, folder: Path) -> Path:
        """The completion file, as far as it goes."""
        with desk_over(self._places) as desk:
            (listing,) = desk.library()
            assert listing.signed is not None
            desk.save_learner(replace(desk.learner, name="Ana María Núñez"))
            return desk.export(listing.signed, folder)

    @property
    def _places(self) -> Places:
        return Places(profile=self.profile, resources=ROOT / "resources")


@dataclass(slots=True, kw_only=True)
class Visit:
    """Hands on the window; every act is written down with its time."""

    hands: Hands
    shell: Shell
    done: list[Done]

    def do(self, *acts: Act) -> None:
        for act in acts:
            self.done.append(Done(act=act, mono_ms=now_ms()))
            word, _, rest = act.order.partition(" ")
            match word:
                case "press":
                    self.hands.press(rest)
                case "key":
                    self.hands.key(rest)
                case "seek":
                    QTest.mouseClick(self._line, Qt.MouseButton.LeftButton, pos=self._spot(int(rest)))
                case "drag":
                    self._drag(*map(int, rest.split()))
                case _:
                    pass
            self.hands.live(act.ms / 1000)

    def to_the_end(self) -> None:
        """Until the recording says that it is over."""
        self.hands.until(lambda: any("again" in text.lower() for text in self.hands.buttons()), "the end")

    def leave(self) -> None:
        """To the library, without waiting for anything."""
        self.shell.go(Route(place=Place.LIBRARY))

    def _drag(self, since_ms: int, until_ms: int) -> None:
        line = self._line
        QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=self._spot(since_ms))
        for step in range(1, DRAG_STEPS + 1):
            QTest.mouseMove(line, self._spot(since_ms + (until_ms - since_ms) * step // DRAG_STEPS))
            self.hands.live(0.03)
        QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=self._spot(until_ms))

    @property
    def _line(self) -> Timeline:
        self.hands.until(lambda: any(line.isVisible() for line in self._lines), "the timeline")
        return next(line for line in self._lines if line.isVisible())

    @property
    def _lines(self) -> Sequence[Timeline]:
        return self.shell.findChildren(Timeline)

    def _spot(self, position_ms: int) -> QPoint:
        line = self._line
        return QPoint(round(line.x_of(position_ms)), line.height() // 2)


class Elsewhere:
    """The same in a process of its own, which can be stopped and whose clock can be set; it only plays."""

    def __init__(self, attempt: Attempt, environment: Mapping[str, str] | None = None) -> None:
        self._attempt = attempt
        self._sightings = attempt.profile.with_name("sightings.json")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.attacked", attempt.profile, attempt.package, self._sightings],
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def play(self, seconds: float) -> None:
        """Begun when the first picture was shown."""
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "playing\n"
        self._note(play(seconds))

    def wait(self, seconds: float) -> None:
        self._note(wait(seconds))

    def freeze(self, frozen_s: float, seconds: float) -> None:
        """It is stopped from outside, and goes on."""
        self._process.send_signal(signal.SIGSTOP)
        self._note(freeze(frozen_s, frozen_s))
        self._process.send_signal(signal.SIGCONT)
        time.sleep(seconds)

    def leave(self) -> None:
        """The window is closed."""
        self._process.communicate("leave\n", timeout=60)
        assert self._process.returncode == 0
        self._attempt.pictures.seen = [
            Sighting(mono_ms=at_ms, number=number) for at_ms, number in json.loads(self._sightings.read_text())
        ]

    def _note(self, act: Act) -> None:
        """What happens in a process elsewhere takes its time, and nothing tells of it."""
        self._attempt.done.append(Done(act=act, mono_ms=now_ms()))
        time.sleep(act.ms / 1000)


def now_ms() -> int:
    return time.monotonic_ns() // 1_000_000
