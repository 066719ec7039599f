"""The rehearsal: a whole course lived through by an engine made by hand, and what stops it told in plain words."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from player.desk import rehearsal
from player.desk.rehearsal import (
    DidNotPlay,
    NoSuchRate,
    ShiftedClock,
    answers_from_key,
    clock_for,
    first_profession,
    plausible_responses,
    rehearse,
)
from player.domain.course import Course, Standing
from player.domain.credit import offers_for
from player.domain.engine import MediaEngine, MediaSource, MediaTrack, Observation, Sign, Still
from player.domain.evaluation import check_responses
from player.domain.event import Purpose, StreamOpened
from player.domain.learner import Profession
from player.domain.pace import REHEARSAL_RATE_PERCENT
from player.domain.policy import PresenceChecks, Seeking, WatchPolicy
from player.domain.problem import Problem
from player.domain.progress import StepName, StepState
from player.domain.scoring import score
from tests.builders import CHOICE, CODE, COP, COURSE, EVALUATION, QUIZ, SHORT_COURSE
from tests.fakes import FakeClock
from tests.ui.fake_host import FakeDesk, FakePackage

MINUTE = 60_000


class Silent:
    """Where the bytes would be."""

    name = "talk.mp4"
    size = 0

    def read_at(self, offset: int, length: int) -> bytes:
        return b""


class Played(FakePackage):
    def source(self, member: str) -> MediaSource:
        return Silent()


FRAME_MS, REPORT_MS = 100, 500


class Robot:
    """Plays a recording of this length in an instant, with the clock running along; or fails, or falls silent."""

    def __init__(self, clock: FakeClock, length_ms: int, *, ends: Sign | None = Sign.ENDED) -> None:
        self._clock, self._length_ms, self._ends = clock, length_ms, ends
        self._rate = 100
        self._tell: Callable[[Observation], None] = lambda _: None
        self.released = False
        self.duration_ms: int | None = length_ms
        self.has_sound_device = False
        self.sounds: tuple[MediaTrack, ...] = ()
        self.subtitles: tuple[MediaTrack, ...] = ()

    def load(self, source: MediaSource, *, start_ms: int = 0, expected_duration_ms: int | None = None) -> None:
        self._say(Sign.OPENED, self._length_ms)

    def play(self) -> None:
        self._say(Sign.PLAYING, 0)
        for position in range(0, self._length_ms, FRAME_MS):
            if position % REPORT_MS == 0:
                self._say(Sign.TIME, position)
            self._say(Sign.FRAME)
            self._clock.advance(min(FRAME_MS, self._length_ms - position) * 100 // self._rate)
        if self._ends is not None:
            self._say(self._ends, self._length_ms)

    def _say(self, sign: Sign, position_ms: int | None = None) -> None:
        mono = self._clock.stamp().mono_ms
        told = Observation(
            sign=sign, mono_ms=mono, position_ms=position_ms, rate_percent=self._rate, message="it broke."
        )
        self._tell(told)

    def set_rate(self, rate_percent: int) -> None:
        self._rate = rate_percent
        self._say(Sign.RATE)

    def release(self) -> None:
        self.released = True

    def on_observation(self, listener: Callable[[Observation], None]) -> None:
        self._tell = listener

    def pause(self) -> None: ...
    def close(self) -> None: ...
    def seek(self, position_ms: int) -> None: ...
    def set_volume(self, percent: int) -> None: ...
    def set_muted(self, muted: bool) -> None: ...
    def step(self) -> None: ...
    def choose_sound(self, track: int) -> None: ...
    def choose_subtitles(self, track: int | None) -> None: ...
    def snapshot(self) -> Still | None: ...
    def on_frame(self, listener: Callable[[int, int, int, memoryview], None]) -> None: ...


class Stage:
    """A rehearsing desk whose engines are robots, one for each session in turn."""

    def __init__(self, folder: Path, course: Course, *, ends: Sign | None = Sign.ENDED, shorter_ms: int = 0) -> None:
        self.desk = FakeDesk(folder / "profile", courses=(course,))
        self.package = Played(self.desk.signed[0], {"signature.png": b""})
        self.desk.shelf.held[:] = [self.package]
        lengths = [session.duration_ms - shorter_ms for session in course.sessions]
        self.robots = [Robot(self.desk.clock, length, ends=ends) for length in lengths]
        turns = iter(self.robots)

        def engine(*, headless: bool = False) -> MediaEngine:
            assert headless, "nobody watches a rehearsal"
            return next(turns)

        self.desk._sit_down(replace(self.desk._parts, engines=engine, rehearsing=True))
        self.said: list[str] = []

    def run(self, to: Path, *, rate_percent: int = 100) -> rehearsal.Rehearsed:
        to.mkdir(exist_ok=True)
        return rehearse(self.desk, self.package, to=to, rate_percent=rate_percent, say=self.said.append)


SMALL = replace(COURSE, sessions=tuple(replace(s, duration_ms=MINUTE) for s in COURSE.sessions))
ONE = replace(SHORT_COURSE, sessions=(replace(SHORT_COURSE.sessions[0], duration_ms=MINUTE),))


@pytest.fixture
def out(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "out"


STRICT = replace(
    SMALL,
    sessions=tuple(
        replace(s, checkpoints=(replace(CODE, at_ms=30_000), replace(CHOICE, at_ms=59_999))) for s in SMALL.sessions
    ),
    watch=WatchPolicy(
        seeking=Seeking.SEEN_ONLY, presence=PresenceChecks(least_minutes=1, most_minutes=1, patience_seconds=15)
    ),
)


@pytest.mark.parametrize(
    "course", [SMALL, ONE, STRICT], ids=["two sessions and a quiz", "one session", "all that can be asked meanwhile"]
)
def test_a_whole_course_is_lived_through(tmp_path: Path, out: Path, course: Course) -> None:
    stage = Stage(tmp_path, course)
    done = stage.run(out)
    assert done.certificate.read_bytes().startswith(b"%PDF") and done.certificate.parent == out
    assert done.completion.exists()
    assert done.seen_permille >= 990
    progress = stage.desk.progress(stage.desk.signed[0])
    assert all(step.state in (StepState.DONE, StepState.ABSENT) for step in progress.steps)
    assert all(robot.released for robot in stage.robots)
    assert [f"Playing “{session.title}”" for session in course.sessions] == stage.said[: len(course.sessions)]


def test_it_is_marked_as_a_rehearsal_in_the_evidence(tmp_path: Path, out: Path) -> None:
    stage = Stage(tmp_path, ONE)
    stage.run(out)
    (stream,) = stage.desk._parts.ledger.streams()
    opening = stream.events[0].fact
    assert isinstance(opening, StreamOpened) and opening.purpose is Purpose.REHEARSAL


def test_it_earns_as_much_at_the_fastest_rate_that_counts(tmp_path: Path, out: Path) -> None:
    most = SMALL.watch.counted_rate_percent
    stage = Stage(tmp_path, SMALL)
    assert stage.run(out, rate_percent=most).seen_permille >= 980


@pytest.mark.parametrize("rate", [0, -100])
def test_a_rate_that_plays_nothing_is_refused_before_anything_is_recorded(tmp_path: Path, out: Path, rate: int) -> None:
    stage = Stage(tmp_path, SMALL)
    with pytest.raises(NoSuchRate):
        stage.run(out, rate_percent=rate)
    assert list(stage.desk._parts.ledger.streams()) == []


def test_a_rate_beyond_what_counts_is_played_at_the_fastest_that_does(tmp_path: Path, out: Path) -> None:
    stage = Stage(tmp_path, SMALL)
    assert stage.run(out, rate_percent=REHEARSAL_RATE_PERCENT * 5).seen_permille >= 980


def test_a_recording_that_breaks_is_a_problem_for_the_provider(tmp_path: Path, out: Path) -> None:
    stage = Stage(tmp_path, ONE, ends=Sign.FAILED)
    with pytest.raises(DidNotPlay, match=r"The talk.*it broke"):
        stage.run(out)
    assert stage.robots[0].released


def test_an_engine_that_falls_silent_is_a_problem(tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "SILENCE_S", 0.01)
    stage = Stage(tmp_path, ONE, ends=None)
    with pytest.raises(DidNotPlay, match="fell silent"):
        stage.run(out)
    assert stage.robots[0].released


def test_a_recording_shorter_than_stated_does_not_pass_for_whole(tmp_path: Path, out: Path) -> None:
    stage = Stage(tmp_path, SMALL, shorter_ms=30_000)
    with pytest.raises(Problem):
        stage.run(out)
    assert stage.desk.progress(stage.desk.signed[0]).step(StepName.CLAIM).state is StepState.LOCKED


def test_the_answers_are_those_of_the_key() -> None:
    assert score(QUIZ, answers_from_key(QUIZ)).percent == 100


def test_the_responses_fit_the_evaluation() -> None:
    check_responses(EVALUATION, plausible_responses(EVALUATION))
    check_responses(SHORT_COURSE.evaluation, plausible_responses(SHORT_COURSE.evaluation))


def test_the_learner_has_a_profession_that_is_offered_something() -> None:
    plan = COURSE.credit
    for count in range(1, len(plan.offers) + 1):
        for offers in itertools.permutations(plan.offers, count):
            course = replace(COURSE, credit=replace(plan, offers=offers))
            assert offers_for(course.credit, first_profession(course))


def test_an_offer_to_everyone_is_taken_by_somebody_no_other_names() -> None:
    named = COURSE.credit.offers[0]
    course = replace(COURSE, credit=replace(COURSE.credit, offers=(COP, named)))
    assert first_profession(course) not in named.professions
    assert isinstance(first_profession(course), Profession)


def test_an_offer_to_everyone_beside_one_that_names_everybody_still_finds_somebody() -> None:
    all_named = replace(COURSE.credit.offers[0], professions=tuple(Profession))
    course = replace(COURSE, credit=replace(COURSE.credit, offers=(COP, all_named)))
    assert offers_for(course.credit, first_profession(course))


@pytest.mark.parametrize("year", [2023, 2026], ids=["before its first day", "after its last"])
def test_a_course_can_be_rehearsed_when_it_is_not_open(year: int) -> None:
    clock = FakeClock(datetime(year, 5, 1, tzinfo=UTC))
    shifted = clock_for(COURSE, clock)
    assert COURSE.availability.standing(shifted.stamp().moment) is Standing.OPEN
    before = shifted.stamp()
    clock.advance(5_000)
    after = shifted.stamp()
    assert (after.wall_ms - before.wall_ms, after.mono_ms - before.mono_ms) == (5_000, 5_000)


def test_an_open_course_is_rehearsed_by_the_real_clock() -> None:
    clock = FakeClock()
    assert clock_for(COURSE, clock) is clock
    assert not isinstance(clock_for(COURSE, clock), ShiftedClock)
