"""The ten-second self-test: it plays, it is read whole, and a damaged one says so instead of blaming the machine."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from player.domain.engine import Sign
from player.media.probe import probe
from player.media.problems import SelfTestUnsound
from player.media.selftest import open_self_test
from player.media.trial import try_self_test
from player.media.vlc_engine import VlcEngine
from tests.media.bench import Log

FOLDER = Path(__file__).parents[2] / "resources" / "selftest"
WORDS = ("This is Carrel’s test.", "If you hear this voice, the sound works.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "selftest"))


def test_it_lasts_ten_seconds_and_is_what_most_courses_are() -> None:
    test = open_self_test(FOLDER)
    found = probe(test.source)
    assert found.duration_ms == test.duration_ms == 10_000
    assert found.codecs == ("h264", "mp4a")
    assert test.source.size < 400_000


def test_it_is_decoded_here() -> None:
    how = "the first moment was decoded: H.264 picture, AAC sound"
    assert try_self_test(FOLDER, limit_s=10) == ("yes", how)


def test_its_captions_are_the_words_that_are_spoken() -> None:
    captions = open_self_test(FOLDER).captions.decode()
    assert captions.startswith("WEBVTT")
    assert [line for line in captions.splitlines() if line in WORDS] == list(WORDS)


def test_the_engine_of_the_window_plays_it(engine: VlcEngine) -> None:
    test = open_self_test(FOLDER)
    log = Log(engine, test.duration_ms)
    engine.load(test.source, expected_duration_ms=test.duration_ms)
    engine.play()
    log.wait(lambda seen: seen.sign is Sign.TIME)
    assert Sign.FAILED not in log.signs


def _missing(folder: Path) -> None:
    shutil.rmtree(folder)


def _no_recording(folder: Path) -> None:
    (folder / "selftest.mp4").unlink()


def _one_bit(folder: Path) -> None:
    data = bytearray((folder / "selftest.mp4").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "selftest.mp4").write_bytes(data)


def _cut(folder: Path) -> None:
    (folder / "captions.vtt").write_bytes(b"")


def _strange_list(folder: Path) -> None:
    (folder / "selftest.toml").write_bytes(b"\xff\xfe")


def _short_list(folder: Path) -> None:
    (folder / "selftest.toml").write_text("duration_ms = 10000\nrecording = 3\ncaptions = 3\n")


def _in_the_way(folder: Path) -> None:
    _no_recording(folder)
    (folder / "selftest.mp4").mkdir()


@pytest.mark.parametrize("spoil", [_missing, _no_recording, _one_bit, _cut, _strange_list, _short_list, _in_the_way])
def test_a_damaged_one_is_a_problem_and_proves_nothing_about_the_machine(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(folder)
    with pytest.raises(SelfTestUnsound) as raised:
        open_self_test(folder)
    assert all((raised.value.what, raised.value.meaning, raised.value.remedy))
    assert try_self_test(folder) == (None, raised.value.what)
