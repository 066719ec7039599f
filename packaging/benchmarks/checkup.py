"""The check-up: answers beside asking one thing after the other, rules, imports, and the window meanwhile."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from measuring import ROOT, SAMPLE, Figures, in_turn, timed

TIMES = 7
RULES = 200
LONGEST_S = 120
OURS = ("player.domain.checkup", "player.desk.checkup", "player.machine", "player.ui.checkup", "psutil")
"""What nothing but the check-up needs, but for the clock of `player.machine`."""
IMPORTS = "import player.desk.desk, player.bootstrap.desk, player.ui.start, player.ui.pages, player.ui.checkup.page"
WINDOW = """
import sys, time
from PySide6.QtCore import Qt, QTimer
from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.ui.checkup.page import CheckupPage
from player.ui.host import Place, Route
from player.ui.none_guard import guard_none
from player.ui.application import make_application
from player.ui.start import make_window

class Watching:
    def __init__(self):
        self.begin()
        self.timer = QTimer()
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.beat)
        self.timer.start(1)
    def beat(self):
        now = time.perf_counter(), time.thread_time()
        held = [after - before for before, after in zip(self.last, now, strict=True)]
        self.longest, self.last = [max(pair) for pair in zip(self.longest, held, strict=True)], now
    def begin(self):
        self.last, self.longest = (time.perf_counter(), time.thread_time()), [0.0, 0.0]

def settle(app, shell, course):
    # Until the page shows the whole check-up, and for as long again as drawing it may take.
    end = None
    while end is None or time.perf_counter() < end:
        app.processEvents()
        pages = shell.findChildren(CheckupPage)
        state = pages[0]._state if pages else None
        done = state is not None and state.course == course and state.checkup.is_complete and shell.door.is_idle
        if done and end is None:
            end = time.perf_counter() + 1

guard_none()
app = make_application()
places = find_places()
with desk_over(places) as desk:
    shell = make_window(app, desk, places)
    shell.show()
    shell.go(Route(place=Place.CHECKUP))
    settle(app, shell, None)
    watching = Watching()
    for course in sys.argv[1:]:
        shell.go(Route(place=Place.LIBRARY))
        while not shell.door.is_idle:
            app.processEvents()
        watching.begin()
        shell.go(Route(place=Place.CHECKUP, course=course))
        settle(app, shell, course)
        print("held", *(1000 * seconds for seconds in watching.longest), flush=True)
    shell.close()
"""
"""The real window goes to the check-up of each course in turn; every millisecond it should be free to answer.

Told in milliseconds: how long it was not, and how much of that it worked. Where other programs want the processor as
well, the second says what the window itself is to answer for.
"""


def measure_checkup(folder: Path) -> Figures:
    return (
        _measure_answers(folder / "answers")
        | _measure_rules(folder)
        | _measure_imports(folder)
        | _measure_window(folder)
    )


def _measure_answers(profile: Path) -> Figures:
    """Until what is known at once is judged, and until everything is: the recording of a real course is decoded."""
    from player.bootstrap.desk import desk_over
    from player.bootstrap.places import find_places
    from player.machine.probing import Machine

    places = find_places(profile)
    with desk_over(places) as desk:
        course = desk.add_course(SAMPLE).hash

    def ours(*, is_quick: bool) -> float:
        # A desk that was just opened knows nothing of the machine yet.
        with desk_over(places) as desk:
            package = desk.package(course)

            def check() -> None:
                checking = desk.checkups.begin(package)
                if not is_quick:
                    desk.checkups.ask(checking, lambda _: None)
                    checking.wait()
                assert checking.now().findings
                checking.close()

            return timed(check)

    def one_by_one(*, is_quick: bool) -> float:
        machine = Machine(profile=profile, courses=lambda: profile / "courses", resources=places.resources)
        names = sorted(machine.names - machine.slow if is_quick else machine.names)
        with desk_over(places) as desk:
            checking = desk.checkups.begin(desk.package(course))
            questions = [] if is_quick else list(checking.questions.items())

            def ask() -> None:
                for name in names:
                    machine.ask({name}, lambda _: None, {}).wait()
                for name, question in questions:
                    machine.ask((), lambda _: None, {name: question}).wait()

            passed = timed(ask)
            checking.close()
            return passed

    quick, quick_baseline = in_turn(lambda: ours(is_quick=True), lambda: one_by_one(is_quick=True), times=TIMES)
    whole, baseline = in_turn(lambda: ours(is_quick=False), lambda: one_by_one(is_quick=False), times=TIMES)
    return {
        "checkup_fast_facts_ms": quick,
        "checkup_fast_one_by_one_ms": quick_baseline,
        "checkup_everything_ms": whole,
        "checkup_all_one_by_one_ms": baseline,
    }


def _measure_rules(folder: Path) -> Figures:
    """The rules of two real courses, over and over until they are 200, beside as many comparisons of plain numbers."""
    from player.archive.authoring.draft import read_folder
    from player.domain.checkup.judging import judge_all
    from player.domain.requirement import Fact
    from tests.archive.making import probe, real_folder

    told = {
        "os.platform": "windows",
        "os.version": "6.3",
        "os.bits": "32",
        "memory.total": "1978 MB",
        "cpu.families": "intel x86-64",
        "cpu.clock": "2400 MHz",
        "gpu.memory": "512 MB",
        "gpu.directx": "11.0",
        "sound.outputs": "1",
        "sound.bits": "16 bit",
        "course.has-video": "yes",
    }
    facts = {name: Fact(name=name, value=value, how="this computer") for name, value in told.items()}
    courses = [read_folder(real_folder(name, folder), probe) for name in ("ketamine-biomarkers", "ketamine-trd")]
    asked = [rule for course in courses for rule in course.requirements]
    rules = [replace(rule, id=f"{rule.id}-{n}") for n, rule in enumerate(islice(cycle(asked), RULES))]
    numbers = list(range(RULES))
    ours, plain = in_turn(
        lambda: timed(lambda: judge_all(rules, facts)),
        lambda: timed(lambda: [number >= RULES // 2 for number in numbers]),
        times=25,
    )
    return {"checkup_200_rules_ms": ours, "plain_200_comparisons_ms": plain}


def _measure_imports(folder: Path) -> Figures:
    """Beside everything that the window imports; each the median of processes that find their code compiled."""

    def imports() -> tuple[float, float]:
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", IMPORTS],
            cwd=ROOT,
            env=_environment(folder),
            capture_output=True,
            text=True,
            check=True,
        )
        rows = [line.split("|") for line in done.stderr.splitlines() if line.startswith("import time:")][1:]
        took = [(name.strip(), int(own.removeprefix("import time:")) / 1000) for own, _, name in rows]
        return sum(ms for name, ms in took if name.startswith(OURS)), sum(ms for _, ms in took)

    imports()
    pairs = [imports() for _ in range(TIMES)]
    return {
        "checkup_imports_ms": statistics.median(ours for ours, _ in pairs),
        "window_imports_ms": statistics.median(all_of_it for _, all_of_it in pairs),
    }


def _measure_window(folder: Path) -> Figures:
    """The longest that the window answered nobody while it showed 200 rules, beside the same for hardly any."""
    from player.bootstrap.desk import desk_over
    from player.bootstrap.places import find_places

    environment = _environment(folder)
    many, few = _course_of(folder, "many", RULES), _course_of(folder, "few", 1)
    with desk_over(find_places(Path(environment["CARREL_PROFILE"]))) as desk:
        courses = [desk.add_course(file).hash for file in (many, few)]
    done = subprocess.run(
        [sys.executable, "-c", WINDOW, *courses * TIMES],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=True,
    )
    lines = [line.split() for line in done.stdout.splitlines() if line.startswith("held ")]
    held, worked = ([float(line[place]) for line in lines] for place in (1, 2))
    assert len(held) == 2 * TIMES, done.stderr
    return {
        "checkup_window_held_ms": statistics.median(held[::2]),
        "checkup_held_one_rule_ms": statistics.median(held[1::2]),
        "checkup_window_worked_ms": statistics.median(worked[::2]),
        "checkup_worked_one_rule_ms": statistics.median(worked[1::2]),
    }


def _course_of(folder: Path, name: str, rules: int) -> Path:
    """The template's course with so many rules, some of which wait for what takes a while."""
    from player.bootstrap.keying import new_key
    from player.bootstrap.providing import build_course

    kinds = (
        '{ fact = "memory.total", is = "nominal", value = "2 GB" }',
        '{ fact = "sound.outputs", is = "at-least", value = 1 }',
        '{ fact = "gpu.memory", is = "at-least", value = "64 MB" }',
        '{ fact = "screen.width", is = "at-least", value = "9000 px" }',
    )
    levels = ("minimum", "optimal", "best-experienced-with", "where-marked")
    place = folder / name
    shutil.copytree(ROOT / "resources" / "template", place)
    source = place / "course.toml"
    text = source.read_text().split("[[requirement]]")[0]
    text = text.replace("org.example.my-course", f"org.example.{name}")
    for number in range(rules):
        need, level = kinds[number % len(kinds)], levels[number // 4 % 4]
        text += f'[[requirement]]\nid = "r{number}"\nlevel = "{level}"\nsubject = "s{number}"\n'
        text += f'text = "Rule {number}: what a course of many rules asks of a computer"\nneed = {need}\n'
    source.write_text(text)
    key = folder / f"{name}.key"
    new_key(key)
    file = folder / f"{name}.course"
    build_course(place, key=key, out=file, quick=True)
    return file


def _environment(folder: Path) -> Mapping[str, str]:
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **given,
        "QT_QPA_PLATFORM": "offscreen",
        "CARREL_PROFILE": str(folder / "profile"),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }
