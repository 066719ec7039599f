"""Takes a profile in hand: alone, on a disk of this computer, nothing half done, and with the key of this device."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from player.bootstrap.carrying import carried_by
from player.domain.clock import Clock
from player.domain.phrase import Worded
from player.domain.problem import Problem
from player.ledger.problems import PlaceUnsuited
from player.ledger.profile import lock_profile
from player.machine.clock import SystemClock
from player.machine.disk import network_of
from player.machine.identity import machine_id
from player.proof.device import device_key, own_keys
from player.proof.keys import PrivateKey

if TYPE_CHECKING:
    from player.ledger.store import SqlLedger

_log = logging.getLogger(__name__)

# As in `bootstrap`, the database library is imported by those who need it.


@contextmanager
def hold_profile(profile: Path) -> Generator[PrivateKey]:
    """Keeps every other process out of the profile, and gives its device's key. Raises a `Problem`.

    A restoration in which the program was killed is brought to its end first, and what it left half written goes.
    """
    network = network_problem(profile)
    if network is not None:
        raise network
    with lock_profile(profile):
        from player.ledger.care.placing import finish
        from player.ledger.care.staging import forget, leftovers

        finish(profile)
        forget(leftovers(profile))
        yield device_key_of(profile)


def open_records(profile: Path, *, key: PrivateKey, clock: Clock) -> SqlLedger:
    """The ledger of a profile that is held, in the present format. Raises a `Problem`."""
    from player.ledger.store import open_ledger

    before_upgrade = partial(back_up_before_upgrade, profile)
    ledger = open_ledger(profile, signer=key, clock=clock, before_upgrade=before_upgrade)
    # A profile that was copied to this machine, or restored, was signed with another key until then.
    ledger.vouch(former for former in own_keys(profile) if former.public.id != key.public.id)
    return ledger


def network_problem(profile: Path) -> Problem | None:
    """Records need memory that all who write them share, which there is not between two computers."""
    network = network_of(profile)
    if network is None:
        return None
    return PlaceUnsuited(folder=profile, reason=Worded("it lies on another computer ({network}).", network=network))


def device_key_of(profile: Path) -> PrivateKey:
    """The key of this installation on this machine. Whoever calls holds the profile."""
    return device_key(profile, machine_id(profile))


def today() -> date:
    """This computer's day, in UTC."""
    return SystemClock().stamp().moment.date()


def back_up_weekly(profile: Path) -> None:
    """When the desk closes: it would slow the start, and nobody waits any more."""
    from player.ledger.care import rotation

    try:
        rotation.back_up_weekly(profile, today=today(), beside=carried_by(profile))
    except Problem as problem:
        # The records themselves are safe; “carrel doctor” tells of which day the last backup is.
        _log.warning("no weekly backup was made: %s", problem.sentence)


def back_up_before_upgrade(profile: Path) -> None:
    """Keeps the records as they are before the program changes their format. Raises a `Problem`."""
    from player.ledger.care.rotation import Cause, back_up

    back_up(profile, Cause.UPGRADE, today=today(), beside=carried_by(profile))
