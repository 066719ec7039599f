"""What a guest has to know of a station that runs low: its battery, or its disk; else nothing is said of either."""

from __future__ import annotations

from player.domain.kiosk.settings import KioskSettings
from player.kiosk.ports import Surroundings
from player.ui.language import tr

LOW_PERCENT = 10


def low_words(surroundings: Surroundings, settings: KioskSettings) -> str:
    """In one line. Empty while there is enough of everything, and where nobody can tell."""
    if surroundings.free_mib() < settings.least_free_mib:
        return tr("This station is nearly full. Please go on at another one soon.")
    percent = surroundings.battery()
    if percent is None or percent >= LOW_PERCENT:
        return ""
    return tr("This station's battery is nearly empty: {percent} %. Please tell the staff.").format(percent=percent)
