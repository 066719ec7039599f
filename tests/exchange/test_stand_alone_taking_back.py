"""Both verifiers judge alike what was taken back: claims that were withdrawn, certificates that were revoked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.certificate import name_digest
from player.domain.event import (
    CertificateIssued,
    CertificateRevoked,
    CreditClaimed,
    CreditWithdrawn,
    Fact,
    TakenBackFor,
)
from player.domain.history import Claim
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.exchange.completion import write_completion
from player.proof.problems import Fault
from tests.builders import AMA, COURSE, MINUTE, PHYSICIAN
from tests.exchange.agreement import Contents, agreed, alone, contents_of, handed_in, one_form, sealed, written
from tests.lines import fields_of
from tests.strands import Device, devices, in_versions
from tests.trying import tries
from tests.versions import later
from tests.worlds import DEVICE, World, head_after, signed, world

MOC = replace(AMA, id="moc", name="MOC point", plural="MOC points")
BRIEF = replace(
    COURSE,
    sessions=tuple(replace(session, duration_ms=MINUTE) for session in COURSE.sessions),
    credit=replace(COURSE.credit, offers=(*COURSE.credit.offers, MOC)),
)
"""Watched in two minutes; a physician may claim two credits."""
MISTAKE, MISSPELT = TakenBackFor.WRONG_PROFESSION, TakenBackFor.WRONG_NAME


def finished() -> World:
    here = world(BRIEF)
    here.finish()
    return here


def claimed() -> World:
    here = finished()
    here.claim("ama")
    here.claim("moc", amount="1")
    return here


def issued() -> World:
    here = claimed()
    for offer in ("ama", "moc"):
        here.journey.issue_certificate(here.certificate(offer))
    return here


def revoked() -> World:
    here = issued()
    here.journey.revoke_certificate(number(here), reason=MISSPELT)
    return here


def withdrawn() -> World:
    here = issued()
    for offer in ("ama", "moc"):
        here.journey.withdraw_claim(number(here, offer), reason=MISTAKE)
    return here


def number(here: World, offer: str = "ama") -> str:
    claim = here.journey.history.claim_for(offer)
    assert claim is not None
    return claim.number


def of_edition(here: World, edition: int, offer: str = "ama") -> str:
    credit = CreditClaimed(offer=offer, amount=Decimal(1), profession=Profession.PHYSICIAN)
    return Claim(credit=credit, moment=here.clock.moment, stream=here.stream.id, edition=edition).number


def withdrawal(number: str, offer: str = "ama") -> CreditWithdrawn:
    return CreditWithdrawn(offer=offer, number=number, reason=MISTAKE)


def revocation(number: str, offer: str = "ama") -> CertificateRevoked:
    return CertificateRevoked(offer=offer, number=number, reason=MISSPELT)


def issue(here: World, number: str, offer: str = "ama") -> CertificateIssued:
    """One that would do, but for its number and offer."""
    document = next(one.document for one in BRIEF.credit.offers if one.id == offer)
    name = name_digest("5a17", here.learner.printed_name)
    return CertificateIssued(
        number=number, offer=offer, document=document, facts="f", salt="5a17", name=name, signer=""
    )


REFUSED: dict[str, tuple[Callable[[], World], Callable[[World], Fact]]] = {
    "withdrawn before anything is claimed": (finished, lambda here: withdrawal(of_edition(here, 0))),
    "a number that nothing has": (issued, lambda here: withdrawal("CRL-0000-0000-0000")),
    "no number": (issued, lambda here: withdrawal("")),
    "withdrawn under another offer": (issued, lambda here: withdrawal(number(here), "moc")),
    "revoked under another offer": (issued, lambda here: revocation(number(here), "moc")),
    "revoked before it was issued": (claimed, lambda here: revocation(number(here))),
    "withdrawn twice": (withdrawn, lambda here: withdrawal(of_edition(here, 0))),
    "revoked twice": (revoked, lambda here: revocation(of_edition(here, 0))),
    "revoked before the next one was issued": (revoked, lambda here: revocation(number(here))),
    "withdrawn by a number of old": (revoked, lambda here: withdrawal(of_edition(here, 0))),
    "withdrawn by a number to come": (revoked, lambda here: withdrawal(of_edition(here, 2))),
    "an old number issued again": (revoked, lambda here: issue(here, of_edition(here, 0))),
    "a number to come": (revoked, lambda here: issue(here, of_edition(here, 2))),
    "issued for a withdrawn claim": (withdrawn, lambda here: issue(here, of_edition(here, 1))),
    "issued again": (issued, lambda here: issue(here, number(here))),
    "claimed beside what was only revoked": (
        revoked,
        lambda here: CreditClaimed(offer="ama", amount=Decimal(1), profession=Profession.PHYSICIAN),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_both_refuse_what_the_window_would_refuse(name: str) -> None:
    state, forged = REFUSED[name]
    here = state()
    assert agreed(written(here)) == "genuine"
    here.stream.append(forged(here))
    assert agreed(written(here)) == Fault.IMPOSSIBLE


def nurse(amount: str = "1") -> CreditClaimed:
    return CreditClaimed(offer="ancc", amount=Decimal(amount), profession=Profession.NURSE)


ACCEPTED: dict[str, tuple[Callable[[], World], Callable[[World], Fact]]] = {
    "a claim withdrawn": (claimed, lambda here: withdrawal(number(here))),
    "a claim withdrawn with its certificate": (issued, lambda here: withdrawal(number(here), "ama")),
    "a certificate revoked": (issued, lambda here: revocation(number(here, "moc"), "moc")),
    "a claim withdrawn whose certificate was revoked": (revoked, lambda here: withdrawal(number(here))),
    "the next one issued": (revoked, lambda here: issue(here, number(here))),
    "claimed again": (
        withdrawn,
        lambda here: CreditClaimed(offer="ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN),
    ),
    "claimed by another profession": (withdrawn, lambda here: nurse()),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_both_accept_what_the_window_allows(name: str) -> None:
    state, fact = ACCEPTED[name]
    here = state()
    here.stream.append(fact(here))
    assert agreed(written(here)) == "genuine"


def test_both_refuse_another_profession_while_anything_of_the_first_stands() -> None:
    here = issued()
    here.journey.withdraw_claim(number(here), reason=MISTAKE)
    here.stream.append(nurse())
    assert agreed(written(here)) == Fault.ABOVE_EVIDENCE


def test_the_report_tells_what_was_withdrawn_and_what_was_revoked() -> None:
    here = issued()
    first, second = number(here), number(here, "moc")
    here.journey.revoke_certificate(first, reason=MISSPELT)
    here.journey.withdraw_claim(second, reason=MISTAKE)
    found = alone(written(here))
    (gone,) = found["withdrawn_claims"]
    assert (gone["offer"], gone["amount"], gone["number"], gone["reason"]) == ("moc", "1", second, "wrong-profession")
    assert [(one["number"], one["reason"]) for one in found["revoked_certificates"]] == [
        (first, "wrong-name"),
        (second, "wrong-profession"),
    ]
    assert [one["number"] for one in found["claims"]] == [of_edition(here, 1)]
    assert [one["number"] for one in found["certificates"]] == [first, second]


# --- the format of the file --------------------------------------------------------------------------------


@pytest.mark.parametrize("act", [withdrawal, revocation])
@pytest.mark.parametrize("lower", [1, 2, 3, 4])
def test_both_refuse_a_file_of_a_format_that_does_not_know_them(act: Callable[[str], Fact], lower: int) -> None:
    here = issued()
    here.stream.append(act(number(here)))
    contents = contents_of(written(here))
    assert (contents["format"], contents["joined"], contents["earlier"]) == (5, [], [])
    contents["format"] = lower
    for least, field in ((2, "joined"), (3, "earlier")):
        if lower < least:
            del contents[field]
    assert agreed(sealed(contents, DEVICE)) == "not-a-completion-file"


def test_both_take_the_fifth_format_where_a_lower_one_would_do() -> None:
    contents = {**contents_of(written(issued())), "format": 5, "joined": [], "earlier": []}
    assert agreed(sealed(contents, DEVICE)) == "genuine"


def _as_version_1(here: World, change: Callable[[dict[str, Any]], object] = lambda event: None) -> Contents:
    contents = contents_of(written(here))
    events = [{**fields_of(text), "v": 1} for text in contents["events"]]
    change(events[-1])
    contents["events"] = [one_form(event) for event in events]
    bodies = tuple(text.encode() for text in contents["events"])
    contents["heads"] = [head_after(here.stream.id, bodies, len(bodies) - 1).to_json().decode()]
    return contents


def test_both_know_them_in_either_version_of_writing() -> None:
    contents = _as_version_1(revoked())
    assert agreed(sealed(contents, DEVICE)) == "genuine"
    assert agreed(sealed({**contents, "format": 4}, DEVICE)) == "not-a-completion-file"


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event["fact"].pop("reason"),
        lambda event: event["fact"].update(reason="because"),
        lambda event: event["fact"].update(reason=None),
        lambda event: event["fact"].update(number=1),
        lambda event: event["fact"].update(offer=None),
        lambda event: event["fact"].update(more=""),
        lambda event: event.update(fact=dict(reversed(event["fact"].items()))),
    ],
)
def test_both_refuse_what_is_not_written_as_the_document_says(change: Callable[[dict[str, Any]], object]) -> None:
    assert agreed(sealed(_as_version_1(revoked(), change), DEVICE)) == Fault.ALTERED


# --- names -------------------------------------------------------------------------------------------------

MARRIED = replace(PHYSICIAN, name="Ana Smith")


def renamed(here: World) -> bytes:
    return write_completion(here.evidence(), learner=MARRIED, signer=DEVICE)


def reissued() -> World:
    """The first certificate is revoked, and the next one under the new name; the other credit was never issued."""
    here = finished()
    here.claim("ama")
    here.journey.issue_certificate(here.certificate())
    here.journey.revoke_certificate(number(here), reason=MISSPELT)
    here.learner = MARRIED
    here.journey.issue_certificate(here.certificate())
    return here


def test_the_name_on_a_revoked_certificate_need_not_be_told() -> None:
    data = renamed(reissued())
    assert agreed(data) == "genuine"
    assert contents_of(data)["learner"]["printed_as"] == []
    assert PHYSICIAN.name not in str(contents_of(data)["learner"])


def test_a_name_that_is_told_must_be_the_one_that_was_printed() -> None:
    here = reissued()
    contents = contents_of(renamed(here))
    for name, fault in ((PHYSICIAN.printed_name, "genuine"), ("Somebody Else", Fault.TRANSPLANTED)):
        contents["learner"]["printed_as"] = [[of_edition(here, 0), name]]
        assert agreed(sealed(contents, DEVICE)) == fault


def test_the_name_on_what_stands_must_be_told_though_another_was_revoked() -> None:
    here = reissued()
    contents = contents_of(renamed(here))
    contents["learner"]["name"] = "Somebody Else"
    assert agreed(sealed(contents, DEVICE)) == Fault.TRANSPLANTED


def test_the_name_on_a_certificate_whose_claim_was_withdrawn_need_not_be_told() -> None:
    assert agreed(renamed(withdrawn())) == "genuine"


def test_what_is_revoked_in_a_strand_that_does_not_count_keeps_its_name() -> None:
    one, other = devices(2, BRIEF)
    one.world.finish()
    one.world.claim()
    one.journey.issue_certificate(one.world.certificate())
    other.join(one)
    other.journey.revoke_certificate(number(one.world), reason=MISSPELT)
    other.here()
    beside = write_completion(one.evidence(), learner=MARRIED, signer=one.key)
    assert agreed(beside) == Fault.TRANSPLANTED
    one.join(other)
    assert agreed(write_completion(one.evidence(), learner=MARRIED, signer=one.key)) == "genuine"


# --- other devices and versions ----------------------------------------------------------------------------


def test_both_follow_a_revocation_through_a_joined_branch() -> None:
    one, other = devices(2, BRIEF)
    one.world.finish()
    one.world.claim()
    one.journey.issue_certificate(one.world.certificate())
    other.join(one)
    other.journey.revoke_certificate(number(one.world), reason=MISSPELT)
    one.join(other)
    assert number(one.world) == of_edition(one.world, 1)
    assert agreed(handed_in(one)) == agreed(handed_in(other)) == "genuine"
    one.world.stream.append(revocation(of_edition(one.world, 0)))
    assert agreed(handed_in(one)) == Fault.IMPOSSIBLE


def claimed_twice() -> Device:
    """The device on which the smaller of two claims counts; the other's certificate was issued."""
    one, other = devices(2, BRIEF)
    one.world.finish()
    other.join(one)
    one.world.claim(amount="1")
    other.world.claim(amount="1.5")
    other.journey.issue_certificate(other.world.certificate())
    one.join(other)
    return one


def test_both_let_the_other_of_two_claims_count_when_one_is_withdrawn() -> None:
    one = claimed_twice()
    one.journey.withdraw_claim(number(one.world), reason=TakenBackFor.WRONG_AMOUNT)
    assert [claim["amount"] for claim in alone(handed_in(one))["claims"]] == ["1.5"]
    assert agreed(handed_in(one)) == "genuine"


def test_both_let_a_claim_that_counts_only_repeated_be_taken_back_and_not_be_issued() -> None:
    one = claimed_twice()
    repeated = one.journey.history.repeated_claims[0].number
    one.journey.revoke_certificate(repeated, reason=MISSPELT)
    assert agreed(handed_in(one)) == "genuine"
    repeated = one.journey.history.repeated_claims[0].number
    one.journey.withdraw_claim(repeated, reason=MISTAKE)
    assert agreed(handed_in(one)) == "genuine"
    other = claimed_twice()
    other.world.stream.append(issue(other.world, other.journey.history.repeated_claims[0].number))
    assert agreed(handed_in(other)) == Fault.IMPOSSIBLE


@pytest.mark.parametrize("withdrawn", [True, False])
def test_both_take_one_number_on_two_branches_of_a_stream_for_one(withdrawn: bool) -> None:
    (one,) = devices(1, BRIEF)
    one.world.finish()
    fork = one.fork()
    for device, amount in ((one, "1"), (fork, "1.5")):
        device.world.claim(amount=amount)
        device.journey.issue_certificate(device.world.certificate())
    one.join(fork)
    act = one.journey.withdraw_claim if withdrawn else one.journey.revoke_certificate
    act(number(one.world), reason=MISTAKE)
    assert len(one.journey.history.revocations) == 1
    assert agreed(handed_in(one)) == "genuine"
    if withdrawn:
        one.world.claim(amount="0.5")
    one.journey.issue_certificate(one.world.certificate())
    assert agreed(handed_in(one)) == "genuine"


@pytest.mark.parametrize("offered", [True, False], ids=["still offered", "offered no more"])
def test_both_carry_what_was_taken_back_in_an_earlier_version(offered: bool) -> None:
    kept = tuple(offer for offer in BRIEF.credit.offers if offered or offer.id != "ama")
    new_course = later(BRIEF, credit=replace(BRIEF.credit, offers=kept))
    old, new = in_versions(signed(BRIEF), signed(new_course), one_machine=True)
    old.world.finish()
    for offer in ("ama", "moc"):
        old.world.claim(offer)
        old.journey.issue_certificate(old.world.certificate(offer))
    old.journey.revoke_certificate(number(old.world), reason=MISSPELT)
    new.join(old)
    assert len(new.journey.history.revocations) == (1 if offered else 0)
    assert agreed(handed_in(new)) == "genuine"
    new.journey.acknowledge_disclosures()
    new.journey.withdraw_claim(number(new.world, "moc"), reason=MISTAKE)
    assert agreed(handed_in(new)) == "genuine"
    assert [one["number"] for one in alone(handed_in(new))["withdrawn_claims"]] == [of_edition(old.world, 0, "moc")]


OFFERS = st.sampled_from(["ama", "ama", "moc", "ancc"])
ACTS = ("claim", "claim", "issue", "issue", "withdraw", "revoke", "join")


def _fact(data: st.DataObject, device: Device, family: tuple[Device, ...]) -> Fact:
    """Mostly about what stands on one of the devices, by a number that it has or had there."""
    here, offer, act = device.world, data.draw(OFFERS), data.draw(st.sampled_from(ACTS))
    history = data.draw(st.sampled_from(family)).journey.history
    known = [one.number for one in (*history.claims, *history.repeated_claims, *history.revocations)]
    other = data.draw(st.sampled_from(family)).world
    numbers = st.sampled_from([*known, *known, of_edition(other, data.draw(st.integers(0, 2)), offer)])
    match act:
        case "claim":
            profession = data.draw(st.sampled_from([Profession.PHYSICIAN, Profession.NURSE]))
            return CreditClaimed(
                offer=offer, amount=data.draw(st.sampled_from([Decimal(1), Decimal(9)])), profession=profession
            )
        case "issue":
            return issue(here, data.draw(numbers), offer)
        case "withdraw":
            return withdrawal(data.draw(numbers), offer)
        case "revoke":
            return revocation(data.draw(numbers), offer)
        case _:
            return data.draw(st.sampled_from([one for one in family if one is not device])).here()


@settings(max_examples=tries(80), deadline=None)
@given(st.data())
def test_both_say_the_same_of_whatever_is_claimed_and_taken_back_on_three_devices(data: st.DataObject) -> None:
    """What the window would allow is recorded, also on all devices at once, one of them cloned; then anything."""
    one, other = devices(2, BRIEF)
    one.world.finish()
    family = (one, other, one.fork())
    other.join(one)
    for _ in range(data.draw(st.integers(1, 16))):
        device = data.draw(st.sampled_from(family))
        with suppress(Problem):
            device.journey._record(_fact(data, device, family))
    device = data.draw(st.sampled_from(family))
    assert agreed(handed_in(device)) == "genuine"
    device.world.stream.append(_fact(data, device, family))
    assert agreed(handed_in(device)) in ("genuine", Fault.IMPOSSIBLE, Fault.ABOVE_EVIDENCE)
