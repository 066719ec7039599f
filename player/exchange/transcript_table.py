"""The credit transcript as a CSV file that any spreadsheet opens, and that can make none of them calculate."""

from __future__ import annotations

import csv
import io

from player.domain.cell import harmless
from player.domain.certificate import HEADINGS
from player.domain.credit import plain
from player.domain.transcript import Entry, Transcript

COLUMNS = ("Date", "Title", "Provider", "Credit type", "Amount", "Document", "Number", "Source", "Note")


def csv_bytes(transcript: Transcript) -> bytes:
    """UTF-8 with its mark at the front, lines ended as RFC 4180 has it; headings and dates are the same everywhere."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for entry in transcript.entries:
        writer.writerow([harmless(cell) for cell in _cells(entry)])
    return text.getvalue().encode("utf-8-sig")


def _cells(entry: Entry) -> tuple[str, ...]:
    return (
        entry.day.isoformat(),
        entry.title,
        entry.provider,
        entry.kind,
        plain(entry.amount),
        HEADINGS[entry.document] if entry.document else "",
        entry.number,
        "self-reported" if entry.is_reported else "proven",
        entry.note,
    )
