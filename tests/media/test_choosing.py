"""Sounds and subtitles inside a recording, as they are really heard and drawn."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from player.domain.engine import MediaEngine, Sign
from player.media.describing import is_description
from player.media.vlc_engine import VlcEngine
from tests.media.bench import RealStage
from tests.media.clips import ffmpeg, make_described, make_many_tracks

LIT = 128


@pytest.fixture(params=["mkv", "mp4"])
def stage(request: pytest.FixtureRequest, engine: VlcEngine, many_tracks: Path, tmp_path: Path) -> RealStage:
    path = many_tracks
    if request.param == "mp4":
        path = tmp_path / "many.mp4"
        ffmpeg("-i", str(many_tracks), "-map", "0", "-c", "copy", "-c:s", "mov_text", str(path))
    return RealStage(engine, path, 6_000)


def is_black(engine: MediaEngine) -> bool:
    still = engine.snapshot()
    assert still is not None
    lines = (still.pixels[y * still.bytes_per_line :][: still.width * 4] for y in range(0, still.height, 4))
    return not any(max(line[::4]) > LIT for line in lines)


def await_that(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 3
    while not is_so():
        assert time.monotonic() < until, "it never came so"
        time.sleep(0.02)


def test_no_subtitles_are_drawn_unless_they_are_chosen(stage: RealStage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    stage.run(800)
    assert is_black(stage.engine)
    stage.engine.choose_subtitles(stage.engine.subtitles[0].id)
    await_that(lambda: not is_black(stage.engine))
    stage.engine.choose_subtitles(None)
    await_that(lambda: is_black(stage.engine))


def test_chosen_subtitles_stay_when_it_is_played_again(stage: RealStage) -> None:
    stage.load(start_ms=4_500)
    stage.engine.choose_subtitles(stage.engine.subtitles[1].id)
    stage.engine.choose_sound(stage.engine.sounds[1].id)
    stage.engine.play()
    stage.wait(Sign.ENDED)
    after = len(stage.log.seen)
    stage.engine.play()
    stage.wait(Sign.TIME, after=after)
    await_that(lambda: not is_black(stage.engine))
    assert heard(stage.engine) == stage.engine.sounds[1].id


def test_another_recording_begins_with_its_own_first_choices(stage: RealStage) -> None:
    stage.load()
    stage.engine.choose_subtitles(stage.engine.subtitles[0].id)
    stage.engine.close()
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    stage.run(500)
    assert is_black(stage.engine)


def test_the_sound_that_is_chosen_is_heard(stage: RealStage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    first, second = stage.engine.sounds
    assert heard(stage.engine) == first.id
    stage.engine.choose_sound(second.id)
    await_that(lambda: heard(stage.engine) == second.id)


def test_a_single_sound_is_named_too(engine: VlcEngine, short_clip: Path) -> None:
    stage = RealStage(engine, short_clip, 6_000)
    stage.load()
    assert len(engine.sounds) == 1
    assert engine.subtitles == ()


def test_subtitles_that_nobody_calls_default_are_not_drawn_either(engine: VlcEngine, tmp_path: Path) -> None:
    path = make_many_tracks(tmp_path / "plain.mkv", seconds=3, default_subtitles=False)
    stage = RealStage(engine, path, 3_000)
    stage.load()
    engine.play()
    stage.wait(Sign.TIME)
    stage.run(500)
    assert is_black(engine)


@pytest.mark.parametrize("ending", ["mkv", "mp4"])
def test_an_audio_description_is_known_by_what_its_recording_calls_it(
    engine: VlcEngine, tmp_path: Path, ending: str
) -> None:
    stage = RealStage(engine, make_described(tmp_path / f"described.{ending}", seconds=3), 3_000)
    stage.load()
    assert [sound.describes for sound in engine.sounds] == [False, True]
    engine.play()
    stage.wait(Sign.TIME)
    engine.choose_sound(engine.sounds[1].id)
    await_that(lambda: heard(engine) == engine.sounds[1].id)


@pytest.mark.parametrize(
    ("label", "describes"),
    [
        ("Audio Description", True),
        ("English AD", True),
        ("AD", True),
        ("ad", True),
        ("Descriptive Video Service", True),
        ("visual impaired commentary", True),
        ("Audiodescripción", True),
        ("Hörfilmfassung", True),
        ("Audiodescription en français", True),
        ("وصف صوتي", True),
        ("口述影像", True),
        ("", False),
        ("English", False),
        ("Commentary", False),
        ("Recorded 500 ad hoc", False),
        ("Director's cut", False),
        ("Stereo, radio edit", False),
    ],
)
def test_what_calls_itself_an_audio_description_is_one(label: str, describes: bool) -> None:
    assert is_description(label) is describes


def heard(engine: object) -> int:
    """What libVLC says it plays; asked from outside its thread, as it does not wait for anything."""
    return engine._table._player.audio_get_track()  # type: ignore[attr-defined]
