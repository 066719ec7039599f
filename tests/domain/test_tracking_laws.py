"""The tracker over any engine: whatever it reports, no more is counted than was played."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.engine import Sign
from player.domain.tracking import (
    CLOCK_STEP_MS,
    END_TOLERANCE_MS,
    JUMP_MS,
    LONGEST_SPAN_MS,
    LONGEST_UNCONFIRMED_MS,
    Tracker,
)
from tests.domain.tracked import DURATION, Anything, Stage, overlap
from tests.media.simulated import Manners
from tests.trying import tries


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
    ends_early_ms=st.sampled_from([0, 0, 80, 5_000]),
    clock_ahead_ms=st.integers(0, 60),
)
forged = st.builds(Manners, seed=st.integers(0, 9999), forged_percent=st.integers(0, 1_000))


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


@settings(max_examples=tries(120), deadline=None)
@given(fair, st.lists(acts, min_size=1, max_size=14))
def test_over_a_fair_engine_each_act_costs_less_than_a_tenth_of_a_second(manners: Manners, script: list[Act]) -> None:
    stage = Stage(manners)
    perform(stage, script)
    truth, counted = stage.engine.true_coverage(), stage.counted
    assert counted.length_ms - overlap(truth, counted) <= 20 * stage.cuts
    if not any(act.kind == "rate" and act.value > 200 for act in script):
        assert truth.length_ms - overlap(truth, counted) <= 100 * stage.cuts


@settings(max_examples=tries(200), deadline=None)
@given(foul, st.lists(acts, min_size=1, max_size=16))
def test_reports_that_are_late_lost_or_ahead_add_less_than_a_tenth_of_a_second_an_act(
    manners: Manners, script: list[Act]
) -> None:
    stage = Stage(manners)
    perform(stage, script)
    truth, counted = stage.engine.true_coverage(), stage.counted
    assert counted.length_ms - overlap(truth, counted) <= 100 * stage.cuts + 100


@settings(max_examples=tries(200), deadline=None)
@given(foul, st.lists(st.one_of(acts, acts, mishaps), min_size=1, max_size=16))
def test_a_mishap_adds_no_more_than_what_is_believed_without_a_report(manners: Manners, script: list[Act]) -> None:
    stage = Stage(manners)
    perform(stage, script)
    truth, counted = stage.engine.true_coverage(), stage.counted
    mishap = sum(act.kind in ("stall", "suspend", "slip") for act in script)
    fastest = max([100, *(act.value for act in script if act.kind == "rate")])
    room = 100 * stage.cuts + 100 + mishap * (LONGEST_UNCONFIRMED_MS * fastest // 100 + 2 * JUMP_MS)
    assert counted.length_ms - overlap(truth, counted) <= room


@settings(max_examples=tries(200), deadline=None)
@given(st.one_of(foul, forged), st.lists(st.one_of(acts, mishaps), min_size=1, max_size=16))
def test_whatever_is_reported_no_more_counts_than_time_times_speed(manners: Manners, script: list[Act]) -> None:
    stage = Stage(manners)
    perform(stage, script)
    assert all(span.engaged_ms > 0 for span in stage.spans)
    room = sum(span.engaged_ms * span.rate_percent for span in stage.spans) // 100
    ended = sum(seen.sign is Sign.ENDED for seen in stage.heard)
    assert sum(span.interval.length_ms for span in stage.spans) <= room + CLOCK_STEP_MS + END_TOLERANCE_MS * ended
    assert sum(span.engaged_ms for span in stage.spans) <= stage.engine.now_ms - 1_000_000 + 100


@settings(max_examples=tries(60), deadline=None)
@given(fair, st.lists(acts, min_size=1, max_size=10))
def test_to_do_all_of_it_again_adds_next_to_nothing(manners: Manners, script: list[Act]) -> None:
    stage = Stage(manners)
    perform(stage, script)
    once, cuts = stage.counted, stage.cuts
    stage.spans *= 2
    assert stage.counted == once
    stage.engine.load(Anything())
    stage.engine.set_rate(100)
    perform(stage, script)
    truth = stage.engine.true_coverage()
    assert stage.counted.length_ms - overlap(truth, stage.counted) <= 20 * (stage.cuts + cuts)


@settings(max_examples=tries(150), deadline=None)
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


@settings(max_examples=tries(60), deadline=None)
@given(foul, st.lists(st.one_of(acts, mishaps), min_size=1, max_size=12))
def test_the_same_observations_give_the_same_spans(manners: Manners, script: list[Act]) -> None:
    stage = Stage(manners)
    perform(stage, script)
    again = Tracker(duration_ms=DURATION)
    assert [span for seen in stage.heard for span in again.observe(seen)] == stage.spans


@settings(max_examples=tries(80), deadline=None)
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
