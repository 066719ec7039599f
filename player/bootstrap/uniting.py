"""Joins what a hall shares by: the hub, a station's line to it or to a database, and the file that travels by stick."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from player.bootstrap.rostering import operator_code
from player.domain.kiosk.settings import KioskSettings
from player.domain.problem import Problem
from player.exchange.union.desk import HubDesk
from player.exchange.union.hall_file import read_hall_file, write_hall_file
from player.exchange.union.packages import HubPackages
from player.kiosk.ferry import Ferry
from player.kiosk.genuine_cards import GenuineCards
from player.kiosk.settings_file import read_settings
from player.kiosk.station import Station
from player.kiosk.uniting import HallUnion
from player.proof.hall import Given, MeetingPlace
from player.proof.operator_key import LockedOperatorKey, OperatorKey

if TYPE_CHECKING:
    from player.exchange.union.client import HubLine
    from player.exchange.union.server import HubServer
    from player.ledger.cards import Cards
    from player.ledger.hall import Hall
    from player.ledger.store import SqlLedger

# As in the other parts of `bootstrap`, the libraries of database and web are imported by those who need them.

PACKAGES = "packages"
_DATABASE = "postgresql://"
_LINE, _FILE = "union", "hall file"
"""For what the hall's secrets are drawn from the operator's key."""


class PortTaken(Problem):
    what_template = "The hub cannot answer at port {port} of this computer."
    meaning_template = "It was not started; what the stations recorded is safe on them."
    remedy_template = "Look whether it runs already, or choose another port with --port, and in the stations' settings."


def union_over(
    settings: KioskSettings, ledger: SqlLedger, cards: Cards, now: Callable[[], datetime], key: OperatorKey
) -> HallUnion:
    """What the stations of a hall hold together, by the address in the settings; nothing is asked there yet.

    `now`: by the station's own clock, which is compared with the union's.
    """
    from player.ledger.sharing import SharedLedger

    return HallUnion(_way_to(settings.union, key), SharedLedger(ledger), GenuineCards(cards, key), now=now)


def _way_to(address: str, key: OperatorKey) -> Callable[[], MeetingPlace]:
    def database() -> MeetingPlace:
        from player.ledger.hall import open_shared_hall

        return open_shared_hall(address)

    return database if address.startswith(_DATABASE) else lambda: line_to_hub(address, key)


def line_to_hub(address: str, key: OperatorKey) -> HubLine:
    """For courses too: `packages`, `fetch`, `offer`."""
    from player.exchange.union.client import HubLine

    return HubLine(address, key.hall_secret(_LINE))


# --- the hub -------------------------------------------------------------------------------------------------


@contextmanager
def hub_over(folder: Path, key: OperatorKey, *, address: str = "", port: int) -> Generator[HubServer]:
    """A hub over its own records, which no other process may hold meanwhile; `serve_forever` of it answers.

    Raises a `Problem`.
    """
    from player.exchange.union.server import HubServer

    with hall_in(folder) as hall:
        desk = HubDesk(hall, HubPackages(folder / PACKAGES), key.hall_secret(_LINE))
        try:
            server = HubServer(desk, address=address, port=port)
        except OSError as error:
            raise PortTaken(port=port, details=str(error)) from None
        try:
            yield server
        finally:
            server.server_close()


@contextmanager
def hall_in(folder: Path) -> Generator[Hall]:
    """The records of a hub that does not run. Raises a `Problem`."""
    from player.ledger.hall import open_hall
    from player.ledger.profile import lock_profile

    with lock_profile(folder):
        hall = open_hall(folder)
        try:
            yield hall
        finally:
            hall.close()


def take_into_hub(folder: Path, file: Path, key: OperatorKey) -> tuple[int, int]:
    """Takes a station's file into a hub that does not run: how many events and cards were new. Raises a `Problem`."""
    with hall_in(folder) as hall:
        taken = [hall.take(given) for given in HallFilesOnDisk(key).read(file)]
    return sum(one.events for one in taken), sum(one.cards for one in taken)


def operator_key_for(config: Path, ask: Callable[[str], str]) -> OperatorKey:
    """By the code in `CARREL_OPERATOR_CODE`, or the one that somebody types. Raises a `Problem`."""
    file = read_settings(config).operator_key
    return LockedOperatorKey.read(file).unlock(operator_code(file, ask))


# --- by a stick ----------------------------------------------------------------------------------------------


class HallFilesOnDisk:
    """Implements `kiosk.ferry.HallFiles`."""

    def __init__(self, key: OperatorKey) -> None:
        self._secret = key.hall_secret(_FILE)

    def write(self, file: Path, pieces: Iterable[Given]) -> None:
        write_hall_file(file, pieces, self._secret)

    def read(self, file: Path) -> Iterator[Given]:
        return read_hall_file(file, self._secret)


def ferry_over(
    station: Station, ledger: SqlLedger, cards: Cards, key: OperatorKey, union: HallUnion | None = None
) -> Ferry:
    """`union`: by which the station shares as well, if it does."""
    from player.ledger.sharing import SharedLedger

    return Ferry(
        SharedLedger(ledger),
        GenuineCards(cards, key),
        HallFilesOnDisk(key),
        station=station.settings.station,
        words=lambda: station.words,
        took=union.look_at_all if union else lambda: None,
    )
