"""What is counted against what was really shown: the number in each picture is read back from its pixels."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from player.domain.engine import Sign
from player.domain.watch import Coverage
from player.media.vlc_engine import VlcEngine
from tests.media.bench import RealStage

DURATION_MS = 70_000


@pytest.fixture(params=["clip", "silent_clip"])
def stage(engine: VlcEngine, request: pytest.FixtureRequest) -> RealStage:
    recording: Path = request.getfixturevalue(request.param)
    return RealStage(engine, recording, DURATION_MS)


def overlap(one: Coverage, other: Coverage) -> int:
    return one.length_ms + other.length_ms - one.union(other).length_ms


@pytest.mark.serial
def test_a_minute_with_pause_seeks_and_speeds_is_counted_to_within_half_a_second(stage: RealStage) -> None:
    engine = stage.engine
    stage.load()
    engine.play()
    stage.run(12_000)
    engine.pause()
    stage.run(1_500)
    engine.play()
    stage.run(6_000)
    engine.seek(40_000)
    stage.run(9_000)
    engine.seek(8_000)
    stage.run(7_000)
    engine.set_rate(150)
    stage.run(9_000)
    engine.set_rate(75)
    stage.run(5_000)
    engine.set_rate(100)
    engine.seek(62_000)
    stage.wait(Sign.ENDED)
    shown, counted = stage.shown.coverage(), stage.log.counted
    lost = shown.length_ms - overlap(shown, counted)
    added = counted.length_ms - overlap(shown, counted)
    print(f"\nshown {shown.length_ms} ms, counted {counted.length_ms} ms: {lost} lost, {added} added")
    # The clock of the engine stands still there: a jump loses up to a quarter of a second, and nothing is made up.
    assert lost <= 1_000
    assert added <= 300
    assert abs(shown.length_ms - counted.length_ms) <= 500


def test_dragging_through_a_recording_counts_next_to_nothing(stage: RealStage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    for target in range(5_000, 60_000, 2_500):
        stage.engine.seek(target)
        stage.run(100)
    stage.engine.pause()
    stage.wait(Sign.PAUSED)
    shown, counted = stage.shown.coverage(), stage.log.counted
    assert counted.length_ms - overlap(shown, counted) <= 300
    assert counted.length_ms <= 3_500


def test_a_change_of_speed_leaves_nothing_out(stage: RealStage) -> None:
    """libVLC by itself jumps ahead by up to half a second when the speed goes up."""
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    for rate in (200, 50, 200, 100):
        stage.run(900)
        stage.engine.set_rate(rate)
    stage.run(900)
    stage.engine.pause()
    stage.wait(Sign.PAUSED)
    shown = stage.shown.coverage()
    missing = max(stage.shown.numbers) * 40 + 40 - shown.length_ms
    assert missing <= 240


def test_a_seek_while_paused_shows_its_picture(stage: RealStage) -> None:
    stage.load()
    for target in (30_000, 10_040, 50_960, 12_000, 12_080, 69_000, 480):
        after = len(stage.shown.numbers)
        stage.engine.seek(target)
        stage.shown.wait(lambda number, want=target // 40: abs(number - want) <= 1, after=after, seconds=3)
    assert Sign.PLAYING not in stage.log.signs


def test_loading_shows_the_picture_at_the_place_of_beginning(stage: RealStage) -> None:
    stage.load(start_ms=25_000)
    stage.shown.wait(lambda number: abs(number - 625) <= 2)
    stage.run(400)
    assert max(stage.shown.numbers) <= 630
    assert stage.log.counted.length_ms == 0


@pytest.mark.parametrize("rate", [50, 150, 200])
def test_a_seek_at_another_speed_leaves_nothing_out_after_its_target(stage: RealStage, rate: int) -> None:
    stage.engine.set_rate(rate)
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    stage.engine.seek(31_240)
    stage.run(2_500)
    stage.engine.pause()
    stage.wait(Sign.PAUSED)
    numbers = {number for number in stage.shown.numbers if 31_240 // 40 <= number < 1_000}
    assert len(range(31_240 // 40, max(numbers))) - len(numbers) <= 6
    counted = stage.log.counted.intervals[-1]
    assert 31_240 <= counted.start_ms <= 31_500
    assert abs(counted.end_ms - max(numbers) * 40) <= 120


@pytest.mark.serial
def test_where_the_sound_ends_before_the_picture_it_is_counted_all_the_same(
    engine: VlcEngine, half_silent_clip: Path
) -> None:
    stage = RealStage(engine, half_silent_clip, 16_000)
    stage.load()
    engine.play()
    stage.run(5_000)
    engine.seek(9_320)
    stage.run(2_000)
    engine.seek(6_000)
    stage.run(2_000)
    engine.seek(12_520)
    stage.wait(Sign.ENDED)
    shown, counted = stage.shown.coverage(), stage.log.counted
    lost = shown.length_ms - overlap(shown, counted)
    added = counted.length_ms - overlap(shown, counted)
    print(f"\nshown {shown.length_ms} ms, counted {counted.length_ms} ms: {lost} lost, {added} added")
    assert lost <= 500
    assert added <= 500


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_pressed_nothing_is_counted_that_was_not_shown(stage: RealStage, seed: int) -> None:
    chance = Random(seed)
    stage.load(start_ms=chance.choice([0, 13_000]))
    stage.engine.play()
    for _ in range(60):
        match chance.choice(["wait", "wait", "seek", "drag", "pause", "play", "blink", "rate"]):
            case "seek":
                stage.engine.seek(chance.randrange(DURATION_MS))
            case "drag":
                for _ in range(4):
                    stage.engine.seek(chance.randrange(DURATION_MS))
                    stage.run(chance.randrange(80))
            case "pause":
                stage.engine.pause()
            case "play":
                stage.engine.play()
            case "blink":
                stage.engine.pause()
                stage.engine.play()
            case "rate":
                stage.engine.set_rate(chance.choice([50, 75, 100, 125, 150, 200]))
            case _:
                pass
        stage.run(chance.choice([10, 100, 400, 1_000]))
    stage.engine.seek(20_000)
    stage.engine.play()
    stage.wait(Sign.TIME, after=len(stage.log.seen))
    stage.engine.pause()
    stage.run(300)
    shown, counted = stage.shown.coverage(), stage.log.counted
    assert counted.length_ms - overlap(shown, counted) <= 400
    assert Sign.FAILED not in stage.log.signs
