"""The badge inside a certificate: there where it belongs, telling of the same credit, and refused where exchanged."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest
import rfc8785
from pypdf import PdfReader

from player.desk.ports import PrintJob
from player.domain.certificate import carries_badge
from player.domain.course import Course
from player.domain.learner import Profession
from player.domain.learner_completion import LearnerCompletion
from player.domain.reporting import Reporting
from player.domain.roster import RosterRow, roster_rows
from player.domain.template import CertificateTemplate
from player.exchange.badges.credential import badge, credential, moment
from player.exchange.badges.integrity import canonical, secured
from player.exchange.badges.judging import MOST_BYTES, is_badge_of
from player.exchange.certificate_check import check_certificate
from player.exchange.completion import write_completion
from player.exchange.problems import CertificateAltered
from player.paper import press
from player.paper.reading import read_certificate
from player.paper.redrawing import is_as_drawn
from player.paper.wording import printed_words
from player.proof.keys import PrivateKey
from tests.builders import COURSE, PHYSICIAN
from tests.exchange.badges.by_the_book import verified
from tests.exchange.badges.rows import FONTS
from tests.worlds import DEVICE, TRUST, World, key, world

REPORTED = replace(COURSE, certificate=CertificateTemplate(), reporting=Reporting())


class Life:
    """A learner who earned a certificate, and what it is printed from."""

    def __init__(self, course: Course = REPORTED, *, offer: str = "ama", profession: Profession | None = None) -> None:
        learner = replace(PHYSICIAN, profession=profession or PHYSICIAN.profession)
        self.here: World = world(course, learner=learner)
        self.here.finish()
        self.here.claim(offer, profession=profession or Profession.PHYSICIAN)
        self.issued = self.here.certificate(offer)
        self.here.journey.issue_certificate(self.issued)
        self.facts = self.here.facts(offer)
        self.evidence = write_completion(self.here.evidence(), learner=learner, signer=DEVICE)

    @property
    def row(self) -> RosterRow:
        known = LearnerCompletion(
            course=self.here.course,
            course_hash=self.here.signed.hash,
            learner=self.here.learner,
            history=self.here.journey.history,
            strands=(),
            grade="C",
            specimen=False,
        )
        return roster_rows(known)[0]

    def badge(self, row: RosterRow | None = None, *, signer: PrivateKey = DEVICE, evidence: bytes = b"") -> bytes:
        learner = replace(PHYSICIAN, identifiers=())
        row = replace(row or self.row, learner=learner)
        return badge(row, evidence=evidence or self.evidence, key=signer)

    def printed(self, inside: bytes) -> bytes:
        job = PrintJob(
            facts=self.facts,
            evidence=self.evidence,
            evidence_name="a.completion",
            token=self.here.token(self.issued),
            badge=inside,
        )
        return press.printed(job, key=DEVICE, fonts=FONTS)


@pytest.fixture(scope="module")
def life() -> Life:
    return Life()


def judge(pdf: bytes) -> Any:
    return check_certificate(read_certificate(pdf), TRUST, name="x", words=printed_words)


def test_the_certificate_with_its_badge_is_genuine_and_drawn_as_it_should_be(life: Life) -> None:
    pdf = life.printed(life.badge())
    verdict = judge(pdf)
    assert is_as_drawn(pdf, verdict.facts, fonts=FONTS) is True
    document = verified(read_certificate(pdf).badge or b"")
    assert document["credentialSubject"]["creditsEarned"] == 1.5
    assert pdf == life.printed(life.badge())


def test_the_badge_is_a_supplement_and_the_evidence_data(life: Life) -> None:
    root: Any = PdfReader(io.BytesIO(life.printed(life.badge()))).root_object
    files = [entry.get_object() for entry in root["/AF"]]
    told = {str(file["/UF"]): str(file["/AFRelationship"]) for file in files}
    assert told == {"a.completion": "/Data", "open-badge.json": "/Supplement"}


def _swapped(life: Life) -> dict[str, bytes]:
    row = life.row
    due = credential(row, evidence=life.evidence, issuer=DEVICE.public, enrolment=None)
    return {
        "none": b"",
        "of another amount": life.badge(replace(row, amount=row.amount / 2)),
        "of another number": life.badge(replace(row, number="CRL-0000-0000-0000")),
        "of another learner": badge(
            replace(row, learner=replace(PHYSICIAN, name="Somebody Else")), evidence=life.evidence, key=DEVICE
        ),
        "of another course": life.badge(replace(row, course=replace(row.course, title="Another"))),
        "of another day": life.badge(replace(row, completed=row.completed.replace(year=2023))),
        "of other evidence": life.badge(evidence=b"something else"),
        "by another device": life.badge(signer=key(9)),
        "with a licence": badge(row, evidence=life.evidence, key=DEVICE, with_licence=True),
        "signed on another day": canonical(secured(due, signer=DEVICE, created="2030-01-01T00:00:00Z")),
        "of another sort": canonical(
            secured({**due, "type": ["VerifiableCredential"]}, signer=DEVICE, created=moment(row.claimed))
        ),
        "not signed": rfc8785.dumps(due),
        "no badge at all": b"[]",
        "nested without end": b"[" * 5000,
        "far too large": b" " * MOST_BYTES + life.badge(),
        "with spaces": json.dumps(json.loads(life.badge())).encode(),
    }


def test_every_other_badge_in_its_place_is_refused(life: Life) -> None:
    row = replace(life.row, learner=replace(PHYSICIAN, identifiers=()))
    for what, inside in _swapped(life).items():
        assert not is_badge_of(inside, row, evidence=life.evidence, issuer=DEVICE.public), what


@pytest.mark.parametrize("what", ["none", "of another amount", "by another device"])
def test_a_certificate_with_another_badge_is_refused(life: Life, what: str) -> None:
    with pytest.raises(CertificateAltered, match="badge"):
        judge(life.printed(_swapped(life)[what]))


def test_a_member_that_stands_twice_is_refused(life: Life) -> None:
    genuine = life.badge()
    doubled = genuine.replace(b'"creditsEarned":1.5', b'"creditsEarned":99,"creditsEarned":1.5')
    row = replace(life.row, learner=replace(PHYSICIAN, identifiers=()))
    assert is_badge_of(genuine, row, evidence=life.evidence, issuer=DEVICE.public)
    assert json.loads(doubled) == json.loads(genuine)
    assert not is_badge_of(doubled, row, evidence=life.evidence, issuer=DEVICE.public)


def test_where_no_badge_belongs_one_is_refused_and_none_is_right() -> None:
    for course, offer, profession in (
        (replace(REPORTED, reporting=None), "ama", None),
        (REPORTED, "acpe", Profession.PHARMACIST),
    ):
        bare = Life(course, offer=offer, profession=profession)
        assert not carries_badge(course, bare.facts)
        assert judge(bare.printed(b"")).number == bare.facts.number
        with pytest.raises(CertificateAltered, match="badge"):
            judge(bare.printed(Life().badge()))


def test_a_specimen_carries_none(life: Life) -> None:
    assert carries_badge(REPORTED, life.facts)
    assert not carries_badge(REPORTED, replace(life.facts, specimen=True))
