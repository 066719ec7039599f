"""The screens of a Linux computer: those that the kernel shows, or else the display that programs draw on."""

from __future__ import annotations

import ctypes
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from player.domain.phrase import Phrase
from player.machine.asking import Reading
from player.machine.linux_files import line_of
from player.machine.screens import Size, largest, size_readings

CONNECTED = Phrase("the largest screen that is connected")
OF_DISPLAY = Phrase("the display that windows open on")
NONE = Phrase("No screen is connected, or none can be seen from here.")
ASKED_LATER = Phrase("The kernel shows no screen; the whole check-up also asks the display that windows open on.")
NO_ANSWER = Phrase("The kernel shows no screen, and the display that windows open on does not answer.")
_MODE = re.compile(r"([0-9]{1,6})x([0-9]{1,6})", re.ASCII)


def display_size() -> Size | None:
    """Of the X display that this program is given, whole; None where it does not answer.

    By libxcb, which Qt uses as well: libX11 ends the program where a display goes away while it is asked.
    """
    try:
        return _asked(ctypes.CDLL("libxcb.so.1"))
    except OSError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreensOfLinux:
    """`root`: what stands above /sys; `environment`: this program's, which names the display."""

    root: Path
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    display: Callable[[], Size | None] = display_size

    @property
    def has_display(self) -> bool:
        return bool(self.environment.get("DISPLAY"))

    def at_once(self) -> tuple[Reading, ...]:
        """By the kernel alone, which knows nothing of a display on another computer, or in memory only."""
        return size_readings(largest(self._connected()), CONNECTED, ASKED_LATER if self.has_display else NONE)

    def with_display(self) -> tuple[Reading, ...]:
        """The display is asked only where the kernel shows no screen: it may stretch over several of them."""
        if found := largest(self._connected()):
            return size_readings(found, CONNECTED, NONE)
        return size_readings(self.display(), OF_DISPLAY, NO_ANSWER)

    def _connected(self) -> Iterator[Size]:
        """Of every connected output the first mode, which is the one that its screen prefers."""
        for status in (self.root / "sys/class/drm").glob("card*-*/status"):
            mode = _MODE.match(line_of(status.with_name("modes"))) if line_of(status) == "connected" else None
            if mode:
                yield int(mode[1]), int(mode[2])


class _Screen(ctypes.Structure):
    """The beginning of xcb_screen_t."""

    _fields_ = (
        ("root", ctypes.c_uint32),
        ("colours", ctypes.c_uint32),
        ("white", ctypes.c_uint32),
        ("black", ctypes.c_uint32),
        ("events", ctypes.c_uint32),
        ("width", ctypes.c_uint16),
        ("height", ctypes.c_uint16),
    )


class _Screens(ctypes.Structure):
    """xcb_screen_iterator_t; `rest`: how many screens there are from this one on."""

    _fields_ = (("here", ctypes.POINTER(_Screen)), ("rest", ctypes.c_int), ("index", ctypes.c_int))


def _asked(xcb: ctypes.CDLL) -> Size | None:
    xcb.xcb_connect.restype = xcb.xcb_get_setup.restype = ctypes.c_void_p
    xcb.xcb_setup_roots_iterator.restype = _Screens
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    try:
        if xcb.xcb_connection_has_error(connection):
            return None
        # A display tells its size when it is connected to: nothing more is asked of it.
        screens = xcb.xcb_setup_roots_iterator(ctypes.c_void_p(xcb.xcb_get_setup(connection)))
        return (int(screens.here[0].width), int(screens.here[0].height)) if screens.rest > 0 else None
    finally:
        xcb.xcb_disconnect(connection)
