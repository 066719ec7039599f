"""What is counted against what was really shown: the number in each picture is read back from its pixels."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.domain.watch import Coverage, Sign
from player.media.vlc_engine import VlcEngine
from tests.media.bench import RealStage

DURATION_MS = 70_000


@pytest.fixture
def stage(engine: VlcEngine, clip: Path) -> RealStage:
    return RealStage(engine, clip, DURATION_MS)


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
    assert lost <= 500
    assert added <= 500
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
