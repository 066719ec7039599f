from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from player.media.vlc_engine import VlcEngine, create_engine
from tests.media.clips import made_once, make_clip, make_many_tracks


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """70 s of moving numbered pictures with a tone."""
    return made_once(tmp_path_factory, "numbers.mp4", lambda path: make_clip(path, seconds=70))


@pytest.fixture(scope="session")
def short_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "short.mp4", lambda path: make_clip(path, seconds=6))


@pytest.fixture(scope="session")
def silent_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As `clip`, without any sound."""
    return made_once(tmp_path_factory, "unheard.mp4", lambda path: make_clip(path, seconds=70, sound_seconds=0))


@pytest.fixture(scope="session")
def short_silent_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "short-unheard.mp4", lambda path: make_clip(path, seconds=16, sound_seconds=0))


@pytest.fixture(scope="session")
def half_silent_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sound ends after 3 s, the picture after 16 s."""
    return made_once(tmp_path_factory, "half-heard.mp4", lambda path: make_clip(path, seconds=16, sound_seconds=3))


@pytest.fixture(scope="session")
def many_tracks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """6 s of black with two sounds and two subtitles."""
    return made_once(tmp_path_factory, "many.mkv", lambda path: make_many_tracks(path, seconds=6))


@pytest.fixture
def engine() -> Iterator[VlcEngine]:
    made = create_engine(silent=True)
    yield made
    made.release()
