"""The transcript as CSV: what a spreadsheet reads back, and that none takes it for a formula."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.credit import Document
from player.domain.transcript import Entry, Selection, transcript_of
from player.exchange.transcript_table import COLUMNS, csv_bytes, harmless

PROVEN = Entry(
    day=date(2024, 1, 5),
    title="Sleep, “after” Shift Work",
    provider="المركز الطبي",
    kind="AMA PRA Category 1 Credits™",
    amount=Decimal("1.50"),
    document=Document.CME_CERTIFICATE,
    number="CRL-7KQ2-M9XA-4TZB",
)
REPORTED = Entry(
    day=date(2024, 2, 5), title="Workshop", provider="", kind="CE", amount=Decimal(10), note="certificate on paper"
)


def cells(*entries: Entry) -> list[list[str]]:
    transcript = transcript_of(entries, name="Ana", day=date(2026, 1, 1), selection=Selection(), cycles=())
    return list(csv.reader(io.StringIO(csv_bytes(transcript).decode("utf-8-sig"), newline="")))


def test_it_has_one_row_for_each_entry_and_nothing_else() -> None:
    assert cells(REPORTED, PROVEN) == [
        ["Date", "Title", "Provider", "Credit type", "Amount", "Document", "Number", "Source", "Note"],
        [
            "2024-01-05",
            "Sleep, “after” Shift Work",
            "المركز الطبي",
            "AMA PRA Category 1 Credits™",
            "1.5",
            "Certificate of Continuing Medical Education",
            "CRL-7KQ2-M9XA-4TZB",
            "proven",
            "",
        ],
        ["2024-02-05", "Workshop", "", "CE", "10", "", "", "self-reported", "certificate on paper"],
    ]


def test_it_is_utf_8_with_its_mark_and_lines_as_rfc_4180_has_them() -> None:
    transcript = transcript_of([PROVEN], name="Ana", day=date(2026, 1, 1), selection=Selection(), cycles=())
    data = csv_bytes(transcript)
    assert data.startswith(b"\xef\xbb\xbfDate,")
    assert data.count(b"\r\n") == 2
    assert data.endswith(b"\r\n")


def test_without_entries_it_has_its_headings() -> None:
    assert cells() == [list(COLUMNS)]


@pytest.mark.parametrize(
    "formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u3000=1", "＝1", "－1", "＋1", "＠1"]
)
def test_no_text_is_taken_for_a_formula(formula: str) -> None:
    entry = Entry(day=date(2024, 1, 5), title=formula, provider=formula, kind=formula, amount=Decimal(1), note=formula)
    row = cells(entry)[1]
    assert [row[place] for place in (1, 2, 3, 8)] == [f"'{formula}"] * 4


@given(st.text())
def test_a_cell_is_left_as_it_is_or_begins_with_an_apostrophe(text: str) -> None:
    safe = harmless(text)
    assert safe in (text, f"'{text}")
    assert not safe.lstrip().startswith(("=", "+", "-", "@"))
