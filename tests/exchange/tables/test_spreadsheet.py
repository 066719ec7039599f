"""The list of completers as a spreadsheet, read back by openpyxl: text is text, days are days, nothing calculates."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from player.domain.report_format import ReportFormat
from player.domain.roster import RosterRow
from player.exchange.tables.spreadsheet import LONGEST_CELL
from tests.exchange.tables.rosters import LAYOUTS, PHYSICIAN, ROSTER, row
from tests.exchange.tables.test_text import CALCULATED, NAMES, tidy, written
from tests.trying import tries


def book(rows: Iterable[RosterRow]) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written(ReportFormat.COMPLETERS_XLSX, rows)))


def line(rows: Iterable[RosterRow]) -> dict[str, Any]:
    """The first row's cells by their headings."""
    sheet = book(rows)["Completers"]
    return {heading.value: cell for heading, cell in zip(sheet[1], sheet[2], strict=True)}


def test_days_are_days_and_amounts_are_numbers() -> None:
    cells = line([row(amount="1.25")])
    assert cells["Completed on"].is_date
    assert cells["Completed on"].value.isoformat() == "2024-06-01T00:00:00"
    assert cells["Claimed (UTC)"].value.isoformat() == "2024-06-02T03:35:00"
    assert (cells["Amount"].value, cells["Amount"].data_type) == (1.25, "n")
    assert (cells["NPI"].value, cells["NPI"].data_type) == ("1234567893", "s")


def test_every_row_is_there_under_a_heading_that_stays() -> None:
    sheet = book(ROSTER)["Completers"]
    assert sheet.max_row == len(ROSTER) + 1
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == list(LAYOUTS.of(ReportFormat.COMPLETERS_XLSX).headings)
    assert sheet.column_dimensions["A"].width > 20


def test_a_second_sheet_says_what_it_is() -> None:
    about = book(ROSTER)["About"]
    told = {name.value: text.value for name, text in about.iter_rows()}
    assert told["Rows"] == str(len(ROSTER))
    assert "Personal data" in told


def test_nothing_calculates() -> None:
    for name in CALCULATED:
        cell = line([row(replace(PHYSICIAN, family_name=name))])["Family name"]
        assert (cell.data_type, cell.value) == ("s", name.replace("\t", " ").strip())


def test_addresses_stay_text() -> None:
    learner = replace(PHYSICIAN, family_name="http://example.org", given_name="mailto:a@b")
    cells = line([row(learner)])
    assert cells["Family name"].hyperlink is None
    assert cells["Family name"].value == "http://example.org"


@settings(max_examples=tries(25))
@given(st.lists(NAMES, min_size=1, max_size=8))
def test_any_name_comes_back(names: list[str]) -> None:
    rows = [row(replace(PHYSICIAN, family_name=f"N{name}")) for name in names]
    sheet = book(rows)["Completers"]
    column = LAYOUTS.of(ReportFormat.COMPLETERS_XLSX).headings.index("Family name")
    assert [cells[column].value for cells in sheet.iter_rows(min_row=2)] == [tidy(f"N{name}") for name in names]


def test_a_text_that_looks_like_an_escape_stays_as_it_is() -> None:
    value = line([row(replace(PHYSICIAN, family_name="_x000D_ & <b>"))])["Family name"].value
    assert unescape(value) == "_x000D_ & <b>", "openpyxl leaves to its callers what Excel does itself"


def test_a_text_too_long_for_a_cell_does_not_cost_the_file() -> None:
    course = replace(ROSTER[0].course, title="𝒳" * 40_000)
    value = line([replace(ROSTER[0], course=course)])["Course"].value
    assert len(value.encode("utf-16-le")) // 2 <= LONGEST_CELL


def test_the_same_rows_make_the_same_bytes() -> None:
    first = written(ReportFormat.COMPLETERS_XLSX, ROSTER)
    assert first == written(ReportFormat.COMPLETERS_XLSX, ROSTER)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_without_rows_it_opens_all_the_same() -> None:
    assert book(())["Completers"].max_row == 1
