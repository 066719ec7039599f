"""A learner whose credit waits to be handed on: a real profile, made once and copied, and receipts for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from player.bootstrap import desk as desk_joining
from player.bootstrap.holding import device_key_of
from player.bootstrap.places import find_places
from player.bootstrap.reporting import FileReporter
from player.desk.desk import Desk
from player.desk.outgoing import Submission
from player.desk.sending import RECEIPTS
from player.domain.event import ReceiptAccepted
from player.domain.learner import Licence
from player.domain.receipt import Outcome, Receipt
from player.domain.report_format import Objection, ReportFormat
from player.domain.roster import RosterRow
from player.exchange.receipt import write_receipt
from player.ledger.profile import lock_profile
from player.proof.keys import PrivateKey, Signer
from player.proof.manifest import SignedCourse
from tests.crowds import FIRST_DAY, gather, person
from tests.dying import dies_before
from tests.fakes import FakeClock

ANA = replace(
    person(1, "Ana María Núñez"),
    degrees="MD",
    given_name="Ana María",
    family_name="Núñez",
    reporting=True,
    licences=(Licence(authority="NY", number="123456"),),
    identifiers=(("npi", "1234567893"), ("birth_mmdd", "0229"), ("email", "ana@example.org")),
)
LATER = FIRST_DAY.replace(hour=18)
TAKEN_IN = datetime(2026, 6, 4, 12, tzinfo=UTC)


class Lenient(FileReporter):
    """Refuses nothing, so that every form can be written of one course."""

    def check(self, form: ReportFormat, rows: Sequence[RosterRow], *, now: datetime) -> Sequence[Objection]:
        return ()


def make_profile(place: Path, talk: Path) -> Path:
    """Ana went the whole way up to the claim, and nothing was written yet."""
    gather(place / "profile", talk, [ANA])
    with desk_of(place / "profile") as desk:
        desk.sending.decide_reporting(permitted=True)
    return place / "profile"


@contextmanager
def desk_of(profile: Path, *, at: datetime = LATER) -> Generator[Desk]:
    """The real desk but for its clock and for what receivers refuse."""
    clock = FakeClock(at)
    with lock_profile(profile):
        places = find_places(profile)
        parts = desk_joining.parts_over(places, clock=clock, key=device_key_of(profile), rehearsing=False)
        desk = Desk(replace(parts, reporter=Lenient(places, now=lambda: clock.stamp().moment)))
        try:
            yield desk
        finally:
            desk.close()


def the_course(desk: Desk) -> SignedCourse:
    """The only one that is here."""
    (signed,) = desk.courses.known()
    return signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a desk says of the one course."""

    submission: Submission
    events: int
    exports: int
    written: int
    taken_in: int
    """How often a receipt is recorded."""
    kept: tuple[str, ...]
    """Everything in the folder of receipts."""


def told_by(desk: Desk) -> Told:
    (submission,) = desk.sending.submissions()
    signed = the_course(desk)
    journey = desk.journey(signed)
    events, folder = journey.stream.events, desk.profile / RECEIPTS
    return Told(
        submission=submission,
        events=len(events),
        exports=journey.history.exports,
        written=len(desk.sending.written()),
        taken_in=sum(isinstance(event.fact, ReceiptAccepted) for event in events),
        kept=tuple(sorted(file.name for file in folder.iterdir())) if folder.exists() else (),
    )


def receipt_for(desk: Desk, talk: Path, *, received: datetime = TAKEN_IN, signer: Signer | None = None) -> bytes:
    """The provider's word that it counts all that was claimed."""
    signed = the_course(desk)
    journey = desk.journey(signed)
    receipt = Receipt(
        completion="ab" * 32,
        learner=desk.learner.id,
        course_hash=signed.hash,
        stream=journey.stream.id,
        seq=len(journey.stream.events) - 1,
        link="cd" * 32,
        provider=signed.course.provider.name,
        received=received,
        outcome=Outcome.ACCEPTED,
        credited=tuple(claim.number for claim in journey.history.claims),
    )
    key = signer or PrivateKey.read(talk.with_suffix(".key"))
    return write_receipt(receipt, signer=key, authority=None)


def copy_of(profile: Path, to: Path) -> Path:
    return Path(shutil.copytree(profile, to / "profile"))


@pytest.fixture(scope="session")
def claimed(tmp_path_factory: pytest.TempPathFactory, talk: Path) -> Path:
    """The profile of somebody who claimed and wrote nothing yet, to be copied."""
    return make_profile(tmp_path_factory.mktemp("claimed"), talk)


@pytest.fixture
def profile(claimed: Path, tmp_path: Path) -> Path:
    return copy_of(claimed, tmp_path)


@pytest.fixture
def desk(profile: Path) -> Iterator[Desk]:
    with desk_of(profile) as desk:
        yield desk


WITHIN = ["what is written", pytest.param("anything", marks=pytest.mark.long)]
"""Killed before each step in the folder into which it is written; or before each with any file of the profile."""


def killed_everywhere(
    profile: Path, scratch: Path, work: Callable[[Path], object], *, within: str = ""
) -> Iterator[Path]:
    """A copy of the profile for each step before which the work was killed; ends with the one where it was not."""
    step = 0
    while True:
        place = scratch / str(step)
        place.mkdir()
        copy = copy_of(profile, place)
        died = dies_before(step, lambda copy=copy: work(copy), within=str(place / within))
        yield copy
        if not died:
            return
        step += 1
