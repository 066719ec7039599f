"""The main screen of a Mac, by Core Graphics' own calls."""

from __future__ import annotations

import ctypes
from typing import Protocol, cast

CORE_GRAPHICS = "/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics"


class CoreGraphics(Protocol):
    """The three calls of the library that are needed."""

    def CGMainDisplayID(self) -> int: ...  # noqa: N802 - the library's own name
    def CGDisplayPixelsWide(self, display: ctypes.c_uint32, /) -> int: ...  # noqa: N802 - the library's own name
    def CGDisplayPixelsHigh(self, display: ctypes.c_uint32, /) -> int: ...  # noqa: N802 - the library's own name


def main_screen(library: CoreGraphics | None = None) -> tuple[int, int]:
    """Width and height in points, whatever the library calls them. Raises OSError where there is no such library."""
    graphics = library or cast("CoreGraphics", ctypes.CDLL(CORE_GRAPHICS))
    main = ctypes.c_uint32(graphics.CGMainDisplayID())
    return graphics.CGDisplayPixelsWide(main), graphics.CGDisplayPixelsHigh(main)
