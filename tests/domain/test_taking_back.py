"""What was claimed or issued wrongly is taken back: it counts no more, its number is never used again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from player.domain.event import (
    CertificateIssued,
    CertificateRevoked,
    CreditClaimed,
    CreditWithdrawn,
    Fact,
    TakenBackFor,
)
from player.domain.fold import fold
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.domain.progress import StepName, StepState
from player.domain.refusals import AlreadyDone, ClaimNotSupported, NotOfThisCourse, StepLocked
from player.proof.evidence import verify
from tests.builders import AMA, COURSE
from tests.strands import Device, devices
from tests.worlds import TRUST, World, world

PHYSICIAN, NURSE, OTHER = Profession.PHYSICIAN, Profession.NURSE, Profession.OTHER
MISTAKE, MISSPELT = TakenBackFor.WRONG_PROFESSION, TakenBackFor.WRONG_NAME
MOC = replace(AMA, id="moc", name="MOC point", plural="MOC points")
TWO = replace(COURSE, credit=replace(COURSE.credit, offers=(*COURSE.credit.offers, MOC)))
"""A course with two credits for physicians."""


def finished() -> World:
    here = world(TWO)
    here.finish()
    return here


def claimed(*offers: str) -> World:
    here = finished()
    for offer in offers or ("ama",):
        here.claim(offer)
    return here


def issued(*offers: str) -> World:
    here = claimed(*offers)
    for offer in offers or ("ama",):
        here.journey.issue_certificate(here.certificate(offer))
    return here


def standing(here: World) -> list[tuple[str, str, Profession]]:
    claims = here.journey.history.claims
    return [(claim.credit.offer, str(claim.credit.amount), claim.credit.profession) for claim in claims]


def number_of(here: World, offer: str = "ama") -> str:
    claim = here.journey.history.claim_for(offer)
    assert claim is not None
    return claim.number


def numbered(slot: str) -> str:
    digest = hashlib.sha256(slot.encode()).digest()
    letters = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[byte % 32] for byte in digest[:12])
    return f"CRL-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def refuse(here: World, act: Callable[[], object], problem: type[Problem], match: str | None = None) -> None:
    before = (here.stream.bodies, here.journey.history, here.journey.profession)
    with pytest.raises(problem, match=match):
        act()
    assert (here.stream.bodies, here.journey.history, here.journey.profession) == before


# --- what changes ------------------------------------------------------------------------------------------


def test_a_withdrawn_claim_stands_no_more_and_takes_its_certificate_with_it() -> None:
    here = issued()
    number = number_of(here)
    here.clock.advance(60_000)
    here.journey.withdraw_claim(number, reason=MISTAKE)
    history = here.journey.history
    assert (history.claims, history.standing_issues) == ((), ())
    (gone,) = history.revocations
    assert (gone.number, gone.reason, gone.withdrawn, gone.moment) == (number, MISTAKE, True, here.clock.moment)
    assert gone.claim.credit.amount == Decimal("1.5")
    assert history.revocation_of(number) is gone
    assert history.issued(number) is not None and history.issue_for("ama") is None
    steps = {step.name: step.state for step in here.journey.progress().steps}
    assert (steps[StepName.CLAIM], steps[StepName.CERTIFICATE]) == (StepState.OPEN, StepState.LOCKED)


def test_a_revoked_certificate_leaves_its_claim_which_gets_another_number() -> None:
    here = issued()
    number = number_of(here)
    here.journey.revoke_certificate(number, reason=MISSPELT)
    history = here.journey.history
    assert standing(here) == [("ama", "1.5", PHYSICIAN)]
    assert number_of(here) != number
    assert history.issue_for("ama") is None and history.standing_issues == ()
    (gone,) = history.revocations
    assert (gone.number, gone.reason, gone.withdrawn) == (number, MISSPELT, False)
    assert here.journey.progress().step(StepName.CERTIFICATE).state is StepState.OPEN
    here.journey.issue_certificate(here.certificate())
    assert [issue.certificate.number for issue in here.journey.history.standing_issues] == [number_of(here)]


def test_numbers_follow_from_stream_offer_and_how_often_it_was_taken_back() -> None:
    here = issued()
    numbers = [number_of(here)]
    here.journey.revoke_certificate(numbers[-1], reason=MISSPELT)
    numbers.append(number_of(here))
    here.journey.withdraw_claim(numbers[-1], reason=MISTAKE)
    here.claim()
    numbers.append(number_of(here))
    slot = f"{here.stream.id}/ama"
    assert numbers == [numbered(slot), numbered(f"{slot}/1"), numbered(f"{slot}/2")]


def test_taking_back_one_credit_leaves_the_other() -> None:
    here = issued("ama", "moc")
    other = number_of(here, "moc")
    here.journey.withdraw_claim(number_of(here), reason=TakenBackFor.WRONG_AMOUNT)
    assert standing(here) == [("moc", "1.5", PHYSICIAN)]
    assert number_of(here, "moc") == other
    assert [issue.certificate.number for issue in here.journey.history.standing_issues] == [other]
    here.claim(amount="1")
    assert standing(here) == [("moc", "1.5", PHYSICIAN), ("ama", "1", PHYSICIAN)]


def test_after_all_is_withdrawn_another_profession_claims() -> None:
    here = claimed("ama", "moc")
    here.journey.withdraw_claim(number_of(here), reason=MISTAKE)
    refuse(here, lambda: here.claim("ancc", profession=NURSE), ClaimNotSupported, "another profession")
    here.journey.withdraw_claim(number_of(here, "moc"), reason=MISTAKE)
    here.claim("ancc", profession=NURSE)
    assert standing(here) == [("ancc", "1.5", NURSE)]


def test_what_was_completed_in_time_is_corrected_after_the_last_day_too() -> None:
    here = issued()
    here.clock.go_to(datetime(2026, 5, 1, tzinfo=UTC))
    here.journey.correct_claim("ancc", amount=Decimal("1.5"), profession=NURSE, reason=MISTAKE)
    assert standing(here) == [("ancc", "1.5", NURSE)]


# --- a correction ------------------------------------------------------------------------------------------


def test_a_wrong_profession_is_corrected_in_one_act() -> None:
    here = issued("ama", "moc")
    old = {number_of(here), number_of(here, "moc")}
    here.journey.correct_claim("cop", amount=Decimal("0.75"), profession=OTHER, reason=MISTAKE)
    assert standing(here) == [("cop", "0.75", OTHER)]
    assert here.journey.profession is OTHER
    assert {gone.number for gone in here.journey.history.revocations} == old
    assert all(gone.withdrawn and gone.reason is MISTAKE for gone in here.journey.history.revocations)


def test_a_wrong_amount_is_corrected_without_touching_other_credit() -> None:
    here = claimed("ama", "moc")
    here.journey.correct_claim("ama", amount=Decimal(1), profession=PHYSICIAN, reason=TakenBackFor.WRONG_AMOUNT)
    assert standing(here) == [("moc", "1.5", PHYSICIAN), ("ama", "1", PHYSICIAN)]
    assert number_of(here) == numbered(f"{here.stream.id}/ama/1")


@pytest.mark.parametrize(
    ("offer", "amount", "profession"),
    [
        ("ancc", "9", NURSE),
        ("ancc", "0.3", NURSE),
        ("ama", "1", NURSE),
        ("none", "1", NURSE),
        ("ama", "NaN", PHYSICIAN),
    ],
)
def test_a_refused_correction_leaves_no_trace(offer: str, amount: str, profession: Profession) -> None:
    here = issued("ama", "moc")
    refuse(
        here,
        lambda: here.journey.correct_claim(offer, amount=Decimal(amount), profession=profession, reason=MISTAKE),
        ClaimNotSupported,
    )


def test_a_correction_that_the_disk_refused_half_way_is_finished_by_doing_it_again() -> None:
    class Full(Problem):
        what_template = "The disk is full."
        meaning_template = "Nothing was saved."
        remedy_template = "Make room."

    here = issued("ama", "moc")
    here.journey.withdraw_claim(number_of(here), reason=MISTAKE)
    here.stream.problem = Full()
    correct = lambda: here.journey.correct_claim("ancc", amount=Decimal(1), profession=NURSE, reason=MISTAKE)  # noqa: E731
    refuse(here, correct, Full)
    here.stream.problem = None
    correct()
    assert standing(here) == [("ancc", "1", NURSE)]


# --- what is refused ---------------------------------------------------------------------------------------


def taking_back(kind: type[CreditWithdrawn | CertificateRevoked], number: str, offer: str = "ama") -> Fact:
    return kind(offer=offer, number=number, reason=TakenBackFor.OTHER)


@pytest.mark.parametrize("kind", [CreditWithdrawn, CertificateRevoked])
def test_before_anything_is_claimed_nothing_can_be_taken_back(kind: type[CreditWithdrawn | CertificateRevoked]) -> None:
    here = finished()
    refuse(here, lambda: here.journey.may(taking_back(kind, numbered(f"{here.stream.id}/ama"))), StepLocked)


@pytest.mark.parametrize("kind", [CreditWithdrawn, CertificateRevoked])
def test_only_what_stands_can_be_taken_back_and_once(kind: type[CreditWithdrawn | CertificateRevoked]) -> None:
    here = issued("ama", "moc")
    number = number_of(here)
    for wrong in (taking_back(kind, "CRL-0000-0000-0000"), taking_back(kind, number, "moc"), taking_back(kind, "")):
        refuse(here, lambda wrong=wrong: here.journey.may(wrong), NotOfThisCourse, "does not stand")
    here.journey.may(taking_back(kind, number))
    here.journey.withdraw_claim(number, reason=MISTAKE)
    refuse(here, lambda: here.journey.may(taking_back(kind, number)), NotOfThisCourse, "does not stand")
    refuse(here, lambda: here.journey.withdraw_claim(number, reason=MISTAKE), NotOfThisCourse)
    refuse(here, lambda: here.journey.revoke_certificate(number, reason=MISTAKE), NotOfThisCourse)


def test_a_certificate_that_was_not_issued_cannot_be_revoked_and_its_claim_can_be_withdrawn() -> None:
    here = claimed()
    number = number_of(here)
    refuse(here, lambda: here.journey.revoke_certificate(number, reason=MISSPELT), NotOfThisCourse, "was not issued")
    here.journey.withdraw_claim(number, reason=MISTAKE)
    assert standing(here) == []


def test_a_number_that_was_taken_back_is_not_issued_again() -> None:
    here = issued()
    old = here.certificate()
    here.journey.revoke_certificate(old.number, reason=MISSPELT)
    refuse(here, lambda: here.journey.issue_certificate(old), AlreadyDone)
    never = replace(old, number=numbered(f"{here.stream.id}/ama/7"))
    refuse(here, lambda: here.journey.issue_certificate(never), NotOfThisCourse, "number")
    here.journey.withdraw_claim(number_of(here), reason=MISTAKE)
    unused = replace(old, number=numbered(f"{here.stream.id}/ama/1"))
    here.claim()
    refuse(here, lambda: here.journey.issue_certificate(unused), NotOfThisCourse, "number")


# --- several devices ---------------------------------------------------------------------------------------


def both_finished() -> tuple[Device, Device]:
    one, other = devices(2, TWO)
    one.world.finish()
    other.join(one)
    return one, other


def agree(device: Device) -> None:
    """Whatever came about, a verifier sees the same."""
    assert verify(device.evidence(), TRUST).history == device.journey.history


def test_what_another_device_claimed_can_be_taken_back_here_and_is_gone_there_too() -> None:
    one, other = both_finished()
    one.world.claim()
    one.journey.issue_certificate(one.world.certificate())
    other.join(one)
    number = number_of(other.world)
    other.journey.withdraw_claim(number, reason=MISTAKE)
    one.join(other)
    for device in (one, other):
        assert standing(device.world) == []
        assert device.journey.history.revocation_of(number) is not None
        agree(device)
    one.world.claim(amount="1")
    other.join(one)
    assert number_of(one.world) == number_of(other.world) == numbered(f"{one.world.stream.id}/ama/1")


def test_of_a_claim_made_twice_the_other_counts_when_one_is_withdrawn() -> None:
    one, other = both_finished()
    one.world.claim(amount="1")
    other.world.claim(amount="1.5")
    for device in (one, other):
        device.world.claim("moc")
        device.journey.issue_certificate(device.world.certificate())
    one.join(other)
    promoted = one.journey.history.repeated_claims[0].number
    assert standing(one.world) == [("ama", "1", PHYSICIAN), ("moc", "1.5", PHYSICIAN)]
    one.journey.withdraw_claim(number_of(one.world), reason=TakenBackFor.WRONG_AMOUNT)
    assert standing(one.world) == [("moc", "1.5", PHYSICIAN), ("ama", "1.5", PHYSICIAN)]
    assert [claim.credit.offer for claim in one.journey.history.repeated_claims] == ["moc"]
    assert number_of(one.world) == promoted
    issue = one.journey.history.issue_for("ama")
    assert issue is not None and issue.certificate.number == promoted, "it is issued already"
    agree(one)


def test_a_claim_that_counts_only_repeated_is_taken_back_too() -> None:
    one, other = both_finished()
    one.world.claim(amount="1")
    other.world.claim(amount="1.5")
    other.journey.issue_certificate(other.world.certificate())
    one.join(other)
    repeated = one.journey.history.repeated_claims[0].number
    one.journey.revoke_certificate(repeated, reason=MISSPELT)
    assert one.journey.history.repeated_claims[0].number == numbered(f"{other.world.stream.id}/ama/1")
    one.journey.withdraw_claim(one.journey.history.repeated_claims[0].number, reason=MISTAKE)
    assert (standing(one.world), one.journey.history.repeated_claims) == ([("ama", "1", PHYSICIAN)], ())
    agree(one)


def test_a_correction_takes_every_claim_in_the_way_back_also_repeated_ones() -> None:
    one, other = both_finished()
    one.world.claim(amount="1")
    other.world.claim(amount="1.5")
    one.join(other)
    one.journey.correct_claim("ancc", amount=Decimal(1), profession=NURSE, reason=MISTAKE)
    assert standing(one.world) == [("ancc", "1", NURSE)]
    assert one.journey.history.repeated_claims == ()
    agree(one)


def test_what_two_devices_took_back_at_once_is_taken_back_once() -> None:
    one, other = both_finished()
    one.world.claim()
    one.journey.issue_certificate(one.world.certificate())
    other.join(one)
    number = number_of(one.world)
    for device in (one, other):
        device.journey.revoke_certificate(number, reason=MISSPELT)
    one.join(other)
    other.join(one)
    for device in (one, other):
        assert [gone.number for gone in device.journey.history.revocations] == [number]
        assert number_of(device.world) == numbered(f"{one.world.stream.id}/ama/1")
        agree(device)


def test_one_claim_on_two_branches_of_one_stream_has_one_number_and_is_withdrawn_as_one() -> None:
    (one,) = devices(1, TWO)
    one.world.finish()
    fork = one.fork()
    one.world.claim(amount="1")
    fork.world.claim(amount="1.5")
    one.join(fork)
    number = number_of(one.world)
    assert one.journey.history.repeated_claims[0].number == number
    one.journey.withdraw_claim(number, reason=MISTAKE)
    assert (standing(one.world), one.journey.history.repeated_claims) == ([], ())
    one.world.claim()
    assert number_of(one.world) == numbered(f"{one.world.stream.id}/ama/1")
    agree(one)


def test_a_certificate_on_two_branches_of_one_stream_is_revoked_as_one() -> None:
    (one,) = devices(1, TWO)
    one.world.finish()
    fork = one.fork()
    for device in (one, fork):
        device.world.claim()
        device.journey.issue_certificate(device.world.certificate())
    one.join(fork)
    one.journey.revoke_certificate(number_of(one.world), reason=MISSPELT)
    history = one.journey.history
    assert {claim.number for claim in (*history.claims, *history.repeated_claims)} == {
        numbered(f"{one.world.stream.id}/ama/1")
    }
    agree(one)


# --- what a file may hold ----------------------------------------------------------------------------------


def test_taking_back_what_is_not_there_changes_nothing() -> None:
    """A verifier refuses it in the strand where it stands; counted elsewhere, it takes nothing away."""
    here = issued()
    before = here.journey.history
    event = here.stream.append(taking_back(CreditWithdrawn, "CRL-0000-0000-0000"))
    after = fold(TWO, [event], before)
    assert (after.claims, after.revocations, after.issues) == (before.claims, before.revocations, before.issues)


def test_a_life_of_a_certificate_is_folded_on_from_any_point() -> None:
    here = issued("ama", "moc")
    here.journey.revoke_certificate(number_of(here, "moc"), reason=MISSPELT)
    here.journey.issue_certificate(here.certificate("moc"))
    here.journey.correct_claim("ancc", amount=Decimal(1), profession=NURSE, reason=MISTAKE)
    events = here.stream.events
    kinds = (CreditClaimed, CertificateIssued, CreditWithdrawn, CertificateRevoked)
    for cut, event in enumerate(events):
        if isinstance(event.fact, kinds):
            assert fold(TWO, events[cut:], fold(TWO, events[:cut])) == here.journey.history
    assert verify(here.evidence(), TRUST).history == here.journey.history
