"""Joins what a station's operator does: the real parts are chosen here."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from player.bootstrap.kiosk import Works, places_of, station_over
from player.bootstrap.rostering import Ask, operator_code, roster_tables
from player.desk.ports import Drive
from player.domain.event import DeviceId
from player.domain.kiosk.roster import RosterReport
from player.domain.kiosk.settings import KioskSettings
from player.domain.learner import LearnerId
from player.domain.problem import Problem
from player.kiosk.attendees import Attendees
from player.kiosk.card_file import CardFile
from player.kiosk.exporting import Exporter
from player.kiosk.ferry import Ferry
from player.kiosk.operator import Operator, Tools
from player.kiosk.operator_ports import Particulars
from player.kiosk.overview import Overview
from player.kiosk.problems import NotOpen
from player.kiosk.rostering import take_in_roster
from player.kiosk.status_file import FILE as STATUS
from player.kiosk.status_file import Status, read_status
from player.machine.brightness import Backlight
from player.machine.drives import Drive as Folder
from player.machine.press_queue import documents_waiting
from player.proof.files import make_folder, obstacle_at
from player.proof.operator_key import LockedOperatorKey, OperatorKey
from player.proof.sealing import PublicReadingKey

_RECORDS = ("ledger.sqlite", "cards.sqlite")


def operator_over(works: Works) -> Operator:
    """The operator's acts over a station. Particulars are opened with the key by which the station was opened."""
    from player.ledger.own_streams import own_streams

    settings, profile, parts = works.station.settings, works.places.profile, works.parts
    device = DeviceId(parts.key.public.id)
    readers = tuple(PublicReadingKey.from_hex(text) for text in settings.provider_keys)
    exporter = Exporter(
        parts=parts,
        station=settings.station,
        cards=partial(_opened_card, works, readers),
        own_streams=partial(own_streams, works.ledger, device),
        on_sticks=works.on_sticks,
        sealed_to=(_operators_half(settings), *readers),
        now=_clock(works),
    )
    tools = Tools(
        device=device,
        exporter=exporter,
        shelf=parts.shelf,
        roster=Roster(works),
        screen=Backlight(),
        queue=PrintersQueue(),
        sweeper=Sweeping(works),
        room_taken=partial(_room_taken, profile),
        ferry=partial(_ferry, works),
        offer=partial(_offer, works),
        drives=parts.drives,
    )
    return Operator(works.station, tools)


@contextmanager
def operated(settings: KioskSettings, ask: Ask) -> Generator[Operator]:
    """The operator's acts at a station that is not running, after the code was given. Raises a `Problem`."""
    with station_over(replace(settings, union="")) as works:
        works.station.open(operator_code(settings.operator_key, ask))
        yield operator_over(works)


def seen_at(settings: KioskSettings, ask: Ask) -> Overview | Status:
    """How a station stands; of one that runs, what it said of itself last, and then no code is asked for.

    Raises a `Problem`.
    """
    from player.ledger.problems import ProfileInUse

    try:
        with operated(settings, ask) as operator:
            return operator.overview()
    except ProfileInUse:
        status = read_status(places_of(settings).profile / STATUS)
        if status is None:
            raise
        return status


def folder_as_drive(folder: Path) -> Drive:
    """A folder that somebody named, as a stick would be. Raises `CannotWrite`."""
    make_folder(folder)
    return Folder(root=folder, name=folder.name, free=0, writable=obstacle_at(folder) is None)


def _operators_half(settings: KioskSettings) -> PublicReadingKey:
    return LockedOperatorKey.read(settings.operator_key).public


def _key_of(works: Works) -> OperatorKey:
    key = works.station.key
    if key is None:
        raise NotOpen
    return key


def _ferry(works: Works) -> Ferry:
    from player.bootstrap.uniting import ferry_over

    # A union looks at all that is here every minute anyway, and finds what came by stick.
    return ferry_over(works.station, works.ledger, works.cards, _key_of(works))


def _offer(works: Works, file: Path) -> None:
    from player.bootstrap.hub_courses import hub_courses

    courses = hub_courses(works.station.settings, _key_of(works), works.parts.shelf, works.places.profile)
    if courses is not None:
        try:
            courses.offer(file)
        finally:
            courses.close()


def _clock(works: Works) -> Callable[[], datetime]:
    return lambda: works.parts.clock.stamp().moment


def _opened_card(works: Works, readers: Sequence[PublicReadingKey], learner: LearnerId) -> Particulars | None:
    file = CardFile(works.cards, _key_of(works), readers=readers, now=_clock(works))
    found = file.of(learner)
    if found is None:
        return None
    return Particulars(learner=found.held.attendee.learner, changed=found.card.changed)


def _room_taken(profile: Path) -> int:
    files = (profile / f"{name}{log}" for name in _RECORDS for log in ("", "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


@dataclass(frozen=True, slots=True)
class Roster:
    """Takes attendee rosters in at an open station. Implements `RosterDesk`."""

    works: Works

    def __call__(self, file: Path, *, preview: bool) -> RosterReport:
        works = self.works
        attendees = Attendees(works.cards, _key_of(works), settings=works.station.settings, now=_clock(works))
        return take_in_roster(file, attendees, roster_tables(), preview=preview, diary=works.diary)


class PrintersQueue:
    """Implements `Queue`."""

    def waiting(self) -> int | None:
        return documents_waiting()


@dataclass(frozen=True, slots=True)
class Sweeping:
    """Takes everything of people off the disk. Implements `Sweeper`."""

    works: Works

    def clear(self) -> Sequence[Problem]:
        from player.ledger.care.clearing import clear_records

        self.works.seats.empty()
        left = clear_records(self.works.ledger, self.works.places.profile)
        self.works.cards.clear()
        return left
