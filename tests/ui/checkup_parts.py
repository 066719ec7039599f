"""A machine and courses made by hand for the check-up, and a test of ten seconds that plays what it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication

from player.desk.ports import Question
from player.domain.course import Contact, Course
from player.domain.engine import MediaSource
from player.domain.problem import Problem
from player.domain.requirement import Fact, Facts, Level, Need, Operator, Requirement
from player.ui.checkup.page import CheckupPage
from tests.builders import COURSE
from tests.ui.fake_host import LONGEST_WAIT_MS, FakeDesk, FakeHost, FakeMachine, NoSource
from tests.ui.watch_parts import VTT, FakeEngine

THIS_YEAR = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""Carrel is not older: an earlier date is taken for a wrong one."""
HERE = (
    Fact(name="os.platform", value="linux", how="the system this program runs on"),
    Fact(name="memory.total", value="7824 MB", how="memory in all"),
    Fact(name="decoder.library", value="yes", how="libVLC 3.0.21"),
    Fact(name="profile.writable", value="yes", how="the folder where the records are kept"),
    Fact(name="disk.free", value="52000 MB", how="free where the records are kept"),
)
LATER = (Fact(name="sound.outputs", value="1", how="PulseAudio"),)
TECHNICAL = Contact(purpose="technical", label="Learning Support", telephone="202-559-3900", email="help@example.org")


def asks(name: str, fact: str, value: str, *, level: Level = Level.MINIMUM, remedy: str = "") -> Requirement:
    """At least so much of something."""
    need = Need(fact=fact, operator=Operator.AT_LEAST, value=value)
    text = f"At least {value} of {name}"
    return Requirement(id=name, level=level, subject=name, text=text, need=need, remedy=remedy)


ASKED = (
    asks("memory", "memory.total", "2 GB"),
    asks("sound", "sound.outputs", "1"),
    asks("room", "disk.free", "900 GB", level=Level.OPTIMAL, remedy="Make room."),
    Requirement(id="chair", level=Level.ACCESS, subject="chair", text="A good chair"),
    Requirement(
        id="flash", level=Level.MINIMUM, subject="flash", text="Flash Player 10.3", superseded="Nothing is fetched."
    ),
)


class SlowMachine(FakeMachine):
    """Answers what takes a while when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self._asking = SlowAsking(frozenset(), _ignored)
        self.asked: list[frozenset[str]] = []

    def ask(self, names: Iterable[str], told: Callable[[Facts], None], also: Mapping[str, Question]) -> SlowAsking:
        self._asking = SlowAsking(frozenset((*names, *also)), told)
        self.asked.append(self._asking.left)
        return self._asking

    @property
    def left(self) -> frozenset[str]:
        """What is not answered."""
        return self._asking.left

    def answer(self, *names: str) -> None:
        """One answer or several come, or all that are left."""
        known = {**self.known, **self.later}
        wanted = names or tuple(self._asking.left)
        self._asking.answer(
            {name: known.get(name) or Fact(name=name, value="yes", how="it was tried") for name in wanted}
        )


class SlowAsking:
    """Waits until everything was answered."""

    def __init__(self, names: frozenset[str], told: Callable[[Facts], None]) -> None:
        self.left = names
        self._told = told
        self._all = threading.Event()

    def answer(self, facts: Facts) -> None:
        self._told(facts)
        self.left -= facts.keys()
        if not self.left:
            self._all.set()

    def wait(self) -> Facts:
        self._all.wait(LONGEST_WAIT_MS / 1000)
        return {}


def _ignored(_: Facts) -> None:
    """Nobody has asked yet."""


class CheckupDesk(FakeDesk):
    """One course, on a computer that is fit for it; engines are made by hand."""

    def __init__(
        self,
        profile: Path,
        *requirements: Requirement,
        course: Course | None = None,
        machine: FakeMachine | None = None,
    ) -> None:
        course = course or replace(COURSE, requirements=requirements or ASKED, contacts=(TECHNICAL,))
        super().__init__(profile, courses=(course,))
        self.clock.set_wall(THIS_YEAR)
        self.machine = machine or FakeMachine()
        self.machine.known = {fact.name: fact for fact in HERE}
        self.machine.later = {fact.name: fact for fact in LATER}
        self.engines: list[FakeEngine] = []
        self.test_problem: Problem | None = None
        self._sit_down(
            replace(self._parts, machine=self.machine, trial=plays, self_test=self._self_test, engines=self._engine)
        )

    def _self_test(self) -> TenSeconds:
        if self.test_problem is not None:
            raise self.test_problem
        return TenSeconds()

    def _engine(self, *, headless: bool = False) -> FakeEngine:
        self.engines.append(FakeEngine())
        return self.engines[-1]


class TenSeconds:
    """A test whose captions are those of the talk."""

    source: MediaSource = NoSource()
    captions = VTT
    duration_ms = 10_000


def settle(page: CheckupPage, host: FakeHost) -> None:
    """Until all work has come back, the answers that a machine gave are shown, and all rows stand."""
    host.settle()
    until = time.monotonic() + LONGEST_WAIT_MS / 1000
    while not (_has_heard(page) and page._screen.answers.is_built) and time.monotonic() < until:
        QApplication.processEvents()
    host.settle()


def _has_heard(page: CheckupPage) -> bool:
    state = page._state
    return page._begun is None or state is None or state.checkup.pending == _still_open(page)


def _still_open(page: CheckupPage) -> frozenset[str]:
    """What a slow machine has not answered; a quick one has answered all, and its last word is on its way."""
    machine = page._host.desk.machine if isinstance(page._host.desk, CheckupDesk) else None
    return machine.left if isinstance(machine, SlowMachine) else frozenset()


def plays(source: MediaSource | None) -> tuple[str | None, str]:
    return "yes", "a moment of it was decoded"
