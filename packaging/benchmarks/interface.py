"""The window under a hand: its start over 300 courses, ways between screens, 2,000 courses scrolled, and at work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from libraries import shelve
from measuring import ROOT, Figures, in_turn
from packages import SIZE, packed
from start import BARE
from virtual_screen import VirtualScreen, virtual_screen

TIMES = 5
FEW, MANY, VERY_MANY = 1, 300, 2_000
BEGUN = 60
LONGEST_S = 600
INTERFACE_LIMITS = {
    "interface_start_300_s": 0.8,
    "switch_screen_most_ms": 100,
    "switch_look_ms": 300,
    "switch_language_ms": 300,
    "scroll_frame_p99_ms": 1000 / 60,
    "stall_adding_longest_ms": 50,
    "stall_checking_longest_ms": 50,
    "stall_certificates_longest_ms": 50,
    "idle_cpu_percent": 1,
}
"""None of these may be more on a machine that does nothing else."""
READY = """
import gc, sys, time
from player.cli.app import run
gc.disable()
from player.ui.widgets.course_card import CourseCard
from player.ui.shell.shell import Shell
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
paint = CourseCard.paintEvent
def painted(self, event):
    paint(self, event)
    CourseCard.paintEvent = paint
    # By then every card that is in sight is painted, not this one alone.
    QTimer.singleShot(0, lambda: ready(self))
def ready(card):
    print("ready", time.process_time(), flush=True)
    window = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Shell))
    card.click()
    print("opened", window.route.place, flush=True)
    QTimer.singleShot(0, QApplication.closeAllWindows)
CourseCard.paintEvent = painted
sys.exit(run(["--profile", sys.argv[1]]))
"""
"""The real command; only the moment is noted at which the cards in sight are painted. Then one of them is clicked."""
IDLE_BARE = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("Library")
label.show()
def begin():
    began = time.process_time()
    QTimer.singleShot(10_000, lambda: (print(time.process_time() - began), app.quit()))
QTimer.singleShot(1_000, begin)
app.exec()
"""


def measure_interface(folder: Path) -> Figures:
    """The window on a virtual screen, each part in a process of its own; beside them bare parts of Qt."""
    for count in (FEW, MANY, VERY_MANY):
        shelve(folder / str(count), count, begun=min(BEGUN, count // 3))
    large = packed(folder / "large.course", SIZE)
    with virtual_screen(1440, 900) as screen:
        use = _Use(folder, screen)
        figures = _starting(use)
        figures |= use.told("switching", MANY)
        figures |= use.told("scrolling", VERY_MANY) | use.told("rows", FEW)
        figures |= use.told("busy", MANY, str(large))
        figures |= use.told("idle", MANY) | _idle_bare(use)
    return figures | {"load_average": os.getloadavg()[0]}


class _Use:
    """Runs `using.py` on the screen."""

    def __init__(self, folder: Path, screen: VirtualScreen) -> None:
        self._folder = folder
        self.worked_s = 0.0
        given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        compiled = {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONPATH": str(ROOT)}
        self.environment = {**given, **compiled, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            check=True,
            text=True,
            stdout=subprocess.PIPE,
            timeout=LONGEST_S,
        )
        return done.stdout

    def told(self, what: str, courses: int, *more: str) -> Figures:
        program = str(Path(__file__).with_name("using.py"))
        return json.loads(self.run(program, what, str(self._folder / str(courses)), *more).splitlines()[-1])

    def ready_s(self, courses: int) -> float:
        """From the start of the process until the cards are painted and open their courses; `worked_s` keeps what of
        processors it took."""
        command = [sys.executable, "-c", READY, str(self._folder / str(courses))]
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True)
        with process:
            said = next((line for line in process.stdout or () if "ready" in line), None)
            passed = time.perf_counter() - began
            # What it still says is heard, or it would not come to its end.
            rest = [*(process.stdout or ())]
        assert said is not None, "the library was not shown"
        assert rest[:1] == ["opened course\n"], "no course could be opened"
        self.worked_s = float(said.split()[1])
        return passed


def _starting(use: _Use) -> Figures:
    """Over 300 courses beside one, and beside a window of Qt with a word in it."""

    def bare() -> float:
        began = time.perf_counter()
        use.run("-c", BARE)
        return time.perf_counter() - began

    many, plain = in_turn(lambda: use.ready_s(MANY), bare, times=TIMES)
    worked = use.worked_s
    few, _ = in_turn(lambda: use.ready_s(FEW), bare, times=TIMES)
    return {
        "interface_start_300_s": many,
        "interface_start_300_cpu_s": worked,
        "interface_start_1_s": few,
        "interface_start_1_cpu_s": use.worked_s,
        "interface_start_bare_qt_s": plain,
    }


def _idle_bare(use: _Use) -> Figures:
    return {"idle_bare_qt_cpu_percent": float(use.run("-c", IDLE_BARE).splitlines()[-1]) * 10}
