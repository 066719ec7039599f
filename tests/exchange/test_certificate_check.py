"""Judging a certificate: signature, evidence, code and print must all say the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from player.domain.certificate import CertificateFacts
from player.domain.learner import Learner, Profession
from player.domain.problem import Problem
from player.exchange.certificate_check import check_certificate
from player.exchange.completion import write_completion
from player.exchange.problems import CertificateAltered
from player.proof import token
from player.proof.chain import head_of
from player.proof.keys import PublicKey
from player.proof.problems import EvidenceAltered, NotSigned
from player.proof.token import Token
from tests.builders import PHYSICIAN
from tests.worlds import DEVICE, TRUST, World, head_after, key, world


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What the paper room reads out of a file."""

    intact: bool
    signer: PublicKey | None
    evidence: bytes | None
    text: str
    token: str | None


def printed(facts: CertificateFacts) -> str:
    """The text of a certificate as it comes out of a PDF: lines cut anywhere."""
    sentence = "".join(run.text for run in facts.sentence)
    return f"{facts.heading}\n{facts.name}\n{sentence.replace(' ', chr(10))}\n“{facts.title}”\nNo. {facts.number}\n"


def issued(learner: Learner = PHYSICIAN, offer: str = "ama") -> tuple[World, Read]:
    profession = learner.profession or Profession.OTHER
    here = world(learner=learner)
    here.finish()
    here.claim(offer, profession=profession)
    certificate = here.certificate(offer)
    here.journey.issue_certificate(certificate)
    return here, Read(
        intact=True,
        signer=DEVICE.public,
        evidence=write_completion(here.evidence(), learner=learner, signer=DEVICE),
        text=printed(here.facts(offer)),
        token=here.token(certificate),
    )


HERE, GENUINE = issued()


def refused(read: Read, reason: str, kind: type[Problem] = CertificateAltered) -> None:
    with pytest.raises(kind, match=reason):
        check_certificate(read, TRUST, name="certificate.pdf")


@pytest.mark.parametrize(
    ("profession", "offer"),
    [
        (Profession.PHYSICIAN, "ama"),
        (Profession.NURSE, "ancc"),
        (Profession.PHARMACIST, "acpe"),
        (Profession.OTHER, "cop"),
    ],
)
def test_a_genuine_document_of_any_profession_is_accepted(profession: Profession, offer: str) -> None:
    here, read = issued(replace(PHYSICIAN, profession=profession), offer)
    verdict = check_certificate(read, TRUST, name="certificate.pdf")
    assert verdict.number == here.certificate(offer).number
    assert verdict.learner.name == PHYSICIAN.name
    assert verdict.verdict.progress.claims[0].credit.offer == offer


def test_a_file_that_is_not_whole_is_refused() -> None:
    refused(replace(GENUINE, intact=False), "no whole signature")
    refused(replace(GENUINE, signer=None), "no whole signature")


def test_a_file_without_evidence_or_code_is_refused() -> None:
    refused(replace(GENUINE, evidence=None), "evidence inside it is missing")
    refused(replace(GENUINE, token=None), "evidence inside it is missing")


def test_a_file_signed_by_another_device_is_refused() -> None:
    refused(replace(GENUINE, signer=key(9).public), "another device")


def test_altered_evidence_is_refused() -> None:
    assert GENUINE.evidence is not None
    refused(replace(GENUINE, evidence=GENUINE.evidence[:-10]), "signature", NotSigned)
    cut = replace(HERE.evidence(), bodies=HERE.stream.bodies[:-1])
    refused(replace(GENUINE, evidence=write_completion(cut, learner=PHYSICIAN, signer=DEVICE)), "cut", EvidenceAltered)


def made_token(*, number: str = "", facts: str = "", head: str = "", by: int = 2) -> str:
    """A code as the owner of a device's key could make it."""
    certificate = HERE.certificate()
    made = Token(
        number=number or certificate.number,
        facts=facts or certificate.facts,
        head=head or head_of(HERE.stream.bodies).hex(),
    )
    return token.write(made, key(by))


def test_a_code_by_another_device_is_refused() -> None:
    refused(replace(GENUINE, token=made_token(by=9)), "code was signed by another device")


def test_a_code_of_another_certificate_is_refused() -> None:
    refused(replace(GENUINE, token=made_token(number="CRL-0000-0000-0000")), "belongs to another certificate")
    refused(replace(GENUINE, token=made_token(facts="ab" * 32)), "belongs to another certificate")


def test_a_code_over_other_evidence_is_refused() -> None:
    refused(replace(GENUINE, token=made_token(head="ab" * 32)), "made over other evidence")


def test_an_altered_code_is_refused() -> None:
    assert GENUINE.token is not None
    refused(replace(GENUINE, token=GENUINE.token.replace("CRL-", "CRM-")), "changed after", NotSigned)


def test_facts_that_do_not_follow_from_the_evidence_are_refused() -> None:
    here = world()
    here.finish()
    here.claim()
    forged = replace(here.certificate(), facts="ab" * 32)
    here.journey.issue_certificate(forged)
    read = replace(
        GENUINE,
        evidence=write_completion(here.evidence(), learner=PHYSICIAN, signer=DEVICE),
        token=here.token(forged),
    )
    refused(read, "do not follow from its evidence")


def test_evidence_of_another_life_is_refused() -> None:
    other, read = issued(replace(PHYSICIAN, name="Somebody Else"))
    refused(replace(GENUINE, evidence=read.evidence), "belongs to another certificate")
    assert head_after(other.stream.id, other.stream.bodies, 0)


FACTS = HERE.facts()


@pytest.mark.parametrize(
    ("what", "there", "instead"),
    [
        ("number", FACTS.number, "CRL-0000-0000-0000"),
        ("name", FACTS.name, "Somebody Else, MD"),
        ("name", FACTS.name, "Ana María Núñez, DO"),
        ("title", FACTS.title, "Sleep before Shift Work"),
        ("wording", "1.5", "15"),
        ("wording", "awarded", "promised"),
    ],
)
def test_print_that_says_something_else_is_refused(what: str, there: str, instead: str) -> None:
    assert there in GENUINE.text
    refused(replace(GENUINE, text=GENUINE.text.replace(there, instead)), f"the {what} that is printed")


def test_print_is_compared_whatever_spaces_ligatures_and_forms_a_pdf_makes_of_it() -> None:
    spaced = " ".join(GENUINE.text).replace("f f i", "\ufb03").replace("n", "n\u200b").replace("a", "a\u00ad")
    check_certificate(replace(GENUINE, text=spaced), TRUST, name="x")
    decomposed = GENUINE.text.replace("é", "e\u0301").replace("í", "i\u0301").replace("ñ", "n\u0303")
    check_certificate(replace(GENUINE, text=decomposed), TRUST, name="x")


@pytest.mark.parametrize("name", ["محمد علي", "אברהם כהן"])
def test_a_name_written_from_right_to_left_is_recognised_in_any_order(name: str) -> None:
    learner = replace(PHYSICIAN, name=name)
    here, read = issued(learner)
    turned = here.facts().name[::-1]
    check_certificate(replace(read, text=read.text.replace(here.facts().name, turned)), TRUST, name="x")
    refused(replace(read, text=read.text.replace(name, name[:-2])), "the name that is printed")
