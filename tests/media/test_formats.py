"""The recordings that providers really have: each tells its length, plays, seeks, ends and is counted rightly."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from player.domain.engine import Sign
from player.domain.watch import Coverage
from player.media.probe import check_plays, probe
from player.media.source import FileSource
from player.media.vlc_engine import VlcEngine, create_engine
from tests.media.bench import PackageLikeSource, RealStage
from tests.media.clips import ffmpeg

LENGTH_MS = 200
"""The most by which the length may differ from what ffprobe says."""
COUNT_MS = 250
SECONDS = 6
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-pix_fmt", "yuv420p")
AAC = ("-c:a", "aac", "-b:a", "64k")


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How ffmpeg makes a recording with a picture and a sound, unless it has none.

    `lands_ms`: how far a seek may miss, where the container has no index; what it leaves out is not counted.
    `ends_ms`: how much of its end may be left out, where libVLC's clock jumps back at the last moment.
    """

    suffix: str
    words: tuple[str, ...]
    picture: str | None = "testsrc2=s=320x180:r=25"
    sound: str | None = "sine=440:r=48000"
    seconds: int = SECONDS
    lands_ms: int = COUNT_MS
    ends_ms: int = COUNT_MS

    def make(self, folder: Path) -> Path:
        path = folder / f"talk.{self.suffix}"
        inputs = [word for source in (self.picture, self.sound) if source for word in ("-f", "lavfi", "-i", source)]
        ffmpeg(*inputs, "-t", str(self.seconds), *self.words, str(path))
        return path


def _rate(rate: str) -> Format:
    return Format(suffix="mp4", words=(*H264, *AAC), picture=f"testsrc2=s=320x180:r={rate}")


def _slides(seconds_each: int, *, seconds: int) -> Format:
    words = ("-c:v", "libx264", "-tune", "stillimage", "-pix_fmt", "yuv420p", *AAC)
    return Format(
        suffix="mp4",
        words=words,
        picture=f"testsrc2=s=320x180:r=1/{seconds_each}",
        seconds=seconds,
    )


FORMATS = {
    "H.264 and AAC in MP4": Format(suffix="mp4", words=(*H264, *AAC)),
    "HEVC in MP4": Format(
        suffix="mp4", words=("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", *AAC)
    ),
    "VP9 and Opus in WebM": Format(
        suffix="webm", words=("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus")
    ),
    "AV1 and Opus in WebM": Format(suffix="webm", words=("-c:v", "libsvtav1", "-preset", "12", "-c:a", "libopus")),
    "MPEG transport stream": Format(suffix="ts", words=(*H264, *AAC)),
    "transport stream that begins at nine hours": Format(
        suffix="ts", words=(*H264, *AAC, "-output_ts_offset", "32400")
    ),
    "Blu-ray transport stream": Format(suffix="m2ts", words=(*H264, "-c:a", "ac3")),
    "MPEG-2 program stream": Format(suffix="vob", words=("-c:v", "mpeg2video", "-c:a", "mp2"), lands_ms=600),
    "Matroska": Format(suffix="mkv", words=(*H264, *AAC)),
    "MP3": Format(suffix="mp3", words=("-c:a", "libmp3lame"), picture=None),
    "MP3 of changing rate": Format(suffix="mp3", words=("-c:a", "libmp3lame", "-q:a", "4"), picture=None),
    "M4A": Format(suffix="m4a", words=AAC, picture=None),
    "Ogg Vorbis": Format(suffix="ogg", words=("-c:a", "libvorbis"), picture=None),
    "Ogg Opus": Format(suffix="opus", words=("-c:a", "libopus"), picture=None),
    "FLAC": Format(suffix="flac", words=("-c:a", "flac"), picture=None),
    "WAV": Format(suffix="wav", words=(), picture=None),
    "4K": Format(suffix="mp4", words=(*H264, *AAC), picture="testsrc2=s=3840x2160:r=25", seconds=4),
    "23.976 pictures a second": _rate("24000/1001"),
    "29.97 pictures a second": _rate("30000/1001"),
    "50 pictures a second": _rate("50"),
    "60 pictures a second": _rate("60"),
    "changing picture rate": Format(
        suffix="mp4", words=("-vf", "select='not(mod(n,3))+lt(mod(n,40),15)'", "-fps_mode", "vfr", *H264, *AAC)
    ),
    "B pictures and an edit list": Format(
        suffix="mp4", words=("-c:v", "libx264", "-preset", "fast", "-bf", "3", "-g", "50", "-pix_fmt", "yuv420p", *AAC)
    ),
    "picture without sound": Format(suffix="mp4", words=H264, sound=None),
    "fragmented MP4": Format(suffix="mp4", words=(*H264, *AAC, "-movflags", "frag_keyframe+empty_moov"), ends_ms=700),
    "slides of two seconds": _slides(2, seconds=8),
    "five seconds": Format(suffix="mp4", words=(*H264, *AAC), seconds=5),
}


COMMON = {
    *("H.264 and AAC in MP4", "HEVC in MP4", "VP9 and Opus in WebM", "AV1 and Opus in WebM", "MPEG transport stream"),
    *("Matroska", "MP3", "picture without sound", "60 pictures a second"),
}
"""One of each kind; the others differ in details, and every one of them takes its time to be played."""


def _formats() -> list[object]:
    return [pytest.param(name, marks=() if name in COMMON else pytest.mark.long) for name in FORMATS]


@pytest.fixture(scope="module", params=_formats())
def made(request: pytest.FixtureRequest) -> Format:
    return FORMATS[request.param]


@pytest.fixture(scope="module")
def recording(made: Format, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.make(tmp_path_factory.mktemp("formats"))


def length_by_ffprobe(path: Path) -> int:
    command = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "json", str(path)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return round(float(told["format"]["duration"]) * 1000)


def test_its_length_is_told_and_it_plays_at_both_ends(recording: Path) -> None:
    found = probe(recording)
    assert abs(found.duration_ms - length_by_ffprobe(recording)) <= LENGTH_MS
    assert check_plays(recording).duration_ms == found.duration_ms


def test_it_plays_seeks_and_ends_and_counts_what_was_played(engine: VlcEngine, recording: Path, made: Format) -> None:
    length_ms = probe(recording).duration_ms
    stage = RealStage(engine, recording, length_ms)
    stage.load()
    assert abs((stage.engine.duration_ms or 0) - length_ms) <= LENGTH_MS
    engine.play()
    stage.wait(Sign.PLAYING)
    began = time.monotonic()
    stage.run(1_500)
    engine.pause()
    paused = stage.wait(Sign.PAUSED)
    passed = paused.mono_ms - round(began * 1000)
    assert abs(stage.log.counted.length_ms - passed) <= COUNT_MS
    assert stage.log.counted.intervals[0].start_ms <= COUNT_MS
    after = len(stage.log.seen)
    engine.seek(length_ms - 2_000)
    engine.play()
    stage.wait(Sign.ENDED, after=after)
    assert Sign.FAILED not in stage.log.signs
    last = stage.log.counted.intervals[-1]
    assert -COUNT_MS <= last.start_ms - (length_ms - 2_000) <= made.lands_ms
    assert length_ms - made.ends_ms <= last.end_ms <= length_ms


@pytest.mark.parametrize("suffix", ["mp3", "m4a"])
def test_sound_with_a_cover_picture_is_counted_to_its_end(engine: VlcEngine, tmp_path: Path, suffix: str) -> None:
    cover, path = tmp_path / "cover.jpg", tmp_path / f"talk.{suffix}"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=300x300:d=1", "-frames:v", "1", str(cover))
    codec = ("-c:a", "libmp3lame", "-id3v2_version", "3") if suffix == "mp3" else AAC
    ffmpeg(
        *("-f", "lavfi", "-i", "sine=440:d=5", "-i", str(cover), "-map", "0", "-map", "1", *codec),
        *("-c:v", "copy", "-disposition:v", "attached_pic", "-metadata", "title=Talk", str(path)),
    )
    assert abs(probe(path).duration_ms - length_by_ffprobe(path)) <= LENGTH_MS
    assert whole(engine, path).length_ms >= 5_000 - COUNT_MS


def whole(engine: VlcEngine, path: Path) -> Coverage:
    """What counts of a recording that is played from the beginning to the end."""
    stage = RealStage(engine, path, probe(path).duration_ms)
    stage.load()
    engine.play()
    stage.wait(Sign.ENDED)
    return stage.log.counted


def test_a_transport_stream_whose_clock_does_not_begin_at_nought_is_counted_from_its_beginning(
    engine: VlcEngine, tmp_path: Path
) -> None:
    path = FORMATS["transport stream that begins at nine hours"].make(tmp_path)
    counted = whole(engine, path)
    assert counted.intervals[0].start_ms <= COUNT_MS
    assert len(counted.intervals) == 1


def test_hardware_decoding_is_never_required(recording_h264: Path) -> None:
    for hardware_decoding in (True, False):
        engine = create_engine(silent=True, hardware_decoding=hardware_decoding)
        try:
            assert whole(engine, recording_h264).length_ms >= SECONDS * 1000 - COUNT_MS
        finally:
            engine.release()


@pytest.fixture
def recording_h264(tmp_path: Path) -> Path:
    return FORMATS["H.264 and AAC in MP4"].make(tmp_path)


def _six_hours(folder: Path) -> Path:
    """Very small pictures, one a second."""
    format_ = Format(
        suffix="mp4",
        words=(*H264[:2], "-preset", "ultrafast", "-g", "10", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "16k"),
        picture="color=gray:s=64x36:r=1",
        sound="anullsrc=r=8000:cl=mono",
        seconds=6 * 3600,
    )
    return format_.make(folder)


def _slides_a_minute(folder: Path) -> Path:
    return _slides(60, seconds=300).make(folder)


def _slides_ten_seconds(folder: Path) -> Path:
    return _slides(10, seconds=60).make(folder)


@pytest.mark.long
@pytest.mark.parametrize("make", [_six_hours, _slides_a_minute, _slides_ten_seconds])
def test_long_recordings_are_sought_through_and_end(
    engine: VlcEngine, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path)
    length_ms = length_by_ffprobe(path)
    assert abs(probe(path).duration_ms - length_ms) <= LENGTH_MS
    stage = RealStage(engine, path, length_ms)
    stage.load()
    engine.play()
    stage.wait(Sign.TIME)
    for place_ms in (length_ms // 3, length_ms * 2 // 3, length_ms - 3_000):
        after = len(stage.log.seen)
        engine.seek(place_ms)
        told = stage.log.wait(lambda seen: seen.sign is Sign.TIME, after=after)
        assert abs((told.position_ms or 0) - place_ms) <= 1_200
        stage.run(500)
    stage.wait(Sign.ENDED)
    assert Sign.FAILED not in stage.log.signs
    assert stage.log.counted.intervals[-1].end_ms >= length_ms - COUNT_MS


def test_a_source_is_closed_by_whoever_opened_it(tmp_path: Path, recording_h264: Path) -> None:
    source = FileSource(recording_h264)
    assert probe(source).has_picture
    assert source.read_at(0, 4)
    source.close()
    checked = PackageLikeSource(recording_h264)
    assert probe(checked).has_sound
    checked.close()
