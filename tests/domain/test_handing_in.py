"""Whether the provider may report credit, what it confirmed, and what is therefore still to be submitted."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.event import (
    MILESTONES,
    SUBSTANCE,
    CertificateRevoked,
    CreditClaimed,
    CreditWithdrawn,
    Event,
    Fact,
    ReceiptAccepted,
    ReportingDecided,
    TakenBackFor,
)
from player.domain.fold import after
from player.domain.history import History
from player.domain.reporting import Reporting
from player.domain.soundness_of_reporting import faults_of_reporting
from tests.builders import AMA, COURSE
from tests.domain.test_joining import Devices
from tests.worlds import World, world


def receipt(name: str, *credited: str, gone: tuple[str, ...] = ()) -> ReceiptAccepted:
    return ReceiptAccepted(completion="c" + name, receipt="r" + name, credited=credited, taken_back=gone)


def claimed() -> tuple[World, str]:
    here = world()
    here.finish()
    here.claim()
    return here, here.journey.history.claims[0].number


# --- permission ----------------------------------------------------------------------------------------------


def test_before_being_asked_nothing_is_decided_and_the_last_word_counts() -> None:
    here = world()
    assert here.journey.history.reporting is None
    for permitted in (True, False, True, False):
        here.journey.decide_reporting(permitted=permitted)
        assert here.journey.history.reporting is permitted


def test_the_same_decision_again_records_nothing() -> None:
    here = world()
    here.journey.decide_reporting(permitted=True)
    count = here.journey.history.count
    here.journey.decide_reporting(permitted=True)
    assert here.journey.history.count == count


def test_permission_can_be_withdrawn_at_any_time_also_before_the_first_day_and_after_the_clock_ran_back() -> None:
    here = world()
    here.journey.decide_reporting(permitted=True)
    here.clock.set_wall(here.clock.moment - timedelta(days=4000))
    assert here.clock.moment.date() < COURSE.availability.opens
    here.journey.decide_reporting(permitted=False)
    assert here.journey.history.reporting is False


@pytest.mark.parametrize("order", ["withdrawn joins given", "given joins withdrawn"])
def test_of_decisions_on_two_devices_the_later_one_stands_whoever_joins_whom(order: str) -> None:
    here = Devices()
    laptop, kiosk = here.begin("laptop"), here.begin("kiosk")
    kiosk.decide_reporting(permitted=True)
    here.clock.advance(1000)
    laptop.decide_reporting(permitted=False)
    one, other = (laptop, kiosk) if order == "withdrawn joins given" else (kiosk, laptop)
    here.join(one, other)
    assert one.history.reporting is False


# --- receipts ------------------------------------------------------------------------------------------------


def test_a_claim_is_to_be_submitted_until_a_receipt_counts_it() -> None:
    here, number = claimed()
    assert here.journey.history.to_submit == {number}
    here.journey.accept_receipt(receipt("1"))
    assert here.journey.history.to_submit == {number}
    here.journey.accept_receipt(receipt("2", number))
    assert here.journey.history.to_submit == frozenset()
    assert here.journey.history.submitted == {number}


def test_a_submitted_claim_that_is_withdrawn_is_to_be_submitted_as_taken_back_until_a_receipt_says_so() -> None:
    here, number = claimed()
    here.journey.accept_receipt(receipt("1", number))
    here.journey.withdraw_claim(number, reason=TakenBackFor.WRONG_AMOUNT)
    assert here.journey.history.to_submit == {number}
    here.claim(amount="1")
    new = here.journey.history.claims[0].number
    assert here.journey.history.to_submit == {number, new}
    here.journey.accept_receipt(receipt("2", new))
    assert here.journey.history.to_submit == {number}
    here.journey.accept_receipt(receipt("3", new, gone=(number,)))
    assert here.journey.history.to_submit == frozenset()


def test_a_claim_that_was_withdrawn_before_it_was_submitted_is_nothing_to_submit() -> None:
    here, number = claimed()
    here.journey.withdraw_claim(number, reason=TakenBackFor.OTHER)
    assert here.journey.history.to_submit == frozenset()


def test_a_certificate_that_was_revoked_is_taken_back_under_its_number_and_submitted_under_the_new_one() -> None:
    here, number = claimed()
    here.journey.issue_certificate(here.certificate())
    here.journey.accept_receipt(receipt("1", number))
    here.journey.revoke_certificate(number, reason=TakenBackFor.WRONG_NAME)
    new = here.journey.history.claims[0].number
    assert here.journey.history.to_submit == {number, new}


def test_the_same_receipt_again_records_nothing_and_joined_counts_nothing_anew() -> None:
    here = Devices()
    laptop, kiosk = here.begin("laptop"), here.begin("kiosk")
    first, then = receipt("1", "CRL-1"), receipt("2", gone=("CRL-1",))
    for journey in (laptop, kiosk):
        journey.accept_receipt(first)
    count = laptop.history.count
    laptop.accept_receipt(first)
    assert laptop.history.count == count
    laptop.accept_receipt(then)
    here.join(laptop, kiosk)
    assert laptop.history.submitted == frozenset()
    assert [one.receipt for one in laptop.history.submissions] == ["r1", "r2"]


CLAIMED, NUMBER = claimed()
AMA_CLAIM = next(event.fact for event in CLAIMED.stream.events if isinstance(event.fact, CreditClaimed))
_acts = st.lists(
    st.one_of(
        st.just("claim"),
        st.just("withdraw"),
        st.just("revoke"),
        st.tuples(st.frozensets(st.integers(0, 3)), st.frozensets(st.integers(0, 3))),
    ),
    max_size=12,
)


def told(history: History, fact: Fact) -> History:
    stamp = CLAIMED.stream.events[-1].stamp
    return after(COURSE, history, Event(seq=history.count, stamp=stamp, fact=fact))


@given(acts=_acts)
def test_after_a_receipt_that_names_everything_nothing_is_left_to_submit(acts: list[object]) -> None:
    """Whatever was claimed, taken back and confirmed before, in whatever order."""
    history, numbers = CLAIMED.journey.history, [NUMBER, "CRL-OF-ANOTHER-COURSE"]
    for place, act in enumerate(acts):
        standing = [claim.number for claim in history.claims]
        if isinstance(act, tuple):
            credited, gone = (
                [numbers[n % len(numbers)] for n in part] for part in cast("tuple[frozenset[int], ...]", act)
            )
            history = told(history, receipt(str(place), *credited, gone=tuple(gone)))
        elif act == "claim" and not standing:
            history = told(history, AMA_CLAIM)
        elif act == "withdraw" and standing:
            history = told(history, CreditWithdrawn(offer="ama", number=standing[0], reason=TakenBackFor.OTHER))
        elif act == "revoke" and standing:
            history = told(history, CertificateRevoked(offer="ama", number=standing[0], reason=TakenBackFor.OTHER))
        numbers += [claim.number for claim in history.claims if claim.number not in numbers]
        assert history.to_submit <= set(numbers)
    standing = {claim.number for claim in history.claims}
    gone = {one.number for one in history.revocations} - standing
    history = told(history, receipt("all", *sorted(standing), gone=tuple(sorted(gone))))
    assert history.to_submit == frozenset()
    assert standing <= history.submitted and not gone & history.submitted


# --- what they are -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [ReportingDecided, ReceiptAccepted])
def test_a_head_is_signed_after_them_and_a_branch_that_holds_one_is_worth_joining(kind: type) -> None:
    assert kind in MILESTONES and kind in SUBSTANCE


MISLEADING = (
    (Reporting(reading_key="zz"), "reading_key"),
    (Reporting(reading_key="A" * 64), "reading_key"),
    (Reporting(reading_key="0" * 64), "reading_key"),
    (Reporting(reading_key="01" + "0" * 62), "reading_key"),
    (Reporting(reading_key="ec" + "f" * 60 + "7f"), "reading_key"),
    (Reporting(reading_key="ee" + "f" * 60 + "ff"), "reading_key"),
    (Reporting(store="http://lrs.example.org"), "store"),
    (Reporting(store=f"https://lrs.example.org/{'x' * 200}"), "store"),
    (Reporting(identifiers=(("a", "1"), ("a", "2"))), "identifiers"),
    (Reporting(identifiers=(("a", "two\nlines"),)), "identifiers.a"),
    (Reporting(identifiers=(("Not A Name", "1"),)), "identifiers"),
    (Reporting(identifiers=tuple((f"a{n}", "1") for n in range(51))), "identifiers"),
)


@pytest.mark.parametrize(("reporting", "place"), MISLEADING)
def test_a_reporting_part_that_would_mislead_is_named(reporting: Reporting, place: str) -> None:
    found = [fault.place for fault in faults_of_reporting(reporting)]
    assert found and all(one.startswith(f"reporting.{place}") for one in found)


def test_a_sound_reporting_part_has_no_fault() -> None:
    whole = Reporting(reading_key="9" * 64, identifiers=(("accme-provider", "0001234"),), store="https://lrs.example")
    assert list(faults_of_reporting(whole)) == []
    assert AMA.reporting == ()
