"""A recording that does not play is named as such, within 3 s, and never counts."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from player.domain.engine import MediaSource, Sign
from player.domain.problem import Problem
from player.media import stream
from player.media.probe import check_plays, probe
from player.media.problems import MediaEndsEarly, MediaUnplayable, PictureUnknown, SoundUnknown, SourceUnreadable
from player.media.vlc_engine import VlcEngine
from tests.media.bench import DamagedBlock, Log, PackageLikeSource
from tests.media.clips import ffmpeg, made_once, make_clip, make_sound

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


@pytest.mark.parametrize("readable", [0, 1])
def test_a_probe_of_a_disk_that_fails_is_a_problem(clip: Path, readable: int) -> None:
    class Failing(PackageLikeSource):
        def read_at(self, offset: int, length: int) -> bytes:
            if self.reads >= readable:
                raise OSError(5, "Input/output error")
            return super().read_at(offset, length)

    with pytest.raises(SourceUnreadable, match="Input/output error"):
        probe(Failing(clip))


def test_a_recording_is_played_at_both_ends_before_it_is_packed(short_clip: Path, tmp_path: Path) -> None:
    assert check_plays(short_clip).duration_ms == 6_000
    path = tmp_path / "talk.mp4"
    whole = short_clip.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(MediaEndsEarly):
        check_plays(path)


# ---------------------------------------------------------------- met while it plays


class Stick(PackageLikeSource):
    """A source that can be pulled out, or stops answering for ever, while it is read."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.pulled = threading.Event()
        self.stuck = threading.Event()
        self.let_go = threading.Event()

    def read_at(self, offset: int, length: int) -> bytes:
        if self.pulled.is_set():
            raise OSError(19, "No such device")
        if self.stuck.is_set():
            self.let_go.wait(60)
            return b""
        return super().read_at(offset, length)


@pytest.fixture(scope="module")
def heavy_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """12 s of noise: more bytes than libVLC reads ahead."""
    picture = "testsrc2=s=640x360:r=25,noise=alls=100:allf=t"
    words = "-c:v libx264 -preset ultrafast -qp 8 -g 50".split()
    path = made_once(
        tmp_path_factory,
        "heavy.mp4",
        lambda path: ffmpeg("-f", "lavfi", "-i", picture, "-t", "12", *words, str(path)),
    )
    assert path.stat().st_size > 40 << 20
    return path


@pytest.fixture
def stick(heavy_clip: Path) -> Iterator[Stick]:
    made = Stick(heavy_clip)
    yield made
    made.let_go.set()


def playing(engine: VlcEngine, source: MediaSource, *, expected_ms: int = 70_000, start_ms: int = 0) -> Log:
    log = Log(engine, expected_ms)
    engine.load(source, start_ms=start_ms, expected_duration_ms=expected_ms)
    engine.play()
    log.wait(lambda seen: seen.sign is Sign.TIME)
    return log


def test_a_stick_that_is_pulled_is_named_and_what_was_played_is_kept(engine: VlcEngine, stick: Stick) -> None:
    log = playing(engine, stick, expected_ms=12_000)
    log.wait(lambda seen: seen.sign is Sign.TIME and (seen.position_ms or 0) > 1_000)
    stick.pulled.set()
    engine.seek(10_000)
    failed = log.wait(lambda seen: seen.sign is Sign.FAILED, seconds=3)
    assert isinstance(failed.problem, SourceUnreadable)
    assert "No such device" in failed.message
    assert 900 <= log.counted.length_ms <= 2_500


def test_a_stick_that_does_not_answer_is_told_and_holds_nobody_up(
    engine: VlcEngine, stick: Stick, short_clip: Path
) -> None:
    log = playing(engine, stick, expected_ms=12_000)
    log.wait(lambda seen: seen.sign is Sign.TIME and (seen.position_ms or 0) > 1_000)
    stick.stuck.set()
    after = len(log.seen)
    engine.seek(10_000)
    log.wait(lambda seen: seen.sign is Sign.STALLED, after=after, seconds=3)
    began = time.monotonic()
    engine.close()
    log.wait(lambda seen: seen.sign is Sign.CLOSED, seconds=3)
    engine.load(PackageLikeSource(short_clip), expected_duration_ms=6_000)
    engine.play()
    log.wait(lambda seen: seen.sign is Sign.TIME, after=len(log.seen), seconds=3)
    assert time.monotonic() - began < 5
    assert 900 <= log.counted.length_ms <= 3_500


def test_a_stick_that_never_answers_is_named_in_the_end(
    engine: VlcEngine, stick: Stick, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PATIENCE_S", 1.0)
    stick.stuck.set()
    assert isinstance(failure(engine, stick, expected_ms=12_000), SourceUnreadable)


def test_a_program_ends_although_a_stick_does_not_answer(clip: Path, tmp_path: Path) -> None:
    code = tmp_path / "program.py"
    code.write_text(STUCK)
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, str(code), str(clip)],
        timeout=30,
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert time.monotonic() - began < 15


STUCK = """
import sys, threading, time
from pathlib import Path
from player.media.source import FileSource
from player.media.vlc_engine import create_engine

class Stuck(FileSource):
    def read_at(self, offset, length):
        threading.Event().wait()

engine = create_engine(silent=True)
engine.load(Stuck(Path(sys.argv[1])))
engine.play()
time.sleep(1)
engine.release()
"""


def test_a_recording_cut_in_half_says_so_where_it_ends_and_keeps_what_was_played(
    engine: VlcEngine, clip: Path, tmp_path: Path
) -> None:
    path = tmp_path / "talk.mp4"
    whole = clip.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    log = playing(engine, PackageLikeSource(path), start_ms=32_000)
    failed = log.wait(lambda seen: seen.sign is Sign.FAILED)
    assert isinstance(failed.problem, MediaEndsEarly)
    assert Sign.ENDED not in log.signs
    assert log.counted.intervals[-1].end_ms <= 38_000
    assert log.counted.length_ms >= 1_000


def test_after_a_cut_recording_failed_it_can_be_sought_back_and_played(
    engine: VlcEngine, clip: Path, tmp_path: Path
) -> None:
    path = tmp_path / "talk.mp4"
    path.write_bytes(clip.read_bytes()[: clip.stat().st_size // 2])
    log = playing(engine, PackageLikeSource(path), start_ms=32_000)
    log.wait(lambda seen: seen.sign is Sign.FAILED)
    after = len(log.seen)
    engine.seek(5_000)
    engine.play()
    told = log.wait(lambda seen: seen.sign is Sign.TIME, after=after)
    assert abs((told.position_ms or 0) - 5_000) < 700


def test_rot_in_the_middle_that_was_signed_so_neither_hangs_nor_crashes(
    engine: VlcEngine, clip: Path, tmp_path: Path
) -> None:
    path = tmp_path / "talk.mp4"
    whole = bytearray(clip.read_bytes())
    middle = len(whole) * 2 // 5
    for at in range(middle, middle + 400_000, 7):
        whole[at] ^= 0x5A
    path.write_bytes(whole)
    log = playing(engine, PackageLikeSource(path), start_ms=27_000)
    log.wait(lambda seen: seen.sign is Sign.FAILED or (seen.sign is Sign.TIME and (seen.position_ms or 0) > 31_500))
    engine.pause()
    log.wait(lambda seen: seen.sign in (Sign.FAILED, Sign.PAUSED))
    assert log.counted.length_ms >= 500


@pytest.mark.parametrize(("says_s", "expected_ms", "kind"), [(3, 6_000, MediaEndsEarly), (20, 20_000, MediaEndsEarly)])
def test_a_recording_whose_table_lies_about_its_length_is_named(
    engine: VlcEngine, short_clip: Path, tmp_path: Path, says_s: int, expected_ms: int, kind: type[Problem]
) -> None:
    path = lying(short_clip, tmp_path / "talk.mp4", says_s)
    log = Log(engine, expected_ms)
    engine.load(PackageLikeSource(path), expected_duration_ms=expected_ms)
    engine.play()
    failed = log.wait(lambda seen: seen.sign is Sign.FAILED, seconds=10)
    assert isinstance(failed.problem, kind)
    assert Sign.ENDED not in log.signs


def test_a_table_that_promises_more_than_there_is_and_more_than_the_course_says_ends_all_the_same(
    engine: VlcEngine, short_clip: Path, tmp_path: Path
) -> None:
    log = playing(engine, PackageLikeSource(lying(short_clip, tmp_path / "talk.mp4", 20)), expected_ms=6_000)
    log.wait(lambda seen: seen.sign is Sign.ENDED)
    assert Sign.FAILED not in log.signs
    assert 5_750 <= log.counted.length_ms <= 6_000


def lying(clip: Path, path: Path, says_s: int) -> Path:
    """A copy whose movie header (ISO/IEC 14496-12, `mvhd` version 0) states another length."""
    data = bytearray(clip.read_bytes())
    at = data.index(b"mvhd") + 4
    (scale,) = struct.unpack_from(">I", data, at + 12)
    struct.pack_into(">I", data, at + 16, says_s * scale)
    path.write_bytes(data)
    return path


def test_sound_is_decoded_and_counted_without_any_device(engine: VlcEngine, tmp_path: Path) -> None:
    log = playing(engine, PackageLikeSource(make_sound(tmp_path / "talk.m4a", seconds=4)), expected_ms=4_000)
    log.wait(lambda seen: seen.sign is Sign.ENDED)
    assert not engine.has_sound_device
    assert log.counted.length_ms >= 3_750


def test_a_stick_that_never_answers_is_told_of_while_it_is_opened(engine: VlcEngine, stick: Stick) -> None:
    stick.stuck.set()
    log = Log(engine, 12_000)
    engine.load(stick, expected_duration_ms=12_000)
    engine.play()
    log.wait(lambda seen: seen.sign is Sign.STALLED, seconds=3)
    engine.close()
    log.wait(lambda seen: seen.sign is Sign.CLOSED, seconds=3)
