"""Where the values of a column come from: the fixed words that a layout may use for what is known of a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from player.domain.cell import one_line
from player.domain.certificate import HEADINGS
from player.domain.credit import phrase
from player.domain.identifiers import is_uan
from player.domain.learner import Licence
from player.domain.roster import RosterRow
from player.domain.states import code_of_state

Value = str | date | datetime | Decimal | None
"""Text is never empty: None says that there is nothing."""


def value_of(source: str, row: RosterRow) -> Value:
    """Raises `KeyError` for a source that is none; layouts are checked when they are read."""
    value = _reader(source)(row)
    return one_line(value).strip() or None if isinstance(value, str) else value


@lru_cache(maxsize=512)
def _reader(source: str) -> Callable[[RosterRow], Value]:
    """Looked up once: there are as many values as rows times columns."""
    family, _, name = source.partition(".")
    if family not in _NAMED:
        return _SOURCES[source]
    named = _NAMED[family]
    return lambda row: named(row, name)


def is_source(source: str) -> bool:
    family, _, name = source.partition(".")
    return bool(name) and (family in _NAMED or source in _SOURCES)


def sources() -> tuple[str, ...]:
    """All of them, for the documentation; of families the pattern."""
    return (*_SOURCES, *(f"{family}.*" for family in _NAMED))


def _identifier(row: RosterRow, name: str) -> str:
    return dict(row.learner.identifiers).get(name, "")


def _provider_value(row: RosterRow, name: str) -> str:
    return row.course.reporting.identifier(name) if row.course.reporting else ""


def _offer_value(row: RosterRow, name: str) -> str:
    return dict(row.offer.reporting).get(name, "")


def _licence(row: RosterRow) -> Licence | None:
    """The first of a state, or else the first: boards of states are whom rosters go to."""
    licences = row.learner.licences
    of_states = (licence for licence in licences if code_of_state(licence.authority))
    return next(of_states, licences[0] if licences else None)


def _state(row: RosterRow) -> str:
    """Only where it is one: boards and other countries give licences, too."""
    return authority if code_of_state(authority := _authority(row)) else ""


def _authority(row: RosterRow) -> str:
    licence = _licence(row)
    return licence.authority if licence else ""


def _licence_number(row: RosterRow) -> str:
    licence = _licence(row)
    return licence.number if licence else ""


def _credit_name(row: RosterRow) -> str:
    """In the number that the amount asks for, with its mark: “AMA PRA Category 1 Credits™”."""
    return phrase(row.offer, row.amount)


def _uan_provider(row: RosterRow) -> str:
    """The provider's number as it stands in the UAN."""
    return row.offer.activity_number[:4] if is_uan(row.offer.activity_number) else ""


def _status(row: RosterRow) -> str:
    return "taken back" if row.taken_back else "counts"


def _permission(row: RosterRow) -> str:
    return {True: "yes", False: "no", None: "not asked"}[row.permitted]


_NAMED: Mapping[str, Callable[[RosterRow, str], str]] = {
    "identifier": _identifier,
    "reporting": _provider_value,
    "offer": _offer_value,
}
"""Families whose names are the course's own: what learners are asked for, the provider's numbers, the offer's."""
_SOURCES: Mapping[str, Callable[[RosterRow], Value]] = {
    "course.id": lambda row: row.course.id,
    "course.version": lambda row: Decimal(row.course.version),
    "course.title": lambda row: row.course.title,
    "course.hash": lambda row: row.course_hash,
    "course.released": lambda row: row.course.availability.released,
    "provider.id": lambda row: row.course.provider.id,
    "provider.name": lambda row: row.course.provider.name,
    "learner.id": lambda row: row.learner.id,
    "learner.name": lambda row: row.learner.name,
    "learner.given-name": lambda row: row.learner.given_name,
    "learner.family-name": lambda row: row.learner.family_name,
    "learner.degrees": lambda row: row.learner.degrees,
    "learner.profession": lambda row: row.profession,
    "licence.authority": _authority,
    "licence.state": _state,
    "licence.number": _licence_number,
    "credit.name": _credit_name,
    "credit.offer": lambda row: row.offer.id,
    "credit.unit": lambda row: row.offer.unit,
    "credit.amount": lambda row: row.amount,
    "credit.maximum": lambda row: row.offer.maximum,
    "credit.activity-number": lambda row: row.offer.activity_number,
    "credit.whole": lambda row: "whole" if row.amount == row.offer.maximum else None,
    "credit.uan-provider": _uan_provider,
    "credit.document": lambda row: HEADINGS[row.document],
    "certificate.number": lambda row: row.number,
    "date.completed": lambda row: row.day,
    "date.began": lambda row: row.course.availability.day_of(row.began),
    "moment.began": lambda row: row.began,
    "moment.completed": lambda row: row.completed,
    "moment.claimed": lambda row: row.claimed,
    "moment.taken-back": lambda row: row.taken_back,
    "evidence.grade": lambda row: row.grade,
    "evidence.stream": lambda row: row.stream,
    "row.action": lambda row: "delete" if row.taken_back else "add",
    "row.status": _status,
    "row.permission": _permission,
    "row.doubts": lambda row: ", ".join(row.doubts),
}
