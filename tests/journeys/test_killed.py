"""Nothing that was shown as saved is lost when the program dies, and the way goes on where it was."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places
from player.desk.desk import Desk
from player.desk.rehearsal import answers_from_key, plausible_responses
from player.domain.learner import Profession
from player.domain.tracking import LONGEST_SPAN_MS
from player.proof.manifest import SignedCourse
from tests.journeys.making import numbered_course
from tests.journeys.test_whole_way import verified

pytestmark = pytest.mark.serial

FIRST_S, SECOND_S = 60.0, 42.0


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    return numbered_course(tmp_path_factory.mktemp("killed"), root)


class Running:
    """The program in a process of its own; `covered_ms` is what it said last that is on disk."""

    def __init__(self, profile: Path, package: Path, seconds: float, root: Path) -> None:
        self.covered_ms = 0
        self.began = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.child", str(profile), str(package), str(seconds)],
            cwd=root,
            stdout=subprocess.PIPE,
            text=True,
        )

    def words(self) -> Iterator[int]:
        """What it says, until it ends."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("covered "):
                self.covered_ms = int(line.split()[1])
                yield self.covered_ms

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        for _ in self.words():
            pass
        self._process.wait(10)

    def end(self) -> int:
        for _ in self.words():
            pass
        return self._process.wait(30)


# Kills at any moment are among the faults, and a course is finished in the window by test_whole_way.
@pytest.mark.long
def test_killed_in_the_middle_nothing_saved_is_lost_and_the_course_is_finished(
    display: str, profile: Path, package: Path, tmp_path: Path, root: Path
) -> None:
    places = Places(profile=profile, resources=root / "resources")
    running = Running(profile, package, FIRST_S, root)
    next(covered for covered in running.words() if covered >= LONGEST_SPAN_MS + 9_000)
    running.kill()
    played_at_most = int((time.monotonic() - running.began) * 1000)
    with desk_over(places) as desk:
        covered = desk.library()[0].progress.sessions[0].coverage.length_ms  # type: ignore[union-attr]
        assert covered >= running.covered_ms, "what was said to be saved is there"
        assert covered <= played_at_most
    going_on = Running(profile, package, SECOND_S, root)
    assert going_on.end() == 0
    with desk_over(places) as desk:
        listing = desk.library()[0]
        assert listing.signed is not None
        assert desk.progress(listing.signed).sessions[0].coverage.length_ms > covered + 30_000
        (interval,) = desk.progress(listing.signed).sessions[0].coverage.intervals
        assert interval.start_ms <= 250, "it went on where it was, with a little lead-in and no gap"
        file = finish(desk, listing.signed, tmp_path)
    facts = verified(file, root)
    assert facts["genuine"]
    assert facts["sessions"][0]["covered_ms"] == interval.length_ms


def finish(desk: Desk, signed: SignedCourse, folder: Path) -> Path:
    """The rest of the way through the desk: quiz, evaluation, claim, completion file."""
    desk.save_learner(replace(desk.learner, name="Ana María Núñez", profession=Profession.PHYSICIAN))
    journey = desk.journey(signed)
    assert signed.course.quiz is not None
    journey.submit_quiz(answers_from_key(signed.course.quiz))
    journey.submit_evaluation(plausible_responses(signed.course.evaluation))
    entitlement = journey.progress().entitlements[0]
    journey.claim(entitlement.offer.id, amount=entitlement.now, profession=Profession.PHYSICIAN)
    return desk.export(signed, folder)
