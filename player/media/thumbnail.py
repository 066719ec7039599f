"""Where a small libVLC draws: its last picture, in the size of a thumbnail."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import Any

from player.domain.engine import Still
from player.media.canvas import visible_size
from player.media.library import CleanupShape, DisplayShape, FormatShape, LockShape, UnlockShape, vlc

WIDTH = 240
TALLEST = 240
BUFFERS = 3
SPARE_LINES = 32
"""libVLC's scalers may write a little beyond the last line."""


class Thumbnail:
    """The memory output of one player, asking for 32-bit BGRX about 240 dots wide.

    `on_shown` is told on libVLC's own thread of each picture whether it differs from the one before. Keep this until
    the player is released.
    """

    def __init__(self, on_shown: Callable[[bool], None]) -> None:
        self._on_shown = on_shown
        self._guard = threading.Lock()
        self._width = self._height = 0
        self._buffers: list[ctypes.Array[ctypes.c_char]] = []
        self._next = 0
        self._last: bytes | None = None
        self._callbacks: tuple[Any, ...] = (
            LockShape(self._lock),
            UnlockShape(self._unlock),
            DisplayShape(self._display),
            FormatShape(self._format),
            CleanupShape(self._cleanup),
        )

    def attach(self, player: vlc.MediaPlayer) -> None:
        lock, unlock, display, shape, cleanup = self._callbacks
        player.video_set_callbacks(lock, unlock, display, None)
        vlc.libvlc_video_set_format_callbacks(player, shape, cleanup)

    def still(self) -> Still | None:
        with self._guard:
            if self._last is None:
                return None
            return Still(width=self._width, height=self._height, bytes_per_line=self._width * 4, pixels=self._last)

    def _format(self, _opaque: Any, chroma: int, width: Any, height: Any, pitches: Any, lines: Any) -> int:
        ctypes.memmove(chroma, b"RV32", 4)
        with self._guard:
            self._width, self._height = small(*visible_size(width, height))
            width[0], height[0] = self._width, self._height
            pitches[0], lines[0] = self._width * 4, self._height
            size = self._width * 4 * (self._height + SPARE_LINES)
            self._buffers = [ctypes.create_string_buffer(size) for _ in range(BUFFERS)]
            self._next, self._last = 0, None
        return BUFFERS

    def _cleanup(self, _opaque: Any) -> None:
        """The buffers stay until the next format."""

    def _lock(self, _opaque: Any, planes: Any) -> int:
        index = self._next
        self._next = (index + 1) % BUFFERS
        planes[0] = ctypes.addressof(self._buffers[index])
        return index + 1

    def _unlock(self, _opaque: Any, _picture: Any, _planes: Any) -> None: ...

    def _display(self, _opaque: Any, picture: int | None) -> None:
        if not picture:
            return
        pixels = bytes(memoryview(self._buffers[picture - 1])[: self._width * 4 * self._height])
        with self._guard:
            changed, self._last = pixels != self._last, pixels
        self._on_shown(changed)


def small(width: int, height: int) -> tuple[int, int]:
    """The size of a thumbnail with these proportions; even numbers, as scalers like them."""
    if not width or not height:
        return WIDTH, WIDTH
    wide = min(WIDTH, TALLEST * width // height) if height > width else WIDTH
    wide = max(16, wide // 8 * 8)
    return wide, max(2, min(TALLEST, wide * height // width) // 2 * 2)
