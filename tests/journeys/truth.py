"""What was really shown: an engine that notes the number in each picture on its way to the window."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from player.domain.engine import MediaEngine
from player.domain.watch import Coverage, Interval
from tests.media.clips import FPS, read_number

FRAME_MS = 1000 // FPS
OnFrame = Callable[[int, int, int, memoryview], None]


class Shown:
    """The pictures that were shown, from whatever thread."""

    def __init__(self) -> None:
        self._numbers: set[int] = set()
        self._lock = threading.Lock()

    def note(self, width: int, pitch: int, pixels: memoryview) -> None:
        number = read_number(width, pitch, pixels)
        with self._lock:
            self._numbers.add(number)

    @property
    def coverage(self) -> Coverage:
        with self._lock:
            return Coverage.of(Interval(n * FRAME_MS, (n + 1) * FRAME_MS) for n in self._numbers)


class WitnessedEngine:
    """The real engine with a witness beside the window."""

    def __init__(self, engine: MediaEngine, shown: Shown) -> None:
        self._engine = engine
        self._shown = shown

    def on_frame(self, listener: OnFrame) -> None:
        def witnessed(width: int, height: int, pitch: int, pixels: memoryview) -> None:
            self._shown.note(width, pitch, pixels)
            listener(width, height, pitch, pixels)

        self._engine.on_frame(witnessed)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)
