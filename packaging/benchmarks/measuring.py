"""How a figure is taken: beside a baseline, in turn, in the same run, so that a drifting machine drifts under both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "samples" / "meet-carrel.course"
Figures = dict[str, float]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that one call took."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def in_turn(a: Callable[[], float], b: Callable[[], float], *, times: int) -> tuple[float, float]:
    """The medians of both, measured A B A B …; one warm-up each."""
    a(), b()
    pairs = [(a(), b()) for _ in range(times)]
    return statistics.median(x for x, _ in pairs), statistics.median(y for _, y in pairs)
