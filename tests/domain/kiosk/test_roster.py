"""Rosters: the usual headings are understood, and every row that cannot be taken says why."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.attendee import Attendee
from player.domain.kiosk.roster import ListedRow, Reason, RosterNotUnderstood, TableRow, columns_of, listed
from player.domain.kiosk.roster_words import HEADINGS, VAGUE_HEADINGS, Column, profession_called
from player.domain.learner import Licence, Profession


def rows_of(*rows: Sequence[str]) -> list[ListedRow]:
    table = (TableRow(number=number, cells=tuple(cells)) for number, cells in enumerate(rows, start=1))
    return list(listed(table, name="roster.csv").rows)


def only(headings: Sequence[str], *cells: str) -> Attendee:
    (row,) = rows_of(headings, cells)
    assert row.attendee is not None, row
    return row.attendee


def refused(*cells: str, headings: Sequence[str] = ("ID", "First Name", "Last Name")) -> Reason:
    (row,) = rows_of(headings, cells)
    assert row.attendee is None
    return row.remarks[-1].reason


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Registration ID", Column.NUMBER),
        ("REG_NO", Column.NUMBER),
        ("Attendee #", Column.NUMBER),
        ("Badge ID", Column.BADGE),
        ("Barcode", Column.BADGE),
        ("First Name", Column.GIVEN),
        ("Given name(s)", Column.GIVEN),
        ("Last Name", Column.FAMILY),
        ("surname", Column.FAMILY),
        ("Family-Name", Column.FAMILY),
        ("Full Name", Column.NAME),
        ("E-mail Address", Column.EMAIL),
        ("Zip/Postal Code", Column.POSTCODE),
        ("Zip", Column.POSTCODE),
        ("Credentials", Column.DEGREES),
        ("Profession", Column.PROFESSION),
        ("NPI Number", Column.NPI),
        ("NABP e-Profile ID", Column.NABP),
        ("Date of Birth", Column.BIRTHDAY),
        ("Birth (MM/DD)", Column.BIRTHDAY),
        ("Prénom", Column.GIVEN),
        ("ID", Column.NUMBER),
        ("Title", None),
        ("License State", Column.LICENCE_STATE),
        ("Dietary needs", None),
    ],
)
def test_headings_are_known_as_registration_systems_write_them(heading: str, column: Column | None) -> None:
    assert columns_of((heading,)).places.get(0) == column


def test_no_heading_means_two_things() -> None:
    assert not set(HEADINGS) & set(VAGUE_HEADINGS)
    assert set(HEADINGS.values()) == set(Column)


def test_a_vague_heading_counts_only_where_no_other_means_the_same() -> None:
    clear = columns_of(("ID", "Role", "Registration number", "Profession"))
    assert dict(clear.places) == {2: Column.NUMBER, 3: Column.PROFESSION}
    assert clear.passed_over == ("ID", "Role")
    assert dict(columns_of(("ID", "Role")).places) == {0: Column.NUMBER, 1: Column.PROFESSION}


def test_a_row_says_who_somebody_is() -> None:
    headings = (
        *("Reg ID", "Badge", "Badge 2", "First Name", "Middle", "Last Name", "Credentials", "Role", "Email", "Zip"),
        *("DOB", "NPI", "License Number", "License State", "Member Type", "Shoe size"),
    )
    cells = (
        *("R-1", "B1; B2", "B3", "Ana", "María", "Núñez", "MD", "Physician (MD)", "ana@x.org", "02134"),
        *("2/29/1980", "1234567893", "K12", "TX", "Member", "38"),
    )
    attendee = only(headings, *cells)
    learner = attendee.learner
    assert (attendee.number, attendee.badges, attendee.postcode) == ("R-1", ("B1", "B2", "B3"), "02134")
    assert attendee.birthday == "0229"
    assert learner.printed_name == "Ana María Núñez, MD"
    assert (learner.given_name, learner.family_name) == ("Ana María", "Núñez")
    assert learner.profession is Profession.PHYSICIAN
    assert dict(learner.identifiers) == {"email": "ana@x.org", "npi": "1234567893"}
    assert learner.licences == (Licence(authority="TX", number="K12"),)
    assert learner.membership == "Member"


@pytest.mark.parametrize(
    ("written", "given", "family", "degrees"),
    [
        ("Ana María Núñez", "Ana María", "Núñez", ""),
        ("Núñez, Ana María", "Ana María", "Núñez", ""),
        ("Ana Núñez, MD, PhD", "Ana", "Núñez", "MD, PhD"),
        ("Núñez, Ana, M.D.", "Ana", "Núñez", "M.D."),
    ],
)
def test_a_name_in_one_column_is_taken_apart(written: str, given: str, family: str, degrees: str) -> None:
    learner = only(("ID", "Name"), "1", written).learner
    assert (learner.given_name, learner.family_name, learner.degrees) == (given, family, degrees)


@pytest.mark.parametrize(
    ("called", "profession"),
    [
        ("MD", Profession.PHYSICIAN),
        ("M.D.", Profession.PHYSICIAN),
        ("Resident/Fellow", Profession.RESIDENT_FELLOW),
        ("Registered Nurse", Profession.NURSE),
        ("PA-C", Profession.PHYSICIAN_ASSISTANT),
        ("PharmD", Profession.PHARMACIST),
        ("social-worker", Profession.SOCIAL_WORKER),
        ("OTHER", Profession.OTHER),
        ("Astronaut", None),
        ("", None),
    ],
)
def test_professions_are_known_by_what_they_are_called(called: str, profession: Profession | None) -> None:
    assert profession_called(called) is profession


def test_what_is_unknown_in_a_row_is_told_and_the_row_is_taken() -> None:
    headings = ("ID", "First", "Last", "Profession", "Email", "DOB", "NPI")
    (row,) = rows_of(headings, ("1", "Ana", "Li", "Astronaut", "ana", "soon", "123"))
    assert row.attendee is not None and row.attendee.learner.identifiers == ()
    assert [remark.reason for remark in row.remarks] == [
        Reason.PROFESSION_UNKNOWN,
        Reason.EMAIL_UNUSABLE,
        Reason.IDENTIFIER_UNUSABLE,
        Reason.BIRTHDAY_UNUSABLE,
    ]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("1", "", "Li"), Reason.NO_NAME),
        (("1", "Ana"), Reason.NO_NAME),
        (("1", "\u202e\x00", "Li"), Reason.NO_NAME),
        (("", "Ana", "Li"), Reason.NO_IDENTITY),
        (("\x00", "Ana", "Li"), Reason.NO_IDENTITY),
        (("1", '=HYPERLINK("http://x")', "Li"), Reason.FORMULA),
        (("1", "Ana", "@SUM(1+9)*cmd|' /C calc'!A0"), Reason.FORMULA),
        (("1", "Ana", "x" * 1_000_000), Reason.TOO_LONG),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(cells: tuple[str, ...], reason: Reason) -> None:
    assert refused(*cells) is reason


def test_a_long_cell_in_a_column_that_says_nothing_harms_nobody() -> None:
    only(("ID", "First", "Last", "Remarks"), "1", "Ana", "Li", "x" * 1_000_000)


def test_marks_that_cannot_be_seen_do_not_get_into_a_name() -> None:
    assert only(("ID", "First", "Last"), "1", "\ufeffAna\u202e\x00", "Li\u200b").learner.name == "Ana Li"


def test_headings_may_stand_below_a_title_and_empty_rows_are_passed_over() -> None:
    rows = rows_of(("Annual Meeting 2026",), ("Attendee",), (), ("ID", "First", "Last"), ("", " "), ("1", "Ana", "Li"))
    assert [row.row for row in rows] == [6]


def test_a_row_that_could_not_be_read_is_told() -> None:
    table = [TableRow(number=1, cells=("ID", "First", "Last")), TableRow(number=2, broken=True)]
    (row,) = listed(table, name="x").rows
    assert row.remarks[-1].reason is Reason.UNREADABLE


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "none of its first rows"),
        ([("a", "b"), ("1", "2")], "none of its first rows"),
        ([("First Name", "Last Name")], "tells two people"),
        ([("ID", "Email")], "names people"),
    ],
)
def test_a_table_that_is_no_roster_says_what_it_lacks(rows: list[tuple[str, ...]], reason: str) -> None:
    with pytest.raises(RosterNotUnderstood, match=reason):
        rows_of(*rows)


@given(st.lists(st.text(max_size=30), min_size=7, max_size=7))
def test_whatever_stands_in_the_cells_is_taken_or_told(cells: list[str]) -> None:
    headings = ("ID", "Badge", "First", "Last", "Email", "Zip", "DOB")
    for row in rows_of(headings, cells):
        assert row.attendee is not None or row.remarks
