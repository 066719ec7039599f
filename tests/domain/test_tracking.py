"""The tracker over an engine without faults: what was played is counted, and nothing else."""

from __future__ import annotations

import pytest

from player.domain.engine import Observation, Sign
from player.domain.tracking import CLOCK_STEP_MS, LONGEST_SPAN_MS, LONGEST_UNCONFIRMED_MS, Tracker
from player.domain.watch import Coverage, Interval, Span
from tests.domain.tracked import DURATION, Anything, Stage, overlap
from tests.media.simulated import Manners


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
    for early in (0, 20, 80):
        stage = Stage(Manners(ends_early_ms=early), duration_ms=31_000)
        stage.engine.play()
        stage.engine.run(32_000)
        assert stage.counted == Coverage((Interval(0, 31_000),))


@pytest.mark.parametrize("early_ms", [300, 5_000, 60_000])
def test_an_end_before_the_end_counts_only_what_was_played(early_ms: int) -> None:
    stage = Stage(Manners(ends_early_ms=early_ms))
    stage.engine.play()
    stage.engine.run(DURATION)
    assert abs(stage.counted.length_ms - (DURATION - early_ms)) <= 50


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


@pytest.mark.parametrize("by_ms", [600, 2_000])
def test_a_small_jump_that_nobody_asked_for_is_not_filled_either(by_ms: int) -> None:
    stage = Stage()
    stage.engine.play()
    stage.engine.run(5_000)
    stage.engine.slip(by_ms)
    stage.engine.run(5_000)
    stage.engine.pause()
    truth = stage.engine.true_coverage()
    assert stage.counted.length_ms - overlap(truth, stage.counted) <= 20
    assert truth.length_ms - overlap(truth, stage.counted) <= 600


def test_a_picture_that_is_shown_again_and_again_is_no_proof_of_playing() -> None:
    shown = [(Sign.FRAME, ms, None) for ms in range(600, 9_000, 80)]
    _, spans = told((Sign.PLAYING, 0, None), (Sign.TIME, 500, 500), *shown, (Sign.PAUSED, 9_000, None))
    assert [span.interval for span in spans] == [Interval(0, 500 + LONGEST_UNCONFIRMED_MS)]


@pytest.mark.parametrize("frozen_ms", [300, 1_000, 5_000])
def test_while_no_picture_is_shown_nothing_counts_even_if_the_clock_went_on(frozen_ms: int) -> None:
    """As after SIGSTOP: libVLC's clock is that of the machine, and it leaves out the pictures in between."""
    before = [(sign, ms, ms) for ms in range(0, 1_001, 40) for sign in (Sign.FRAME, Sign.TIME)]
    resumed = 1_000 + frozen_ms
    after = [(Sign.FRAME, ms, None) for ms in range(resumed, resumed + 400, 40)]
    _, spans = told(
        *((Sign.PLAYING, 0, None), *before),
        *((Sign.TIME, resumed - 10, resumed - 10), *after, (Sign.PAUSED, resumed + 400, None)),
    )
    assert [span.interval for span in spans] == [Interval(0, 1_100), Interval(resumed - 10, resumed + 400)]


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


# ---------------------------------------------------------------- when nobody can see or hear it


def test_while_nobody_attends_nothing_counts_and_the_position_goes_on() -> None:
    stage = Stage()
    stage.engine.play()
    stage.engine.run(5_000)
    stage.attend(False)
    stage.engine.run(7_000)
    assert abs(stage.tracker.position_at(stage.engine.now_ms) - 12_000) <= 100
    assert stage.tracker.unwritten_at(stage.engine.now_ms) is None
    stage.attend(True)
    stage.engine.run(3_000)
    stage.engine.pause()
    assert [near(span.interval) for span in stage.spans] == [(0, 5_000), (12_000, 15_000)]
    assert abs(sum(span.engaged_ms for span in stage.spans) - 8_000) <= 100


def test_to_attend_takes_effect_where_playing_was_then_not_at_the_last_report() -> None:
    tracker, spans = told((Sign.PLAYING, 0, None), (Sign.TIME, 100, 100), (Sign.TIME, 600, 600))
    spans.extend(tracker.attend(False, 800))
    spans.extend(tracker.observe(Observation(sign=Sign.TIME, mono_ms=1_100, position_ms=1_100)))
    spans.extend(tracker.attend(True, 1_050))
    spans.extend(tracker.observe(Observation(sign=Sign.TIME, mono_ms=1_600, position_ms=1_600)))
    spans.extend(tracker.attend(False, 1_500))
    assert [span.interval for span in spans] == [Interval(0, 800), Interval(1_050, 1_500)]
    assert [span.engaged_ms for span in spans] == [800, 450]


def test_to_attend_twice_or_to_what_stands_still_gives_nothing() -> None:
    tracker, _ = told((Sign.OPENED, 0, DURATION))
    assert tracker.attend(True, 10) == tracker.attend(False, 20) == tracker.attend(False, 30) == ()


def test_playing_that_begins_while_nobody_attends_does_not_count() -> None:
    stage = Stage()
    stage.attend(False)
    stage.engine.play()
    stage.engine.run(15_000)
    stage.engine.seek(60_000)
    stage.engine.run(15_000)
    stage.engine.pause()
    assert stage.spans == []
    stage.attend(True)
    stage.engine.play()
    stage.engine.run(2_000)
    stage.engine.pause()
    assert 1_900 <= stage.counted.length_ms <= 2_000


# ---------------------------------------------------------------- when it is written


def test_what_was_played_is_written_at_each_pause_seek_and_change_of_speed_and_at_the_end() -> None:
    stage = Stage(duration_ms=20_000)
    engine = stage.engine
    engine.play()
    for act in (engine.pause, lambda: engine.seek(10_000), lambda: engine.set_rate(150)):
        engine.play()
        engine.run(2_000)
        before = len(stage.spans)
        act()
        assert len(stage.spans) == before + 1
        assert stage.tracker.unwritten_at(engine.now_ms) is None
    engine.run(10_000)
    assert stage.heard[-1].sign is Sign.ENDED
    assert stage.spans[-1].interval.end_ms == 20_000


# ---------------------------------------------------------------- what beats others


def test_dragging_to_the_end_counts_nothing_on_the_way() -> None:
    stage = Stage(Manners(settle_ms=20))
    stage.engine.play()
    for target in range(0, DURATION, 400):
        stage.engine.seek(target)
        stage.engine.run(30)
    stage.engine.seek(DURATION)
    stage.engine.run(1_000)
    assert stage.counted.length_ms <= overlap(stage.counted, stage.engine.true_coverage()) + 100
    assert stage.counted.length_ms <= 30 * (DURATION // 400) + 100


def test_seeking_in_steps_of_twenty_seconds_counts_the_moments_in_between() -> None:
    stage = Stage()
    stage.engine.play()
    for target in range(0, DURATION, 20_000):
        stage.engine.seek(target)
        stage.engine.run(1_060)
    stage.engine.pause()
    assert abs(stage.counted.length_ms - 6 * 1_000) <= 6 * 100
    assert len(stage.counted.intervals) == 6


def test_fifty_clicks_on_skip_count_nothing() -> None:
    stage = Stage(duration_ms=1_000_000)
    stage.engine.play()
    stage.engine.run(1_000)
    for click in range(50):
        stage.engine.seek(1_000 + (click + 1) * 10_000)
        stage.engine.run(40)
    stage.engine.pause()
    assert stage.counted.length_ms <= 1_100


def test_a_minute_on_a_loop_counts_a_minute() -> None:
    stage = Stage()
    stage.engine.play()
    for _ in range(10):
        stage.engine.run(60_000)
        stage.engine.seek(0)
    assert 59_800 <= stage.counted.length_ms <= 60_010


def test_loading_anew_at_the_end_counts_only_the_end() -> None:
    stage = Stage()
    for _ in range(5):
        stage.engine.load(Anything(), start_ms=DURATION - 2_000)
        stage.engine.play()
        stage.engine.run(3_000)
    assert stage.counted == Coverage((Interval(DURATION - 2_000, DURATION),))


def test_a_change_of_speed_and_leaving_counts_what_was_played() -> None:
    stage = Stage()
    stage.engine.play()
    stage.engine.run(5_000)
    stage.engine.set_rate(200)
    stage.engine.run(260)
    stage.engine.close()
    truth = stage.engine.true_coverage()
    assert truth.length_ms - overlap(truth, stage.counted) <= 100
    assert stage.counted.length_ms - overlap(truth, stage.counted) <= 20


def test_an_engine_that_claims_to_be_faster_than_it_was_told_gains_nothing() -> None:
    for forged_percent in (120, 200, 2_000):
        stage = Stage(Manners(forged_percent=forged_percent), duration_ms=10_000_000)
        stage.engine.play()
        stage.engine.run(60_000)
        stage.engine.pause()
        assert stage.counted.length_ms <= 60_000 + CLOCK_STEP_MS


def near(interval: Interval) -> tuple[int, int]:
    """To the next tenth of a second."""
    return round(interval.start_ms, -2), round(interval.end_ms, -2)


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


def test_pictures_that_a_slow_computer_leaves_out_lose_nothing_while_the_sound_goes_on() -> None:
    tracker, spans = Tracker(duration_ms=60_000), []
    script = [(Sign.PLAYING, 0, None)]
    for mono in range(0, 10_001, 50):
        pictures_come = not 3_000 <= mono % 5_000 <= 3_900
        script.append((Sign.ALIVE, mono, None))
        script += [(Sign.TIME, mono, mono)] if mono % 250 == 0 else []
        script += [(Sign.FRAME, mono, None)] if pictures_come else []
    script.append((Sign.PAUSED, 10_000, None))
    for sign, mono, position in script:
        spans += tracker.observe(Observation(sign=sign, mono_ms=mono, position_ms=position))
    assert Coverage.of(span.interval for span in spans).intervals == (Interval(0, 10_000),)


def test_where_neither_picture_nor_sound_gives_a_sign_everything_stood_still() -> None:
    tracker, spans = Tracker(duration_ms=60_000), []
    for mono in range(0, 5_001, 50):
        if 2_000 < mono < 2_900:
            continue
        for sign, position in ((Sign.ALIVE, None), (Sign.FRAME, None), (Sign.TIME, mono)):
            spans += tracker.observe(Observation(sign=sign, mono_ms=mono, position_ms=position))
        if mono == 0:
            spans += tracker.observe(Observation(sign=Sign.PLAYING, mono_ms=0))
    spans += tracker.observe(Observation(sign=Sign.PAUSED, mono_ms=5_000))
    missing = 5_000 - Coverage.of(span.interval for span in spans).length_ms
    assert 700 <= missing <= 1_000
