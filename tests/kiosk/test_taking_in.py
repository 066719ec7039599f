"""A roster is taken in again and again: it says what it says, and never takes back what somebody said themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.roster import Outcome, Reason, RowReport
from player.domain.kiosk.settings import SecondFactor
from player.kiosk.problems import UnknownBadge
from tests.kiosk.halls import ANA, BO, HEADINGS, NOON, AtStation, rows_of


def outcomes(reports: object) -> list[Outcome]:
    assert isinstance(reports, tuple)
    return [report.outcome for report in reports if isinstance(report, RowReport)]


def remarks(report: RowReport) -> set[tuple[Reason, int | None]]:
    return {(remark.reason, remark.other) for remark in report.remarks}


def test_the_same_roster_again_changes_nothing() -> None:
    station = AtStation()
    assert outcomes(station.take_in(ANA, BO)) == [Outcome.TAKEN] * 2
    before = station.box.since(0)
    assert outcomes(station.take_in(ANA, BO)) == [Outcome.UNCHANGED] * 2
    assert station.box.since(0) == before


def test_a_preview_says_the_same_and_writes_nothing() -> None:
    station = AtStation()
    looked_at = station.attendees.take_in(rows_of(HEADINGS, ANA, BO, ("R3",)), writing=False)
    assert station.box.count() == 0
    assert looked_at == station.take_in(ANA, BO, ("R3",))


def test_what_the_roster_says_otherwise_than_before_counts() -> None:
    station = AtStation()
    station.take_in(ANA, BO)
    assert outcomes(station.take_in((*ANA[:1], "B77", *ANA[2:]), BO)) == [Outcome.CHANGED, Outcome.UNCHANGED]
    assert station.known("B77").number == "R1"
    with pytest.raises(UnknownBadge):
        station.known("B1")


def test_what_an_attendee_corrected_is_not_undone_by_the_same_row() -> None:
    station = AtStation()
    station.take_in(ANA)
    ana = station.known("B1")
    corrected = replace(ana, learner=replace(ana.learner, name="Ana M. Núñez Ortega", degrees="MD, PhD"))
    station.attendees.keep(corrected)
    assert outcomes(station.take_in(ANA)) == [Outcome.UNCHANGED]
    assert station.known("B1") == corrected


def test_a_new_badge_comes_beside_what_was_corrected() -> None:
    station = AtStation()
    station.take_in(ANA)
    ana = station.known("B1")
    identifiers = (("email", "other@example.org"), ("npi", "1234567893"))
    station.attendees.keep(replace(ana, learner=replace(ana.learner, identifiers=identifiers)))
    station.take_in((*ANA[:1], "B77", *ANA[2:]))
    assert station.known("B77").learner.identifiers == identifiers


def test_a_roster_that_is_taken_in_later_elsewhere_undoes_no_correction_either() -> None:
    early, late = AtStation(), AtStation(now=NOON + timedelta(days=2))
    early.take_in(ANA)
    ana = early.known("B1")
    corrected = replace(ana, learner=replace(ana.learner, name="Ana Corrected"))
    early.attendees.keep(corrected)
    late.take_in(ANA)
    for one, other in ((early, late), (late, early)):
        one.hear(other)
    assert early.known("B1") == late.known("B1") == corrected


def test_every_station_and_import_comes_to_the_same_learner() -> None:
    one, other = AtStation(), AtStation()
    one.take_in(ANA)
    other.take_in((" r-1 ", *ANA[1:]))
    assert one.known("B1").learner.id == other.known("B1").learner.id


def test_who_has_no_number_is_known_by_badge_else_by_e_mail_address() -> None:
    station = AtStation(second_factor=SecondFactor.EMAIL)
    station.take_in(("", "B1", *ANA[2:]), ("", "", *BO[2:]))
    ids = {station.known("B1").learner.id, station.attendees.by_name("Bo", "Li", "bo@example.org").attendee.learner.id}
    assert len(ids) == 2
    assert outcomes(station.take_in(("", "B1", *ANA[2:]), ("", "", *BO[2:]))) == [Outcome.UNCHANGED] * 2


def test_one_row_for_each_ticket_is_one_attendee_with_all_badges() -> None:
    station = AtStation()
    first, second = station.take_in(ANA, (*ANA[:1], "B9", *ANA[2:]))
    assert (first.outcome, second.outcome) == (Outcome.TAKEN, Outcome.UNCHANGED)
    assert remarks(second) == {(Reason.REPEATED, 2)}
    assert station.known("B9") == station.known("B1")


def test_one_number_of_two_names_is_the_first_ones_and_the_other_row_is_refused() -> None:
    station = AtStation()
    _, second = station.take_in(ANA, ("R1", *BO[1:]))
    assert (second.outcome, remarks(second)) == (Outcome.REFUSED, {(Reason.NUMBER_TWICE, 2)})
    assert station.known("R1").learner.given_name == "Ana María"


def test_one_badge_of_two_people_is_told_of_both_rows() -> None:
    first, second = AtStation().take_in(ANA, ("R2", "b-1", *BO[2:]))
    assert remarks(first) == {(Reason.BADGE_TWICE, 3)}
    assert remarks(second) == {(Reason.BADGE_TWICE, 2)}
    assert (first.outcome, second.outcome) == (Outcome.TAKEN, Outcome.TAKEN)


def test_a_badge_of_somebody_who_is_known_from_elsewhere_is_told() -> None:
    station = AtStation()
    station.take_in(ANA)
    (report,) = station.take_in(("R2", "B1", *BO[2:]))
    assert remarks(report) == {(Reason.BADGE_TWICE, None)}


def test_a_badge_that_went_from_one_to_the_other_is_nothing_to_be_told() -> None:
    station = AtStation()
    station.take_in(ANA, BO)
    reports = station.take_in((*ANA[:1], "B2", *ANA[2:]), (*BO[:1], "B1", *BO[2:]))
    assert not any(report.remarks for report in reports)
    assert station.known("B2").number == "R1"


@pytest.mark.parametrize(("zip_code", "told"), [("02134", True), ("10001", False), ("", False)])
def test_two_of_one_name_are_told_where_what_is_asked_does_not_tell_them_apart(zip_code: str, told: bool) -> None:
    twin = ("R9", "B9", *ANA[2:4], "twin@example.org", zip_code, "", "")
    reports = AtStation(second_factor=SecondFactor.POSTCODE).take_in(ANA, twin)
    assert [bool(report.remarks) for report in reports] == [told, told]


def test_two_of_one_name_without_what_is_asked_are_told() -> None:
    reports = AtStation(second_factor=SecondFactor.BIRTHDAY).take_in(
        ("R1", "B1", "Ana", "Núñez"), ("R2", "B2", "ANA", "Nunez")
    )
    assert [remarks(report) for report in reports] == [{(Reason.SAME_NAME, 3)}, {(Reason.SAME_NAME, 2)}]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["R1", "R2", "R3", ""]),
        st.sampled_from(["B1", "B2", ""]),
        st.sampled_from(["Ana", "Bo"]),
        st.sampled_from(["Núñez", "Li"]),
        st.sampled_from(["a@x.org", ""]),
    ),
    max_size=6,
)


@given(ROWS, ROWS)
def test_whatever_stands_in_rosters_the_last_one_again_changes_nothing(
    first: list[tuple[str, ...]], last: list[tuple[str, ...]]
) -> None:
    station = AtStation()
    station.take_in(*first)
    told = station.take_in(*last)
    assert [report.row for report in told] == list(range(2, len(last) + 2))
    before = station.box.since(0)
    again = station.take_in(*last)
    assert {report.outcome for report in again} <= {Outcome.UNCHANGED, Outcome.REFUSED}
    assert station.box.since(0) == before


def test_five_thousand_rows_are_taken_in() -> None:
    station = AtStation()
    rows = [(f"R{n}", f"B{n}", f"Ana{n}", "Núñez", f"a{n}@example.org", "02134", "", "MD") for n in range(5_000)]
    assert set(outcomes(station.take_in(*rows))) == {Outcome.TAKEN}
    assert station.box.count() == 5_000
