"""What the credits page shows as tables that can be copied: every credit, the sums by year, the licence cycles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from player.domain.transcript import CyclePart, Sum, Transcript
from player.ui.credits.model import COLUMNS
from player.ui.credits.state import Line
from player.ui.credits.words import cycle_rest, sum_lines
from player.ui.language import amount_text, tr
from player.ui.widgets.table_text import Table


def lines_table(lines: Sequence[Line]) -> Table | None:
    """As the table on the page has it; days as spreadsheets sort them."""
    if not lines:
        return None
    headings = tuple(column.heading() for column in COLUMNS)
    rows = ((line.entry.day.isoformat(), *(column.text(line) for column in COLUMNS[1:])) for line in lines)
    return Table(title=tr("All credit"), headings=headings, rows=tuple(rows))


def sums_table(transcript: Transcript) -> Table | None:
    """What the chart draws: a row for each year and type, then the totals."""
    if not transcript.totals:
        return None
    headings = (tr("Year"), tr("Credit type"), tr("Amount"), tr("Proven"), tr("Self-reported"))
    parts = (*((part.name, part.sums) for part in transcript.years), (tr("Total"), transcript.totals))
    rows = ((name, *_sum_cells(one)) for name, sums in parts for one in sums)
    return Table(title=tr("Credit by year"), headings=headings, rows=tuple(rows))


def cycles_table(parts: Sequence[CyclePart], today: date) -> Table | None:
    if not parts:
        return None
    headings = (
        tr("Licence cycle"), tr("First day"), tr("Last day"), tr("Credit type"), tr("Required"), tr("Counted"),
        tr("Missing"), tr("Where it stands"),
    )  # fmt: skip
    return Table(title=tr("Licence cycles"), headings=headings, rows=tuple(_cycle_cells(part, today) for part in parts))


def _sum_cells(one: Sum) -> tuple[str, ...]:
    return (one.kind, amount_text(one.amount), amount_text(one.proven), amount_text(one.reported))


def _cycle_cells(part: CyclePart, today: date) -> tuple[str, ...]:
    cycle = part.cycle
    return (
        cycle.name,
        cycle.first.isoformat(),
        cycle.last.isoformat(),
        cycle.kind,
        "" if cycle.required is None else amount_text(cycle.required),
        amount_text(part.counted) if part.is_countable else "\n".join(sum_lines(part.sums)),
        "" if part.missing is None else amount_text(part.missing),
        cycle_rest(part, today),
    )
