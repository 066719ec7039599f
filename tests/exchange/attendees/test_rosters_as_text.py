"""Rosters as text: whatever a spreadsheet calls CSV is read right, and what is hostile in it harms nobody."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.roster import TableRow
from player.domain.problem import Problem
from player.exchange.attendees.problems import RosterUnreadable
from player.exchange.attendees.reading import read_attendees
from player.exchange.attendees.text import text_rows

ROWS = [
    ("Registration ID", "First Name", "Last Name", "E-mail"),
    ("R1", "Ana María", "Núñez; the “first”", "ana@example.org"),
    ("R2", 'Bo "B"', "Li, Jr.", ""),
    ("R3", "two\nlines", "O’Neill", "\t"),
]


def cells(data: bytes) -> list[Sequence[str]]:
    return [row.cells for row in text_rows(data, name="roster.csv")]


def written(rows: Sequence[Sequence[str]], between: str, ending: str = "\r\n") -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=between, lineterminator=ending).writerows(rows)
    return stream.getvalue()


@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_any_table_of_text_is_read_as_it_was_meant(between: str, encoding: str, ending: str) -> None:
    assert cells(written(ROWS, between, ending).encode(encoding)) == ROWS


def test_what_excel_says_of_its_separator_is_no_row() -> None:
    assert cells(("sep=|\r\n" + written(ROWS, "|")).encode("utf-8-sig")) == ROWS


def test_rows_are_counted_as_spreadsheets_count_them() -> None:
    found = list(text_rows(written(ROWS, ",").encode(), name="x"))
    assert [row.number for row in found] == [1, 2, 3, 4]


def test_a_cell_of_a_megabyte_loses_its_row_alone() -> None:
    rows = [*ROWS[:2], ("R9", "x" * (1 << 20), "Long", ""), ROWS[2]]
    found = list(text_rows(written(rows, ",").encode(), name="x"))
    assert found[2] == TableRow(number=3, broken=True)
    assert found[3].cells == ROWS[2]


def test_a_quotation_mark_that_never_closes_loses_what_is_behind_it_and_no_more() -> None:
    text = written(ROWS[:2], ",") + 'R9,"open,Li\r\n' + "R,A,B,\r\n" * 50_000
    found = list(text_rows(text.encode(), name="x"))
    assert [row.cells for row in found[:2]] == ROWS[:2]
    assert found[2].broken


def test_no_character_within_a_table_is_too_much() -> None:
    found = cells(("ID,First,Last\r\n" + "x" * 600 + ",A\0na,\u202eLi\r\n").encode())
    assert found[1] == ("x" * 600, "A\0na", "\u202eLi")


@pytest.mark.parametrize(
    "data", [b"\x7fELF\0\0\0", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 64, b"PK\x03\x04 and no more"]
)
def test_what_is_no_table_is_told(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_bytes(data)
    with pytest.raises(RosterUnreadable):
        list(read_attendees(file))


def test_an_empty_file_has_no_rows_and_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    assert list(read_attendees(tmp_path / "empty.csv")) == []
    with pytest.raises(Problem):
        list(read_attendees(tmp_path / "none.csv"))


@given(st.binary(max_size=400))
def test_no_bytes_whatever_make_it_fall_over(data: bytes) -> None:
    try:
        rows = list(text_rows(data, name="x"))
    except RosterUnreadable:
        return
    assert all(row.broken or isinstance(row.cells, tuple) for row in rows)
