"""Recordings with a picture and no sound, or sound and no picture: a jump in them counts what was played, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from player.domain.watch import Sign
from player.media.probe import check_plays, probe
from player.media.problems import MediaEndsEarly
from player.media.vlc_engine import VlcEngine, create_engine
from tests.media.bench import RealStage
from tests.media.clips import ffmpeg, make_sound

DURATION_MS = 16_000


@pytest.fixture(params=[False, True], ids=["shown", "headless"])
def any_engine(request: pytest.FixtureRequest) -> Iterator[VlcEngine]:
    made = create_engine(silent=True, headless=request.param)
    yield made
    made.release()


@pytest.fixture(params=["mp4", "mov", "mkv", "m4a", "mp3"])
def stage(any_engine: VlcEngine, request: pytest.FixtureRequest, tmp_path: Path) -> RealStage:
    """MP4 and MOV keep many pictures of a silent recording in one stretch of the file."""
    path = tmp_path / f"talk.{request.param}"
    if request.param in {"m4a", "mp3"}:
        make_sound(path, seconds=DURATION_MS // 1000)
    else:
        ffmpeg("-i", str(request.getfixturevalue("short_silent_clip")), "-c", "copy", str(path))
    return RealStage(any_engine, path, DURATION_MS)


def counted_from(stage: RealStage, target_ms: int) -> None:
    """Plays on to the end; all from the target on must count, and nothing before it that was not played."""
    stage.wait(Sign.ENDED)
    end = stage.log.counted.intervals[-1]
    assert abs(end.start_ms - target_ms) <= 150
    assert end.end_ms == DURATION_MS
    assert Sign.FAILED not in stage.log.signs


@pytest.mark.parametrize("target_ms", [12_000, 13_320])
def test_a_jump_in_a_recording_of_one_track_counts_from_there_to_the_end(stage: RealStage, target_ms: int) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    stage.engine.seek(target_ms)
    counted_from(stage, target_ms)
    assert stage.log.counted.length_ms <= DURATION_MS - target_ms + 1_500


def test_a_recording_of_one_track_is_resumed_where_it_was_left(stage: RealStage) -> None:
    stage.load(start_ms=11_480)
    stage.engine.play()
    counted_from(stage, 11_480)


def test_a_jump_back_in_a_recording_of_one_track_counts_there(stage: RealStage) -> None:
    stage.load(start_ms=12_000)
    stage.engine.play()
    stage.wait(Sign.TIME)
    stage.engine.seek(5_000)
    stage.wait(Sign.TIME, after=len(stage.log.seen))
    stage.run(1_000)
    stage.engine.pause()
    stage.wait(Sign.PAUSED)
    first = stage.log.counted.intervals[0]
    assert abs(first.start_ms - 5_000) <= 150
    assert 5_800 <= first.end_ms <= 7_500


def test_a_silent_recording_is_opened_once_for_those_who_listen(any_engine: VlcEngine, short_silent_clip: Path) -> None:
    stage = RealStage(any_engine, short_silent_clip, DURATION_MS)
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    assert stage.log.signs.count(Sign.OPENED) == 1
    assert stage.log.of(Sign.OPENED)[0].position_ms == DURATION_MS


# ---------------------------------------------------------------- before packing


def test_a_silent_recording_is_played_at_both_ends_before_it_is_packed(short_silent_clip: Path, tmp_path: Path) -> None:
    found = check_plays(short_silent_clip)
    assert (found.duration_ms, found.has_picture, found.has_sound) == (DURATION_MS, True, False)
    assert found == probe(short_silent_clip)
    path = tmp_path / "talk.mp4"
    whole = short_silent_clip.read_bytes()
    path.write_bytes(whole[: len(whole) * 3 // 4])
    with pytest.raises(MediaEndsEarly):
        check_plays(path)
