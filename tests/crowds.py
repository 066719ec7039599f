"""Crowds: a profile in which many people claimed the credit of one course, as at the end of a conference day."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from player.bootstrap.desk import parts_over
from player.bootstrap.holding import device_key_of
from player.bootstrap.places import find_places
from player.desk.batch import Batch, PrintQueue
from player.desk.parts import Parts
from player.desk.ports import Press
from player.desk.rehearsal import answers_from_key, plausible_responses
from player.desk.seat import Seat
from player.domain.learner import Learner, LearnerId, Profession
from player.domain.watch import Interval, Span
from player.ledger.profile import lock_profile
from player.machine.press_queue import PressQueue
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse
from player.proof.trust import Publisher, write_publisher
from tests.fakes import FakeClock
from tests.faults.desks import LECTURE

FIRST_DAY = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
SECOND = 1_000


def person(number: int, name: str) -> Learner:
    return Learner(id=LearnerId(f"{number:032x}"), name=name, profession=Profession.PHYSICIAN)


def believe(profile: Path, key_file: Path) -> None:
    """Makes the profile trust whoever signs with this key, so that its courses give credit."""
    publisher = Publisher(name="Example College", keys=(PrivateKey.read(key_file).public,), specimen=False)
    folder = profile / "trust"
    folder.mkdir(parents=True, exist_ok=True)
    write_publisher(folder / f"{publisher.keys[0].id[:16]}.publisher.json", publisher)


def gather(profile: Path, talk: Path, people: Iterable[Learner], *, day: int = 0, credit: bool = True) -> None:
    """Everybody goes the whole way up to the claim, `day` days after the first.

    Beside the course lies the key that signed it.
    """
    if credit:
        believe(profile, talk.with_suffix(".key"))
    clock = FakeClock(FIRST_DAY + timedelta(days=day))
    profile.mkdir(parents=True, exist_ok=True)
    with lock_profile(profile):
        parts = parts_over(find_places(profile), clock=clock, key=device_key_of(profile), rehearsing=False)
        package = parts.shelf.add(talk)
        package.close()
        for learner in people:
            parts.people.save(learner)
            claim(parts, package.signed, learner, clock)
            parts.ledger.let_go(learner.id)
        parts.ledger.close()
        parts.people.close()


def claim(parts: Parts, signed: SignedCourse, learner: Learner, clock: FakeClock) -> None:
    seat = Seat(parts, learner=lambda: learner, save=parts.people.amend)
    journey = seat.walks.journey(signed)
    journey.acknowledge_disclosures()
    journey.start_watching(LECTURE, position_ms=0)
    for second in range(5):
        clock.advance(SECOND)
        interval = Interval(second * SECOND, (second + 1) * SECOND)
        journey.watched(LECTURE, Span(interval=interval, engaged_ms=SECOND, rate_percent=100))
    assert signed.course.quiz is not None
    journey.submit_quiz(answers_from_key(signed.course.quiz))
    journey.submit_evaluation(plausible_responses(signed.course.evaluation))
    entitlement = journey.progress().entitlements[0]
    journey.claim(entitlement.offer.id, amount=entitlement.now, profession=Profession.PHYSICIAN)


@contextmanager
def batch_at(profile: Path, *, press: Press | None = None, queue: PrintQueue | None = None) -> Generator[Batch]:
    """Batches over the real records, on the first day; with other hands for paper where a test wants them."""
    with lock_profile(profile):
        clock = FakeClock(FIRST_DAY + timedelta(hours=6))
        parts = parts_over(find_places(profile), clock=clock, key=device_key_of(profile), rehearsing=False)
        try:
            yield Batch(replace(parts, press=press or parts.press), queue or PressQueue())
        finally:
            parts.ledger.close()
            parts.people.close()
