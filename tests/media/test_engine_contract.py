"""What every engine promises, asked of libVLC in real time and of the simulated one that other tests rely on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from player.domain.engine import MediaTrack, Sign, Still
from player.media.vlc_engine import create_engine
from tests.media.bench import RealStage, SimulatedStage, Stage
from tests.media.simulated import SimulatedEngine

LOOK_MS, MOST_LOOKS = 50, 100
QUIET = (Sign.FRAME, Sign.TIME, Sign.ALIVE)


@pytest.fixture(params=["vlc", "simulated"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    made: Stage
    if request.param == "vlc":
        path: Path = request.getfixturevalue("short_clip")
        made = RealStage(create_engine(silent=True), path, 6_000)
    else:
        made = SimulatedStage(SimulatedEngine(6_000))
    yield made
    made.engine.release()


@pytest.fixture(params=["vlc", "simulated"])
def choice(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """With two sounds and two subtitles."""
    made: Stage
    if request.param == "vlc":
        path: Path = request.getfixturevalue("many_tracks")
        made = RealStage(create_engine(silent=True), path, 6_000)
    else:
        sounds = (MediaTrack(id=1, language="eng"), MediaTrack(id=2, language="nor", label="Norsk tale"))
        subtitles = (MediaTrack(id=3, language="eng"), MediaTrack(id=4, language="nor"))
        made = SimulatedStage(SimulatedEngine(6_000, sounds_inside=sounds, subtitles_inside=subtitles))
    yield made
    made.engine.release()


def test_loading_tells_the_length_and_plays_nothing(stage: Stage) -> None:
    stage.load()
    stage.run(500)
    assert stage.log.of(Sign.OPENED)[0].position_ms == stage.engine.duration_ms == stage.duration_ms
    assert not {Sign.PLAYING, Sign.TIME, Sign.FRAME} & set(stage.log.signs)


def test_playing_is_told_before_its_first_report(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    signs = [sign for sign in stage.log.signs if sign not in (Sign.FRAME, Sign.ALIVE)]
    assert signs.index(Sign.PLAYING) < signs.index(Sign.TIME)


def test_a_pause_ends_the_reports_and_playing_goes_on_from_there(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    stage.run(600)
    stage.engine.pause()
    stage.wait(Sign.PAUSED)
    after = len(stage.log.seen)
    stage.run(600)
    assert not [seen for seen in stage.log.seen[after:] if seen.sign in QUIET]
    stood = stage.log.tracker.position_at(10**12)
    stage.engine.play()
    assert abs((stage.wait(Sign.TIME, after=after).position_ms or 0) - stood) < 500


def test_a_seek_is_told_with_its_target_and_playing_is_told_again_there(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    after = len(stage.log.seen)
    stage.engine.seek(4_000)
    report = stage.wait(Sign.TIME, after=len(stage.log.seen))
    told = [seen for seen in stage.log.seen[after:] if seen.sign not in QUIET]
    assert [seen.sign for seen in told[:2]] == [Sign.SEEKING, Sign.PLAYING]
    assert told[0].position_ms == 4_000
    assert 3_900 <= (report.position_ms or 0) <= 4_600


def test_nothing_is_reported_between_leaving_and_arriving(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    for target in (4_000, 1_000, 3_000):
        after = len(stage.log.seen)
        stage.engine.seek(target)
        stage.wait(Sign.PLAYING, after=after)
        signs = stage.log.signs[after:]
        gap = signs[signs.index(Sign.SEEKING) : signs.index(Sign.PLAYING)]
        assert not set(gap) & set(QUIET)


def test_a_change_of_speed_is_told_and_kept(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    stage.engine.set_rate(150)
    assert stage.wait(Sign.RATE).rate_percent == 150
    after = len(stage.log.seen)
    first = stage.wait(Sign.TIME, after=after)
    stage.run(1_200)
    last = stage.log.of(Sign.TIME)[-1]
    passed = last.mono_ms - first.mono_ms
    assert passed > 0
    assert abs((last.position_ms or 0) - (first.position_ms or 0) - passed * 1.5) < 120


def test_the_end_is_told_once_and_all_of_it_counts(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.ENDED)
    stage.run(400)
    assert len(stage.log.of(Sign.ENDED)) == 1
    assert stage.duration_ms - 60 <= stage.log.counted.length_ms <= stage.duration_ms


def test_it_plays_again_after_its_end(stage: Stage) -> None:
    stage.load(start_ms=5_000)
    stage.engine.play()
    stage.wait(Sign.ENDED)
    after = len(stage.log.seen)
    stage.engine.play()
    assert (stage.wait(Sign.TIME, after=after).position_ms or 0) < 1_000


def test_a_seek_after_the_end_goes_there(stage: Stage) -> None:
    stage.load(start_ms=5_000)
    stage.engine.play()
    stage.wait(Sign.ENDED)
    after = len(stage.log.seen)
    stage.engine.seek(2_000)
    stage.engine.play()
    assert 1_900 <= (stage.wait(Sign.TIME, after=after).position_ms or 0) <= 2_700


def test_it_begins_where_it_was_asked_to(stage: Stage) -> None:
    stage.load(start_ms=3_000)
    stage.engine.play()
    assert 2_900 <= (stage.wait(Sign.TIME).position_ms or 0) <= 3_600


def test_closing_is_told_and_ends_everything(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    stage.engine.close()
    stage.wait(Sign.CLOSED)
    stage.run(300)
    assert stage.log.signs[-1] is Sign.CLOSED
    assert stage.engine.duration_ms is None


def test_nothing_loaded_is_no_reason_to_fail(stage: Stage) -> None:
    stage.engine.play()
    stage.engine.seek(100)
    stage.engine.pause()
    stage.engine.close()
    stage.load()
    assert Sign.FAILED not in stage.log.signs


# ---------------------------------------------------------------- picture by picture


def test_a_step_shows_the_next_picture_and_counts_nothing(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    stage.engine.pause()
    stage.wait(Sign.PAUSED)
    counted = stage.log.counted
    places: list[int] = []
    for _ in range(3):
        after = len(stage.log.seen)
        stage.engine.step()
        places.append(stage.wait(Sign.SEEKING, after=after).position_ms or 0)
        stage.run(200)
        assert not set(stage.log.signs[after:]) & {Sign.PLAYING, Sign.TIME, Sign.FRAME}
    assert places == [places[0], places[0] + 40, places[0] + 80]
    assert stage.log.counted == counted
    after = len(stage.log.seen)
    stage.engine.play()
    assert 0 <= (stage.wait(Sign.TIME, after=after).position_ms or 0) - places[-1] < 700


def test_a_step_while_playing_pauses_first(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    after = len(stage.log.seen)
    stage.engine.step()
    stage.wait(Sign.SEEKING, after=after)
    stage.run(300)
    told = [sign for sign in stage.log.signs[after:] if sign not in QUIET]
    assert told == [Sign.PAUSED, Sign.SEEKING]


def test_a_step_without_anything_loaded_does_nothing(stage: Stage) -> None:
    stage.engine.step()
    stage.run(100)
    assert stage.log.signs == []


def test_a_snapshot_is_the_picture_shown_last(stage: Stage) -> None:
    assert stage.engine.snapshot() is None
    stage.load()
    stage.engine.play()
    # Its sound may be heard, and the time told, before the first picture is on show.
    _until(stage, lambda: stage.engine.snapshot() is not None)
    first = _some(stage.engine.snapshot())
    stage.run(600)
    second = _some(stage.engine.snapshot())
    assert len(first.pixels) == first.bytes_per_line * first.height
    assert first.pixels != second.pixels
    stage.engine.close()
    stage.wait(Sign.CLOSED)
    _until(stage, lambda: stage.engine.snapshot() is None)


def _until(stage: Stage, holds: Callable[[], bool]) -> None:
    """Until something holds that no sign tells of."""
    for _ in range(MOST_LOOKS):
        if holds():
            return
        stage.run(LOOK_MS)
    assert holds()


def _some(still: Still | None) -> Still:
    assert still is not None
    return still


# ---------------------------------------------------------------- sounds and subtitles


def test_what_can_be_chosen_is_known_when_it_is_opened(choice: Stage) -> None:
    assert choice.engine.sounds == choice.engine.subtitles == ()
    choice.load()
    assert [track.language for track in choice.engine.sounds] == ["eng", "nor"]
    assert choice.engine.sounds[1].label == "Norsk tale"
    assert [track.language for track in choice.engine.subtitles] == ["eng", "nor"]
    numbers = [track.id for track in (*choice.engine.sounds, *choice.engine.subtitles)]
    assert len(set(numbers)) == 4
    choice.engine.close()
    choice.wait(Sign.CLOSED)
    _until(choice, lambda: choice.engine.sounds == choice.engine.subtitles == ())


@pytest.mark.serial
def test_choosing_goes_on_from_the_same_place_and_all_of_it_counts(choice: Stage) -> None:
    choice.load()
    choice.engine.play()
    choice.wait(Sign.TIME)
    choice.engine.choose_sound(choice.engine.sounds[1].id)
    choice.engine.choose_subtitles(choice.engine.subtitles[0].id)
    choice.run(700)
    choice.engine.choose_subtitles(None)
    choice.wait(Sign.ENDED)
    assert not {Sign.FAILED, Sign.SEEKING} & set(choice.log.signs)
    assert choice.log.counted.length_ms >= choice.duration_ms - 60


def test_a_choice_that_is_not_there_changes_nothing(choice: Stage) -> None:
    choice.load()
    choice.engine.choose_sound(99)
    choice.engine.choose_subtitles(99)
    choice.engine.play()
    choice.wait(Sign.TIME)
    assert Sign.FAILED not in choice.log.signs
