"""What earns elsewhere earns nothing here: dragging, skipping, looping, reloading, changing speed and leaving.

Each is done with mouse and keyboard in the real window on a real recording, of which only a fifth has to be watched.
What counts is read from the evidence and held against the pictures that were shown.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from player.domain.progress import StepName, StepState
from tests.journeys.attacking import ROOT, Attempt
from tests.journeys.making import numbered_course
from tests.truth.compare import Comparison
from tests.truth.script import Act, Kind, drag, faster, forward, go_on, pause, play, seek, wait

REQUIRED_MS = 20_000
pytestmark = [
    pytest.mark.serial,
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    return numbered_course(tmp_path_factory.mktemp("attacked"), root, required_percent=20)


@pytest.fixture
def attempt(profile: Path, package: Path, qapp: QApplication) -> Attempt:
    return Attempt(profile=profile, package=package)


def tenth(number: int, seconds: float) -> Act:
    """The key that goes to a tenth of the recording."""
    return Act(kind=Kind.SEEK, order=f"key {number}", ms=round(seconds * 1000))


def assert_earned_nothing(attempt: Attempt) -> Comparison:
    """Counted is what was shown, no more and no less, and that is not enough."""
    verdict = attempt.verdict()
    print(verdict)
    assert verdict.holds, str(verdict)
    progress = attempt.progress()
    assert progress.sessions[0].coverage.length_ms == verdict.counted_ms < REQUIRED_MS
    assert progress.step(StepName.WATCH).state is StepState.OPEN
    assert progress.step(StepName.QUIZ).state is StepState.LOCKED
    assert progress.step(StepName.CLAIM).state is StepState.LOCKED
    return verdict


def audited(file: Path) -> dict[str, object]:
    """What the stand-alone auditor says of a file, in a bare interpreter of its own."""
    program = ROOT / "resources" / "auditor" / "verify_completion.py"
    key = ROOT / "resources" / "samples" / "specimen.pub"
    words = [sys.executable, "-I", str(program), "--publisher", str(key), "--json", str(file)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    return json.loads(told.stdout)


def test_dragging_to_the_end_earns_what_was_played_before_and_after(attempt: Attempt, qapp: QApplication) -> None:
    with attempt.visit(qapp) as visit:
        visit.do(play(2), drag(2, 98, 0.5))
        visit.to_the_end()
    assert assert_earned_nothing(attempt).counted_ms <= 5_500


def test_seeking_in_steps_of_twenty_seconds_earns_the_moments_between(attempt: Attempt, qapp: QApplication) -> None:
    with attempt.visit(qapp) as visit:
        visit.do(play(1), *(seek(second, 0.7) for second in (20, 40, 60, 80, 99)))
        visit.to_the_end()
    assert_earned_nothing(attempt)


def test_fifty_skips_earn_next_to_nothing(attempt: Attempt, qapp: QApplication) -> None:
    with attempt.visit(qapp) as visit:
        visit.do(play(0.5))
        for _ in range(5):
            visit.do(*(forward(0.03) for _ in range(9)), tenth(0, 0.03))
        visit.do(pause(0.3))
    assert assert_earned_nothing(attempt).counted_ms <= 6_000


def test_one_stretch_over_and_over_counts_once(attempt: Attempt, qapp: QApplication, tmp_path: Path) -> None:
    """Played for more than is required, at twice the speed; the auditor finds the same."""
    with attempt.visit(qapp) as visit:
        visit.do(play(0.3), faster(0.1), faster(0.1), faster(0.1), faster(0.1))
        for _ in range(4):
            visit.do(tenth(1, 3.5))
        visit.do(pause(0.3))
    verdict = assert_earned_nothing(attempt)
    assert sum(tally.shown_ms for _, tally in verdict.acts) > REQUIRED_MS, "summed up it would be enough"
    told = audited(attempt.export(tmp_path))
    (session,) = told["sessions"]  # type: ignore[misc]
    assert session["covered_ms"] == verdict.counted_ms
    assert told["genuine"]
    assert not session["watched"]


def test_reloading_at_the_end_adds_nothing(attempt: Attempt, qapp: QApplication) -> None:
    for _ in range(3):
        with attempt.visit(qapp) as visit:
            visit.do(play(0.5), seek(98, 0.2))
            visit.to_the_end()
    assert assert_earned_nothing(attempt).counted_ms <= 6_000


def test_changing_speed_and_leaving_earns_the_time_until_then(attempt: Attempt, qapp: QApplication) -> None:
    for _ in range(3):
        with attempt.visit(qapp) as visit:
            visit.do(play(1), *(faster(0.02) for _ in range(4)), wait(0.3))
            visit.leave()
    assert_earned_nothing(attempt)
