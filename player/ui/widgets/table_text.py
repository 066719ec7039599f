"""A table as text: for the clipboard with tabs, for a file as CSV; neither makes a spreadsheet calculate."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from player.domain.cell import harmless
from player.ui.language import unmarked


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a table on show says, a cell for each heading in every row. `title` is what a file of it is called."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tab_separated(table: Table) -> str:
    """A line for each row and a tab between cells, as spreadsheets take it from the clipboard."""
    return "\n".join("\t".join(harmless(_one_line(unmarked(cell))) for cell in row) for row in _lines(table))


def csv_bytes(table: Table) -> bytes:
    """UTF-8 with its mark at the front, lines ended as RFC 4180 has it; the lines of a cell are kept."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([harmless(unmarked(cell)) for cell in row] for row in _lines(table))
    return text.getvalue().encode("utf-8-sig")


def _lines(table: Table) -> Iterable[tuple[str, ...]]:
    return (table.headings, *table.rows)


def _one_line(cell: str) -> str:
    """A tab or the end of a line within a cell would begin another one."""
    return "; ".join(" ".join(line.split()) for line in cell.splitlines() if line.strip())
