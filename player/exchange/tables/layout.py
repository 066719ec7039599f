"""The layout of a report: which columns a receiver reads, where their values come from, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from player.domain.roster import RosterRow
from player.exchange.tables.forms import Form, written
from player.exchange.tables.sources import Value, value_of


class Container(StrEnum):
    TEXT = "text"
    SPREADSHEET = "spreadsheet"
    XML = "xml"


class Encoding(StrEnum):
    """MARKED: with the mark by which Excel knows UTF-8."""

    PLAIN = "utf-8"
    MARKED = "utf-8-sig"


class Separator(StrEnum):
    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"

    @property
    def character(self) -> str:
        return {"comma": ",", "semicolon": ";", "tab": "\t"}[self.value]


class LineEnd(StrEnum):
    CRLF = "crlf"
    LF = "lf"

    @property
    def characters(self) -> str:
        return {"crlf": "\r\n", "lf": "\n"}[self.value]


class Quoting(StrEnum):
    """NEVER: the receiver takes lines apart at every separator; none stands in a value then."""

    NEEDED = "needed"
    ALWAYS = "always"
    NEVER = "never"


class Correction(StrEnum):
    """How a receiver learns that a credit counts no more; a correction is that and a new credit.

    ACTION: a line that says so (`row.action`). LISTED: the line stays, with its state (`row.status`). LEFT_OUT: a file
    cannot tell it.
    """

    ACTION = "action"
    LISTED = "listed"
    LEFT_OUT = "left-out"


class Takes(StrEnum):
    """Which credit a receiver lists."""

    EVERYTHING = "everything"
    PARS = "pars"
    PHARMACY = "pharmacy"
    CE_BROKER = "ce-broker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`sources`: the first that has a value gives it, behind `prefix`; `drop` is taken off its front. `when`: a source
    without which the column stays empty; `unless`: one that makes a required value dispensable. `grammar` is a name in
    `domain.identifiers.GRAMMARS`."""

    heading: str
    sources: tuple[str, ...] = ()
    form: Form = Form.TEXT
    prefix: str = ""
    drop: str = ""
    required: bool = False
    when: str = ""
    unless: str = ""
    grammar: str = ""
    width: int = 0

    def value(self, row: RosterRow) -> Value:
        """None where there is nothing to say."""
        if self.when and value_of(self.when, row) is None:
            return None
        for source in self.sources:
            value = value_of(source, row)
            if value is not None:
                return value
        return None

    def source_of(self, row: RosterRow) -> str:
        """The source that gives the value; the first one where none does."""
        return next((source for source in self.sources if value_of(source, row) is not None), self.sources[0])

    def is_required(self, row: RosterRow) -> bool:
        if self.when and value_of(self.when, row) is None:
            return False
        return self.required and not (self.unless and value_of(self.unless, row) is not None)

    def text(self, value: Value) -> str:
        if value is None:
            return ""
        return self.prefix + written(value, self.form).removeprefix(self.drop)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`receiver` as people call it. `within_days`: so long after completion it takes reports (0: always); `step`: of
    which amounts are multiples (None: as the course has it). `once`: it must not get the same line again. `added` and
    `deleted`: its words for a line's action."""

    receiver: str
    ending: str
    columns: tuple[Column, ...]
    container: Container = Container.TEXT
    encoding: Encoding = Encoding.PLAIN
    separator: Separator = Separator.COMMA
    line_end: LineEnd = LineEnd.CRLF
    quoting: Quoting = Quoting.NEEDED
    with_headings: bool = True
    defused: bool = True
    takes: Takes = Takes.EVERYTHING
    correction: Correction = Correction.LEFT_OUT
    added: str = ""
    deleted: str = ""
    within_days: int = 0
    step: Decimal | None = None
    once: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    @property
    def tells_credit(self) -> bool:
        """Whether a line changes with a correction: by its amount or the certificate's number."""
        told = {source for column in self.columns for source in column.sources}
        return not told.isdisjoint({"credit.amount", "certificate.number"})

    def lists(self, row: RosterRow) -> bool:
        """Whether the row has a line in the file at all, as far as its having been taken back goes."""
        return row.taken_back is None or self.correction is not Correction.LEFT_OUT

    def values(self, row: RosterRow) -> Iterator[tuple[Column, Value]]:
        for column in self.columns:
            value = column.value(row)
            if column.sources == (ACTION,):
                value = self.deleted if row.taken_back else self.added
            yield column, value


ACTION = "row.action"
"""Its words are the layout's own."""
