"""What comes from the engine's own threads, handed over to the thread that draws without making the engine wait."""

from __future__ import annotations

import threading
from collections import deque

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from player.domain.engine import Observation, Sign

_PATIENT = frozenset({Sign.FRAME, Sign.ALIVE})
PATIENCE_MS = 80
"""Pictures alone are told no more often: a caption that comes two of them late still comes with its word."""


class Ear(QObject):
    """Keeps observations in their order; `heard` comes once for all that wait, however many there are.

    That a picture was shown, or that the sound goes on, can wait for the next few; everything else is told at once,
    with what waited before it.
    """

    heard = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._waiting: deque[Observation] = deque()
        self._told = False

    def listen(self, seen: Observation) -> None:
        """Called on the engine's threads."""
        with self._lock:
            self._waiting.append(seen)
            tells = not self._told and (seen.sign not in _PATIENT or self._is_long_since(seen))
            self._told = self._told or tells
        if tells:
            self.heard.emit()

    def take_all(self) -> tuple[Observation, ...]:
        """What was observed since the last time."""
        with self._lock:
            taken = tuple(self._waiting)
            self._waiting.clear()
            self._told = False
        return taken

    def _is_long_since(self, seen: Observation) -> bool:
        return seen.mono_ms - self._waiting[0].mono_ms >= PATIENCE_MS


class Eye(QObject):
    """Keeps the newest frame only; `saw` comes once until it is taken, so a slow screen drops frames and never lags."""

    saw = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._newest: QImage | None = None
        self._told = False

    def look(self, width: int, height: int, bytes_per_line: int, pixels: memoryview) -> None:
        """Called on the engine's threads. The frame lies over the pixels (32-bit BGRX), which are not copied.

        They are the engine's until two more frames have come: time enough to paint the newest, which is all it is for.
        The frame keeps their memory, so a later repaint at worst shows a newer picture.
        """
        frame = QImage(pixels, width, height, bytes_per_line, QImage.Format.Format_RGB32)
        with self._lock:
            self._newest = frame
            told, self._told = self._told, True
        if not told:
            self.saw.emit()

    def take(self) -> QImage | None:
        """The newest frame, once."""
        with self._lock:
            frame, self._newest = self._newest, None
            self._told = False
        return frame
