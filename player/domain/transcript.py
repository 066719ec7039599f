"""The credit transcript: everything a learner earned, chosen by date, type and provider, with what it adds up to.

Amounts of different types are never added together: an hour of one board is not an hour of another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from player.domain.course import Course
from player.domain.credit import Document, total
from player.domain.cycle import LicenceCycle
from player.domain.history import Claim, History
from player.domain.permit import document_for, offer_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line. `kind`: the credit type as printed ("AMA PRA Category 1 Credits™"), `italic`: its name is in italics.

    `number`: of its certificate; empty for what the learner reports: then `document` is None, and nobody vouches.
    """

    day: date
    title: str
    provider: str
    kind: str
    amount: Decimal
    italic: bool = False
    document: Document | None = None
    number: str = ""
    note: str = ""

    @property
    def is_reported(self) -> bool:
        return self.document is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which entries: from `first` to `last` (both included; None: without end), of these types and providers (empty:
    of all)."""

    first: date | None = None
    last: date | None = None
    kinds: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()

    def takes(self, entry: Entry) -> bool:
        if (self.first and entry.day < self.first) or (self.last and entry.day > self.last):
            return False
        kind_fits = not self.kinds or entry.kind in self.kinds
        return kind_fits and (not self.providers or entry.provider in self.providers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What the entries of one type add up to: what evidence supports, and what the learner reports."""

    kind: str
    proven: Decimal
    reported: Decimal

    @property
    def amount(self) -> Decimal:
        return self.proven + self.reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the transcript (a year, a provider) and its sums."""

    name: str
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CyclePart:
    """A licence cycle, and what of the chosen entries falls into it; `counted`: what its requirement takes."""

    cycle: LicenceCycle
    sums: tuple[Sum, ...]
    counted: Decimal

    @property
    def is_countable(self) -> bool:
        """Not where the requirement names no type and several are there: nobody may add these together."""
        return bool(self.cycle.kind) or len(self.sums) <= 1

    @property
    def missing(self) -> Decimal | None:
        """What the requirement still lacks; None where none is stated, or where nothing can be counted for it."""
        required = self.cycle.required
        return max(required - self.counted, Decimal(0)) if required is not None and self.is_countable else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """`name`: the learner's name line; `day`: when it was drawn up; `entries`: the chosen ones, the earliest first.

    `issued_to`: other names that certificates of these entries bear: of before a wedding, without a later degree.
    """

    name: str
    day: date
    selection: Selection
    entries: tuple[Entry, ...]
    totals: tuple[Sum, ...]
    years: tuple[Part, ...]
    providers: tuple[Part, ...]
    cycles: tuple[CyclePart, ...]
    issued_to: tuple[str, ...] = ()


def transcript_of(
    entries: Iterable[Entry],
    *,
    name: str,
    day: date,
    selection: Selection,
    cycles: Iterable[LicenceCycle],
    issued_to: Iterable[str] = (),
) -> Transcript:
    """`issued_to`: all names that certificates of the chosen entries bear."""
    chosen = tuple(sorted(filter(selection.takes, entries), key=_order))
    return Transcript(
        name=name,
        day=day,
        selection=selection,
        entries=chosen,
        totals=sums(chosen),
        years=_parts(chosen, lambda entry: str(entry.day.year)),
        providers=_parts(chosen, lambda entry: entry.provider),
        cycles=tuple(_cycle(cycle, chosen) for cycle in cycles),
        issued_to=tuple(sorted({*issued_to} - {name})),
    )


def proven_entry(course: Course, history: History, claim: Claim) -> Entry:
    """The line of a claim that stands in `history`; the day is that of completion, where the provider is."""
    offer = offer_of(course, claim)
    return Entry(
        day=course.availability.day_of(history.completed or claim.moment),
        title=course.title,
        provider=course.provider.name,
        kind=offer.plural + offer.mark,
        italic=offer.italic,
        amount=claim.credit.amount,
        document=document_for(course, claim),
        number=claim.number,
    )


def sums(entries: Iterable[Entry]) -> tuple[Sum, ...]:
    """By type, in the order of the types' names."""
    proven: dict[str, Decimal] = {}
    reported: dict[str, Decimal] = {}
    for one in entries:
        counted = reported if one.is_reported else proven
        counted[one.kind] = counted.get(one.kind, Decimal(0)) + one.amount
    return tuple(
        Sum(kind=kind, proven=proven.get(kind, Decimal(0)), reported=reported.get(kind, Decimal(0)))
        for kind in sorted({*proven, *reported})
    )


def _parts(entries: tuple[Entry, ...], name_of: Callable[[Entry], str]) -> tuple[Part, ...]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(name_of(entry), []).append(entry)
    return tuple(Part(name=name, sums=sums(found[name])) for name in sorted(found))


def _cycle(cycle: LicenceCycle, entries: tuple[Entry, ...]) -> CyclePart:
    within = tuple(entry for entry in entries if cycle.takes_in(entry.day))
    counted = total(one.amount for one in within if not cycle.kind or one.kind == cycle.kind)
    return CyclePart(cycle=cycle, sums=sums(within), counted=counted)


def _order(entry: Entry) -> tuple[date, str, str, str, tuple[str, Decimal, str, str, bool]]:
    """Everything that tells two entries apart, so that it does not matter in which order they were found."""
    rest = (entry.provider, entry.amount, entry.note, entry.document or "", entry.italic)
    return entry.day, entry.title, entry.kind, entry.number, rest
