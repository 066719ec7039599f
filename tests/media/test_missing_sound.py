"""Recordings without sound, without picture, or whose sound ends early: a jump in them counts what was played."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from player.domain.engine import Sign
from player.domain.watch import Coverage, Interval
from player.media.deck import Deck
from player.media.health import Facts
from player.media.probe import check_plays, probe
from player.media.problems import MediaEndsEarly
from player.media.vlc_engine import VlcEngine, create_engine
from tests.media.bench import PackageLikeSource, RealStage
from tests.media.clips import ffmpeg, make_sound

DURATION_MS = 16_000
BUSY_MS = 1_500
"""What a machine that is busy with other tests may skip; the whole rest was lost before."""


@pytest.fixture
def any_engine() -> Iterator[VlcEngine]:
    made = create_engine(silent=True)
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
    """Plays on to the end: all from the target on must count, but for what a busy machine skips."""
    stage.log.wait(lambda seen: seen.sign is Sign.ENDED, seconds=20)
    asked = Coverage.of([Interval(target_ms, DURATION_MS)])
    both = asked.union(stage.log.counted)
    counted_ms = asked.length_ms + stage.log.counted.length_ms - both.length_ms
    assert counted_ms >= asked.length_ms - BUSY_MS, stage.log.counted
    assert stage.log.counted.intervals[-1].end_ms == DURATION_MS
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
    assert abs(first.start_ms - 5_000) <= BUSY_MS
    assert 5_800 <= first.end_ms <= 5_000 + 1_000 + 2 * BUSY_MS


def test_a_silent_recording_is_opened_once_for_those_who_listen(any_engine: VlcEngine, short_silent_clip: Path) -> None:
    stage = RealStage(any_engine, short_silent_clip, DURATION_MS)
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    assert stage.log.signs.count(Sign.OPENED) == 1
    assert stage.log.of(Sign.OPENED)[0].position_ms == DURATION_MS


@pytest.mark.parametrize("target_ms", [5_000, 9_000])
def test_a_jump_to_where_the_sound_has_ended_counts_from_there_to_the_end(
    any_engine: VlcEngine, half_silent_clip: Path, target_ms: int
) -> None:
    stage = RealStage(any_engine, half_silent_clip, DURATION_MS)
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    stage.engine.seek(target_ms)
    counted_from(stage, target_ms)


# ---------------------------------------------------------------- where libVLC's clock is


def deck_at(target_ms: int) -> Deck:
    """Has just arrived there, with ten pictures decoded."""
    facts = Facts(name="talk.mp4", expected_ms=DURATION_MS, length_ms=DURATION_MS, has_picture=True, pictures_now=10)
    nothing = PackageLikeSource(Path(__file__))
    nothing.close()
    deck = Deck(source=nothing, facts=facts, start_ms=0, rate_percent=100, wanted=True, running=True)
    deck.set_clock(target_ms, 0)
    return deck


def test_a_clock_that_moves_is_read() -> None:
    deck = deck_at(9_000)
    assert [deck.understand(9_000 + at, at) for at in (300, 550, 800)] == [9_300, 9_550, 9_800]


def test_a_clock_that_stands_still_is_not_read_while_pictures_go_on() -> None:
    deck = deck_at(9_000)
    told: list[int | None] = []
    for at in (300, 600, 900):
        deck.facts.pictures_now += 7
        told.append(deck.understand(8_250, at))
    assert told == [None, 9_600, 9_900]


def test_a_clock_that_stands_still_with_the_pictures_tells_nothing() -> None:
    deck = deck_at(9_000)
    assert [deck.understand(9_300, at) for at in (300, 600, 900)] == [9_300, None, None]


def test_a_jump_that_landed_before_its_target_is_believed_once_the_clock_moves() -> None:
    deck = deck_at(9_000)
    assert [deck.understand(8_250 + at, at) for at in (300, 600)] == [None, 8_850]


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


def test_a_recording_whose_sound_ends_early_is_whole(half_silent_clip: Path) -> None:
    assert check_plays(half_silent_clip).duration_ms == DURATION_MS
