"""The witnesses themselves: what is read from pictures and sounds is what was there, and differences are seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from player.domain.course import SessionId
from player.domain.event import Watched
from tests.media.clips import ffmpeg
from tests.truth.compare import Comparison, compare
from tests.truth.recordings import make_recording
from tests.truth.script import (
    Act,
    Done,
    allowance,
    back,
    faster,
    freeze,
    kill,
    pause,
    play,
    rate_at,
    seek,
    slower,
    whatever,
)
from tests.truth.session import Counted, Record
from tests.truth.sightings import FRAME_MS, Sighting, Truth
from tests.truth.sound import Loudspeaker
from tests.truth.tones import BEAT_SAMPLES, WINDOW, chord, read_chord

MOVIE_S = 4


def seen(numbers: Iterable[int], *, since_ms: int = 0, each_ms: int = FRAME_MS) -> list[Sighting]:
    return [Sighting(mono_ms=since_ms + place * each_ms, number=number) for place, number in enumerate(numbers)]


def truth_of(sightings: Sequence[Sighting], rate: int = 100) -> list[tuple[int, int]]:
    surely = Truth(sightings, lambda _: rate).surely
    return [(interval.start_ms, interval.end_ms) for interval in surely.intervals]


def test_every_chord_is_read_back() -> None:
    for number in (0, 1, 4_095, 65_536, 89_999, 262_143):
        beat = chord(number)
        assert {read_chord(beat[start : start + WINDOW]) for start in range(0, BEAT_SAMPLES - WINDOW + 1, 60)} == {
            number
        }


def test_silence_and_two_chords_at_once_are_no_number() -> None:
    assert read_chord([0] * WINDOW) is None
    both = (*chord(7)[-WINDOW // 2 :], *chord(250_000)[: WINDOW // 2])
    assert read_chord(both) is None


def test_beats_outlive_the_way_through_a_recording(tmp_path: Path) -> None:
    movie = make_recording(tmp_path / "numbers.m4a", seconds=MOVIE_S, picture=False)
    raw = tmp_path / "heard.raw"
    decode(movie, raw)
    heard = Loudspeaker({}, raw, 0).heard()
    assert {beat.number for beat in heard} == set(range(MOVIE_S * 25))
    assert all(abs(beat.mono_ms - beat.number * FRAME_MS) <= 20 for beat in heard)


def decode(movie: Path, raw: Path) -> None:
    ffmpeg("-i", str(movie), "-f", "s16le", "-ar", "12000", "-ac", "1", str(raw))


def test_plain_playing_is_one_stretch_however_its_pictures_jitter() -> None:
    jitter = [0, 15, -10, 20, 0, -15, 10, 5]
    sightings = [Sighting(mono_ms=n * 40 + jitter[n % 8], number=n) for n in range(100)]
    assert truth_of(sightings) == [(0, 4_000)]


def test_what_is_skipped_was_not_played() -> None:
    assert truth_of([*seen(range(50)), *seen(range(58, 100), since_ms=2_000)]) == [(0, 2_000), (2_320, 4_000)]


def test_pictures_that_a_busy_window_did_not_draw_were_played() -> None:
    assert truth_of([*seen(range(50)), *seen(range(58, 100), since_ms=2_320)]) == [(0, 4_000)]


def test_what_runs_away_from_the_clock_is_not_all_played() -> None:
    """Every other picture is left out, at the speed of one."""
    played = sum(end - start for start, end in truth_of(seen(range(0, 200, 2))))
    assert played <= 4_000 + 2 * FRAME_MS


def test_at_double_speed_pictures_come_twice_as_fast() -> None:
    assert truth_of(seen(range(0, 200, 2)), rate=200) == [(0, 199 * FRAME_MS)]


def test_a_picture_that_stands_still_was_not_played_but_was_there() -> None:
    truth = Truth(
        [*seen(range(10)), *seen([500], since_ms=2_000), *seen(range(700, 710), since_ms=3_000)], lambda _: 100
    )
    assert truth.surely.length_ms == 20 * FRAME_MS
    assert truth.at_all.length_ms == 21 * FRAME_MS


@pytest.fixture
def minute() -> list[Sighting]:
    """Ten seconds, then ten seconds from the thirtieth on."""
    return [*seen(range(250)), *seen(range(750, 1_000), since_ms=10_000)]


def judged(counted: Sequence[tuple[int, int, int]], *witnesses: Sequence[Sighting]) -> Comparison:
    """`counted`: start and end of spans, and the stamps of their events."""
    record = Record(done=done(play(10), seek(30, 10)))
    for start, end, stamp in counted:
        watched = Watched(
            session=SessionId("lecture"), start_ms=start, end_ms=end, engaged_ms=end - start, rate_percent=100
        )
        since_ms = record.counted[-1].mono_ms if record.counted else 0
        record.counted.append(Counted(watched=watched, since_ms=since_ms, mono_ms=stamp))
    return compare(record, "test", *witnesses)


def done(*acts: Act) -> list[Done]:
    stamps = [sum(act.ms for act in acts[:place]) for place in range(len(acts))]
    return [Done(act=act, mono_ms=stamp) for act, stamp in zip(acts, stamps, strict=True)]


def test_what_agrees_is_told_to_agree(minute: list[Sighting]) -> None:
    verdict = judged([(0, 10_000, 10_000), (30_000, 40_000, 20_000)], minute)
    assert (verdict.lost_ms, verdict.added_ms, verdict.shown_ms) == (0, 0, 20_000)
    assert verdict.holds


def test_what_is_missing_is_charged_to_its_act(minute: list[Sighting]) -> None:
    verdict = judged([(0, 10_000, 10_000), (31_000, 40_000, 20_000)], minute)
    assert (verdict.lost_ms, verdict.added_ms) == (1_000, 0)
    assert [tally.lost_ms for _, tally in verdict.acts] == [0, 1_000]
    assert not verdict.holds


def test_what_was_never_there_is_charged_to_its_act(minute: list[Sighting]) -> None:
    verdict = judged([(0, 11_000, 11_000), (30_000, 40_000, 20_000)], minute)
    assert (verdict.lost_ms, verdict.added_ms) == (0, 1_000)
    assert not verdict.holds


def test_of_two_witnesses_one_is_enough_that_it_was_there(minute: list[Sighting]) -> None:
    deaf = [one for one in minute if not 100 <= one.number < 150]
    verdict = judged([(0, 10_000, 10_000), (30_000, 40_000, 20_000)], deaf, minute)
    assert verdict.added_ms == 0
    assert judged([(0, 10_000, 10_000), (30_000, 40_000, 20_000)], deaf).added_ms == 2_000


def test_who_is_killed_may_lose_but_never_gain() -> None:
    allowed = allowance(done(play(5), kill(5)), 10_000)
    assert allowed.lost - allowed.added == 10_000
    assert allowance(done(play(5), freeze(2, 5)), 10_000).added <= 250


def test_the_speed_in_force_is_known_and_lasts_a_moment_longer() -> None:
    acts = done(play(5), faster(5), faster(5), back(1), kill(5))
    assert [rate_at(acts, ms) for ms in (4_000, 5_100, 9_000, 14_000, 15_500, 17_000)] == [100, 125, 125, 150, 150, 100]


def test_a_slower_speed_is_believed_only_when_it_has_settled() -> None:
    acts = done(play(5), slower(5), pause(1))
    assert [rate_at(acts, ms) for ms in (5_100, 6_000)] == [100, 75]


def test_random_learners_are_the_same_each_time() -> None:
    assert whatever(3, 50, 60) == whatever(3, 50, 60)
    assert len(whatever(3, 50, 60)) == 50


def test_what_is_counted_of_one_visit_does_not_hide_what_is_missing_of_another() -> None:
    twice = [*seen(range(250)), *seen(range(250), since_ms=20_000)]
    verdict = judged([(0, 10_000, 10_000), (0, 5_000, 25_000)], twice)
    assert (verdict.lost_ms, verdict.visits.lost_ms) == (0, 5_000)
    assert not verdict.holds
