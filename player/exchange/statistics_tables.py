"""The tables of a course's statistics as CSV files that any spreadsheet opens, and that can make none of them
calculate."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from player.domain.cell import harmless
from player.domain.statistics.report import Quotes, Report, Table

QUOTES_HEAD = ("Answer", "Times")


def csv_files(report: Report) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of a file for each table, in the order of the report.

    UTF-8 with its mark at the front, lines ended as RFC 4180 has it.
    """
    for table in report.tables:
        yield f"{report.name} - {table.name}.csv", csv_bytes(table)


def csv_bytes(table: Table | Quotes) -> bytes:
    if isinstance(table, Quotes):
        return _written(QUOTES_HEAD, ((text, str(count)) for text, count in table.texts))
    return _written(table.head, table.rows)


def _written(head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in (head, *rows):
        writer.writerow([harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")
