"""Documents of whole lives as they are really printed and signed, and the tools of those who forge them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from player.desk.ports import PrintJob
from player.domain.certificate import CertificateFacts
from player.domain.course import Course, CourseId
from player.domain.event import CertificateIssued, StreamId
from player.domain.learner import Learner, LearnerId, Profession
from player.domain.picture import Picture
from player.domain.template import CertificateTemplate, Design
from player.exchange.completion import write_completion
from player.paper import press
from player.paper.signature import sign_pdf
from player.proof.keys import PrivateKey
from player.proof.trust import Grade, enrol
from tests.builders import COURSE, PHYSICIAN
from tests.worlds import DEVICE, PUBLISHER, World, key, world

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
STRANGER = key(9)
OTHER_DEVICE = key(12)
LOGO = Picture(path="logo.png", alt="Logo")
SLEEP = replace(COURSE, certificate=CertificateTemplate())
PAIN = replace(SLEEP, id=CourseId("org.example.pain-2024"), title="Pain, and What Helps")
SOMEBODY = replace(PHYSICIAN, id=LearnerId("ee" * 16), name="Somebody Else")
ENROLMENT = enrol(DEVICE.public, grade=Grade.B, name="Kiosk 4", signer=PUBLISHER)

Change = Callable[[Any], object]
"""What is done to an opened document (`Any`: a PDF's objects have whatever keys they have)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A learner's life in one course, up to a certificate. `unsigned` is an exact prefix of `pdf`."""

    world: World
    issued: CertificateIssued
    facts: CertificateFacts
    job: PrintJob
    unsigned: bytes
    pdf: bytes


def in_design(design: Design, course: Course = SLEEP) -> Course:
    return replace(course, certificate=CertificateTemplate(design=design))


@cache
def life(
    course: Course = SLEEP,
    *,
    learner: Learner = PHYSICIAN,
    offer: str = "ama",
    stream: str = "5",
    enrolled: bool = True,
) -> Life:
    profession = learner.profession or Profession.OTHER
    here = world(course, learner=learner, stream=StreamId(stream * 32))
    here.finish()
    here.claim(offer, profession=profession)
    return life_of(here, offer, enrolled=enrolled)


def life_of(here: World, offer: str = "ama", *, enrolled: bool = True) -> Life:
    """The document of a claim that was made, issued and printed."""
    issued = here.certificate(offer)
    here.journey.issue_certificate(issued)
    job = PrintJob(
        facts=here.facts(offer),
        evidence=write_completion(here.evidence(), learner=here.learner, signer=DEVICE),
        evidence_name="a.completion",
        token=here.token(issued),
        signature_image=ink(),
        enrolment=ENROLMENT if enrolled else None,
    )
    unsigned = press.unsigned(job, fonts=FONTS)
    return Life(world=here, issued=issued, facts=job.facts, job=job, unsigned=unsigned, pdf=signed(unsigned))


@cache
def ink(*, colour: str = "navy", width: int = 120, height: int = 30) -> bytes:
    """The picture of a signature, or of what stands in its place."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


# --- what the owner of the device's key can do ---------------------------------------------------------------


def signed(unsigned: bytes, *, by: PrivateKey = DEVICE, name: str = "Example Medical College (Carrel)") -> bytes:
    return sign_pdf(unsigned, key=by, name=name)


def printed_with(life: Life, **changed: Any) -> bytes:
    """Printed and signed with something else in the job than belongs there."""
    return press.printed(replace(life.job, **changed), key=DEVICE, fonts=FONTS)


def changed(pdf: bytes, change: Change, **saved: Any) -> bytes:
    """Opened, changed and saved anew, without a signature."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out, **saved)
    return out.getvalue()


def forged(life: Life, change: Change, **saved: Any) -> bytes:
    """A page that says something else, signed as if the device had printed it."""
    return signed(changed(life.unsigned, change, **saved))
