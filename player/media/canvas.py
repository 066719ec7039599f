"""Where libVLC draws: three picture buffers in memory, each handed on the moment it is due to be shown."""

from __future__ import annotations

import ctypes
import zlib
from collections.abc import Callable
from typing import Any

from player.media.library import CleanupShape, DisplayShape, FormatShape, LockShape, UnlockShape, vlc
from player.media.worker import mono_ms

BUFFERS = 3
ALIGNMENT = 64
PROBED_LINES = 24
MOST_PADDING = 256
"""By how many columns or lines a decoder's picture may be larger than what is shown of it."""

FrameListener = Callable[[int, int, int, memoryview], None]


class _Buffer:
    """One picture in memory, its first byte aligned as decoders like it."""

    def __init__(self, size: int) -> None:
        self._room = (ctypes.c_ubyte * (size + ALIGNMENT))()
        start = -ctypes.addressof(self._room) % ALIGNMENT
        self.address = ctypes.addressof(self._room) + start
        self.pixels = memoryview(self._room).cast("B")[start : start + size]


class Canvas:
    """The memory output of one player, asking for 32-bit BGRX at the recording's own size.

    While nothing new is due, libVLC shows the last picture again and again; `on_shown(changed)` says for each
    showing whether a sample of the picture differs from the one before. Called on libVLC's own thread.
    """

    def __init__(self, on_shown: Callable[[bool], None]) -> None:
        self._on_shown = on_shown
        self._listeners: tuple[FrameListener, ...] = ()
        self._buffers: list[_Buffer] = []
        self._next = 0
        self._width = self._height = self._pitch = self._size = 0
        self._print = 0
        self.still = False
        """While still (paused), a picture like the one before is not handed on again."""
        self.covered = False
        self.covered_until: int | None = None
        """While covered nothing is handed on, at most until then (monotonic ms)."""
        self._callbacks: tuple[Any, ...] = (
            LockShape(self._lock),
            UnlockShape(),
            DisplayShape(self._display),
            FormatShape(self._format),
            CleanupShape(self._cleanup),
        )

    def listen(self, listener: FrameListener) -> None:
        self._listeners = (*self._listeners, listener)

    def attach(self, player: vlc.MediaPlayer) -> None:
        """Keep this object until the player is released: libVLC holds bare pointers to it."""
        lock, unlock, display, shape, cleanup = self._callbacks
        player.video_set_callbacks(lock, unlock, display, None)
        vlc.libvlc_video_set_format_callbacks(player, shape, cleanup)

    def _format(self, _opaque: Any, chroma: int, width: Any, height: Any, pitches: Any, lines: Any) -> int:
        ctypes.memmove(chroma, b"RV32", 4)
        width[0], height[0] = self._width, self._height = visible_size(width, height)
        self._pitch = -(-width[0] * 4 // 32) * 32
        pitches[0] = self._pitch
        lines[0] = -(-height[0] // 32) * 32
        self._size = self._pitch * lines[0]
        return BUFFERS

    def _cleanup(self, _opaque: Any) -> None:
        """The buffers stay until the next format: a listener may still be looking at the last picture."""

    def _lock(self, _opaque: Any, planes: Any) -> int:
        """A buffer that is not among the last two that were handed on.

        Room is made only here: on its way to what it can decode, libVLC asks for several formats.
        """
        if not self._buffers or len(self._buffers[0].pixels) != self._size:
            self._buffers = [_Buffer(self._size) for _ in range(BUFFERS)]
            self._next = 0
        index = self._next
        self._next = (index + 1) % BUFFERS
        planes[0] = self._buffers[index].address
        return index + 1

    def _display(self, _opaque: Any, picture: int | None) -> None:
        if not picture:
            return
        pixels = self._buffers[picture - 1].pixels[: self._pitch * self._height]
        seen = self._sample(pixels)
        changed, self._print = seen != self._print, seen
        self._on_shown(changed)
        if (changed or not self.still) and not self._is_covered():
            for listener in self._listeners:
                listener(self._width, self._height, self._pitch, pixels)

    def _is_covered(self) -> bool:
        return self.covered and (self.covered_until is None or mono_ms() < self.covered_until)

    def _sample(self, pixels: memoryview) -> int:
        """A checksum over a few lines: enough to tell one moving picture from the next."""
        step = max(1, self._height // PROBED_LINES)
        value = 0
        for line in range(step // 2, self._height, step):
            value = zlib.crc32(pixels[line * self._pitch : line * self._pitch + self._width * 4], value)
        return value


def visible_size(width: Any, height: Any) -> tuple[int, int]:
    """The recording's own size, where libVLC asks about the larger one that its decoder needs.

    Asked for 1920 × 1090 it would stretch 1080 lines to it: a wrong shape, and a tenth of a core's work. Both
    numbers point into its `video_format_t`, where offsets (two) and then the visible size follow width and height.
    """
    if ctypes.addressof(height.contents) - ctypes.addressof(width.contents) != ctypes.sizeof(ctypes.c_uint):
        return width[0], height[0]
    wide, high = width[4], width[5]
    fits = 0 <= width[0] - wide <= MOST_PADDING and 0 <= height[0] - high <= MOST_PADDING
    return (wide, high) if fits and wide and high else (width[0], height[0])
