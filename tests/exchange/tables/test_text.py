"""Rosters as text, read back by a reader that knows nothing of how they were written."""

from __future__ import annotations

import csv
import io
import tracemalloc
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.learner import LearnerId
from player.domain.report_format import ReportFormat
from player.domain.roster import RosterRow
from player.exchange.tables.layout import Layout, Quoting
from player.exchange.tables.layouts import Layouts
from player.exchange.tables.writing import ending_of, table_bytes
from tests.exchange.tables.rosters import LAYOUTS, NOW, NURSE, PARS_AMA, PHYSICIAN, ROSTER, TAKEN_BACK, row

TEXTS = (
    ReportFormat.PARS,
    ReportFormat.CPE_MONITOR,
    ReportFormat.CE_BROKER,
    ReportFormat.COMPLETERS_CSV,
    ReportFormat.MOODLE,
)


def written(form: ReportFormat, rows: Iterable[RosterRow], layouts: Layouts = LAYOUTS) -> bytes:
    return b"".join(table_bytes(form, rows, layouts=layouts, written=NOW))


def read(data: bytes, layout: Layout) -> list[list[str]]:
    text = data.decode(layout.encoding.value)
    if layout.quoting is Quoting.NEVER:
        assert text.endswith(layout.line_end.characters)
        return [line.split(layout.separator.character) for line in text.split(layout.line_end.characters)[:-1]]
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=layout.separator.character, strict=True))


def table(form: ReportFormat, rows: Iterable[RosterRow]) -> list[dict[str, str]]:
    layout = LAYOUTS.of(form)
    lines = read(written(form, rows), layout)
    if layout.with_headings:
        assert lines.pop(0) == list(layout.headings)
    assert {len(line) for line in lines} <= {len(layout.columns)}
    return [dict(zip(layout.headings, line, strict=True)) for line in lines]


@pytest.mark.parametrize("form", TEXTS)
def test_each_row_has_one_line_with_every_column(form: ReportFormat) -> None:
    assert len(table(form, ROSTER)) == sum(LAYOUTS.of(form).lists(one) for one in ROSTER)


@pytest.mark.parametrize("form", TEXTS)
def test_without_rows_there_are_headings_only(form: ReportFormat) -> None:
    assert table(form, ()) == []


def test_pars_lists_days_without_a_time_and_states_by_name() -> None:
    (line,) = table(ReportFormat.PARS, [row(amount="1.25")])
    assert line["Record Action"] == "Add"
    assert line["Completion Date"] == "06/01/2024"
    assert (line["Licensing State"], line["Date of Birth"]) == ("New York", "02/29")
    assert (line["Licensing ID or NPI"], line["Number of CME Credits"]) == ("1234567893", "1.25")
    assert line["Total Board Credits"] == line["Credit Type"] == ""


def test_pars_takes_the_licence_where_there_is_no_npi_and_credit_types_of_a_board() -> None:
    learner = replace(PHYSICIAN, identifiers=(("birth_mmdd", "0229"), ("board_id", "999999")))
    board = (
        ("certifying-board", "ABIM"),
        ("credit-type", "Medical Knowledge"),
        ("additional-credit-type", "Patient Safety"),
    )
    (line,) = table(ReportFormat.PARS, [row(learner, replace(PARS_AMA, reporting=board))])
    assert line["Licensing ID or NPI"] == "123456"
    assert list(line.values())[9:] == ["ABIM", "999999", "1.5", "Medical Knowledge", "1.5", "Patient Safety", "1.5"]


def test_a_correction_is_a_delete_and_then_an_add() -> None:
    new, old = row(amount="1"), row(taken_back=TAKEN_BACK)
    lines = table(ReportFormat.PARS, [new, old])
    assert [(line["Record Action"], line["Number of CME Credits"]) for line in lines] == [
        ("Delete", "1.5"),
        ("Add", "1"),
    ]


def test_what_belongs_to_one_learner_stays_together_in_its_place() -> None:
    other = row(replace(NURSE, id=LearnerId("77" * 16)), PARS_AMA)
    lines = table(ReportFormat.PARS, [row(), row(taken_back=TAKEN_BACK), other])
    assert [line["Last Name"] for line in lines] == ["Núñez", "Núñez", "O'Brien-Smith"]


def test_cpe_monitor_tells_insert_from_delete_and_takes_the_provider_from_the_uan() -> None:
    lines = table(ReportFormat.CPE_MONITOR, [ROSTER[2], ROSTER[5]])
    assert [line["Action"] for line in lines] == ["I", "D"]
    assert {line["Provider Number"] for line in lines} == {"0798"}
    assert lines[0]["Date of Birth"] == "0704"


def test_ce_broker_gets_bare_numbers_and_days_as_it_writes_them() -> None:
    (line,) = read(written(ReportFormat.CE_BROKER, [ROSTER[4]]), LAYOUTS.of(ReportFormat.CE_BROKER))
    assert line == ["4567", "123456", "", "", "SW 12345", "6/1/2024", "State=FL", "Profession=SW", "", ""]


def test_ce_broker_gets_the_hours_of_partial_credit_with_their_subject() -> None:
    offer = replace(ROSTER[4].offer, reporting=(*ROSTER[4].offer.reporting, ("subject-code", "GEN")))
    (line,) = table(ReportFormat.CE_BROKER, [replace(ROSTER[4], offer=offer, amount=Decimal("0.5"))])
    assert list(line.values())[8:] == ["GEN", "0.5"]


def test_the_list_of_completers_keeps_what_was_taken_back() -> None:
    lines = table(ReportFormat.COMPLETERS_CSV, [row(), row(taken_back=TAKEN_BACK)])
    assert [line["Status"] for line in lines] == ["taken back", "counts"]
    assert [line["Taken back (UTC)"] for line in lines] == ["2024-06-03T03:30:00Z", ""]


def test_the_list_of_completers_begins_with_the_mark_that_excel_looks_for() -> None:
    assert written(ReportFormat.COMPLETERS_CSV, ()).startswith(b"\xef\xbb\xbfCertificate number,")


def test_no_birthday_stands_in_a_list_that_does_not_need_it() -> None:
    for form in (ReportFormat.COMPLETERS_CSV, ReportFormat.MOODLE, ReportFormat.CE_BROKER):
        assert b"0229" not in written(form, [row()])


CALCULATED = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "  =1", "\u00a0=1")


@pytest.mark.parametrize("name", CALCULATED)
@pytest.mark.parametrize("form", [ReportFormat.PARS, ReportFormat.COMPLETERS_CSV])
def test_no_cell_begins_like_a_formula(form: ReportFormat, name: str) -> None:
    learner = replace(PHYSICIAN, name=name, given_name=name, family_name=name)
    (line,) = table(form, [row(learner)])
    for cell in line.values():
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert name.strip() in "".join(line.values())


@pytest.mark.parametrize("name", ["O'Brien", "Smith-Jones", "d’Arc", "3M", "'t Hooft", "Ng", "Ærø"])
def test_names_of_people_stay_as_they_are(name: str) -> None:
    (line,) = table(ReportFormat.COMPLETERS_CSV, [row(replace(PHYSICIAN, family_name=name))])
    assert line["Family name"] == name


def test_an_amount_below_nothing_stays_a_number() -> None:
    (line,) = table(ReportFormat.COMPLETERS_CSV, [row(amount="-0.25")])
    assert line["Amount"] == "-0.25"


NAMES = st.text(st.characters(codec="utf-8"), max_size=40)
"""Right to left, combining, beyond the first plane, control characters and line breaks: all that can be written."""


def tidy(name: str) -> str:
    """What has to come back of a name: control characters and breaks as spaces, nothing else touched."""
    odd = {"\u2028", "\u2029", "\ufffe", "\uffff"}
    kept = "".join("\0" if unicodedata.category(c) == "Cc" or c in odd else c for c in name)
    while "\0\0" in kept:
        kept = kept.replace("\0\0", "\0")
    kept = kept.replace("\0", " ").strip()
    return f"'{kept}" if kept[:1] and kept[0] in "=+-@＝＋－＠" else kept


@given(NAMES, NAMES)
def test_any_name_comes_back_from_every_text(given: str, family: str) -> None:
    learner = replace(PHYSICIAN, given_name=given, family_name=family)
    (line,) = table(ReportFormat.COMPLETERS_CSV, [row(learner)])
    assert (line["Given name"], line["Family name"]) == (tidy(given), tidy(family))
    (line,) = table(ReportFormat.PARS, [row(learner)])
    assert (line["First Name"], line["Last Name"]) == (tidy(given), tidy(family))


def many(count: int) -> Iterator[RosterRow]:
    for number in range(count):
        yield row(replace(PHYSICIAN, id=LearnerId(f"{number:032x}")), number=f"CRL-{number:012}")


def test_many_rows_go_through_without_piling_up() -> None:
    few, more = most_memory(1000), most_memory(4000)
    assert more < few * 1.3


def most_memory(rows: int) -> int:
    tracemalloc.start()
    try:
        for _ in table_bytes(ReportFormat.COMPLETERS_CSV, many(rows), layouts=LAYOUTS):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_the_endings_of_the_files_are_those_of_the_layouts() -> None:
    assert [ending_of(form, LAYOUTS) for form in TEXTS] == ["txt", "csv", "csv", "csv", "csv"]
