"""Joins what a kiosk's operator does before the doors open: makes the hall's key, and takes the attendee roster in."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from player.bootstrap.kiosk import DIARY, places_of
from player.domain.kiosk.roster import RosterReport
from player.domain.kiosk.settings import KioskSettings
from player.domain.problem import Problem
from player.kiosk.attendees import Attendees
from player.kiosk.diary import Diary
from player.kiosk.rostering import Tables, take_in_roster
from player.proof.operator_key import LockedOperatorKey, OperatorKey, lock_key
from player.proof.sealing import PublicReadingKey

CODE_VARIABLE = "CARREL_OPERATOR_CODE"
Ask = Callable[[str], str]
"""Asks a person for the code of the key in the file with this name; empty where nobody can be asked."""


class NoOperatorCode(Problem):
    what_template = "No code was given for the operator's key {name}."
    meaning_template = "Nothing was opened or made, and no credit is affected."
    remedy_template = "Do it at a terminal, which asks for the code, or set {variable}."


def operator_code(file: Path, ask: Ask) -> str:
    """The code that is set in the environment, or that somebody types. Raises `NoOperatorCode`."""
    code = os.environ.get(CODE_VARIABLE) or ask(file.name)
    if not code:
        raise NoOperatorCode(name=file.name, variable=CODE_VARIABLE)
    return code


def make_operator_key(file: Path, code: str) -> PublicReadingKey:
    """Makes the key of a hall, locked by a code; every station gets a copy of the file. Raises `CodeTooShort`,
    `KeyExists` or `CannotWrite`."""
    locked = lock_key(OperatorKey.generate(), code)
    locked.write(file)
    return locked.public


def import_roster(file: Path, settings: KioskSettings, code: str, *, preview: bool = False) -> RosterReport:
    """Takes a roster in at this station, which may be running meanwhile. Raises a `Problem`."""
    from player.ledger.cards import open_cards

    key = LockedOperatorKey.read(settings.operator_key).unlock(code)
    profile = places_of(settings).profile
    cards = open_cards(profile)
    try:
        attendees = Attendees(cards, key, settings=settings, now=_now)
        diary = Diary(profile / DIARY, _now)
        return take_in_roster(file, attendees, roster_tables(), preview=preview, diary=diary)
    finally:
        cards.close()


def roster_tables() -> Tables:
    """What reads the files of rosters, for who takes them in while a station is open."""
    from player.exchange.attendees.reading import read_attendees

    return read_attendees


def _now() -> datetime:
    return datetime.now(UTC)
