"""A recording that does not play is named as such, within 3 s, and never counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from player.domain.engine import MediaSource, Sign
from player.domain.problem import Problem
from player.media.probe import check_plays, probe
from player.media.problems import MediaEndsEarly, MediaUnplayable, PictureUnknown, SoundUnknown, SourceUnreadable
from player.media.vlc_engine import VlcEngine
from tests.media.bench import DamagedBlock, Log, PackageLikeSource
from tests.media.clips import make_clip

WITHIN_S = 3.5


def failure(engine: VlcEngine, source: MediaSource, *, expected_ms: int | None, play: bool = True) -> Problem:
    log = Log(engine, expected_ms or 60_000)
    engine.load(source, expected_duration_ms=expected_ms)
    if play:
        engine.play()
    failed = log.wait(lambda seen: seen.sign is Sign.FAILED, seconds=WITHIN_S)
    assert failed.problem is not None
    assert failed.message == failed.problem.sentence
    assert Sign.ENDED not in log.signs
    return failed.problem


def _text(whole: bytes) -> bytes:
    return b"<html><body>Please log in to download this recording.</body></html>\n" * 40


def _noise(whole: bytes) -> bytes:
    return bytes((i * 7919 >> 3) & 0xFF for i in range(200_000))


def _empty(whole: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("spoil", [_text, _noise, _empty])
@pytest.mark.parametrize("play", [True, False])
def test_what_is_no_recording_is_unplayable(
    engine: VlcEngine, tmp_path: Path, spoil: Callable[[bytes], bytes], play: bool
) -> None:
    path = tmp_path / "talk.mp4"
    path.write_bytes(spoil(b""))
    problem = failure(engine, PackageLikeSource(path), expected_ms=60_000, play=play)
    assert isinstance(problem, MediaUnplayable)
    assert "talk.mp4" in problem.what


def test_a_missing_media_table_is_unplayable(engine: VlcEngine, tmp_path: Path) -> None:
    path = make_clip(tmp_path / "talk.mp4", seconds=3, table_first=False)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    assert isinstance(failure(engine, PackageLikeSource(path), expected_ms=3_000), MediaUnplayable)


def test_a_recording_cut_short_ends_early(engine: VlcEngine, clip: Path, tmp_path: Path) -> None:
    path = tmp_path / "talk.mp4"
    whole = clip.read_bytes()
    path.write_bytes(whole[: len(whole) // 40])
    problem = failure(engine, PackageLikeSource(path), expected_ms=70_000)
    assert isinstance(problem, MediaEndsEarly)
    assert "1:10" in problem.what


def test_a_recording_shorter_than_the_course_says_is_refused_at_once(engine: VlcEngine, short_clip: Path) -> None:
    problem = failure(engine, PackageLikeSource(short_clip), expected_ms=60_000, play=False)
    assert isinstance(problem, MediaEndsEarly)
    assert "0:06" in problem.what


def test_a_picture_that_cannot_be_decoded_is_named(engine: VlcEngine, clip: Path, tmp_path: Path) -> None:
    path = tmp_path / "talk.mp4"
    path.write_bytes(clip.read_bytes().replace(b"avc1", b"zzz1"))
    problem = failure(engine, PackageLikeSource(path), expected_ms=70_000)
    assert isinstance(problem, PictureUnknown)
    assert "zzz1" in problem.what


def test_sound_that_cannot_be_decoded_is_named(engine: VlcEngine, clip: Path, tmp_path: Path) -> None:
    path = tmp_path / "talk.mp4"
    path.write_bytes(clip.read_bytes().replace(b"mp4a", b"zzza"))
    assert isinstance(failure(engine, PackageLikeSource(path), expected_ms=70_000), SoundUnknown)


def test_a_damaged_block_is_reported_in_the_words_of_the_package(engine: VlcEngine, clip: Path) -> None:
    source = PackageLikeSource(clip, damaged=5)
    problem = failure(engine, source, expected_ms=70_000)
    assert isinstance(problem, DamagedBlock)
    assert problem.what == "Block 5 of “numbers.mp4” is not what was signed."


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), ValueError("a bug")])
def test_a_source_that_fails_in_any_way_never_crashes(engine: VlcEngine, clip: Path, error: Exception) -> None:
    class Pulled(PackageLikeSource):
        def read_at(self, offset: int, length: int) -> bytes:
            if self.reads > 3:
                raise error
            return super().read_at(offset, length)

    assert isinstance(failure(engine, Pulled(clip), expected_ms=70_000), SourceUnreadable)


def test_after_a_failure_another_recording_plays(engine: VlcEngine, clip: Path, tmp_path: Path) -> None:
    path = tmp_path / "talk.mp4"
    path.write_bytes(b"no recording")
    failure(engine, PackageLikeSource(path), expected_ms=None)
    log = Log(engine, 70_000)
    engine.load(PackageLikeSource(clip), expected_duration_ms=70_000)
    engine.play()
    log.wait(lambda seen: seen.sign is Sign.TIME)
    assert Sign.FAILED not in log.signs


# ---------------------------------------------------------------- before packing


def test_a_probe_tells_length_and_tracks_exactly(clip: Path) -> None:
    found = probe(clip)
    assert (found.duration_ms, found.has_picture, found.has_sound) == (70_000, True, True)


def test_a_probe_of_no_recording_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "talk.mp4"
    path.write_text("no recording")
    with pytest.raises(MediaUnplayable):
        probe(path)
    with pytest.raises(SourceUnreadable):
        probe(tmp_path / "missing.mp4")


def test_a_recording_is_played_at_both_ends_before_it_is_packed(short_clip: Path, tmp_path: Path) -> None:
    assert check_plays(short_clip).duration_ms == 6_000
    path = tmp_path / "talk.mp4"
    whole = short_clip.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(MediaEndsEarly):
        check_plays(path)
