"""The figures of the bench can be taken and are in the order of magnitude of what was once measured."""

from __future__ import annotations

from pathlib import Path

from tests.media.latency import measure_playback


def test_loading_and_seeking_take_no_time_that_anybody_notices(clip: Path) -> None:
    figures = measure_playback(clip, 70_000, rounds=2)
    print(f"\n{figures}")
    assert set(figures) == {"load_to_first_frame_ms", "seek_ms"}
    assert all(0 < figure < 3_000 for figure in figures.values())
