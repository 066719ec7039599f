"""Joins what one guest of a station can take along: their desk, this computer's sticks and its printer."""

from __future__ import annotations

from player.bootstrap.kiosk import Works
from player.desk.desk import Desk
from player.kiosk.taking_away import TakingAway
from player.machine.ejecting import ejector_of
from player.machine.silent_queue import SilentQueue


def taking_away_over(works: Works, desk: Desk) -> TakingAway:
    station = works.station
    return TakingAway(
        desk,
        settings=station.settings,
        eject=ejector_of(),
        queue=SilentQueue(),
        diary=works.diary,
        personal_pass=station.personal_pass,
    )
