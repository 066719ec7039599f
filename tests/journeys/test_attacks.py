"""What earns elsewhere earns nothing here: dragging, skipping, looping, reloading, changing speed and leaving.

Each is done with mouse and keyboard in the real window on a real recording, of which only an eighth has to be watched.
What counts is read from the evidence and held against the pictures that were shown.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from player.cli.app import run
from player.domain.progress import StepName, StepState
from tests.faults.test_real_clock import WallClock, needs_libfaketime
from tests.journeys.attacking import ROOT, Attempt, Elsewhere
from tests.journeys.making import numbered_course
from tests.truth.compare import Comparison
from tests.truth.script import PER_JUMP_MS, STOPPED_MS, Act, Kind, drag, faster, forward, go_on, pause, play, seek, wait

REQUIRED_MS = 12_000
pytestmark = [
    pytest.mark.serial,
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    return numbered_course(tmp_path_factory.mktemp("attacked"), root, required_percent=12)


@pytest.fixture(scope="module")
def in_order(package: Path, root: Path) -> Path:
    """The same course, in which nothing may be skipped."""
    source, other = package.with_suffix(""), package.with_name("in-order.course")
    text = (source / "course.toml").read_text(encoding="utf-8")
    (source / "course.toml").write_text(text.replace("[watch]\n", '[watch]\nseeking = "seen-only"\n'), encoding="utf-8")
    key = root / "resources" / "samples" / "specimen.key"
    assert run(["course", "build", str(source), "--key", str(key), "--out", str(other)]) == 0
    return other


@pytest.fixture
def attempt(profile: Path, package: Path, qapp: QApplication) -> Attempt:
    return Attempt(profile=profile, package=package)


def tenth(number: int, seconds: float) -> Act:
    """The key that goes to a tenth of the recording."""
    return key(str(number), seconds)


def key(name: str, seconds: float, kind: Kind = Kind.SEEK) -> Act:
    return Act(kind=kind, order=f"key {name}", ms=round(seconds * 1000))


def assert_earned_nothing(attempt: Attempt) -> Comparison:
    """Counted is what was shown, no more and no less, and that is not enough.

    Where a busy machine kept a picture back, that is a stall and is allowed what a stall is. Leaving is an act, too.
    """
    verdict, hiccups = attempt.verdict(), attempt.hiccups
    print(verdict, f"the machine was busy {hiccups} times")
    assert verdict.added_ms <= verdict.allowed.added + hiccups * PER_JUMP_MS
    assert verdict.lost_ms <= verdict.allowed.lost + hiccups * STOPPED_MS + PER_JUMP_MS
    assert_not_done(attempt, verdict.counted_ms)
    return verdict


def assert_not_done(attempt: Attempt, counted_ms: int) -> None:
    progress = attempt.progress()
    assert progress.sessions[0].coverage.length_ms == counted_ms < REQUIRED_MS
    assert progress.step(StepName.WATCH).state is StepState.OPEN
    assert progress.step(StepName.QUIZ).state is StepState.LOCKED
    assert progress.step(StepName.CLAIM).state is StepState.LOCKED


def audited(file: Path) -> dict[str, object]:
    """What the stand-alone auditor says of a file, in a bare interpreter of its own."""
    program = ROOT / "resources" / "auditor" / "verify_completion.py"
    key = ROOT / "resources" / "samples" / "specimen.key.pub"
    words = [sys.executable, "-I", str(program), "--publisher", str(key), "--json", str(file)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    return json.loads(told.stdout)


def test_dragging_to_the_end_earns_what_was_played_before_and_after(attempt: Attempt, qapp: QApplication) -> None:
    with attempt.visit(qapp) as visit:
        visit.do(play(2), drag(2, 98, 0.5))
        visit.to_the_end()
    assert assert_earned_nothing(attempt).counted_ms <= 5_500


@pytest.mark.long
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


@pytest.mark.long
def test_one_stretch_over_and_over_counts_once(attempt: Attempt, qapp: QApplication, tmp_path: Path) -> None:
    """Played for more than is required, at twice the speed; the auditor finds the same."""
    with attempt.visit(qapp) as visit:
        visit.do(play(0.3), faster(0.1), faster(0.1), faster(0.1), faster(0.1))
        for _ in range(3):
            visit.do(tenth(1, 3.2))
        visit.do(pause(0.3))
    verdict = assert_earned_nothing(attempt)
    assert sum(tally.shown_ms for _, tally in verdict.acts) > REQUIRED_MS, "summed up it would be enough"
    told = audited(attempt.export(tmp_path))
    (session,) = told["sessions"]  # type: ignore[misc]
    assert session["covered_ms"] == verdict.counted_ms
    assert told["genuine"]
    assert told["claims"] == []


def test_reloading_at_the_end_adds_nothing(attempt: Attempt, qapp: QApplication) -> None:
    for _ in range(2):
        with attempt.visit(qapp) as visit:
            visit.do(play(0.3), seek(99, 0.2))
            visit.to_the_end()
    assert assert_earned_nothing(attempt).counted_ms <= 3_000


@pytest.mark.long
def test_changing_speed_and_leaving_earns_the_time_until_then(attempt: Attempt, qapp: QApplication) -> None:
    for seconds in (0, 0.8):
        with attempt.visit(qapp) as visit:
            visit.do(play(0.8), *(faster(0.02) for _ in range(4)), wait(seconds))
            visit.leave()
    assert_earned_nothing(attempt)


@pytest.mark.long
def test_picture_by_picture_only_what_is_played_between_counts(attempt: Attempt, qapp: QApplication) -> None:
    with attempt.visit(qapp) as visit:
        visit.do(play(1.3))
        for _ in range(3):
            visit.do(*(key(".", 0.15, Kind.PAUSE) for _ in range(4)), go_on(0.7))
        visit.do(pause(0.3))
    assert_earned_nothing(attempt)


def test_where_nothing_may_be_skipped_all_that_was_tried_leads_no_further_than_playing(
    attempt: Attempt, in_order: Path, qapp: QApplication
) -> None:
    attempt.package = in_order
    with attempt.visit(qapp) as visit:
        visit.do(play(1), tenth(9, 0.6), drag(1, 98, 0.6), *(forward(0.15) for _ in range(8)), key("]", 0.3))
        visit.do(*(key(".", 0.02, Kind.PAUSE) for _ in range(9)), go_on(1), pause(0.3))
    assert_earned_nothing(attempt)
    ran_ms = attempt.pictures.seen[-1].mono_ms - attempt.pictures.seen[0].mono_ms
    assert attempt.progress().sessions[0].coverage.furthest_ms <= ran_ms


@pytest.mark.long
def test_one_minute_over_and_over_counts_as_a_minute(attempt: Attempt, qapp: QApplication) -> None:
    with attempt.visit(qapp) as visit:
        visit.do(play(0.3), faster(0.1), faster(0.1), faster(0.1), faster(0.1))
        for _ in range(5):
            visit.do(tenth(2, 30))
        visit.do(pause(0.3))
    verdict = attempt.verdict()
    print(verdict)
    assert verdict.added_ms <= verdict.allowed.added + attempt.hiccups * PER_JUMP_MS
    assert verdict.counted_ms <= 62_000
    assert attempt.progress().sessions[0].engaged_ms > 140_000, "it was played five times all the same"


def test_a_process_that_is_stopped_earns_nothing_meanwhile(attempt: Attempt) -> None:
    """Pictures after it are damaged until the next keyframe, and unreadable: the time that it ran is the measure."""
    with Elsewhere(attempt) as program:
        program.play(1.5)
        for _ in range(2):
            program.freeze(2, 1.5)
        program.leave()
    seen, counted_ms = attempt.pictures.seen, attempt.verdict().counted_ms
    ran_ms = seen[-1].mono_ms - seen[0].mono_ms - 2 * 2_000
    print(f"it ran for {ran_ms} ms, {counted_ms} ms counted")
    assert ran_ms - 3 * STOPPED_MS <= counted_ms <= ran_ms + 3 * PER_JUMP_MS
    assert_not_done(attempt, counted_ms)


@pytest.mark.long
@needs_libfaketime
def test_setting_the_clock_earns_nothing(attempt: Attempt, tmp_path: Path) -> None:
    """A day forward and two back while it plays: what was played counts, and no more."""
    wall = WallClock(tmp_path)
    wall.set(datetime.now(UTC))
    with Elsewhere(attempt, wall.environment()) as program:
        program.play(1.5)
        wall.move(timedelta(days=1))
        program.wait(1.5)
        wall.move(timedelta(days=-2))
        program.wait(1.5)
        program.leave()
    assert_earned_nothing(attempt)
