"""The attendee roster: a conference's own list of who is registered, under the headings that such lists have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from player.domain.identifiers import GRAMMARS, OF_LEARNERS, is_email
from player.domain.kiosk.attendee import Attendee
from player.domain.kiosk.folding import LONGEST, folded_name, month_and_day, tidy
from player.domain.kiosk.roster_words import HEADINGS, VAGUE_HEADINGS, Column, heading_word, profession_called, title_in
from player.domain.learner import Learner, LearnerId, Licence
from player.domain.phrase import Phrase
from player.domain.problem import Problem

_FIRST_ROWS = 10
"""Among which the headings must stand: some lists have a title above them."""
_FORMULA = ("=", "+", "@", "＝", "＋", "＠")


class RosterNotUnderstood(Problem):
    what_template = "The attendee roster {name} is not understood: {reason}"
    meaning_template = "Nothing was taken from it; who was known before is known as before."
    remedy_template = (
        "Give its columns headings such as “Registration ID”, “Badge”, “First name”, “Last name”, “E-mail” and"
        " “Profession”, and try again."
    )


class Outcome(StrEnum):
    """TAKEN: nobody knew this attendee; CHANGED: the roster says something else than it did."""

    TAKEN = "taken"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a row was refused, or what is to be looked at in one that was not."""

    UNREADABLE = "unreadable"
    TOO_LONG = "too-long"
    NO_NAME = "no-name"
    NO_IDENTITY = "no-identity"
    FORMULA = "formula"
    NUMBER_TWICE = "number-twice"
    REPEATED = "repeated"
    SAME_NAME = "same-name"
    BADGE_TWICE = "badge-twice"
    CODE_TWICE = "code-twice"
    PROFESSION_UNKNOWN = "profession-unknown"
    EMAIL_UNUSABLE = "email-unusable"
    BIRTHDAY_UNUSABLE = "birthday-unusable"
    IDENTIFIER_UNUSABLE = "identifier-unusable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """`other`: the other row that it is about, None for somebody who was known before, or nobody."""

    reason: Reason
    other: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row of a table as it was read; `number` as spreadsheets count, from 1. `broken`: its cells could not be told
    apart, or were far too long."""

    number: int
    cells: tuple[str, ...] = ()
    broken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """`attendee` has no learner id yet, and is None where the row says nothing that can be taken: then the last of
    the remarks says why."""

    row: int
    attendee: Attendee | None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReport:
    """What came of a row. It has no name in it: whoever has the roster finds the row."""

    row: int
    outcome: Outcome
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """`places`: which column stands where; `passed_over`: the headings of those that say nothing to a station."""

    places: Mapping[int, Column]
    passed_over: tuple[str, ...] = ()

    def has(self, *columns: Column) -> bool:
        return any(column in columns for column in self.places.values())

    @property
    def name_people(self) -> bool:
        return self.has(Column.FAMILY, Column.NAME)

    @property
    def tell_apart(self) -> bool:
        return self.has(Column.NUMBER, Column.BADGE, Column.CODE, Column.EMAIL)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterReport:
    """What came of a roster, or (`preview`) would come of it."""

    columns: Columns
    rows: tuple[RowReport, ...]
    preview: bool = False

    def count(self, outcome: Outcome) -> int:
        return sum(report.outcome is outcome for report in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A roster that was understood: its rows come one after the other."""

    columns: Columns
    rows: Iterator[ListedRow]


def listed(rows: Iterable[TableRow], *, name: str) -> Listed:
    """The attendees in a table whose headings stand in one of its first rows. Raises `RosterNotUnderstood`.

    Empty rows are passed over.
    """
    following = iter(rows)
    reason = Phrase("none of its first rows has headings that are known here.")
    for row, _ in zip(following, range(_FIRST_ROWS), strict=False):
        columns = columns_of(row.cells)
        if columns.name_people and columns.tell_apart:
            below = (listed_row(one, columns) for one in following if one.broken or _says(one))
            return Listed(columns=columns, rows=below)
        # A title above the headings may be one of their words.
        if columns.name_people and len(columns.places) > 1:
            reason = Phrase("no column tells two people of one name apart.")
        elif columns.tell_apart:
            reason = Phrase("no column names people.")
    raise RosterNotUnderstood(name=name, reason=reason)


def columns_of(headings: Sequence[str]) -> Columns:
    """What the headings mean. Of two of one meaning the first counts, but for badges, of which there may be several;
    and a heading that may mean many things only where no other one means it."""
    words = [heading_word(heading) for heading in headings]
    places: dict[int, Column] = {}
    for known in (HEADINGS, VAGUE_HEADINGS):
        for place, word in enumerate(words):
            column = known.get(word)
            if column is not None and (column is Column.BADGE or column not in places.values()):
                places[place] = column
    others = (tidy(heading[:LONGEST]) for place, heading in enumerate(headings) if place not in places)
    return Columns(places=dict(sorted(places.items())), passed_over=tuple(filter(None, others)))


def listed_row(row: TableRow, columns: Columns) -> ListedRow:
    """What a row says of an attendee."""
    if row.broken:
        return _refused(row, Reason.UNREADABLE)
    if any(len(cell) > LONGEST for place, cell in enumerate(row.cells) if place in columns.places):
        return _refused(row, Reason.TOO_LONG)
    cells = _cells(row, columns)
    given, family, degrees = _names(cells)
    if not folded_name(given) or not folded_name(family):
        return _refused(row, Reason.NO_NAME)
    # A list that went through a mischievous hand: no such name goes onto a certificate, or into a table.
    if any(text.startswith(_FORMULA) for column in _IN_CLEAR for text in cells.get(column, ())):
        return _refused(row, Reason.FORMULA)
    remarks: list[Remark] = []
    attendee = Attendee(
        learner=_learner(cells, (given, family, degrees), remarks),
        number=_one(cells, Column.NUMBER),
        badges=_badges(cells),
        code=_one(cells, Column.CODE),
        postcode=_one(cells, Column.POSTCODE),
        birthday=_checked(_one(cells, Column.BIRTHDAY), month_and_day, Reason.BIRTHDAY_UNUSABLE, remarks),
    )
    if not (attendee.number or attendee.badges or dict(attendee.learner.identifiers).get("email")):
        return _refused(row, Reason.NO_IDENTITY)
    return ListedRow(row=row.number, attendee=attendee, remarks=tuple(remarks))


_IN_CLEAR = (Column.GIVEN, Column.FAMILY, Column.NAME, Column.PRINTED, Column.DEGREES)


def _says(row: TableRow) -> bool:
    return any(cell.strip() for cell in row.cells)


def _refused(row: TableRow, reason: Reason) -> ListedRow:
    return ListedRow(row=row.number, attendee=None, remarks=(Remark(reason=reason),))


def _cells(row: TableRow, columns: Columns) -> Mapping[Column, tuple[str, ...]]:
    found: dict[Column, tuple[str, ...]] = {}
    for place, column in columns.places.items():
        text = tidy(row.cells[place]) if place < len(row.cells) else ""
        if text:
            found[column] = (*found.get(column, ()), text)
    return found


def _one(cells: Mapping[Column, tuple[str, ...]], column: Column) -> str:
    return next(iter(cells.get(column, ())), "")


def _badges(cells: Mapping[Column, tuple[str, ...]]) -> tuple[str, ...]:
    written = (part.strip() for cell in cells.get(Column.BADGE, ()) for part in re.split(r"[;|,]", cell))
    return tuple(dict.fromkeys(filter(None, written)))


def _names(cells: Mapping[Column, tuple[str, ...]]) -> tuple[str, str, str]:
    """Given name, family name and degrees, also of a list that has all in one column: "Núñez, Ana María", "Ana María
    Núñez, MD"."""
    degrees = _one(cells, Column.DEGREES)
    given = " ".join(filter(None, (_one(cells, Column.GIVEN), _one(cells, Column.MIDDLE))))
    family = _one(cells, Column.FAMILY)
    if given and family:
        return given, family, degrees
    whole, title = title_in(_one(cells, Column.NAME))
    before, comma, behind = whole.partition(",")
    if comma:
        return given or behind.strip(), family or before.strip(), degrees or title
    first, _, last = whole.rpartition(" ")
    return given or first.strip(), family or last, degrees or title


def _learner(cells: Mapping[Column, tuple[str, ...]], names: tuple[str, str, str], remarks: list[Remark]) -> Learner:
    given, family, degrees = names
    called = _one(cells, Column.PROFESSION)
    profession = profession_called(called)
    if called and profession is None:
        remarks.append(Remark(reason=Reason.PROFESSION_UNKNOWN))
    number, authority = _one(cells, Column.LICENCE), _one(cells, Column.LICENCE_STATE)
    return Learner(
        id=LearnerId(""),
        name=_one(cells, Column.PRINTED) or f"{given} {family}",
        degrees=degrees,
        profession=profession,
        membership=_one(cells, Column.MEMBERSHIP),
        licences=(Licence(authority=authority, number=number),) if number else (),
        identifiers=tuple(_identifiers(cells, remarks)),
        given_name=given,
        family_name=family,
    )


def _identifiers(cells: Mapping[Column, tuple[str, ...]], remarks: list[Remark]) -> Iterator[tuple[str, str]]:
    email = _one(cells, Column.EMAIL)
    if email and is_email(email):
        yield "email", email
    elif email:
        remarks.append(Remark(reason=Reason.EMAIL_UNUSABLE))
    for column, name in ((Column.NPI, "npi"), (Column.NABP, "nabp")):
        text = _one(cells, column)
        if text and GRAMMARS[OF_LEARNERS[name]](text):
            yield name, text
        elif text:
            remarks.append(Remark(reason=Reason.IDENTIFIER_UNUSABLE))


def _checked(text: str, read: Callable[[str], str], reason: Reason, remarks: list[Remark]) -> str:
    found = read(text)
    if text and not found:
        remarks.append(Remark(reason=reason))
    return found
