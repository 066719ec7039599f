"""A transcript as data, `transcript.json`: written in one form only, and read strictly back.

Nothing that can be computed is in it: sums, years and providers follow from the entries.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import msgspec

from player.domain.credit import Document, plain
from player.domain.cycle import LicenceCycle
from player.domain.numbering import number_from
from player.domain.transcript import Entry, Selection, Transcript, transcript_of

FILE_NAME = "transcript.json"
FORMAT = 1
MOST_BYTES = 16 << 20
MOST_ENTRIES = 10_000
MOST_CYCLES = 100
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,9})?")


class _Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`document` None: self-reported."""

    day: date
    title: str
    provider: str
    kind: str
    italic: bool
    amount: str
    document: Document | None
    number: str
    note: str


class _Cycle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    first: date
    last: date
    required: str | None
    kind: str


class _Selection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    first: date | None
    last: date | None
    kinds: tuple[str, ...]
    providers: tuple[str, ...]


class _Contents(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: int
    name: str
    day: date
    selection: _Selection
    entries: tuple[_Entry, ...]
    cycles: tuple[_Cycle, ...]
    issued_to: tuple[str, ...]


def write(transcript: Transcript) -> bytes:
    """The same transcript always gives the same bytes."""
    chosen = transcript.selection
    contents = _Contents(
        format=FORMAT,
        name=transcript.name,
        day=transcript.day,
        selection=_Selection(
            first=chosen.first,
            last=chosen.last,
            kinds=tuple(sorted(chosen.kinds)),
            providers=tuple(sorted(chosen.providers)),
        ),
        entries=tuple(_entry(entry) for entry in transcript.entries),
        cycles=tuple(_cycle(part.cycle) for part in transcript.cycles),
        issued_to=transcript.issued_to,
    )
    return msgspec.json.encode(contents)


def read(data: bytes) -> Transcript:
    """The transcript, its sums computed anew. Raises `ValueError` unless it is written as `write` writes it."""
    if len(data) > MOST_BYTES:
        raise ValueError("it is far too large")
    contents = msgspec.json.decode(data, type=_Contents)  # its errors are ValueErrors
    if len(contents.entries) > MOST_ENTRIES or len(contents.cycles) > MOST_CYCLES:
        raise ValueError("it has more entries or cycles than anybody has")
    if contents.format != FORMAT:
        raise ValueError(f"it is in format {contents.format}, of which only {FORMAT} is known")
    chosen = contents.selection
    transcript = transcript_of(
        (_read_entry(entry) for entry in contents.entries),
        name=contents.name,
        day=contents.day,
        selection=Selection(
            first=chosen.first,
            last=chosen.last,
            kinds=frozenset(chosen.kinds),
            providers=frozenset(chosen.providers),
        ),
        cycles=(_read_cycle(cycle) for cycle in contents.cycles),
        issued_to=contents.issued_to,
    )
    if write(transcript) != data:
        raise ValueError("it is not written as Carrel writes it")
    return transcript


def number_of(data: bytes) -> str:
    """What a transcript is called, on each of its pages: it follows from all that is in it."""
    return number_from("TRN", data)


def _entry(entry: Entry) -> _Entry:
    return _Entry(
        day=entry.day,
        title=entry.title,
        provider=entry.provider,
        kind=entry.kind,
        italic=entry.italic,
        amount=plain(entry.amount),
        document=entry.document,
        number=entry.number,
        note=entry.note,
    )


def _read_entry(entry: _Entry) -> Entry:
    if (entry.document is None) != (entry.number == ""):
        raise ValueError("an entry has a number and no document, or the other way round")
    return Entry(
        day=entry.day,
        title=entry.title,
        provider=entry.provider,
        kind=entry.kind,
        italic=entry.italic,
        amount=_amount(entry.amount),
        document=entry.document,
        number=entry.number,
        note=entry.note,
    )


def _cycle(cycle: LicenceCycle) -> _Cycle:
    required = None if cycle.required is None else plain(cycle.required)
    return _Cycle(name=cycle.name, first=cycle.first, last=cycle.last, required=required, kind=cycle.kind)


def _read_cycle(cycle: _Cycle) -> LicenceCycle:
    required = None if cycle.required is None else _amount(cycle.required)
    return LicenceCycle(name=cycle.name, first=cycle.first, last=cycle.last, required=required, kind=cycle.kind)


def _amount(text: str) -> Decimal:
    if not _AMOUNT.fullmatch(text):
        raise ValueError("an amount is none")
    return Decimal(text)
