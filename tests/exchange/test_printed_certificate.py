"""A certificate as it is really printed and signed, judged by what comes out of the file again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from player.desk.ports import PrintJob
from player.domain.course import Course
from player.domain.learner import Learner, Profession
from player.domain.problem import Problem
from player.domain.template import CertificateTemplate, Design, PaperSize
from player.exchange.certificate_check import check_certificate
from player.exchange.completion import write_completion
from player.exchange.problems import CertificateAltered
from player.paper import press
from player.paper.reading import read_certificate
from player.paper.wording import printed_words
from player.proof.keys import PrivateKey
from tests.builders import COURSE, PHYSICIAN
from tests.worlds import DEVICE, TRUST, key, world

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
LONG_TITLE = "Sleep after Shift Work: Offices, Effluents & the Fjord’s “Efficient” Naps, What Helps and What Does Not"


TEMPLATED = replace(COURSE, title=LONG_TITLE, certificate=CertificateTemplate())


def printed(
    learner: Learner,
    *,
    offer: str = "ama",
    shown: str | None = None,
    signer: PrivateKey = DEVICE,
    course: Course = TEMPLATED,
) -> bytes:
    """The signed PDF of a whole life; `shown` is another name on the paper than in the evidence."""
    here = world(course, learner=learner)
    here.finish()
    here.claim(offer, profession=learner.profession or Profession.OTHER)
    issued = here.certificate(offer)
    here.journey.issue_certificate(issued)
    facts = here.facts(offer)
    job = PrintJob(
        facts=replace(facts, name=shown or facts.name),
        evidence=write_completion(here.evidence(), learner=learner, signer=DEVICE),
        evidence_name="a.completion",
        token=here.token(issued),
    )
    return press.printed(job, key=signer, fonts=FONTS)


@pytest.mark.parametrize(
    "name",
    [
        "Ana María Núñez",
        "Zoë Ødegård-Łukasiewicz",
        "Иван Ильич Петров",
        "Νίκος Παπαδόπουλος",
        "محمد علي الحسيني",
        "אברהם כהן-לוי",
        "प्रिया शर्मा",
        "สมชาย ใจดี",
        "பிரியா கிருஷ்ணன்",
        "প্রিয়া শর্মা",
    ],
)
def test_a_genuine_certificate_in_any_script_is_accepted(name: str) -> None:
    pdf = printed(replace(PHYSICIAN, name=name))
    verdict = check_certificate(read_certificate(pdf), TRUST, name="certificate.pdf", words=printed_words)
    assert verdict.learner.name == name


@pytest.mark.parametrize("design", Design)
@pytest.mark.parametrize("paper", PaperSize)
def test_a_genuine_certificate_of_any_design_is_accepted(design: Design, paper: PaperSize) -> None:
    template = CertificateTemplate(
        design=design, paper=paper, cme_heading="Diploma", lead="We confirm that", note="Keep it for six years."
    )
    pdf = printed(PHYSICIAN, course=replace(TEMPLATED, certificate=template))
    assert check_certificate(read_certificate(pdf), TRUST, name="x", words=printed_words).facts.heading == "Diploma"


def test_a_certificate_from_before_there_were_templates_is_accepted() -> None:
    pdf = printed(PHYSICIAN, course=replace(TEMPLATED, certificate=None))
    assert check_certificate(read_certificate(pdf), TRUST, name="x", words=printed_words).facts.template is None


@pytest.mark.parametrize(
    ("profession", "offer"),
    [(Profession.NURSE, "ancc"), (Profession.PHARMACIST, "acpe"), (Profession.OTHER, "cop")],
)
def test_the_documents_of_other_professions_are_accepted(profession: Profession, offer: str) -> None:
    pdf = printed(replace(PHYSICIAN, profession=profession), offer=offer)
    assert (
        check_certificate(read_certificate(pdf), TRUST, name="x", words=printed_words)
        .verdict.progress.claims[0]
        .credit.offer
        == offer
    )


def test_a_certificate_printed_with_another_name_is_refused_although_the_device_signed_it() -> None:
    pdf = printed(PHYSICIAN, shown="Somebody Else, MD")
    with pytest.raises(CertificateAltered, match="the name that is printed"):
        check_certificate(read_certificate(pdf), TRUST, name="x", words=printed_words)


def test_a_certificate_signed_by_another_device_is_refused() -> None:
    with pytest.raises(CertificateAltered, match="another device"):
        check_certificate(read_certificate(printed(PHYSICIAN, signer=key(9))), TRUST, name="x", words=printed_words)


def test_a_certificate_changed_by_a_byte_is_refused() -> None:
    genuine = printed(PHYSICIAN)
    for place in range(len(genuine) // 9, len(genuine), len(genuine) // 9):
        pdf = bytearray(genuine)
        pdf[place] ^= 1
        with pytest.raises(Problem):
            check_certificate(read_certificate(bytes(pdf)), TRUST, name="x", words=printed_words)
