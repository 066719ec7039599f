"""Rosters as workbooks: what a cell shows is what is read, and no workbook takes more room than a roster needs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from player.exchange.attendees import workbook
from player.exchange.attendees.problems import RosterUnreadable
from player.exchange.attendees.reading import read_attendees
from player.exchange.attendees.workbook import workbook_rows


def cells(data: bytes) -> list[Sequence[str]]:
    return [row.cells for row in workbook_rows(data, name="roster.xlsx")]


def by_xlsxwriter(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    fill(book)
    book.close()
    return stream.getvalue()


def by_openpyxl(*rows: Sequence[object]) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    book.save(stream)
    return stream.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def test_a_workbook_reads_as_it_shows() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        hidden = book.add_worksheet("notes")
        hidden.write_row(0, 0, ["not", "this"])
        sheet = book.add_worksheet("people")
        sheet.activate()
        sheet.set_first_sheet()
        hidden.hide()
        sheet.write_row(0, 0, ["ID", "Name", "Zip", "Born", "Paid", "Formula"])
        sheet.write_number(1, 0, 17)
        sheet.write_rich_string(1, 1, book.add_format({"bold": True}), "Ana", " Núñez")
        sheet.write_number(1, 2, 2134, book.add_format({"num_format": "00000"}))
        born = datetime(1980, 2, 29)  # noqa: DTZ001  # a cell knows no time zones
        sheet.write_datetime(1, 3, born, book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_boolean(1, 4, True)
        sheet.write_formula(1, 5, '=HYPERLINK("http://x")', None, 42)
        sheet.write_number(3, 0, 1.5)

    first, second, third, fourth = cells(by_xlsxwriter(fill))
    assert first == ("ID", "Name", "Zip", "Born", "Paid", "Formula")
    assert second == ("17", "Ana Núñez", "02134", "1980-02-29", "", "42")
    assert not any(third)
    assert fourth[0] == "1.5"


def test_a_second_writers_workbook_reads_the_same() -> None:
    rows = [("ID", "Name"), ("R1", "Núñez\u202e"), ("R2", "=1+1")]
    read = cells(by_openpyxl(*rows))
    # A formula that no spreadsheet ever worked out shows nothing.
    assert read == [*rows[:2], ("R2",)]


def test_a_workbook_that_would_unpack_to_far_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 1 << 20)
    bomb = repacked(by_openpyxl(("ID",)), lambda name, old: old + b" " * (4 << 20 if "sheet1" in name else 0))
    assert len(bomb) < 1 << 16
    with pytest.raises(RosterUnreadable, match="cannot be read") as refused:
        cells(bomb)
    assert "unpack" in refused.value.details


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_that_declares_entities_is_refused(encoding: str) -> None:
    laughs = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]>'.encode(encoding)
    changed = repacked(by_openpyxl(("ID",)), lambda name, old: laughs if "workbook.xml" in name else old)
    with pytest.raises(RosterUnreadable) as refused:
        cells(changed)
    assert "entities" in refused.value.details


@pytest.mark.parametrize("said", [b"A1:XFD1048576", b"A1:A1"])
def test_a_sheet_that_lies_about_its_size_is_read_as_it_is(said: bytes) -> None:
    def lie(name: str, old: bytes) -> bytes:
        return old.replace(b'ref="A1:B2"', b'ref="' + said + b'"') if "sheet1" in name else old

    assert cells(repacked(by_openpyxl(("ID", "Name"), ("R1", "Ana")), lie)) == [("ID", "Name"), ("R1", "Ana")]


def test_a_cell_far_away_makes_no_row_wide() -> None:
    def far(name: str, old: bytes) -> bytes:
        return old.replace(b'r="B2"', b'r="XFD2"') if "sheet1" in name else old

    rows = cells(repacked(by_openpyxl(("ID", "Name"), ("R1", "Ana")), far))
    assert rows[1][0] == "R1" and len(rows[1]) <= 200


def test_rows_beyond_any_roster_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("player.exchange.attendees.reading.MOST_ROWS", 3)
    file = tmp_path / "roster.xlsx"
    file.write_bytes(by_openpyxl(*[("R",)] * 9))
    assert len(list(read_attendees(file))) == 3


BOOK = by_openpyxl(("ID", "First Name", "Last Name"), ("R1", "Ana", "Núñez"), ("R2", "Bo", "Li"))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(part=st.integers(min_value=0), place=st.integers(min_value=0), junk=st.binary(min_size=1, max_size=12))
def test_a_spoiled_part_is_told_or_read_and_never_falls_over(part: int, place: int, junk: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(BOOK)) as packed:
        names = packed.namelist()
    chosen = names[part % len(names)]

    def spoil(name: str, old: bytes) -> bytes:
        at = place % (len(old) or 1)
        return old[:at] + junk + old[at + len(junk) :] if name == chosen else old

    _told_or_read(repacked(BOOK, spoil))


@settings(deadline=None)
@given(place=st.integers(min_value=0, max_value=len(BOOK) - 1), junk=st.binary(min_size=1, max_size=4))
def test_spoiled_bytes_are_told_or_read_and_never_fall_over(place: int, junk: bytes) -> None:
    _told_or_read(BOOK[:place] + junk + BOOK[place + len(junk) :])


def _told_or_read(data: bytes) -> None:
    try:
        assert all(isinstance(cell, str) for row in cells(data) for cell in row)
    except RosterUnreadable:
        pass
