"""Judging a certificate: signature, evidence, code and print must all say the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from player.domain.certificate import CertificateFacts
from player.domain.course import Course, Issuers
from player.domain.event import TakenBackFor
from player.domain.learner import Learner, LearnerId, Profession
from player.domain.problem import Problem
from player.exchange.certificate_check import check_certificate, taken_back
from player.exchange.completion import write_completion
from player.exchange.problems import CertificateAltered
from player.proof import token
from player.proof.chain import head_of
from player.proof.evidence import verify
from player.proof.keys import PrivateKey, PublicKey
from player.proof.problems import EvidenceAltered, NotSigned
from player.proof.token import Token
from player.proof.trust import Grade, SignedEnrolment, enrol, enrolment_in
from tests.builders import COURSE, PHYSICIAN
from tests.worlds import DEVICE, PUBLISHER, TRUST, World, head_after, key, world


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What the paper room reads out of a file."""

    intact: bool
    signer: PublicKey | None
    evidence: bytes | None
    text: str
    token: str | None
    enrolment: bytes | None = None
    images: int = 0
    badge: bytes | None = None


def words(facts: CertificateFacts) -> str:
    """All that is printed."""
    sentence = "".join(run.text for run in facts.sentence)
    designation = "".join(run.text for run in facts.designation_statement)
    given = (facts.provider, facts.accreditation_statement, facts.date, facts.name, facts.title, facts.number)
    return "\n".join((facts.heading, *given, sentence, designation))


def printed(facts: CertificateFacts) -> str:
    """The text of a certificate as it comes out of a PDF: lines cut anywhere."""
    return words(facts).replace(" ", "\n")


def issued(learner: Learner = PHYSICIAN, offer: str = "ama", course: Course = COURSE) -> tuple[World, Read]:
    profession = learner.profession or Profession.OTHER
    here = world(course, learner=learner)
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
        check_certificate(read, TRUST, name="certificate.pdf", words=words)


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
    verdict = check_certificate(read, TRUST, name="certificate.pdf", words=words)
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
        ("date", FACTS.date, "June 4, 2014"),
        ("heading", FACTS.heading, "Diploma"),
        ("provider", FACTS.provider, "Another College"),
        ("accreditation statement", FACTS.accreditation_statement, "Nobody is accredited."),
        ("designation statement", "maximum of 1.5", "maximum of 15"),
    ],
)
def test_print_that_says_something_else_is_refused(what: str, there: str, instead: str) -> None:
    text = GENUINE.text.replace("\n", " ")
    assert there in text
    refused(replace(GENUINE, text=text.replace(there, instead)), f"the {what} that is printed")


def test_print_is_compared_whatever_spaces_ligatures_and_forms_a_pdf_makes_of_it() -> None:
    spaced = " ".join(GENUINE.text).replace("f f i", "\ufb03").replace("n", "n\u200b").replace("a", "a\u00ad")
    check_certificate(replace(GENUINE, text=spaced), TRUST, name="x", words=words)
    decomposed = GENUINE.text.replace("é", "e\u0301").replace("í", "i\u0301").replace("ñ", "n\u0303")
    check_certificate(replace(GENUINE, text=decomposed), TRUST, name="x", words=words)


@pytest.mark.parametrize("name", ["محمد علي", "אברהם כהן"])
def test_a_name_written_from_right_to_left_is_recognised_in_any_order(name: str) -> None:
    learner = replace(PHYSICIAN, name=name)
    here, read = issued(learner)
    text, turned = words(here.facts()), here.facts().name[::-1]
    check_certificate(replace(read, text=text.replace(here.facts().name, turned)), TRUST, name="x", words=words)
    refused(replace(read, text=text.replace(name, name[:-2])), "the name that is printed")


@pytest.mark.parametrize("more", ["and 100 more credits", ".", "1"])
def test_whatever_else_is_printed_is_refused(more: str) -> None:
    refused(replace(GENUINE, text=GENUINE.text + more), "something is printed on it")


def test_a_picture_that_is_not_the_providers_is_refused() -> None:
    allowed = int(FACTS.signature is not None)
    check_certificate(replace(GENUINE, images=allowed), TRUST, name="x", words=words)
    refused(replace(GENUINE, images=allowed + 1), "a picture is on it")


# --- the provider's word on the device -----------------------------------------------------------------------


def enrolment(*, device: PrivateKey = DEVICE, by: PrivateKey = PUBLISHER, grade: Grade = Grade.B) -> bytes:
    return enrol(device.public, grade=grade, name="Kiosk 4", signer=by)


def test_the_providers_word_inside_raises_the_grade() -> None:
    assert check_certificate(GENUINE, TRUST, name="x", words=words).verdict.grade is Grade.C
    told = check_certificate(replace(GENUINE, enrolment=enrolment()), TRUST, name="x", words=words)
    assert told.verdict.grade is Grade.B


def test_a_word_that_the_provider_did_not_give_is_refused() -> None:
    refused(replace(GENUINE, enrolment=enrolment(by=key(9))), "not given by the course's provider")
    refused(replace(GENUINE, enrolment=enrolment()[:-20]), "not given by the course's provider")
    refused(replace(GENUINE, enrolment=b"{}"), "not given by the course's provider")


def test_a_word_on_another_device_is_refused() -> None:
    refused(replace(GENUINE, enrolment=enrolment(device=key(9))), "given to another device")


def test_where_only_enrolled_devices_may_issue_the_others_are_refused() -> None:
    assert COURSE.grant is not None
    closed = replace(COURSE, grant=replace(COURSE.grant, issuers=Issuers.ENROLLED))
    _, read = issued(course=closed)
    refused(read, "only devices that it enrolled")
    assert check_certificate(replace(read, enrolment=enrolment()), TRUST, name="x", words=words).number
    known = replace(TRUST, enrolments=(read_enrolment_of(enrolment()),))
    assert check_certificate(read, known, name="x", words=words).number


def read_enrolment_of(written: bytes) -> SignedEnrolment:
    return enrolment_in(written, TRUST.publishers, name="x")


# --- taken back ----------------------------------------------------------------------------------------------


def test_later_evidence_of_the_same_learner_takes_a_certificate_back() -> None:
    here, read = issued()
    judged = check_certificate(read, TRUST, name="x", words=words)
    assert taken_back(judged.verdict, judged.number, [judged.verdict]) == (None, None)
    here.journey.correct_claim(
        "ancc", amount=Decimal("0.5"), profession=Profession.NURSE, reason=TakenBackFor.WRONG_PROFESSION
    )
    anew = here.certificate("ancc")
    here.journey.issue_certificate(anew)
    revocation, instead = taken_back(judged.verdict, judged.number, [verify(here.evidence(), TRUST)])
    assert revocation is not None and revocation.reason is TakenBackFor.WRONG_PROFESSION
    assert instead == anew.number


def test_of_several_corrections_the_last_one_says_what_replaces_a_certificate() -> None:
    here, read = issued()
    judged = check_certificate(read, TRUST, name="x", words=words)
    between, reason = [], TakenBackFor.WRONG_AMOUNT
    for amount in ("0.5", "0.25"):
        here.journey.correct_claim("ama", amount=Decimal(amount), profession=Profession.PHYSICIAN, reason=reason)
        anew = here.certificate("ama")
        here.journey.issue_certificate(anew)
        between.append(verify(here.evidence(), TRUST))
    assert {taken_back(judged.verdict, judged.number, order)[1] for order in (between, between[::-1])} == {anew.number}


def test_evidence_of_somebody_else_takes_nothing_back() -> None:
    judged = check_certificate(GENUINE, TRUST, name="x", words=words)
    other, _ = issued(replace(PHYSICIAN, id=LearnerId("9" * 32)))
    other.journey.revoke_certificate(other.journey.history.claims[0].number, reason=TakenBackFor.OTHER)
    assert taken_back(judged.verdict, judged.number, [verify(other.evidence(), TRUST)]) == (None, None)


def test_a_certificate_whose_own_evidence_takes_it_back_is_refused() -> None:
    here, read = issued()
    number = here.journey.history.claims[0].number
    was = here.certificate()
    here.journey.revoke_certificate(number, reason=TakenBackFor.WRONG_NAME)
    evidence = write_completion(here.evidence(), learner=PHYSICIAN, signer=DEVICE)
    refused(replace(read, evidence=evidence, token=here.token(was)), "taken back in its evidence")
