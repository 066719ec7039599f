"""Coverage is a union, and the tracker never claims more than was played nor loses what was."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.engine import Observation, Sign
from player.domain.tracking import LONGEST_SPAN_MS, Tracker
from player.domain.watch import Coverage, Interval, Span, is_watched
from tests.media.simulated import Manners, SimulatedEngine

DURATION = 120_000


class Anything:
    name = "a recording"
    size = 1

    def read_at(self, offset: int, length: int) -> bytes:
        return b""


class Stage:
    """A simulated engine with a tracker listening to it."""

    def __init__(self, manners: Manners | None = None, duration_ms: int = DURATION) -> None:
        self.engine = SimulatedEngine(duration_ms, manners or Manners())
        self.tracker = Tracker(duration_ms=duration_ms)
        self.spans: list[Span] = []
        self.heard: list[Observation] = []
        self.cuts = 0
        self.engine.on_observation(self.hear)
        self.engine.load(Anything())
        self.engine.run(200)

    def hear(self, seen: Observation) -> None:
        self.heard.append(seen)
        self.spans.extend(self.tracker.observe(seen))
        if seen.sign in (Sign.PLAYING, Sign.STALLED):
            self.cuts += 1

    @property
    def counted(self) -> Coverage:
        return Coverage.of(span.interval for span in self.spans)


def overlap(one: Coverage, other: Coverage) -> int:
    return one.length_ms + other.length_ms - one.union(other).length_ms


# ---------------------------------------------------------------- coverage

intervals = st.tuples(st.integers(0, 1000), st.integers(1, 300)).map(lambda p: Interval(p[0], p[0] + p[1]))


@given(st.lists(intervals, max_size=12), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing_of_a_coverage(parts: list[Interval], chance: Random) -> None:
    shuffled = [*parts, *parts]
    chance.shuffle(shuffled)
    assert Coverage.of(shuffled) == Coverage.of(parts)


@given(st.lists(intervals, max_size=12))
def test_a_coverage_is_sorted_disjoint_and_counts_each_ms_once(parts: list[Interval]) -> None:
    coverage = Coverage.of(parts)
    edges = [edge for i in coverage.intervals for edge in (i.start_ms, i.end_ms)]
    assert edges == sorted(set(edges))
    assert coverage.length_ms == len({ms for i in parts for ms in range(i.start_ms, i.end_ms)})


@given(st.lists(intervals, max_size=8), intervals)
def test_adding_is_a_union(parts: list[Interval], more: Interval) -> None:
    assert Coverage.of(parts).plus(more) == Coverage.of(parts).union(Coverage.of([more]))


@given(st.lists(intervals, max_size=12))
def test_one_interval_at_a_time_comes_to_the_same_as_all_at_once(parts: list[Interval]) -> None:
    coverage = Coverage()
    for part in [*parts, *reversed(parts)]:
        coverage = coverage.plus(part)
        assert coverage.plus(part) == coverage
    assert coverage == Coverage.of(parts)


def test_intervals_that_touch_are_one() -> None:
    coverage = Coverage.of([Interval(0, 10), Interval(20, 30), Interval(41, 50)])
    assert coverage.plus(Interval(10, 20)) == Coverage((Interval(0, 30), Interval(41, 50)))
    assert coverage.plus(Interval(11, 40)) == Coverage((Interval(0, 10), Interval(11, 40), Interval(41, 50)))


@given(st.lists(intervals, max_size=12), st.integers(0, 1500))
def test_the_part_within_a_recording_is_what_lies_before_its_end(parts: list[Interval], duration_ms: int) -> None:
    seen = {ms for i in parts for ms in range(i.start_ms, i.end_ms) if ms < duration_ms}
    within = Coverage.of(parts).within(duration_ms)
    assert {ms for i in within.intervals for ms in range(i.start_ms, i.end_ms)} == seen
    assert within == Coverage.of(within.intervals)


def test_what_lies_beyond_the_recording_is_cut_off() -> None:
    coverage = Coverage.of([Interval(0, 10), Interval(50, 200), Interval(300, 400)])
    assert coverage.within(100) == Coverage((Interval(0, 10), Interval(50, 100)))


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (9, 3)])
def test_an_interval_is_never_empty_nor_before_the_beginning(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not an interval"):
        Interval(start, end)


@pytest.mark.parametrize(
    ("seen_ms", "percent", "watched"),
    [
        (600_000, 100, True),
        (594_000, 100, True),
        (593_999, 100, False),
        (480_000, 80, True),
        (479_999, 80, False),
        (0, 0, False),
    ],
)
def test_all_of_it_leaves_one_percent_of_room_and_any_other_share_none(
    seen_ms: int, percent: int, watched: bool
) -> None:
    coverage = Coverage.of([Interval(0, seen_ms)] if seen_ms else [])
    assert is_watched(coverage, 600_000, percent) is watched


# ---------------------------------------------------------------- the tracker over an engine without faults


def test_a_scripted_run_is_counted_to_within_half_a_second() -> None:
    stage = Stage()
    engine = stage.engine
    engine.play()
    engine.run(10_000)
    engine.seek(60_000)
    engine.run(7_000)
    engine.set_rate(150)
    engine.run(8_000)
    engine.pause()
    engine.run(3_000)
    engine.play()
    engine.run(2_000)
    engine.seek(5_000)
    engine.run(9_000)
    engine.set_rate(75)
    engine.run(6_000)
    engine.close()
    truth = engine.true_coverage()
    assert truth.length_ms - overlap(truth, stage.counted) <= 500
    assert stage.counted.length_ms - overlap(truth, stage.counted) <= 100


def test_a_recording_played_to_its_end_is_counted_whole() -> None:
    for early in (0, 20, 300):
        stage = Stage(Manners(ends_early_ms=early), duration_ms=31_000)
        stage.engine.play()
        stage.engine.run(32_000)
        assert stage.counted == Coverage((Interval(0, 31_000),))


def test_an_end_far_from_the_end_counts_only_what_was_played() -> None:
    stage = Stage(Manners(ends_early_ms=60_000))
    stage.engine.play()
    stage.engine.run(70_000)
    assert 59_800 <= stage.counted.length_ms <= 60_100


def test_sound_without_picture_counts_the_same() -> None:
    stage = Stage(Manners(frame_ms=None))
    stage.engine.play()
    stage.engine.run(20_000)
    stage.engine.pause()
    assert 19_800 <= stage.counted.length_ms <= 20_050


def test_faster_than_counts_is_not_counted() -> None:
    stage = Stage()
    stage.engine.play()
    stage.engine.set_rate(201)
    stage.engine.run(20_000)
    assert stage.tracker.unwritten_at(stage.engine.now_ms) is None
    stage.engine.pause()
    assert stage.spans == []


def test_a_replay_gives_spans_but_no_more_coverage() -> None:
    stage = Stage()
    for _ in range(2):
        stage.engine.play()
        stage.engine.run(15_000)
        stage.engine.pause()
        stage.engine.seek(0)
        stage.engine.run(200)
    assert sum(s.interval.length_ms for s in stage.spans) > 29_000
    assert stage.counted.length_ms <= 15_050


def test_a_loop_counts_once() -> None:
    stage = Stage(duration_ms=8_000)
    for _ in range(3):
        stage.engine.play()
        stage.engine.run(9_000)
    assert stage.counted == Coverage((Interval(0, 8_000),))


def test_a_suspend_does_not_count() -> None:
    stage = Stage()
    stage.engine.play()
    stage.engine.run(5_000)
    stage.engine.suspend(3_600_000)
    stage.engine.run(5_000)
    stage.engine.pause()
    assert 9_000 <= stage.counted.length_ms <= 10_100


def test_a_stall_does_not_count() -> None:
    stage = Stage()
    stage.engine.play()
    stage.engine.run(5_000)
    stage.engine.stall(4_000)
    stage.engine.run(9_000)
    stage.engine.pause()
    assert 9_000 <= stage.counted.length_ms <= 10_100


def test_a_jump_that_nobody_asked_for_is_not_filled() -> None:
    stage = Stage()
    stage.engine.play()
    stage.engine.run(5_000)
    stage.engine.slip(40_000)
    stage.engine.run(5_000)
    stage.engine.pause()
    assert stage.counted.length_ms <= 10_100
    assert overlap(stage.counted, Coverage((Interval(5_200, 44_900),))) == 0


def test_a_span_is_closed_at_least_every_ten_seconds() -> None:
    stage = Stage()
    stage.engine.play()
    stage.engine.run(60_000)
    assert len(stage.spans) >= 5
    assert all(span.engaged_ms <= LONGEST_SPAN_MS for span in stage.spans)
    ahead = stage.tracker.unwritten_at(stage.engine.now_ms)
    assert ahead is not None
    assert ahead.start_ms == stage.spans[-1].interval.end_ms
    assert ahead.length_ms <= LONGEST_SPAN_MS + 100


def test_the_position_runs_smoothly_between_reports_and_stops_in_a_silence() -> None:
    tracker = Tracker(duration_ms=DURATION)
    for sign, mono, position in [
        (Sign.PLAYING, 0, None),
        (Sign.TIME, 100, 100),
        (Sign.FRAME, 300, None),
    ]:
        tracker.observe(Observation(sign=sign, mono_ms=mono, position_ms=position))
    assert [tracker.position_at(ms) for ms in (100, 250, 390, 5_000)] == [100, 250, 390, 400]


def test_the_position_of_a_seek_and_of_a_pause_is_known_at_once() -> None:
    tracker = Tracker(duration_ms=DURATION)
    tracker.observe(Observation(sign=Sign.SEEKING, mono_ms=0, position_ms=30_000))
    assert tracker.position_at(99) == 30_000
    tracker.observe(Observation(sign=Sign.PLAYING, mono_ms=100))
    tracker.observe(Observation(sign=Sign.TIME, mono_ms=300, position_ms=30_200))
    tracker.observe(Observation(sign=Sign.PAUSED, mono_ms=500))
    assert tracker.position_at(99_999) == 30_400


def test_reports_from_before_a_seek_has_settled_are_not_believed() -> None:
    tracker = Tracker(duration_ms=DURATION)
    tracker.observe(Observation(sign=Sign.PLAYING, mono_ms=0))
    tracker.observe(Observation(sign=Sign.TIME, mono_ms=200, position_ms=200))
    tracker.observe(Observation(sign=Sign.SEEKING, mono_ms=1_000, position_ms=60_000))
    assert tracker.observe(Observation(sign=Sign.TIME, mono_ms=1_050, position_ms=1_050)) == ()
    assert tracker.observe(Observation(sign=Sign.PAUSED, mono_ms=1_100)) == ()


# ---------------------------------------------------------------- the tracker over any engine


@dataclass(frozen=True)
class Act:
    kind: str
    value: int


acts = st.one_of(
    st.builds(Act, st.just("wait"), st.integers(20, 9_000)),
    st.builds(Act, st.just("seek"), st.integers(0, DURATION)),
    st.builds(Act, st.just("rate"), st.sampled_from([50, 75, 100, 125, 150, 200, 250])),
    st.builds(Act, st.sampled_from(["pause", "play"]), st.just(0)),
)
mishaps = st.one_of(
    st.builds(Act, st.just("stall"), st.integers(300, 6_000)),
    st.builds(Act, st.just("suspend"), st.integers(2_000, 600_000)),
    st.builds(Act, st.just("slip"), st.integers(-30_000, 30_000)),
)
fair = st.builds(Manners, seed=st.integers(0, 9999), frame_ms=st.sampled_from([40, 33, 17, None]))
foul = st.builds(
    Manners,
    seed=st.integers(0, 9999),
    settle_ms=st.integers(0, 1_500),
    frame_ms=st.sampled_from([40, None]),
    late_ms=st.integers(0, 80),
    lost_percent=st.integers(0, 60),
    ends_early_ms=st.sampled_from([0, 0, 150, 5_000]),
)


def perform(stage: Stage, script: list[Act]) -> None:
    engine = stage.engine
    engine.play()
    for act in script:
        match act.kind:
            case "wait":
                engine.run(act.value)
            case "seek":
                engine.seek(act.value)
            case "rate":
                engine.set_rate(act.value)
            case "pause":
                engine.pause()
            case "play":
                engine.play()
            case "stall":
                engine.stall(act.value)
            case "suspend":
                engine.suspend(act.value)
            case _:
                engine.slip(act.value)
    engine.close()


@settings(max_examples=120, deadline=None)
@given(fair, st.lists(acts, min_size=1, max_size=14))
def test_over_a_fair_engine_little_is_lost_and_nothing_is_added(manners: Manners, script: list[Act]) -> None:
    stage = Stage(manners)
    perform(stage, script)
    truth = stage.engine.true_coverage()
    counted = stage.counted
    assert counted.length_ms - overlap(truth, counted) <= 40 * stage.cuts
    if not any(act.kind == "rate" and act.value > 200 for act in script):
        # A run too short for a single report cannot be counted.
        assert truth.length_ms - overlap(truth, counted) <= (250 * 2 + 60) * stage.cuts


@settings(max_examples=200, deadline=None)
@given(foul, st.lists(st.one_of(acts, acts, mishaps), min_size=1, max_size=16))
def test_over_any_engine_no_more_is_counted_than_was_played(manners: Manners, script: list[Act]) -> None:
    stage = Stage(manners)
    perform(stage, script)
    truth, counted = stage.engine.true_coverage(), stage.counted
    mishap = sum(act.kind in ("stall", "suspend", "slip") for act in script)
    ended = any(seen.sign is Sign.ENDED for seen in stage.heard)
    room = 100 * stage.cuts + 400 * ended + 1_000 * 2 * mishap
    assert counted.length_ms - overlap(truth, counted) <= room


@settings(max_examples=150, deadline=None)
@given(foul, st.lists(st.one_of(acts, acts, mishaps), min_size=1, max_size=16))
def test_each_span_is_one_that_the_journey_permits(manners: Manners, script: list[Act]) -> None:
    stage = Stage(manners)
    perform(stage, script)
    for span in stage.spans:
        assert 0 <= span.interval.start_ms < span.interval.end_ms <= DURATION
        assert 0 < span.rate_percent <= 200
        assert span.interval.length_ms <= span.engaged_ms * span.rate_percent // 100 + 500
    passed_ms = stage.engine.now_ms - 1_000_000
    assert sum(span.engaged_ms for span in stage.spans) <= passed_ms + 100


@settings(max_examples=60, deadline=None)
@given(foul, st.lists(st.one_of(acts, mishaps), min_size=1, max_size=12))
def test_the_same_observations_give_the_same_spans(manners: Manners, script: list[Act]) -> None:
    stage = Stage(manners)
    perform(stage, script)
    again = Tracker(duration_ms=DURATION)
    assert [span for seen in stage.heard for span in again.observe(seen)] == stage.spans


@settings(max_examples=80, deadline=None)
@given(foul, st.lists(st.one_of(acts, mishaps), min_size=1, max_size=12))
def test_what_is_painted_ahead_is_within_what_may_become_a_span(manners: Manners, script: list[Act]) -> None:
    stage = Stage(manners)
    stage.engine.play()
    for act in script:
        stage.engine.run(min(act.value, 3_000) if act.kind == "wait" else 200)
        ahead = stage.tracker.unwritten_at(stage.engine.now_ms)
        if ahead is not None:
            assert ahead.end_ms <= DURATION
            assert ahead.length_ms <= LONGEST_SPAN_MS * 2 + 1_000


def told(*reports: tuple[Sign, int, int | None]) -> tuple[Tracker, list[Span]]:
    tracker, spans = Tracker(duration_ms=DURATION), []
    for sign, mono, position in reports:
        spans.extend(tracker.observe(Observation(sign=sign, mono_ms=mono, position_ms=position)))
    return tracker, spans


def test_playing_said_twice_changes_nothing() -> None:
    _, spans = told(
        (Sign.PLAYING, 0, None),
        (Sign.TIME, 100, 100),
        (Sign.PLAYING, 300, None),
        (Sign.TIME, 400, 400),
        (Sign.PAUSED, 500, None),
    )
    assert [span.interval for span in spans] == [Interval(0, 500)]


def test_a_report_older_than_the_last_one_is_not_believed() -> None:
    _, spans = told((Sign.PLAYING, 0, None), (Sign.TIME, 500, 500), (Sign.TIME, 400, 90_000), (Sign.PAUSED, 600, None))
    assert [span.interval for span in spans] == [Interval(0, 600)]


def test_a_report_and_a_seek_without_a_position_tell_nothing() -> None:
    tracker, spans = told(
        (Sign.SEEKING, 0, None), (Sign.PLAYING, 10, None), (Sign.TIME, 100, None), (Sign.PAUSED, 500, None)
    )
    assert (tracker.position_at(600), spans) == (0, [])


def test_a_run_of_no_length_is_no_span() -> None:
    _, spans = told((Sign.TIME, 0, 50), (Sign.PLAYING, 100, None), (Sign.TIME, 100, 50), (Sign.STALLED, 100, None))
    assert spans == []


def test_opening_another_recording_begins_at_its_beginning() -> None:
    tracker, _ = told((Sign.SEEKING, 0, 40_000), (Sign.OPENED, 10, DURATION))
    assert tracker.position_at(20) == 0
