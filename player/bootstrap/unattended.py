"""Keeps the operator's code in this computer's key store, for stations that open by themselves after a start."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from player.domain.kiosk.settings import Unattended
from player.domain.problem import Problem
from player.proof.operator_key import LockedOperatorKey

if TYPE_CHECKING:
    from player.kiosk.station import Station
    from player.machine.secrets import KeyStore

SERVICE = "carrel-kiosk"


class CodeKeeper:
    """`store` None: the operator opens the station after every start. The code of one hall's key is kept under it."""

    def __init__(self, store: KeyStore | None, lock: LockedOperatorKey) -> None:
        self._store = store
        self._hall = lock.public.hex

    def remember(self, code: str) -> None:
        """A key store that is shut keeps nobody from opening the station; it is asked again the next time."""
        if self._store is not None:
            with suppress(Problem):
                self._store.keep(SERVICE, self._hall, code)

    def open(self, station: Station) -> None:
        """Opens the station, where the code is kept and still right."""
        if self._store is None or station.is_open:
            return
        with suppress(Problem):
            code = self._store.secret(SERVICE, self._hall)
            if code:
                station.open(code)


def code_keeper(unattended: Unattended, lock: LockedOperatorKey) -> CodeKeeper:
    if unattended is not Unattended.KEY_STORE:
        return CodeKeeper(None, lock)
    # The libraries of key stores take a while to load, and most stations need none.
    from player.machine.secrets import system_key_store

    return CodeKeeper(system_key_store(), lock)
