"""Playing for a rehearsal: everything is decoded, nothing is shown or heard, and it counts all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.domain.engine import Sign
from player.media.vlc_engine import create_engine
from tests.media.bench import RealStage
from tests.media.clips import make_sound


@pytest.mark.parametrize("speed_first", [True, False])
def test_a_rehearsal_at_double_speed_covers_the_whole_recording(short_clip: Path, speed_first: bool) -> None:
    engine = create_engine(headless=True)
    stage = RealStage(engine, short_clip, 6_000)
    try:
        if speed_first:
            engine.set_rate(200)
        engine.load(stage.source, expected_duration_ms=6_000)
        if not speed_first:
            engine.set_rate(200)
        engine.play()
        stage.wait(Sign.ENDED)
        assert stage.log.counted.length_ms >= 5_900
        assert not engine.has_sound_device
        assert stage.shown.numbers == []
    finally:
        engine.release()


@pytest.mark.parametrize("suffix", ["m4a", "mp3", "ogg"])
def test_sound_alone_is_counted_to_its_end(tmp_path: Path, suffix: str) -> None:
    engine = create_engine(silent=True)
    stage = RealStage(engine, make_sound(tmp_path / f"talk.{suffix}", seconds=16), 16_000)
    try:
        stage.load()
        engine.play()
        stage.wait(Sign.TIME)
        after = len(stage.log.seen)
        engine.seek(12_000)
        stage.wait(Sign.ENDED, after=after)
        end = stage.log.counted.intervals[-1]
        assert abs(end.start_ms - 12_000) <= 100
        assert end.end_ms == 16_000
    finally:
        engine.release()
