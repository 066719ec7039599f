"""Chooses how this computer is asked: by the probes of the system that it runs.

This is a place of joining: a system's code is imported where it is that system's, so that the others cost nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial

from player.machine.asking import Probe
from player.machine.drives import Drives, Plugged


def probes_of(system: str = sys.platform) -> tuple[Probe, ...]:
    """None for a system that nobody here knows: it is asked what all systems can be asked, and no more."""
    if system == "linux":
        from player.machine.linux import probes

        return probes()
    if system == "win32":
        from player.machine.windows import probes

        return probes()
    if system == "darwin":
        from player.machine.macos import probes

        return probes()
    return ()


def drives_of(system: str = sys.platform) -> Drives:
    """What finds the removable drives; a system that nobody here knows has none."""
    return Drives(partial(_plugged_in, system))


def _plugged_in(system: str) -> Sequence[Plugged]:
    if system == "linux":
        from player.machine.linux_drives import LinuxListing

        return LinuxListing()()
    if system == "win32":
        from player.machine.windows_drives import WindowsListing

        return WindowsListing()()
    if system == "darwin":
        from player.machine.macos_drives import MacListing

        return MacListing()()
    return ()
