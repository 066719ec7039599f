"""Joins a station of a kiosk: the real parts are chosen here."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from player.bootstrap.desk import parts_over
from player.bootstrap.holding import back_up_weekly, hold_profile
from player.bootstrap.places import Places, find_places
from player.bootstrap.seating import Seats
from player.bootstrap.unattended import CodeKeeper, code_keeper
from player.desk.parts import Parts
from player.desk.ports import Drive, Drives
from player.domain.clock import Clock
from player.domain.event import DeviceId
from player.domain.kiosk.attempts import Attempts
from player.domain.kiosk.settings import KioskSettings
from player.domain.problem import Problem
from player.kiosk.diary import Diary
from player.kiosk.on_sticks import FILE as ON_STICKS
from player.kiosk.on_sticks import OnSticks
from player.kiosk.ports import Union
from player.kiosk.station import Equipment, Station
from player.kiosk.status_file import FILE as STATUS
from player.kiosk.status_file import StatusFile
from player.machine.clock import SystemClock
from player.machine.power import battery_percent
from player.proof.files import make_folder, write_whole
from player.proof.operator_key import LockedOperatorKey, OperatorKey

if TYPE_CHECKING:
    from player.ledger.cards import Cards
    from player.ledger.store import SqlLedger

DIARY = "kiosk.log"
_ATTEMPTS = "attempts.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """A station with all it stands on, for those who join what its operator needs. `seats`: where its guests' files
    lie while they are there."""

    station: Station
    places: Places
    parts: Parts
    ledger: SqlLedger
    cards: Cards
    diary: Diary
    seats: Seats
    on_sticks: OnSticks
    keeper: CodeKeeper


def places_of(settings: KioskSettings) -> Places:
    """A kiosk's records are never those of somebody who learns on the same computer."""
    own = Path(platformdirs.user_data_dir("carrel-kiosk", appauthor=False))
    return find_places(settings.profile or own)


@contextmanager
def station_over(settings: KioskSettings, *, clock: Clock | None = None) -> Generator[Works]:
    """A station over its own profile, which no other process may hold meanwhile. Raises a `Problem`."""
    from player.ledger.cards import open_cards
    from player.ledger.day import Day
    from player.ledger.own_streams import own_streams

    places = places_of(settings)
    clock = clock or SystemClock()
    make_folder(places.profile)
    with hold_profile(places.profile) as key:
        parts = parts_over(places, clock=clock, key=key, rehearsing=False)
        ledger = _sql(parts)
        cards = open_cards(places.profile)
        device = DeviceId(key.public.id)
        lock = LockedOperatorKey.read(settings.operator_key)
        keeper = code_keeper(settings.unattended, lock)
        diary = Diary(places.profile / DIARY, lambda: clock.stamp().moment)
        seats = Seats(parts, name=key.public.id, diary=diary)
        on_sticks = OnSticks(places.profile / ON_STICKS)
        station = Station(
            Equipment(
                settings=settings,
                device=device,
                lock=lock,
                box=cards,
                evidence=Day(ledger, device),
                chair=seats,
                union=_union(settings, ledger, cards, lambda: clock.stamp().moment),
                surroundings=Here(profile=places.profile, drives=parts.drives),
                diary=diary,
                attempts=CountedAttempts(places.profile / _ATTEMPTS),
                remember=keeper.remember,
                unsaved=lambda: on_sticks.unsaved(own_streams(ledger, device)),
                tell=StatusFile(places.profile / STATUS, lambda: clock.stamp().mono_ms / 1000).tell,
                now=lambda: clock.stamp().moment,
                mono_s=lambda: clock.stamp().mono_ms / 1000,
            )
        )
        try:
            yield Works(
                station=station,
                places=places,
                parts=parts,
                ledger=ledger,
                cards=cards,
                diary=diary,
                seats=seats,
                on_sticks=on_sticks,
                keeper=keeper,
            )
        finally:
            station.close()
            parts.ledger.close()
            parts.people.close()
            back_up_weekly(places.profile)


def _sql(parts: Parts) -> SqlLedger:
    from player.ledger.store import SqlLedger

    if not isinstance(parts.ledger, SqlLedger):
        raise TypeError("a station stands on the real ledger")
    return parts.ledger


def _union(
    settings: KioskSettings, ledger: SqlLedger, cards: Cards, now: Callable[[], datetime]
) -> Callable[[OperatorKey], Union] | None:
    if not settings.union:
        return None
    from player.bootstrap.uniting import union_over

    return partial(union_over, settings, ledger, cards, now)


class Here:
    """The machine on which a station runs."""

    def __init__(self, *, profile: Path, drives: Drives) -> None:
        self._profile = profile
        self._drives = drives

    def free_mib(self) -> int:
        return shutil.disk_usage(self._profile).free >> 20

    def battery(self) -> int | None:
        return battery_percent()

    def drives(self) -> Sequence[Drive]:
        return tuple(self._drives())


class CountedAttempts:
    """Wrong codes in a small file; where that cannot be written, this process counts alone."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._last = Attempts()

    def load(self) -> Attempts:
        try:
            found = json.loads(self._file.read_text(encoding="ascii"))
            wrong, rested_s = found["wrong"], found["rested_s"]
        except (OSError, ValueError, KeyError, TypeError):
            return self._last
        if type(wrong) is not int or type(rested_s) is not int:
            return self._last
        kept = Attempts(wrong=max(wrong, 0), rested_s=max(rested_s, 0))
        return max(kept, self._last, key=lambda attempts: attempts.wrong)

    def save(self, attempts: Attempts) -> None:
        self._last = attempts
        try:
            write_whole(self._file, json.dumps({"wrong": attempts.wrong, "rested_s": attempts.rested_s}).encode())
        except Problem:
            return
