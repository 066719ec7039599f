"""Power: how full the battery is, where the computer runs on one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import psutil


class Battery(Protocol):
    """What the system tells of its battery; `power_plugged` None: it does not know."""

    @property
    def percent(self) -> float: ...
    @property
    def power_plugged(self) -> bool | None: ...


def _asked() -> Battery | None:
    # Some systems of psutil have no such question at all.
    ask: Callable[[], Battery | None] | None = getattr(psutil, "sensors_battery", None)
    return ask() if ask is not None else None


def battery_percent(ask: Callable[[], Battery | None] = _asked) -> int | None:
    """In whole percent while the computer runs on its battery; None on mains, without one, or where it is not told."""
    try:
        found = ask()
    except (OSError, RuntimeError, ValueError):
        # A battery that is being changed, or one that a virtual machine only pretends to have.
        return None
    if found is None or found.power_plugged is not False:
        return None
    return max(0, min(100, int(found.percent)))
