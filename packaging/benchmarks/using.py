"""The real window, used as a hand would use it, in a process of its own: tells what it took, as one JSON object.

    python using.py WHAT PROFILE [FILE]

WHAT: switching, scrolling, rows (a bare list of Qt's, as a measure for the scrolling), busy or idle.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QPointF, QStringListModel, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QListView, QScrollArea, QWidget

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.ui.application import make_application
from player.ui.door import Lane
from player.ui.host import Place, Route
from player.ui.library.grid import CourseGrid
from player.ui.library.page import LibraryPage
from player.ui.none_guard import guard_none
from player.ui.shell.shell import Shell
from player.ui.start import make_window

Figures = dict[str, float]
WHEEL_STEPS, DRAGS = 300, 200
CERTIFICATES = 100
IDLE_S = 10.0
LOOK_MS = 4
PLACES = (Place.CREDITS, Place.SEND, Place.COURSES, Place.PROFILE, Place.CHECKUP, Place.COURSE, Place.LIBRARY)
ROUNDS = 5


class Turns:
    """How long the thread that draws kept everybody waiting, looked at every millisecond: by the clock, and how much of
    that it worked itself. Where other programs want the processor, the second is what the window answers for."""

    def __init__(self) -> None:
        self.longest_s = self.worked_s = 0.0
        self._last = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def _beat(self) -> None:
        now = time.perf_counter(), time.thread_time()
        self.longest_s = max(self.longest_s, now[0] - self._last[0])
        self.worked_s = max(self.worked_s, now[1] - self._last[1])
        self._last = now

    def told(self, name: str) -> Figures:
        self._timer.stop()
        return {f"{name}_longest_ms": self.longest_s * 1000, f"{name}_worked_ms": self.worked_s * 1000}


def live(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def until(done: Callable[[], bool]) -> None:
    """Waits as the window itself does: who asks without a pause keeps the lanes from their work."""
    loop, beat = QEventLoop(), QTimer()
    beat.timeout.connect(lambda: loop.quit() if done() else None)
    beat.start(LOOK_MS)
    if not done():
        loop.exec()
    beat.stop()
    QApplication.processEvents()


def settle(shell: Shell) -> None:
    """Until nothing is on its way, every card is there and every page was made that is made by itself."""
    until(lambda: shell.door.is_idle and all(grid.is_complete for grid in shell.findChildren(CourseGrid)))


@contextmanager
def window(profile: Path) -> Generator[Shell]:
    app, places = make_application(), find_places(profile)
    with desk_over(places) as desk:
        shell = make_window(app, desk, places)
        shell.show()
        until(lambda: any(grid.first is not None for grid in shell.findChildren(CourseGrid)))
        yield shell
        shell.close()


def switching(shell: Shell) -> Figures:
    """From place to place and back, the first way to each apart; then another look, then another language."""
    shell.warm_up()
    settle(shell)
    live(4)
    courses = shell.desk.courses.known()
    first: list[float] = []
    again: list[float] = []
    for round_ in range(ROUNDS + 1):
        for place in PLACES:
            route = Route(place=place, course=courses[0].hash if place is Place.COURSE else None)
            (again if round_ else first).append(_shown(partial(shell.go, route)))
            settle(shell)
            live(0.1)
    look, worked = zip(*[_dressed(shell, scheme) for scheme in ("dark", "light") * 3], strict=True)
    speech = [_said(shell, language) for language in ("de", "en") * 2]
    return {
        "switch_screen_ms": statistics.median(again),
        "switch_screen_most_ms": max(again),
        "switch_screen_first_most_ms": max(first),
        "switch_look_ms": statistics.median(look),
        "switch_look_worked_ms": statistics.median(worked),
        "switch_language_ms": statistics.median(speech),
    }


def _shown(act: Callable[[], None]) -> float:
    """Until it is painted. What is still being read then comes by itself."""
    began = time.perf_counter()
    act()
    QApplication.processEvents()
    return (time.perf_counter() - began) * 1000


def _dressed(shell: Shell, scheme: str) -> tuple[float, float]:
    """By the clock, and what of that this thread worked."""
    live(1.5)
    worked = time.thread_time()
    passed = _shown(partial(shell.change_settings, replace(shell.settings, scheme=scheme)))
    return passed, (time.thread_time() - worked) * 1000


def _said(shell: Shell, language: str) -> float:
    """Until the page in front speaks it."""
    live(2)
    pages = shell.findChildren(LibraryPage)
    began = time.perf_counter()
    shell.change_settings(replace(shell.settings, language=language))
    until(lambda: any(page not in pages and page.isVisible() for page in shell.findChildren(LibraryPage)))
    return (time.perf_counter() - began) * 1000


def scrolling(shell: Shell) -> Figures:
    turns = Turns()
    shell.go(Route(place=Place.LIBRARY))
    settle(shell)
    figures = turns.told("show_2000")
    page = next(area for area in shell.findChildren(QScrollArea) if area.findChild(CourseGrid) and area.isVisible())
    return figures | _scrolled(page, "scroll")


def rows() -> Figures:
    app = make_application()
    view = QListView()
    view.setModel(QStringListModel([f"Course {number}" for number in range(2_000)]))
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.resize(1280, 800)
    view.show()
    app.processEvents()
    return _scrolled(view, "scroll_bare_list")


def _scrolled(area: QAbstractScrollArea, name: str) -> Figures:
    """Milliseconds that each step of the wheel took until it was painted, and each leap of the bar."""
    ground, bar = area.viewport(), area.verticalScrollBar()
    worked = time.thread_time()
    frames = [_shown(partial(_wheel, ground)) for _ in range(WHEEL_STEPS) if not live(0.004)]
    worked = (time.thread_time() - worked) * 1000 / WHEEL_STEPS
    leaps = [_shown(partial(bar.setValue, bar.maximum() * (n * 37 % DRAGS) // DRAGS)) for n in range(DRAGS)]
    frames.sort()
    return {
        f"{name}_frame_ms": statistics.median(frames),
        f"{name}_frame_worked_ms": worked,
        f"{name}_frame_p99_ms": frames[len(frames) * 99 // 100],
        f"{name}_frame_most_ms": frames[-1],
        f"{name}_leap_ms": statistics.median(leaps),
        f"{name}_leap_most_ms": max(leaps),
    }


def _wheel(ground: QWidget) -> None:
    spot = QPointF(ground.rect().center())
    none, nobody = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(spot, ground.mapToGlobal(spot), QPoint(0, 0), QPoint(0, -120), none, nobody, phase, False)
    QApplication.sendEvent(ground, event)


def busy(shell: Shell, file: Path) -> Figures:
    """How long the window answered nobody while a package is added, its check runs, and certificates are made."""
    settle(shell)
    live(1)
    figures: Figures = {}
    for name, begin in (("adding", _add), ("checking", _check), ("certificates", _print)):
        turns = Turns()
        begin(shell, file)
        until(lambda: shell.door.is_idle)
        live(0.5)
        figures |= turns.told(f"stall_{name}")
    return figures


def _add(shell: Shell, file: Path) -> None:
    shell.findChildren(LibraryPage)[0].take_files([file])


def _check(shell: Shell, _: Path) -> None:
    # As the page of courses asks for it, with its progress told as often.
    shell.door.ask(partial(_verify, shell), lane=Lane.PORTER)


def _verify(shell: Shell) -> None:
    known = {signed.hash: signed for signed in shell.desk.courses.known()}
    large = max(known.values(), key=lambda signed: sum(member.size for member in signed.manifest.members))
    package = shell.desk.package(large.hash)
    package.verify(lambda done, size: shell.door.tell(_nothing, (done, size)))
    package.close()


def _print(shell: Shell, _: Path) -> None:
    shell.door.ask(_printed, lane=Lane.PORTER)


def _printed() -> None:
    """On the porter's lane."""
    from certificates import FONTS, Jobs, whole_life

    from player.paper.press import unsigned

    jobs = Jobs(pattern=whole_life(), numbers=count(1))
    for _ in range(CERTIFICATES):
        unsigned(jobs.next("latin"), fonts=FONTS)


def _nothing(_: object) -> None:
    """What the page would show of it."""


def idle(shell: Shell) -> Figures:
    """What of a processor the window takes while nobody does anything, in per cent."""
    shell.warm_up()
    settle(shell)
    live(6)
    began = time.process_time()
    live(IDLE_S)
    return {"idle_cpu_percent": (time.process_time() - began) * 100 / IDLE_S}


def main() -> None:
    guard_none()
    what, profile = sys.argv[1], Path(sys.argv[2])
    if what == "rows":
        print(json.dumps(rows()))
        return
    acts = {"switching": switching, "scrolling": scrolling, "idle": idle}
    with window(profile) as shell:
        print(json.dumps(busy(shell, Path(sys.argv[3])) if what == "busy" else acts[what](shell)))


if __name__ == "__main__":
    main()
