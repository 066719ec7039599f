"""The report of a check-up as a file for programs, and reading one: anybody can check its identifier."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import cast

from player.domain.checkup.report import FORMAT, KIND, CheckUp, Outcome, identifier, record_of
from player.domain.phrase import Phrase, Worded
from player.exchange.problems import NotACheckUpReport

MOST_BYTES = 4 << 20
"""Far more than any course asks: a report of 200 rules has about 100,000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report whose identifier follows from its contents; `record` is everything in it but that."""

    id: str
    outcome: Outcome
    record: dict[str, object]


def report_bytes(checkup: CheckUp) -> bytes:
    """JSON in UTF-8 that ends with a line's end: the identifier, then what docs/check-up-format.md describes."""
    record = record_of(checkup)
    text = json.dumps({"id": identifier(record), **record}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode(errors="replace")


def read_report(data: bytes, name: str) -> Report:
    """What a report says. Raises `NotACheckUpReport` for anything else, and for one that was changed."""
    record = _record(data, name)
    if record.get("kind") != KIND:
        raise NotACheckUpReport(name=name, reason=Phrase("it is something else."))
    if record.get("format") != FORMAT:
        raise NotACheckUpReport(name=name, reason=Phrase("it is written in a newer way than this Carrel knows."))
    told = record.pop("id", None)
    follows = identifier(record)
    if told != follows:
        raise NotACheckUpReport(
            name=name,
            reason=Worded("what it says has the identifier {follows}, and it bears another.", follows=follows),
        )
    try:
        return Report(id=follows, outcome=Outcome(record.get("outcome")), record=record)
    except ValueError:
        raise NotACheckUpReport(name=name, reason=Phrase("it comes to no outcome that there is.")) from None


def _record(data: bytes, name: str) -> dict[str, object]:
    if len(data) > MOST_BYTES:
        raise NotACheckUpReport(name=name, reason=Phrase("it is larger than 4 MiB."))
    try:
        found: object = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NotACheckUpReport(name=name, reason=Phrase("it is no sound JSON.")) from None
    if not isinstance(found, dict):
        raise NotACheckUpReport(name=name, reason=Phrase("it is something else."))
    return cast("dict[str, object]", found)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of JSON; a name that stands twice could say one thing to a program and another to a person."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(constant: str) -> object:
    raise ValueError(f"{constant} is no number of JSON")
