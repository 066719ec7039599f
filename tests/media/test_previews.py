"""Small pictures of a recording, fetched while it is not played."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from player.domain.engine import Still
from player.media.containers import is_mpeg_stream
from player.media.previews import Previews, create_previews
from player.media.source import FileSource
from player.media.thumbnail import small
from player.media.vlc_engine import VlcEngine
from tests.media.bench import PackageLikeSource, RealStage
from tests.media.clips import make_sound, read_number

KEYFRAME = 50
"""Pictures from one keyframe of the clips to the next: 2 s."""


class Album:
    """The stills that came."""

    def __init__(self, previews: Previews) -> None:
        self.stills: list[tuple[int, Still]] = []
        self._news = threading.Condition()
        previews.on_still(self._keep)

    def _keep(self, position_ms: int, still: Still) -> None:
        with self._news:
            self.stills.append((position_ms, still))
            self._news.notify_all()

    def wait(self, position_ms: int, seconds: float = 5) -> Still:
        until = time.monotonic() + seconds
        with self._news:
            while True:
                found = [still for place, still in self.stills if place == position_ms]
                if found:
                    return found[-1]
                left = until - time.monotonic()
                assert left > 0, f"no picture came; those of {[place for place, _ in self.stills]} did"
                self._news.wait(left)


def number_in(still: Still) -> int:
    return read_number(still.width, still.bytes_per_line * 6 // 16, memoryview(still.pixels))


@pytest.fixture
def previews(clip: Path) -> Iterator[Previews]:
    made = create_previews(FileSource(clip))
    yield made
    made.release()


def test_a_preview_shows_the_keyframe_nearby_in_a_small_size(previews: Previews) -> None:
    album = Album(previews)
    for position_ms in (31_000, 3_500, 64_500, 12_000):
        previews.ask(position_ms)
        still = album.wait(position_ms)
        assert (still.width, still.height) == (240, 134)
        assert len(still.pixels) == still.bytes_per_line * still.height
        assert abs(number_in(still) * 40 - position_ms) <= KEYFRAME * 40 + 400


def test_of_many_wishes_the_last_is_fulfilled(previews: Previews) -> None:
    album = Album(previews)
    for position_ms in range(1_000, 60_000, 500):
        previews.ask(position_ms)
    album.wait(59_500)
    assert len(album.stills) < 20
    assert all(before < after for (before, _), (after, _) in pairwise(album.stills))


def test_the_same_place_twice_is_answered_twice(previews: Previews) -> None:
    album = Album(previews)
    previews.ask(30_000)
    first = album.wait(30_000)
    album.stills.clear()
    previews.ask(30_000)
    assert number_in(album.wait(30_000)) - number_in(first) in range(-5, 6)


def test_nothing_is_opened_before_anything_is_asked_for(clip: Path) -> None:
    source = PackageLikeSource(clip)
    previews = create_previews(source)
    previews.release()
    previews.ask(1_000)
    assert source.reads == 0


def test_sound_alone_has_no_previews_and_can_be_let_go(tmp_path: Path) -> None:
    previews = create_previews(FileSource(make_sound(tmp_path / "talk.m4a", seconds=5)))
    album = Album(previews)
    previews.ask(1_000)
    with pytest.raises(AssertionError):
        album.wait(1_000, seconds=1)
    previews.release()


@pytest.mark.parametrize("content", [b"", b"<html>no recording</html>"])
def test_what_is_no_recording_is_passed_over_in_silence(
    tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "talk.mp4"
    path.write_bytes(content)
    previews = create_previews(FileSource(path))
    album = Album(previews)
    previews.ask(1_000)
    with pytest.raises(AssertionError):
        album.wait(1_000, seconds=0.7)
    previews.release()
    assert "Traceback" not in capfd.readouterr().err


def test_letting_go_in_the_middle_of_a_wish_does_not_hang(clip: Path) -> None:
    for _ in range(8):
        previews = create_previews(FileSource(clip))
        previews.ask(40_000)
        began = time.monotonic()
        previews.release()
        previews.release()
        assert time.monotonic() - began < 4


def test_previews_and_playing_read_the_same_source_at_once(engine: VlcEngine, clip: Path) -> None:
    stage = RealStage(engine, clip, 70_000)
    source = FileSource(clip)
    engine.load(source, expected_duration_ms=70_000)
    engine.play()
    previews = create_previews(source)
    album = Album(previews)
    for position_ms in range(5_000, 65_000, 6_000):
        previews.ask(position_ms)
        assert abs(number_in(album.wait(position_ms)) * 40 - position_ms) <= KEYFRAME * 40 + 400
    stage.run(1_000)
    previews.release()
    assert all(seen.problem is None for seen in stage.log.seen)
    numbers = stage.shown.numbers
    assert len(numbers) > 20
    assert max(after - before for before, after in pairwise(numbers)) < 10


@pytest.mark.parametrize(
    ("width", "height", "result"),
    [
        (1280, 720, (240, 134)),
        (1920, 1080, (240, 134)),
        (720, 1280, (128, 226)),
        (0, 0, (240, 240)),
        (8, 4, (240, 120)),
    ],
)
def test_a_thumbnail_keeps_its_shape(width: int, height: int, result: tuple[int, int]) -> None:
    assert small(width, height) == result


@pytest.mark.parametrize(
    ("head", "is_stream"),
    [
        (b"", False),
        (b"\x00\x00\x00\x20ftypisom" + bytes(600), False),
        (b"G" * 300, False),
        ((b"G" + bytes(187)) * 4, True),
        ((bytes(4) + b"G" + bytes(187)) * 4, True),
        (b"\x00\x00\x01\xbaabc", True),
    ],
)
def test_mpeg_streams_are_told_by_their_first_bytes(head: bytes, is_stream: bool) -> None:
    assert is_mpeg_stream(head) is is_stream
