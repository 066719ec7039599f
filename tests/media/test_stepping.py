"""A step shows exactly the next picture, as read back from its pixels."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.domain.engine import Sign
from player.media.stepping import next_picture_ms
from player.media.vlc_engine import VlcEngine
from tests.media.bench import FRAME_MS, RealStage


@pytest.mark.parametrize(
    ("position_ms", "per_second", "next_ms"),
    [
        (0, 25.0, 40),
        (39, 25.0, 80),
        (41, 25.0, 80),
        (1_234, 25.0, 1_240),
        (0, 29.97, 33),
        (33, 29.97, 66),
        (66, 29.97, 100),
        (1_001, 23.976, 1_042),
        (500, 0.0, 520),
        (59_000, 1 / 60, 59_040),
    ],
)
def test_the_next_picture_begins_where_the_one_shown_ends(position_ms: int, per_second: float, next_ms: int) -> None:
    assert next_picture_ms(position_ms, per_second) == next_ms


@pytest.mark.parametrize("rate_percent", [100, 150])
def test_steps_show_one_picture_after_the_other(engine: VlcEngine, short_clip: Path, rate_percent: int) -> None:
    stage = RealStage(engine, short_clip, 6_000)
    engine.set_rate(rate_percent)
    stage.load()
    engine.play()
    stage.wait(Sign.TIME)
    stage.run(500)
    engine.pause()
    stage.wait(Sign.PAUSED)
    stage.run(200)
    shown = stage.shown.numbers[-1]
    for number in range(shown + 1, shown + 6):
        after = len(stage.shown.numbers)
        engine.step()
        stage.shown.wait(lambda seen, number=number: seen == number, after=after)
        assert stage.shown.numbers[after:] == [number]
    told = stage.log.of(Sign.SEEKING)[-1].position_ms or 0
    assert abs(told - (shown + 5) * FRAME_MS) <= 2 * FRAME_MS


def test_steps_go_on_from_a_picture_that_was_sought_while_paused(engine: VlcEngine, short_clip: Path) -> None:
    stage = RealStage(engine, short_clip, 6_000)
    stage.load()
    stage.shown.wait(lambda number: number <= 1)
    engine.seek(3_000)
    stage.shown.wait(lambda number: number in (74, 75))
    stage.run(400)
    first = stage.shown.numbers[-1]
    for number in (first + 1, first + 2):
        engine.step()
        stage.shown.wait(lambda seen, number=number: seen == number)
    after = len(stage.shown.numbers)
    engine.play()
    stage.shown.wait(lambda number: number in range(first + 1, first + 5), after=after)


def test_there_is_no_step_over_the_end(engine: VlcEngine, short_clip: Path) -> None:
    stage = RealStage(engine, short_clip, 6_000)
    stage.load(start_ms=5_790)
    stage.run(300)
    for _ in range(5):
        engine.step()
    engine.play()
    stage.wait(Sign.ENDED)
    assert Sign.FAILED not in stage.log.signs


@pytest.mark.serial
@pytest.mark.parametrize("sought", [False, True], ids=["from there", "from elsewhere"])
def test_playing_on_after_steps_begins_with_the_picture_on_show(engine: VlcEngine, clip: Path, *, sought: bool) -> None:
    """Left to itself libVLC goes back to the keyframe before, or leaves pictures out, and its clock does not say so."""
    stage = RealStage(engine, clip, 70_000)
    stage.load()
    engine.play()
    stage.wait(Sign.TIME)
    engine.seek(9_700)
    stage.run(900)
    engine.pause()
    stage.wait(Sign.PAUSED)
    stage.run(200)
    for _ in range(3):
        engine.step()
        stage.run(100)
    if sought:
        engine.seek(15_400)
        stage.shown.wait(lambda number: number in (384, 385))
        stage.run(200)
    shown, after = stage.shown.numbers[-1], len(stage.shown.numbers)
    engine.play()
    stage.shown.wait(lambda number: number == shown + 10, after=after)
    seen = stage.shown.numbers[after:]
    assert set(range(shown + 1, shown + 10)) <= set(seen), f"{shown}: {seen}"
    assert min(seen) >= shown - 3, f"{shown}: {seen}"
