"""What a transcript says, in words: the same on paper, to whoever checks the paper, and in a version to be read out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from player.domain.certificate import Run, long_date
from player.domain.credit import plain, total
from player.domain.transcript import CyclePart, Entry, Selection, Sum, Transcript

TITLE = "Credit Transcript"
NUMBER = "Number of this transcript"
OTHER_NAMES = "Other names"
ON_CERTIFICATES = "(on certificates listed here)"
TYPES = "Credit types"
TOTALS = "Totals"
NOT_ADDED = "Amounts of different credit types are never added together."
TOTALS_HEAD = ("Credit type", "Proven", "Self-reported", "Total")
PROVIDERS_HEAD = ("Provider", "Credit type", "Proven", "Self-reported", "Total")
ENTRIES_HEAD = ("Date", "Activity", "Provider", "Credit type", "Amount", "Certificate number")
CYCLES = "Licence cycles"
REQUIRED = "Required"
STANDING = "Standing"
CYCLES_NOTE = "Cycles and requirements are as the learner states them."
CHOSEN_ONLY = "Only the entries that this transcript lists are counted."
ENTRIES = "Entries"
PROVIDERS = "By provider"
NO_PROVIDER = "Not stated"
REPORTED = "self-reported"
NOTE = "Note by the learner:"
NOTHING = "No credit matches what was chosen."
NOTHING_WITHIN = "No credit in this transcript falls into this cycle."
PROOF = "What is proven, and how to check it"
PROVEN = (
    "An entry with a certificate number is proven: it follows from records that Carrel made and signed while the"
    " learner took the activity, and that are attached to this file. When the file is checked, each of these credits"
    " is worked out again from its records, and so are the sums."
)
UNPROVEN = (
    "An entry marked self-reported was entered by the learner. Nobody vouches for it here; ask for the original"
    " certificate."
)
ALL_PROVEN = "This transcript has no self-reported entries."
HOW_TO_CHECK = (
    "To check it, without a network: run “carrel verify FILE” with this PDF file, or open it in Carrel. A change of"
    " any byte after it was signed is found. Other readers show the signature and the attachments, and cannot know"
    " the signer."
)
ALL = "All"
ANY_TYPE = "of any type"
MARKS = "™®"


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleWords:
    """`requirement`: how much of what; None where the learner states none, and then there is no `outcome` either.

    `tenths`: how much of what is required is there, in tenths of a percent, at most 1000; None where it cannot be told.
    """

    name: str
    days: str
    requirement: tuple[str, str] | None
    outcome: str
    tenths: int | None


def facts(transcript: Transcript) -> tuple[tuple[str, str], ...]:
    """What stands below the name: labels and what they say."""
    chosen = transcript.selection
    others = "; ".join(transcript.issued_to)
    return (
        *(((OTHER_NAMES, f"{others} {ON_CERTIFICATES}"),) if others else ()),
        ("Period", period(chosen)),
        (TYPES, ", ".join(sorted(chosen.kinds)) or ALL),
        ("Providers", ", ".join(sorted(chosen.providers)) or ALL),
        ("Entries", counted(transcript)),
        ("Drawn up", long_date(transcript.day)),
    )


def period(selection: Selection) -> str:
    first = long_date(selection.first) if selection.first else ""
    last = long_date(selection.last) if selection.last else ""
    if first and last:
        return f"{first} to {last}"
    if first:
        return f"From {first}"
    return f"Up to {last}" if last else ALL


def counted(transcript: Transcript) -> str:
    reported = sum(entry.is_reported for entry in transcript.entries)
    proven = len(transcript.entries) - reported
    return f"{proven} proven, {reported} self-reported" if transcript.entries else "None"


def short_date(day: date) -> str:
    """ "Jan 5, 2024"."""
    return f"{long_date(day)[:3]} {day.day}, {day.year}"


def amounts(one: Sum) -> tuple[str, str, str]:
    """Proven, self-reported, and both."""
    return plain(one.proven), plain(one.reported), plain(one.amount)


def italics(transcript: Transcript) -> frozenset[str]:
    """The credit types whose names are set in italics."""
    return frozenset(entry.kind for entry in transcript.entries if entry.italic)


def kind_runs(kind: str, *, italic: bool) -> tuple[Run, ...]:
    """The name of a credit type; its mark stands upright."""
    name = kind.rstrip(MARKS) if italic else kind
    mark = kind[len(name) :]
    return (Run(text=name, italic=italic), *((Run(text=mark),) if mark else ()))


def amount(entry: Entry) -> str:
    return plain(entry.amount)


def standing(entry: Entry) -> str:
    """The number of its certificate, or that nobody vouches for it."""
    return REPORTED if entry.is_reported else entry.number


def note(entry: Entry) -> str:
    """With who says so; empty where there is none."""
    return f"{NOTE} {entry.note}" if entry.note else ""


def sum_label(year: str) -> str:
    return f"Sum of {year}"


def sum_remark(one: Sum) -> str:
    """What a sum rests on, where not all of it is proven."""
    if not one.reported:
        return "proven"
    return f"{plain(one.proven)} proven, {plain(one.reported)} self-reported" if one.proven else REPORTED


def cycle_words(part: CyclePart) -> CycleWords:
    cycle = part.cycle
    return CycleWords(
        name=cycle.name,
        days=f"{long_date(cycle.first)} to {long_date(cycle.last)}",
        requirement=_requirement(part),
        outcome=_outcome(part),
        tenths=_tenths(part),
    )


def statements(transcript: Transcript) -> tuple[str, ...]:
    has_reported = any(entry.is_reported for entry in transcript.entries)
    return PROVEN, UNPROVEN if has_reported else ALL_PROVEN, HOW_TO_CHECK


def is_everything(selection: Selection) -> bool:
    return selection == Selection()


def footer(number: str, name: str, page: int, pages: int) -> tuple[str, str]:
    """Left and right, on every page."""
    return f"{TITLE} {number} · {name}", f"Page {page} of {pages}"


def entries_by_year(transcript: Transcript) -> Iterator[tuple[str, tuple[Entry, ...], tuple[Sum, ...]]]:
    by_year = groupby(transcript.entries, key=lambda entry: str(entry.day.year))
    for part, (_, entries) in zip(transcript.years, by_year, strict=True):
        yield part.name, tuple(entries), part.sums


def _requirement(part: CyclePart) -> tuple[str, str] | None:
    required = part.cycle.required
    return None if required is None else (plain(required), part.cycle.kind or ANY_TYPE)


def _outcome(part: CyclePart) -> str:
    if part.cycle.required is None:
        return ""
    if part.missing is None:
        return "Cannot be told: the requirement names no credit type, and amounts of several are not added together."
    reported = _reported(part)
    there = f"{plain(part.counted)} counted"
    if reported:
        there += f" ({plain(reported)} of it self-reported)"
    if part.missing:
        return f"{there}; {plain(part.missing)} missing"
    proven = part.counted - reported
    if proven < part.cycle.required:
        return f"{there}; met only with what is self-reported, without it {plain(part.cycle.required - proven)} missing"
    return f"{there}; met"


def _reported(part: CyclePart) -> Decimal:
    kind = part.cycle.kind
    return total(one.reported for one in part.sums if not kind or one.kind == kind)


def _tenths(part: CyclePart) -> int | None:
    if part.missing is None or not part.cycle.required:
        return None
    return min(1000, int(part.counted * 1000 / part.cycle.required))
