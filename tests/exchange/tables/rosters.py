"""A fixed roster: physician, pharmacist, nurse and social worker, one credit taken back, one corrected."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from player.domain.credit import CreditPlan, Document, Offer
from player.domain.event import CourseHash, StreamId
from player.domain.learner import Learner, LearnerId, Licence, Profession
from player.domain.reporting import Reporting
from player.domain.roster import RosterRow
from player.exchange.tables.layouts import Layouts
from tests.builders import ACPE, AMA, ANCC, COURSE

ROOT = Path(__file__).resolve().parents[3]
EXPORTS = ROOT / "resources" / "exports"
LAYOUTS = Layouts([EXPORTS])
NOW = datetime(2024, 6, 20, 12, tzinfo=UTC)
COMPLETED = datetime(2024, 6, 2, 3, 30, tzinfo=UTC)
"""In New York it is still the 1st."""

PARS_AMA = replace(
    AMA,
    activity_number="202412345",
    identifiers=("npi", "birth_mmdd"),
    reporting=(
        ("accrediting-body", "ACCME"),
        ("medbiq-credit-type", "CME"),
        ("medbiq-credit-unit", "Credit"),
    ),
)
PHARMACY = replace(ACPE, activity_number="0798-9999-24-246-H04-P")
ASWB = Offer(
    id="aswb",
    name="ASWB continuing education credit",
    plural="ASWB continuing education credits",
    maximum=Decimal("1.5"),
    whole_only=True,
    professions=(Profession.SOCIAL_WORKER,),
    document=Document.PARTICIPATION_CERTIFICATE,
    reporting=(("ce-broker-course", "20-123456"), ("profession-code", "SW")),
)
ROSTER_COURSE = replace(
    COURSE,
    credit=CreditPlan(offers=(PARS_AMA, ANCC, PHARMACY, ASWB)),
    availability=replace(COURSE.availability, released=date(2024, 1, 1)),
    reporting=Reporting(
        last_day=date(2025, 3, 31),
        identifiers=(
            ("accme-provider", "0000123"),
            ("ce-broker-provider", "50-4567"),
            ("ccid-organisation", "example.org"),
            ("moodle-course", "SLEEP-2024"),
        ),
    ),
)
PHYSICIAN = Learner(
    id=LearnerId("11" * 16),
    name="Ana María Núñez",
    given_name="Ana María",
    family_name="Núñez",
    degrees="MD",
    profession=Profession.PHYSICIAN,
    licences=(Licence(authority="new york", number="123456"),),
    identifiers=(("npi", "1234567893"), ("birth_mmdd", "0229"), ("email", "ana@example.org")),
)
PHARMACIST = Learner(
    id=LearnerId("22" * 16),
    name="محمد الأمين",
    given_name="محمد",
    family_name="الأمين",
    degrees="PharmD",
    profession=Profession.PHARMACIST,
    identifiers=(("nabp", "987654"), ("birth_mmdd", "0704"), ("email", "m@example.org")),
)
NURSE = Learner(
    id=LearnerId("33" * 16),
    name='Zoë "Zo" O\'Brien-Smith, Jr.',
    given_name="Zoë",
    family_name="O'Brien-Smith",
    degrees="RN",
    profession=Profession.NURSE,
    identifiers=(("email", "zoe@example.org"),),
)
SOCIAL_WORKER = Learner(
    id=LearnerId("44" * 16),
    name='=HYPERLINK("http://example.org")',
    given_name="李",
    family_name="娜",
    profession=Profession.SOCIAL_WORKER,
    licences=(Licence(authority="British Columbia", number="7"), Licence(authority="FL", number="SW 12345")),
    identifiers=(("email", "li@example.org"),),
)


def row(
    learner: Learner = PHYSICIAN,
    offer: Offer = PARS_AMA,
    amount: str = "1.5",
    *,
    number: str = "CRL-2345-6789-ABCD",
    taken_back: datetime | None = None,
    **others: object,
) -> RosterRow:
    one = RosterRow(
        course=ROSTER_COURSE,
        course_hash=CourseHash("c" * 64),
        learner=learner,
        offer=offer,
        amount=Decimal(amount),
        profession=learner.profession or Profession.OTHER,
        number=number,
        document=offer.document,
        stream=StreamId(hashlib.sha256(learner.id.encode()).hexdigest()[:32]),
        began=COMPLETED - timedelta(hours=2),
        completed=COMPLETED,
        claimed=COMPLETED + timedelta(minutes=5),
        day=date(2024, 6, 1),
        permitted=True,
        grade="B",
        specimen=False,
        taken_back=taken_back,
    )
    return replace(one, **others)


TAKEN_BACK = COMPLETED + timedelta(days=1)
ROSTER = (
    row(amount="1.25", number="CRL-2222-2222-2222"),
    row(number="CRL-1111-1111-1111", taken_back=TAKEN_BACK, told=True),
    row(PHARMACIST, PHARMACY, number="CRL-3333-3333-3333"),
    row(NURSE, ANCC, "1", number="CRL-4444-4444-4444"),
    row(SOCIAL_WORKER, ASWB, number="CRL-5555-5555-5555"),
    row(replace(PHARMACIST, id=LearnerId("55" * 16)), PHARMACY, number="CRL-6666-6666-6666", taken_back=TAKEN_BACK),
)
"""The physician corrected 1.5 to 1.25; a second pharmacist took the credit back for good."""
