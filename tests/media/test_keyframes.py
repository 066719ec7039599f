"""Keyframes: the widest gap is what the encoder was told; what cannot be told cheaply is not guessed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.media.keyframes import widest_gap_ms
from player.media.probe import check_plays, probe
from player.media.source import FileSource
from tests.media.clips import ffmpeg


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One, three and nine seconds between keyframes in nine seconds; and other containers."""
    place = tmp_path_factory.mktemp("keyframes")
    picture = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=10:d=9", "-c:v", "libx264", "-preset", "ultrafast")
    still = ("-sc_threshold", "0", "-pix_fmt", "yuv420p")
    for seconds in (1, 3, 9):
        ffmpeg(*picture, "-g", str(seconds * 10), *still, str(place / f"{seconds}.mp4"))
    ffmpeg(*picture, "-g", "30", *still, "-movflags", "frag_keyframe+empty_moov", str(place / "fragments.mp4"))
    ffmpeg(*picture, "-g", "30", *still, str(place / "other.mkv"))
    ffmpeg("-f", "lavfi", "-i", "sine=440:d=2", str(place / "sound.m4a"))
    return place


def gap(file: Path) -> int | None:
    source = FileSource(file)
    try:
        return widest_gap_ms(source)
    finally:
        source.close()


@pytest.mark.parametrize("seconds", [1, 3, 9])
def test_the_widest_gap_is_what_the_encoder_was_told(clips: Path, seconds: int) -> None:
    assert gap(clips / f"{seconds}.mp4") == seconds * 1000
    assert probe(clips / f"{seconds}.mp4").keyframe_gap_ms == seconds * 1000


@pytest.mark.parametrize("name", ["fragments.mp4", "other.mkv", "sound.m4a"])
def test_what_its_tables_do_not_tell_is_not_guessed(clips: Path, name: str) -> None:
    assert gap(clips / name) is None


def test_the_codecs_are_four_letters_each_the_picture_first(clips: Path) -> None:
    assert probe(clips / "1.mp4").codecs == ("h264",)
    assert probe(clips / "sound.m4a").codecs == ("mp4a",)


def test_a_recording_within_something_else_is_played_too(clips: Path) -> None:
    source = FileSource(clips / "sound.m4a")
    try:
        assert 2_000 <= check_plays(source).duration_ms < 2_100
    finally:
        source.close()


class Bytes:
    """A recording in memory."""

    name = "noise.mp4"

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read_at(self, offset: int, length: int) -> bytes:
        return self._data[offset : offset + length]


@given(noise=st.binary(min_size=1, max_size=8), at=st.integers(0, 4000))
def test_no_bytes_break_the_search(noise: bytes, at: int) -> None:
    clip = (Path(__file__).parents[2] / "resources" / "template" / "media" / "welcome.mp4").read_bytes()
    begins = max(clip.find(b"moov") - 8, 0)
    tables = clip[:32] + clip[begins : begins + 8000]
    found = widest_gap_ms(Bytes(tables[:at] + noise + tables[at + len(noise) :]))
    assert found is None or found >= 0


def test_a_recording_without_sound_passes_by_its_beginning(clips: Path) -> None:
    assert check_plays(clips / "1.mp4").duration_ms == 9_000
