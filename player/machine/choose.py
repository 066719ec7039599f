"""Chooses how this computer is asked: by the probes of the system that it runs.

This is a place of joining: a system's code is imported where it is that system's, so that the others cost nothing.
"""

from __future__ import annotations

import sys

from player.machine.asking import Probe


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
