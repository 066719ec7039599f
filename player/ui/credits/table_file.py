"""The credits as a CSV file that any spreadsheet opens, and that can make none of them calculate."""

from __future__ import annotations

import csv
import io

from player.desk.earned import CreditRow
from player.domain.certificate import HEADINGS
from player.domain.credit import plain
from player.ui.credits.state import kind_of

HEADINGS_ROW = ("Date", "Title", "Provider", "Credit type", "Amount", "Document", "Number", "Specimen")
_CALCULATES = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(rows: tuple[CreditRow, ...]) -> bytes:
    """UTF-8 with its mark at the front, lines ended as RFC 4180 has it; headings and dates are the same everywhere."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADINGS_ROW)
    for row in rows:
        writer.writerow([harmless(cell) for cell in _cells(row)])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula gets an apostrophe in front (the OWASP's advice)."""
    return f"'{cell}" if cell.startswith(_CALCULATES) else cell


def _cells(row: CreditRow) -> tuple[str, ...]:
    return (
        row.day.isoformat(),
        row.title,
        row.provider,
        kind_of(row),
        plain(row.amount),
        HEADINGS[row.document],
        row.number,
        "yes" if row.specimen else "no",
    )
