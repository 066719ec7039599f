"""Chooses the desktop that fits the system the player runs on.

This is a place of joining, as `bootstrap` is: a system's code is imported when its desktop is wanted and not before,
since the window's first sight needs none of it.
"""

from __future__ import annotations

import sys

from player.ui.desktop.port import Desktop


def desktop_here() -> Desktop:
    """The desktop around this program. Making it asks nothing of the system yet."""
    if sys.platform == "linux":
        from player.ui.desktop.linux import LinuxDesktop

        return LinuxDesktop()
    if sys.platform == "win32":
        from player.ui.desktop.windows import WindowsDesktop

        return WindowsDesktop()
    if sys.platform == "darwin":
        from player.ui.desktop.macos import MacDesktop

        return MacDesktop()
    return Desktop()
