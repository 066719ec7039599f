"""The check before sending: each reason for which a receiver sends a row back is told, with the place to mend it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.course import Grant, Issuers
from player.domain.credit import Offer
from player.domain.learner import Learner, LearnerId, Licence
from player.domain.report_format import TO_AUTHORITIES, Mend, Objection, ReportFormat
from player.domain.reporting import Reporting
from player.domain.roster import RosterRow
from player.domain.timekeeping import Happening
from player.exchange.preflight.checking import objections
from player.exchange.tables.layouts import WITH_LAYOUT
from tests.exchange.tables.rosters import (
    ASWB,
    LAYOUTS,
    NOW,
    NURSE,
    PARS_AMA,
    PHARMACIST,
    PHARMACY,
    PHYSICIAN,
    ROSTER_COURSE,
    SOCIAL_WORKER,
    TAKEN_BACK,
    row,
)

PARS = ReportFormat.PARS
CPE = ReportFormat.CPE_MONITOR
BROKER = ReportFormat.CE_BROKER
CSV = ReportFormat.COMPLETERS_CSV


def against(form: ReportFormat, *rows: RosterRow, now: datetime = NOW) -> tuple[Objection, ...]:
    return objections(form, rows, layouts=LAYOUTS, now=now)


def told(form: ReportFormat, one: RosterRow, now: datetime = NOW) -> list[tuple[str, Mend, bool]]:
    return [(found.problem.code, found.mend, found.warning) for found in against(form, one, now=now)]


def knowing(learner: Learner = PHYSICIAN, **identifiers: str) -> Learner:
    known = {**dict(learner.identifiers), **identifiers}
    return replace(learner, identifiers=tuple((name, value) for name, value in known.items() if value))


def refused(code: str, mend: Mend) -> list[tuple[str, Mend, bool]]:
    return [(code, mend, False)]


@pytest.mark.parametrize(
    ("form", "one"),
    [
        (PARS, row()),
        (ReportFormat.PARS_XML, row()),
        (CPE, row(PHARMACIST, PHARMACY)),
        (BROKER, row(SOCIAL_WORKER, ASWB)),
        (CSV, row(NURSE)),
        (ReportFormat.COMPLETERS_XLSX, row(NURSE)),
        (ReportFormat.MOODLE, row(NURSE)),
        (ReportFormat.COMPLETION, row()),
        (ReportFormat.XAPI, row()),
        (ReportFormat.BADGE, row()),
    ],
)
def test_nothing_is_said_against_a_row_with_which_nothing_is_wrong(form: ReportFormat, one: RosterRow) -> None:
    assert told(form, one) == []


# --- what is mistyped or missing ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "one", "code", "mend", "field"),
    [
        (PARS, row(knowing(npi="1234567890")), "NpiWrong", Mend.PROFILE, "Licensing ID or NPI"),
        (PARS, row(knowing(birth_mmdd="0230")), "BirthdayWrong", Mend.PROFILE, "Date of Birth"),
        (PARS, row(knowing(birth_mmdd="")), "ValueMissing", Mend.PROFILE, "Date of Birth"),
        (PARS, row(replace(PHYSICIAN, given_name=" ")), "NameMissing", Mend.PROFILE, "First Name"),
        (PARS, row(replace(PHYSICIAN, family_name="")), "NameMissing", Mend.PROFILE, "Last Name"),
        (PARS, row(replace(PHYSICIAN, family_name="=1+1")), "CalculatedCell", Mend.PROFILE, "Last Name"),
        (
            PARS,
            row(offer=replace(PARS_AMA, activity_number="")),
            "ProviderValueMissing",
            Mend.PROVIDER,
            "ACCME Activity ID",
        ),
        (
            PARS,
            row(offer=replace(PARS_AMA, activity_number="20241")),
            "ProviderValueWrong",
            Mend.PROVIDER,
            "ACCME Activity ID",
        ),
        (CPE, row(knowing(PHARMACIST, nabp=""), PHARMACY), "ValueMissing", Mend.PROFILE, "e-Profile ID"),
        (CPE, row(knowing(PHARMACIST, nabp="x1"), PHARMACY), "EProfileWrong", Mend.PROFILE, "e-Profile ID"),
        (CPE, row(knowing(PHARMACIST, birth_mmdd="1301"), PHARMACY), "BirthdayWrong", Mend.PROFILE, "Date of Birth"),
        (BROKER, row(replace(SOCIAL_WORKER, licences=()), ASWB), "LicenceMissing", Mend.PROFILE, "E Licence number"),
        (BROKER, row(SOCIAL_WORKER, ASWB, "0.75"), "SubjectMissing", Mend.PROVIDER, "I Subject code"),
        (ReportFormat.MOODLE, row(knowing(email="")), "ValueMissing", Mend.PROFILE, "email"),
        (ReportFormat.MOODLE, row(knowing(email="nobody")), "EmailWrong", Mend.PROFILE, "email"),
    ],
)
def test_a_value_that_would_be_refused_is_named_with_its_column(
    form: ReportFormat, one: RosterRow, code: str, mend: Mend, field: str
) -> None:
    found = {(one.problem.code, one.mend, one.field) for one in against(form, one) if not one.warning}
    assert (code, mend, field) in found


def test_a_missing_number_of_the_provider_is_the_providers_to_mend() -> None:
    course = replace(ROSTER_COURSE, reporting=Reporting())
    (found,) = against(BROKER, row(SOCIAL_WORKER, ASWB, course=course))
    assert (found.problem.code, found.mend) == ("ProviderValueMissing", Mend.PROVIDER)
    assert "tell the provider" in found.problem.sentence


def test_a_licence_does_instead_of_an_npi_and_then_its_state_is_asked_for() -> None:
    assert told(PARS, row(knowing(npi=""))) == []
    foreign = replace(knowing(npi=""), licences=(Licence(authority="Bayern", number="1"),))
    assert told(PARS, row(foreign)) == refused("LicenceMissing", Mend.PROFILE)
    assert told(PARS, row(replace(PHYSICIAN, licences=()))) == []
    nothing = replace(knowing(npi=""), licences=())
    assert {found.field for found in against(PARS, row(nothing))} == {"Licensing State", "Licensing ID or NPI"}


def test_a_uan_of_a_live_activity_is_refused_with_its_reason() -> None:
    asked = replace(PHARMACY, activity_number="0798-9999-24-246-L04-P")
    found = against(CPE, row(PHARMACIST, asked))
    assert any("live activity" in one.problem.what for one in found)
    assert {one.mend for one in found} == {Mend.PROVIDER}


def test_credit_of_a_board_asks_for_the_number_there() -> None:
    offer = replace(PARS_AMA, reporting=(("certifying-board", "ABIM"),))
    assert {found.field for found in against(PARS, row(offer=offer))} == {"Certifying Board ID", "Credit Type"}


# --- permission, time, amount, device, clock ----------------------------------------------------------------


@pytest.mark.parametrize(("permitted", "code"), [(None, "PermissionNotAsked"), (False, "PermissionWithheld")])
def test_authorities_are_told_with_permission_only(permitted: bool | None, code: str) -> None:
    for form in TO_AUTHORITIES - {CPE, BROKER}:
        assert told(form, row(permitted=permitted)) == refused(code, Mend.PERMISSION)
    assert told(CSV, row(permitted=permitted)) == []


def test_taking_back_needs_no_permission() -> None:
    assert told(PARS, row(permitted=False, taken_back=TAKEN_BACK, told=True)) == []


@pytest.mark.parametrize(
    ("now", "codes"),
    [
        (datetime(2024, 7, 22, 3, 59, tzinfo=UTC), []),
        (datetime(2024, 7, 22, 4, 0, tzinfo=UTC), [("DeadlineNear", Mend.PROVIDER, True)]),
        (datetime(2024, 8, 1, 3, 59, tzinfo=UTC), [("DeadlineNear", Mend.PROVIDER, True)]),
        (datetime(2024, 8, 1, 4, 0, tzinfo=UTC), [("ReportedTooLate", Mend.NOWHERE, False)]),
    ],
)
def test_cpe_monitor_takes_sixty_days_and_the_last_ten_are_warned_of(
    now: datetime, codes: list[tuple[str, Mend, bool]]
) -> None:
    one = row(PHARMACIST, PHARMACY)
    assert told(CPE, one, now) == codes
    assert one.day + timedelta(days=60) == date(2024, 7, 31)


@pytest.mark.parametrize(
    ("now", "closed"),
    [(datetime(2025, 4, 1, 3, 59, tzinfo=UTC), False), (datetime(2025, 4, 1, 4, 0, tzinfo=UTC), True)],
)
def test_the_providers_last_day_is_a_day_of_the_course_and_still_counts(now: datetime, closed: bool) -> None:
    assert told(PARS, row(), now) == (refused("WindowClosed", Mend.NOWHERE) if closed else [])


def test_what_was_completed_after_the_last_day_is_refused() -> None:
    assert told(PARS, row(day=date(2025, 1, 1))) == refused("CompletedTooLate", Mend.NOWHERE)
    assert told(PARS, row(day=date(2024, 12, 31))) == []


@pytest.mark.parametrize(
    ("amount", "code", "mend"),
    [
        ("1.75", "AboveDesignation", Mend.CLAIM),
        ("0.3", "NotAStep", Mend.CLAIM),
        ("0", "NothingClaimed", Mend.CLAIM),
        ("-0.25", "NothingClaimed", Mend.CLAIM),
        ("NaN", "NothingClaimed", Mend.CLAIM),
    ],
)
def test_amounts_that_no_receiver_takes(amount: str, code: str, mend: Mend) -> None:
    assert told(PARS, row(amount=amount)) == refused(code, mend)


def test_a_whole_that_is_no_multiple_of_the_receivers_step_is_the_providers_to_mend() -> None:
    offer = replace(PARS_AMA, maximum=Decimal("1.1"), step=Decimal("0.1"))
    assert told(PARS, row(offer=offer, amount="1.1")) == refused("NotAStep", Mend.PROVIDER)
    assert told(CSV, row(offer=offer, amount="1.1")) == []


def test_an_unknown_device_is_refused_where_the_provider_wants_its_own() -> None:
    grant = Grant(signatory="Ada", signatory_title="Dean", issuers=Issuers.ENROLLED)
    course = replace(ROSTER_COURSE, grant=grant)
    assert told(PARS, row(course=course, grade="C")) == refused("DeviceNotEnrolled", Mend.PROVIDER)
    assert told(PARS, row(course=course, grade="B")) == []
    assert told(PARS, row(grade="C")) == []


def test_a_clock_in_doubt_is_a_warning_only() -> None:
    (found,) = against(PARS, row(doubts=(Happening.JUMPED,)))
    assert (found.problem.code, found.mend, found.warning) == ("ClockInDoubt", Mend.CLOCK, True)
    assert "was set while" in found.problem.what


# --- what is not for a file at all --------------------------------------------------------------------------


def test_another_kind_of_credit_is_not_for_the_receiver_and_no_fault() -> None:
    for form, one in ((PARS, row(NURSE, ASWB)), (CPE, row()), (BROKER, row())):
        (found,) = against(form, replace(one, permitted=None, amount=Decimal("9")))
        assert found.elsewhere
        assert not found.warning
    assert not any(found.elsewhere for found in against(PARS, row(amount="9")))


def test_a_course_without_its_number_is_for_the_receiver_all_the_same() -> None:
    found = against(CPE, row(PHARMACIST, replace(PHARMACY, activity_number="")))
    assert {one.problem.code for one in found} == {"ProviderValueMissing"}


def test_a_specimen_proves_nothing() -> None:
    for form in (PARS, CSV, ReportFormat.BADGE):
        assert told(form, row(specimen=True)) == refused("ProvesNothing", Mend.NOWHERE)
    assert told(ReportFormat.XAPI, row(specimen=True)) == [("ProvesNothing", Mend.NOWHERE, True)]


def test_what_was_taken_back_before_anybody_was_told_is_not_deleted() -> None:
    gone = row(taken_back=TAKEN_BACK, told=False)
    assert told(PARS, gone) == refused("NeverReported", Mend.NOWHERE)
    assert told(PARS, replace(gone, told=True)) == told(PARS, replace(gone, told=None)) == []
    assert told(CSV, gone) == []
    assert told(ReportFormat.COMPLETION, gone) == []
    assert told(ReportFormat.BADGE, gone) == refused("TakenBack", Mend.NOWHERE)


def test_where_no_file_can_delete_the_provider_is_to_be_asked() -> None:
    gone = row(SOCIAL_WORKER, ASWB, taken_back=TAKEN_BACK, told=True)
    assert told(BROKER, gone) == refused("NoDeleting", Mend.PROVIDER)


def test_ce_broker_must_not_hear_of_the_same_people_twice() -> None:
    assert told(BROKER, row(SOCIAL_WORKER, ASWB, told=True)) == [("ToldBefore", Mend.NOWHERE, True)]


def test_a_correction_is_warned_of_where_lines_must_not_be_repeated() -> None:
    found = against(BROKER, row(SOCIAL_WORKER, ASWB), row(SOCIAL_WORKER, ASWB, taken_back=TAKEN_BACK, number="CRL-OLD"))
    assert [(one.problem.code, one.warning) for one in found] == [("ToldBefore", True), ("NoDeleting", False)]


def test_a_correction_changes_nothing_where_only_completion_is_told() -> None:
    gone = row(taken_back=TAKEN_BACK, told=True, number="CRL-OLD")
    assert against(ReportFormat.MOODLE, row(), gone) == ()
    assert told(ReportFormat.MOODLE, gone) == refused("NoDeleting", Mend.PROVIDER)


def test_nothing_keeps_a_completion_file_from_being_written() -> None:
    worst = row(amount="9", specimen=True, day=date(2030, 1, 1), permitted=None, doubts=(Happening.CORRECTED,))
    found = against(ReportFormat.COMPLETION, worst, now=datetime(2031, 1, 1, tzinfo=UTC))
    assert len(found) == 5
    assert all(one.warning for one in found)


# --- always -------------------------------------------------------------------------------------------------


def test_all_that_is_wrong_is_told_at_once_and_of_the_row_it_is_wrong_with() -> None:
    bad, good = row(knowing(npi="1", birth_mmdd="9"), amount="7", permitted=None), row()
    found = against(PARS, good, bad)
    assert all(one.row is bad for one in found)
    assert {one.problem.code for one in found} == {
        "PermissionNotAsked",
        "AboveDesignation",
        "NpiWrong",
        "BirthdayWrong",
    }


TEXT = st.text(max_size=12)


@given(
    form=st.sampled_from(sorted(ReportFormat)),
    texts=st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT),
    amount=st.decimals(places=2, min_value=-2, max_value=9),
    offer=st.sampled_from([PARS_AMA, PHARMACY, ASWB]),
    gone=st.sampled_from([None, TAKEN_BACK]),
    known=st.sampled_from([None, False, True]),
    now=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_whatever_stands_in_a_row_each_objection_has_its_three_sentences(
    form: ReportFormat,
    texts: tuple[str, str, str, str, str, str],
    amount: Decimal,
    offer: Offer,
    gone: datetime | None,
    known: bool | None,
    now: datetime,
) -> None:
    given_name, family_name, npi, birthday, authority, number = texts
    learner = Learner(
        id=LearnerId("a" * 32),
        given_name=given_name,
        family_name=family_name,
        identifiers=(("npi", npi), ("birth_mmdd", birthday), ("nabp", npi), ("email", npi)),
        licences=(Licence(authority=authority, number=number),),
    )
    one = row(learner, offer=offer, permitted=known, told=known, taken_back=gone)
    for found in against(form, replace(one, amount=amount), now=now):
        assert found.problem.what
        assert found.problem.meaning
        assert found.problem.remedy or found.elsewhere


def test_every_form_can_be_checked() -> None:
    for form in ReportFormat:
        assert (form in WITH_LAYOUT) or told(form, row()) == []
