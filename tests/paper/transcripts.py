"""Transcripts for the tests: of as many entries as one likes, in several types and scripts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from player.domain.credit import Document
from player.domain.cycle import LicenceCycle
from player.domain.transcript import Entry, Selection, Transcript, transcript_of
from player.proof.keys import PrivateKey

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
KEY = PrivateKey(Ed25519PrivateKey.from_private_bytes(b"\7" * 32))
AMA = "AMA PRA Category 1 Credits™"
HOURS = "contact hours"
NAME = "Ana María Núñez, MD"
DAY = date(2026, 11, 22)
TITLES = (
    "Sleep after Shift Work: What Helps and What Does Not",
    "Assessment and Long-Term Management of Complex Comorbid Disorders in Underserved Populations: A Practical Guide",
    "Opioids: Safer Prescribing",
    "التعامل مع اضطرابات النوم",
    "Сон и сменная работа",
    "नींद और पाली का काम",
    "Hypertension in Adults",
)
PROVIDERS = (
    "Example Medical College",
    "The International Interdisciplinary Association for Professional Development in Psychiatry",
    "המרכז הרפואי",
)
KINDS = (AMA, HOURS, "ABPN MOC self-assessment points")
CYCLES = (
    LicenceCycle(
        name="California, 2023–2024", first=date(2023, 1, 1), last=date(2024, 12, 31), required=Decimal(50), kind=AMA
    ),
    LicenceCycle(name="Board certification", first=date(2025, 1, 1), last=date(2027, 12, 31), required=Decimal(300)),
)


def entry(place: int, *, kinds: tuple[str, ...] = KINDS, titles: tuple[str, ...] = TITLES) -> Entry:
    """Each fifth is self-reported, every other of these with a note."""
    is_reported = place % 5 == 4
    return Entry(
        day=date(2023, 1, 5) + timedelta(days=place * 1230 // 400 if place > 50 else place * 31),
        title=titles[place % len(titles)],
        provider=PROVIDERS[place * 7 % len(PROVIDERS)],
        kind=kinds[place * 3 % 5 % len(kinds)],
        italic=kinds[place * 3 % 5 % len(kinds)] == AMA,
        amount=Decimal(place % 7 + 1) / 4,
        document=None if is_reported else Document.CME_CERTIFICATE,
        number="" if is_reported else f"CRL-{place:04d}-M9XA-4TZB",
        note="Workshop in Lisbon, certificate on paper" if is_reported and place % 2 else "",
    )


def transcript(
    count: int,
    *,
    name: str = NAME,
    selection: Selection | None = None,
    cycles: tuple[LicenceCycle, ...] = CYCLES,
    kinds: tuple[str, ...] = KINDS,
    titles: tuple[str, ...] = TITLES,
) -> Transcript:
    entries = [entry(place, kinds=kinds, titles=titles) for place in range(count)]
    return transcript_of(entries, name=name, day=DAY, selection=selection or Selection(), cycles=cycles)
