"""The report of a course's statistics: what it says, in which order, before anybody draws it as PDF, HTML or CSV."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from player.domain.numbering import number_from
from player.domain.statistics.figures import percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A paragraph; `strong`: what to see first."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`name`: of its CSV file, of letters, digits and hyphens. The first cell of a row says what the row is about.

    `at_right`: the columns of figures; `widths`: the columns' shares of the width.
    """

    name: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    at_right: frozenset[int]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Horizontal bars, each a share of `whole`. `shares_only`: the counts say nothing that the shares do not."""

    caption: str
    bars: tuple[Bar, ...]
    whole: int
    shares_only: bool = False

    @property
    def alternative(self) -> str:
        """All that the picture shows, for whoever does not see it."""
        told = "; ".join(f"{bar.label}: {self.value(bar)}" for bar in self.bars)
        return f"{self.caption}. {told}."

    def value(self, bar: Bar) -> str:
        """What stands beside a bar."""
        share = percent(bar.count, self.whole)
        return share if self.shares_only else f"{bar.count} ({share})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One statement and how often each step of the scale was chosen for it."""

    label: str
    counts: tuple[int, ...]

    @property
    def whole(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacks:
    """Bars of equal length, each divided as the answers are; `scale`: the steps, low to high."""

    caption: str
    scale: tuple[str, ...]
    stacks: tuple[Stack, ...]

    @property
    def alternative(self) -> str:
        told = " ".join(f"{stack.label}: {_steps(self.scale, stack)}." for stack in self.stacks)
        return f"{self.caption}. {told}"


def _steps(scale: tuple[str, ...], stack: Stack) -> str:
    steps = zip(scale, stack.counts, strict=True)
    return "; ".join(f"{step} {count} ({percent(count, stack.whole)})" for step, count in steps if count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes:
    """Answers in learners' own words, each with how often it was given, in no order that tells anything."""

    name: str
    caption: str
    texts: tuple[tuple[str, int], ...]


Block = Remark | Table | Bars | Stacks | Quotes


def words_of(block: Block) -> str:
    """All that a block says, as one text."""
    match block:
        case Remark():
            return block.text
        case Bars() | Stacks():
            return block.alternative
        case Table():
            return "\n".join((block.caption, *block.head, *(cell for row in block.rows for cell in row)))
        case Quotes():
            return "\n".join((block.caption, *(f"{text} {count}" for text, count in block.texts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`level`: 2 for a chapter, 3 for what is in one; `marked`: stands out (the question about bias); `quoted`: its
    heading is in the course's words, and language."""

    heading: str
    blocks: tuple[Block, ...]
    level: int = 2
    marked: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`facts`: label and value, under the title; `name`: the beginning of its files' names."""

    title: str
    course: str
    language: str
    day: date
    name: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]

    @property
    def number(self) -> str:
        """What the report calls itself: it follows from everything that is in it."""
        told = [self.title, self.course, self.day.isoformat(), *(part for fact in self.facts for part in fact)]
        for section in self.sections:
            told += [section.heading, *(words_of(block) for block in section.blocks)]
        return number_from("CEV", "\n".join(told).encode())

    @property
    def tables(self) -> tuple[Table | Quotes, ...]:
        """All that has a file of its own as CSV."""
        blocks = (block for section in self.sections for block in section.blocks)
        return tuple(block for block in blocks if isinstance(block, Table | Quotes))
