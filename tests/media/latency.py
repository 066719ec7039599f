"""How fast a recording is there: figures for `packaging/bench`, taken through a source that checks its blocks."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from player.domain.engine import Sign
from player.media.vlc_engine import create_engine
from tests.media.bench import RealStage
from tests.media.clips import FPS


def measure_playback(clip: Path, duration_ms: int, *, rounds: int = 5) -> dict[str, float]:
    """Medians in ms: from `load` to the first picture, and from `seek` to the first picture there.

    `clip` must be one of `make_clip`, so that the pictures tell their numbers.
    """
    loads: list[float] = []
    seeks: list[float] = []
    for round_ in range(rounds):
        engine = create_engine(silent=True)
        stage = RealStage(engine, clip, duration_ms)
        try:
            began = time.monotonic()
            engine.load(stage.source, expected_duration_ms=duration_ms)
            engine.play()
            loads.append(stage.shown.wait(lambda _number: True) - began)
            stage.wait(Sign.TIME)
            for share in (0.7, 0.2, 0.5):
                seeks.append(_seek(stage, int(duration_ms * share) + 440 * round_))
        finally:
            engine.release()
            stage.source.close()
    return {
        "load_to_first_frame_ms": round(statistics.median(loads) * 1000, 1),
        "seek_ms": round(statistics.median(seeks) * 1000, 1),
    }


def _seek(stage: RealStage, target_ms: int) -> float:
    """Seconds until the picture there, or one of the few after it, is shown."""
    after, began, wanted = len(stage.shown.numbers), time.monotonic(), target_ms * FPS // 1000
    stage.engine.seek(target_ms)
    return stage.shown.wait(lambda number: -1 <= number - wanted <= 5, after=after) - began
