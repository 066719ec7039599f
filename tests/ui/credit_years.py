"""A desk with years of credit: proven and self-reported, of several types, from many providers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from player.desk.earned import CreditRow
from player.domain.credit import Document, Offer
from player.domain.cycle import LicenceCycle
from player.domain.event import CourseHash
from player.domain.learner import Learner
from player.domain.reported import ReportedCredit, ReportedId
from tests.builders import AMA, ANCC, PHYSICIAN
from tests.ui.fake_host import FakeDesk

TITLES = (
    "Sleep after Shift Work",
    "Delirium on the ward",
    "Opioids: starting, changing, stopping",
    "Water on the intensive care unit: taps, drains, and who is responsible for them",
)
PROVIDERS = ("Example Medical College", "Northern Academy of Intensive Care and Emergency Medicine")
AMA_KIND = "AMA PRA Category 1 Credits™"
TODAY = date(2024, 6, 3)
"""By the clock of these tests."""


class CreditsDesk(FakeDesk):
    """A desk whose proven credit is what a test says."""

    def __init__(self, profile: Path, rows: tuple[CreditRow, ...] = (), *, learner: Learner = PHYSICIAN) -> None:
        self.rows = rows
        super().__init__(profile, learner=learner)

    def credits(self) -> tuple[CreditRow, ...]:
        return self.rows


def row(number: int, *, day: date, offer: Offer = AMA, amount: str = "1", specimen: bool = False) -> CreditRow:
    return CreditRow(
        course=CourseHash(f"{number:064x}"),
        title=TITLES[number % len(TITLES)],
        provider=PROVIDERS[number % len(PROVIDERS)],
        day=day,
        offer=offer,
        amount=Decimal(amount),
        document=Document.CME_CERTIFICATE if offer is AMA else Document.PARTICIPATION_CERTIFICATE,
        number=f"CRL-0000-0000-{number:04X}",
        specimen=specimen,
    )


def reported(number: int, *, day: date, amount: str = "2", kind: str = AMA_KIND, note: str = "") -> ReportedCredit:
    return ReportedCredit(
        id=ReportedId(f"{number:032x}"),
        day=day,
        title="Grand rounds",
        provider="St. Example’s Hospital",
        kind=kind,
        amount=Decimal(amount),
        note=note,
    )


def years_of_credit(profile: Path) -> CreditsDesk:
    """Six years, a running cycle that lacks some, one that is complete, one that nothing can be counted for."""
    days = [TODAY - timedelta(days=71 * number) for number in range(24)]
    amounts = ("1.5", "0.75", "6", "2.25", "12", "4")
    rows = tuple(
        row(number, day=day, offer=ANCC if number % 3 == 2 else AMA, amount=amounts[number % 6])
        for number, day in enumerate(days)
    )
    desk = CreditsDesk(profile, (*rows, row(99, day=TODAY, specimen=True)))
    desk.save_learner(with_cycles(desk.learner))
    for number, (day, amount, kind, note) in enumerate(
        (
            (date(2024, 2, 9), "3", AMA_KIND, "Certificate in the blue folder"),
            (date(2022, 9, 30), "7.5", AMA_KIND, ""),
            (date(2021, 5, 4), "10", "ABIM MOC points", "Self-assessment"),
        )
    ):
        desk.reports.keep(desk.learner.id, reported(number + 1, day=day, amount=amount, kind=kind, note=note))
    return desk


def with_cycles(learner: Learner) -> Learner:
    california = LicenceCycle(
        name="California, 2024–2025",
        first=date(2024, 1, 1),
        last=date(2025, 12, 31),
        required=Decimal(50),
        kind=AMA_KIND,
    )
    before = LicenceCycle(
        name="California, 2022–2023",
        first=date(2022, 1, 1),
        last=date(2023, 12, 31),
        required=Decimal(20),
        kind=AMA_KIND,
    )
    hospital = LicenceCycle(
        name="Privileges", first=date(2023, 7, 1), last=date(2024, 6, 30), required=Decimal(30), kind=""
    )
    return Learner(
        id=learner.id,
        name=learner.name,
        degrees=learner.degrees,
        profession=learner.profession,
        cycles=(before, california, hospital),
    )
