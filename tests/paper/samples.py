"""Certificates for the tests: facts as the domain hands them over, and what goes into the file with them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageDraw

from player.desk.ports import PrintJob
from player.domain.certificate import HEADINGS, RECORD, CertificateFacts, Run
from player.domain.credit import Document
from player.domain.picture import Picture
from player.paper.certificate import render_certificate
from player.proof import token
from player.proof.keys import PrivateKey

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
KEY = PrivateKey(Ed25519PrivateKey.from_private_bytes(b"\7" * 32))
OTHER_KEY = PrivateKey(Ed25519PrivateKey.from_private_bytes(b"\10" * 32))
NUMBER = "CRL-7KQ2-M9XA-4TZB"
TOKEN = token.write(token.Token(number=NUMBER, facts="ab" * 32, head="cd" * 32), KEY)
EVIDENCE = bytes(range(256)) * 8
EVIDENCE_NAME = "sleep-2024.completion"
CREDIT = "AMA PRA Category 1 Credit"

PHYSICIAN = CertificateFacts(
    number=NUMBER,
    document=Document.CME_CERTIFICATE,
    heading=HEADINGS[Document.CME_CERTIFICATE],
    name="Ana María Núñez, MD",
    title="Sleep after Shift Work: What Helps and What Does Not",
    sentence=(
        Run(text="has successfully completed this activity and is awarded 0.75 "),
        Run(text=CREDIT, italic=True),
        Run(text="™."),
    ),
    amount=Decimal("0.75"),
    credit=f"{CREDIT}™",
    unit="credit",
    date_label="Completion date",
    date="January 5, 2024",
    learning_format="Enduring material",
    place="",
    provider="Example Medical College",
    provider_address="100 Harbor Street, Springfield",
    accreditation_statement="Example Medical College is accredited by the ACCME.",
    designation_statement=(
        Run(text="This activity is designated for a maximum of 1.5 "),
        Run(text=f"{CREDIT}s", italic=True),
        Run(text="™."),
    ),
    signatory="Ruth Okafor, MD",
    signatory_title="Director of Continuing Medical Education",
    signature=Picture(path="signature.png", alt="Signature of Ruth Okafor"),
    issued=datetime(2024, 1, 6, 3, 12, tzinfo=UTC),
    language="en",
    specimen=False,
)
RECORD_OF_PARTICIPATION = replace(
    PHYSICIAN,
    document=Document.PARTICIPATION_RECORD,
    heading=HEADINGS[Document.PARTICIPATION_RECORD],
    name="Łukasz O’Brien, PharmD",
    sentence=(Run(text=RECORD),),
    designation_statement=(),
    signatory="",
    signatory_title="",
    signature=None,
)
SPECIMEN = replace(PHYSICIAN, specimen=True)

_STATEMENT = "In support of improving patient care, this activity was planned and implemented by several bodies. "
LONG = replace(
    SPECIMEN,
    name="Dr. Maximiliana Alexandrina Wilhelmina von Hohenstein-Oberschönenfeld y Fernández de Córdoba, MD, PhD, MPH",
    title=("Assessment and Long-Term Management of Complex Comorbid Disorders in Underserved Populations: " * 3)[:200],
    place="Grand Ballroom of the International Conference Centre, Rio de Janeiro, Brazil",
    provider="The International Interdisciplinary Association for Professional Development in Psychiatry",
    provider_address="Suite 1400, 2233 North Michigan Avenue, Chicago, Illinois 60601-7643, United States of America",
    accreditation_statement=(_STATEMENT * 20)[:1499] + ".",
    designation_statement=(Run(text=(_STATEMENT * 20)[:1473]), Run(text=f"{CREDIT}s", italic=True), Run(text="™.")),
    signatory="Prof. Dr. Alexandrina Konstantinopolskaya-Papadimitriou, MD, PhD, FAPA",
    signatory_title="Vice President and Chief Officer for Accreditation and Lifelong Learning",
)


def signature_png(*, mode: str = "RGBA") -> bytes:
    """A scrawl."""
    picture = Image.new(mode, (400, 120), (0, 0, 0, 0) if mode == "RGBA" else "white")
    ImageDraw.Draw(picture).line([(10, 90), (120, 20), (200, 100), (390, 40)], fill=(20, 30, 90), width=5)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def job(
    facts: CertificateFacts,
    *,
    signature: bytes | None = None,
    logo: bytes | None = None,
    enrolment: bytes | None = None,
) -> PrintJob:
    """`facts` with everything that goes with them."""
    return PrintJob(
        facts=facts,
        evidence=EVIDENCE,
        evidence_name=EVIDENCE_NAME,
        token=TOKEN,
        signature_image=signature,
        logo_image=logo,
        enrolment=enrolment,
    )


def rendered(
    facts: CertificateFacts,
    *,
    signature: bytes | None = None,
    logo: bytes | None = None,
    enrolment: bytes | None = None,
) -> bytes:
    """`facts` on paper."""
    return render_certificate(job(facts, signature=signature, logo=logo, enrolment=enrolment), fonts=FONTS)
