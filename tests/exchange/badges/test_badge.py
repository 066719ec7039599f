"""The badge: what it says, what it keeps to itself, and that nobody can change it unseen."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import rfc8785
from cryptography.exceptions import InvalidSignature
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib.ob3.credential import OpenBadgeCredential
from openbadgeslib.ob3.did import did_key_from_pem, resolve_did
from openvc.proof.di_jcs import EddsaJcsProofSuite
from openvc.proof.errors import ProofError

from player.domain.credit import Document
from player.domain.learner import Licence, Profession
from player.exchange.badges.credential import NoBadge, badge, no_badge
from player.exchange.badges.integrity import base58btc, from_base58btc, is_secured_by
from tests.builders import ACPE, ANCC
from tests.exchange.badges.by_the_book import decoded, verified
from tests.exchange.badges.rows import EVIDENCE, ROW
from tests.worlds import DEVICE, key


def made(row: Any = ROW, **more: Any) -> dict[str, Any]:
    return json.loads(badge(row, evidence=EVIDENCE, key=DEVICE, **more))


def test_three_verifiers_that_do_not_know_each_other_find_the_badge_genuine() -> None:
    written = badge(ROW, evidence=EVIDENCE, key=DEVICE)
    document = verified(written)
    assert EddsaJcsProofSuite().verify(json.loads(written)).issuer == document["issuer"]["id"]
    read = OpenBadgeCredential.from_vc_document(json.loads(written))
    assert read.credits_earned == 0.75
    assert read.achievement.credits_available == 1.5
    assert read.issuer.id == did_key_from_pem(DEVICE.public.to_pem())
    assert resolve_did(read.issuer.id).strip() == DEVICE.public.to_pem().strip()


def test_the_same_facts_and_key_give_the_same_bytes() -> None:
    assert badge(ROW, evidence=EVIDENCE, key=DEVICE) == badge(deepcopy(ROW), evidence=EVIDENCE, key=DEVICE)
    assert badge(ROW, evidence=EVIDENCE, key=DEVICE) == rfc8785.dumps(made())
    assert made()["proof"]["created"] == made()["validFrom"] == "2024-03-02T10:05:00Z"


def test_the_badge_says_how_much_was_earned_for_what_when_and_by_which_proof() -> None:
    document = made(enrolment=b"the provider's word")
    subject, evidence = document["credentialSubject"], document["evidence"]
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert subject["creditsEarned"] == 0.75
    assert subject["activityEndDate"] == "2024-03-02T10:00:00Z"
    assert subject["achievement"]["name"] == "Sleep after Shift Work"
    assert document["issuer"]["name"] == document["issuer"]["parentOrg"]["name"] == "Example Medical College"
    digest = urlsafe_b64encode(hashlib.sha256(EVIDENCE).digest()).decode().rstrip("=")
    assert evidence[0]["id"] == f"ni:///sha-256;{digest}"
    assert [one["genre"] for one in evidence] == ["completion file", "signed course", "enrolment"]


def test_nobody_reads_in_a_badge_who_the_learner_is() -> None:
    learner = replace(ROW.learner, identifiers=(("email", "ana@example.org"), ("npi", "1234567893")))
    text = badge(replace(ROW, learner=learner), evidence=EVIDENCE, key=DEVICE).decode()
    for secret in ("Núñez", "Ana", "example.org", "1234567893", "123456", learner.id, "licenseNumber"):
        assert secret not in text


def test_whoever_knows_name_and_address_finds_them_in_the_badge() -> None:
    learner = replace(ROW.learner, identifiers=(("email", "ana@example.org"),))
    told = made(replace(ROW, learner=learner))["credentialSubject"]["identifier"]
    known = {"name": "Ana María Núñez, MD", "emailAddress": "ana@example.org"}
    assert {one["identityType"] for one in told} == set(known)
    for one in told:
        value = known[one["identityType"]] + one["salt"]
        assert one["identityHash"] == f"sha256${hashlib.sha256(value.encode()).hexdigest()}"


def test_two_badges_of_one_learner_have_nothing_of_the_learner_in_common() -> None:
    one, other = made(), made(replace(ROW, number="CRL-0000-0000-0001"))
    hashes = [badge["credentialSubject"]["identifier"][0]["identityHash"] for badge in (one, other)]
    assert hashes[0] != hashes[1]
    assert one["id"] != other["id"]


def test_a_licence_is_told_only_where_it_is_wanted_and_there_is_one() -> None:
    assert made(with_licence=True)["credentialSubject"]["licenseNumber"] == "123456"
    nobody = replace(ROW.learner, licences=())
    assert "licenseNumber" not in made(replace(ROW, learner=nobody), with_licence=True)["credentialSubject"]
    assert replace(ROW.learner, licences=(Licence(authority="", number="1"),)).licences


def test_who_took_part_in_what_others_are_awarded_has_a_badge_without_credit() -> None:
    document = made(replace(ROW, profession=Profession.NURSE))
    assert "creditsEarned" not in document["credentialSubject"]
    assert "Took part" in document["credentialSubject"]["achievement"]["description"]


def test_hours_of_participation_are_earned() -> None:
    row = replace(ROW, offer=ANCC, profession=Profession.NURSE, document=Document.PARTICIPATION_CERTIFICATE)
    assert made(row)["credentialSubject"]["creditsEarned"] == 0.75


def test_a_specimen_is_marked_and_has_no_credit() -> None:
    document = made(replace(ROW, specimen=True))
    assert document["name"].startswith("Specimen")
    assert document["credentialSubject"]["achievement"]["tag"] == ["specimen"]
    assert "creditsEarned" not in document["credentialSubject"]


@pytest.mark.parametrize(
    "row",
    [
        replace(ROW, offer=ACPE, document=Document.PARTICIPATION_RECORD),
        replace(ROW, taken_back=datetime(2024, 4, 1, tzinfo=UTC)),
    ],
)
def test_what_is_no_statement_of_credit_or_was_taken_back_has_no_badge(row: Any) -> None:
    assert isinstance(no_badge(row), NoBadge)
    assert no_badge(ROW) is None
    with pytest.raises(NoBadge):
        badge(row, evidence=EVIDENCE, key=DEVICE)


@pytest.mark.parametrize("amount", ["0.1", "0.25", "1", "1.5", "12", "1E+1", "3.30"])
def test_amounts_are_written_as_exact_numbers(amount: str) -> None:
    earned = made(replace(ROW, amount=Decimal(amount)))["credentialSubject"]["creditsEarned"]
    assert Decimal(str(earned)) == Decimal(amount)


def _changed(document: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = deepcopy(document)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("credentialSubject", "creditsEarned"), 1.5),
        (("credentialSubject", "identifier", 0, "identityHash"), "sha256$" + "0" * 64),
        (("credentialSubject", "achievement", "name"), "Another course"),
        (("issuer", "name"), "Another College"),
        (("validFrom",), "2025-03-02T10:05:00Z"),
        (("evidence", 0, "id"), "ni:///sha-256;AAAA"),
        (("evidence",), []),
        (("more",), "said"),
        (("@context", 1), "https://example.org/context"),
        (("proof", "created"), "2025-03-02T10:05:00Z"),
        (("proof", "proofPurpose"), "authentication"),
        (("proof", "cryptosuite"), "eddsa-rdfc-2022"),
        (("proof", "expires"), "2035-01-01T00:00:00Z"),
        (("proof", "proofValue"), "z11"),
        (("proof", "proofValue"), "not base58"),
        (("proof",), "none"),
    ],
)
def test_whatever_is_changed_is_noticed_by_every_verifier(path: tuple[Any, ...], value: Any) -> None:
    changed = _changed(made(), path, value)
    assert not is_secured_by(changed, DEVICE.public)
    with pytest.raises((AssertionError, InvalidSignature, ValueError, TypeError, KeyError)):
        verified(json.dumps(changed).encode())
    with pytest.raises(ProofError):
        EddsaJcsProofSuite().verify(changed)


def test_a_badge_that_another_device_signed_anew_is_not_this_device_s() -> None:
    forged = json.loads(badge(ROW, evidence=EVIDENCE, key=key(9)))
    assert verified(rfc8785.dumps(forged))
    assert not is_secured_by(forged, DEVICE.public)
    claimed = _changed(forged, ("issuer", "id"), made()["issuer"]["id"])
    assert not is_secured_by(claimed, DEVICE.public)


@given(st.binary(max_size=80))
def test_base58_reads_back_and_agrees_with_a_second_reader(data: bytes) -> None:
    written = base58btc(data)
    assert from_base58btc(written) == data == decoded(written)
