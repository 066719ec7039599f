"""Writes rosters: rows in, bytes out, one learner's rows in memory at a time."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby

from player.domain.report_format import ReportFormat
from player.domain.roster import RosterRow
from player.exchange.tables.activity_report import report_bytes
from player.exchange.tables.layout import Container, Layout
from player.exchange.tables.layouts import Layouts
from player.exchange.tables.spreadsheet import spreadsheet_bytes
from player.exchange.tables.text import text_bytes


def table_bytes(
    form: ReportFormat, rows: Iterable[RosterRow], *, layouts: Layouts, written: datetime | None = None
) -> Generator[bytes]:
    """The roster in this form; rows that a file of it does not list are passed over.

    Rows of one learner and course that follow each other stay together, what is taken back first: a correction is read
    as a delete, then an add. `written`: what a form that says when it was made says; None: now. Raises a `Problem`
    where the layout is broken.
    """
    layout = layouts.of(form)
    listed = _listed(rows, layout)
    match layout.container:
        case Container.TEXT:
            return text_bytes(listed, layout)
        case Container.SPREADSHEET:
            return spreadsheet_bytes(listed, layout)
        case Container.XML:
            return report_bytes(listed, layout, written=written or datetime.now(UTC))


def ending_of(form: ReportFormat, layouts: Layouts) -> str:
    """The file's ending without its dot: “csv”."""
    return layouts.of(form).ending


def _listed(rows: Iterable[RosterRow], layout: Layout) -> Iterator[RosterRow]:
    for _, group in groupby(rows, key=lambda row: (row.learner.id, row.course_hash)):
        together = [row for row in group if layout.lists(row)]
        yield from sorted(together, key=lambda row: row.taken_back is None)
