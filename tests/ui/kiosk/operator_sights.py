"""What the operator's screen can show: a station of a hall of six at noon, and what it does with a stick."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from player.domain.kiosk.hall import DayFigures, StationWord
from player.domain.learner import LearnerId
from player.domain.phrase import Worded
from player.domain.problem import Problem
from player.kiosk.exporting import Exported, LeftOut, Step
from player.kiosk.operator import Cleared, CourseLine
from player.kiosk.operator_problems import CardMissing, HallStillHolds, NotClearedYet, SlowStick, StickFull
from player.kiosk.overview import Overview, clock_troubles, station_row, summed
from player.kiosk.problems import UnionAway
from player.ui.kiosk import operator as screen
from player.ui.kiosk.operator import OperatorScreen
from tests.kiosk.exports import NOON, Stick

ROSTER = (
    "Registration ID,First name,Last name,E-mail,Profession\n7001,Anna,Nowak,anna@example.org,Physician\n"
    "7002,Jan,Kowalski,,Alchemist\n7002,Eva,Marin,,\n,,,,\n,Only,Given,,\n7003,Anna,Nowak,,\n"
)

NOT_CLEARED = NotClearedYet(
    unsaved=Worded.counted("{count} completion that is on no stick", "{count} completions that are on no stick", 12),
    unshared=Worded.counted("{count} unshared event", "{count} unshared events", 40),
)


class NoCourse(Problem):
    what_template = "It is damaged at its end: perhaps it was not copied whole."


def states(shown: OperatorScreen) -> Mapping[str, Callable[[], None]]:
    views = {
        "today": screen.TODAY,
        "stations": screen.STATIONS,
        "attendees": screen.ATTENDEES,
        "diary": screen.DIARY,
    }
    found = {name: partial(shown.go, view) for name, view in views.items()}
    return {
        **found,
        "export": lambda: _exporting(shown, None),
        "export-busy": lambda: _exporting(shown, Step(done=412, of=1_987, written=400, left_s=1_100)),
        "export-slow": lambda: _exporting(
            shown, Step(done=412, of=1_987, written=400, left_s=1_100, slow=SlowStick(minutes=18))
        ),
        "export-done": lambda: _exported(shown),
        "export-full": lambda: _exported(shown, stopped=StickFull(done=412, of=1_987)),
        "courses": lambda: _courses(shown),
        "station": lambda: _station(shown),
        "station-refused": lambda: shown.care.render_not_cleared(NOT_CLEARED),
        "station-cleared": lambda: shown.care.render_cleared(Cleared(problems=(HallStillHolds(),))),
    }


def fill(shown: OperatorScreen, seen: Overview) -> None:
    words = [
        StationWord(
            station=f"Hall B {number}",
            device=str(number),
            at=NOON - timedelta(seconds=number * 40 if number == 5 else 2),
            seated=NOON - timedelta(minutes=7 * number),
            learner=None if number % 3 == 0 else LearnerId(f"{number * 7919 % 256:02x}c4" * 8),
            figures=DayFigures(arrivals=31 * number, walk_ins=number, quizzes=20 * number, claims=14 * number),
            unshared=number * 3 % 4,
            unsaved=27 * number,
            free_mib=52_000 - number * 900,
            clock_off_ms=-95_000 if number == 4 else number * 400,
        )
        for number in range(1, 7)
    ]
    away = UnionAway(reason="nobody answers at 10.0.0.5:8710.")
    filled = replace(
        seen,
        here=words[2].figures,
        hall=summed([word.figures for word in words]),
        stations=tuple(station_row(word, device="3", now=NOON) for word in words),
        unsaved=81,
        completions=93,
        prints=0,
        shares=True,
        unshared=17,
        troubles=(away, *clock_troubles(words)),
    )
    shown.rest()
    shown.render_overview(filled)
    shown.render_drives((Stick(root=Path("/media/one"), name="KINGSTON", free=14 << 30),))
    shown.render_drives(
        (Stick(root=Path("/media/one"), name="KINGSTON", free=14 << 30), Stick(root=Path("/media/two")))
    )


def _exporting(shown: OperatorScreen, step: Step | None) -> None:
    shown.go(screen.EXPORT)
    shown.export.notice.clear()
    shown.export.render_busy(step is not None)
    if step is not None:
        shown.export.render_step(step)


def _exported(shown: OperatorScreen, *, stopped: Problem | None = None) -> None:
    shown.go(screen.EXPORT)
    left = LeftOut(learner="3fa9c401", course="Sleep and shift work", problem=CardMissing(learner="3fa9c401"))
    shown.export.render_exported(
        Exported(
            folder="Carrel Hall B 3 2026-06-03",
            written=1_575,
            there=412,
            of=1_987,
            left_out=() if stopped else (left,),
            stopped=stopped,
        )
    )


def _courses(shown: OperatorScreen) -> None:
    shown.go(screen.COURSES)
    shown.courses.render_added(
        (
            CourseLine(file="a.course", title="Sleep and shift work: what clinicians need to know"),
            CourseLine(file="b.course", title="Meet Carrel", known=True),
            CourseLine(file="half-copied.course", problem=NoCourse()),
        )
    )


def _station(shown: OperatorScreen) -> None:
    shown.go(screen.CARE)
    shown.care.cleared.clear()
    shown.care.render_brightness(70)
