"""A real station with its operator, over a clock that is told what to do, and a stick."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from player.bootstrap.kiosk import Works, station_over
from player.bootstrap.operating import operator_over
from player.domain.kiosk.attendee import WalkIn
from player.domain.kiosk.settings import KioskSettings
from player.kiosk.operator import Operator
from player.proof.files import make_folder
from player.proof.operator_key import LockedOperatorKey, OperatorKey, lock_key
from player.proof.trust import write_publisher
from tests.fakes import FakeClock
from tests.kiosk.exports import NOON, PROVIDER, PUBLISHER, Stick

CODE = "482193"
KEY = OperatorKey.generate()


@cache
def _locked() -> LockedOperatorKey:
    """Takes its time to make, as it should."""
    return lock_key(KEY, CODE)


def make_key(folder: Path) -> Path:
    """The hall's key, in a file."""
    _locked().write(folder / "hall.key")
    return folder / "hall.key"


@dataclass(frozen=True, kw_only=True)
class Stand:
    """A station with its operator, and a stick."""

    works: Works
    operator: Operator
    clock: FakeClock
    stick: Stick
    profile: Path

    def somebody(self, talk: Path) -> None:
        """Comes, begins a course, and goes."""
        if not self.works.parts.shelf.known():
            self.works.parts.shelf.add(talk).close()
        station = self.works.station
        arrival = station.register(WalkIn(given_name="Zacharias", family_name="Quirinius", profession="physician"))
        desk = station.seat(arrival)
        desk.journey(self.works.parts.shelf.known()[0]).acknowledge_disclosures()
        station.leave()


@contextmanager
def standing(
    tmp_path: Path,
    key_file: Path,
    *,
    station: str = "Hall B 3",
    union: str = "",
    clock: FakeClock | None = None,
    provider_keys: tuple[str, ...] = (PROVIDER.public.hex,),
) -> Generator[Stand]:
    clock = clock or FakeClock(NOON)
    profile = tmp_path / "profile"
    make_folder(profile / "trust")
    write_publisher(profile / "trust" / "talks.publisher.json", PUBLISHER)
    make_folder(tmp_path / "stick")
    settings = KioskSettings(
        station=station,
        union=union,
        operator_key=key_file,
        profile=profile,
        least_free_mib=1,
        provider_keys=provider_keys,
    )
    with station_over(settings, clock=clock) as works:
        works.station.open_with(KEY)
        yield Stand(
            works=works,
            operator=operator_over(works),
            clock=clock,
            stick=Stick(root=tmp_path / "stick"),
            profile=profile,
        )
