"""A station's records for the tests of exports: attendees who did something in a course, and a stick to export onto."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from player.bootstrap.desk import parts_over
from player.bootstrap.places import find_places
from player.bootstrap.providing import build_course, new_course
from player.desk.parts import Parts
from player.desk.ports import Drive
from player.desk.rehearsal import answers_from_key, plausible_responses
from player.desk.seat import Seat
from player.domain.course import SessionId
from player.domain.event import DeviceId
from player.domain.learner import Learner, LearnerId, Profession
from player.domain.watch import Interval, Span
from player.kiosk.exporting import Exported, Exporter, Step
from player.kiosk.on_sticks import OnSticks
from player.kiosk.operator_ports import Particulars
from player.ledger.own_streams import own_streams
from player.ledger.profile import lock_profile
from player.ledger.store import SqlLedger
from player.proof.files import make_folder
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse
from player.proof.sealing import PrivateReadingKey
from player.proof.trust import Publisher, write_publisher
from tests.fakes import FakeClock

NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
LECTURE = SessionId("lecture")
OPERATOR = PrivateReadingKey.generate()
PROVIDER = PrivateReadingKey.generate()
DEVICE = PrivateKey.generate()
COLLEGE = PrivateKey.generate()
PUBLISHER = Publisher(name="Example College", keys=(COLLEGE.public,), specimen=False)


@dataclass(frozen=True, kw_only=True)
class Stick:
    root: Path
    name: str = "STICK"
    free: int = 1 << 30
    writable: bool = True


@dataclass(kw_only=True)
class Records:
    """One station's records; `cards` stands for the cards that its operator's key opens."""

    profile: Path
    parts: Parts
    clock: FakeClock
    cards: dict[LearnerId, Particulars] = field(default_factory=dict[LearnerId, Particulars])
    steps: list[Step] = field(default_factory=list[Step])

    @property
    def ledger(self) -> SqlLedger:
        assert isinstance(self.parts.ledger, SqlLedger)
        return self.parts.ledger

    @property
    def on_sticks(self) -> OnSticks:
        return OnSticks(self.profile / "on-sticks.json")

    def attendee(self, number: int) -> Learner:
        learner = Learner(
            id=LearnerId(f"{number:032x}"),
            name=f"Zacharias Quirinius {number}",
            profession=Profession.PHYSICIAN,
            identifiers=(("email", f"zacharias{number}@example.org"),),
            given_name="Zacharias",
            family_name=f"Quirinius {number}",
        )
        self.cards[learner.id] = Particulars(learner=learner, changed=number)
        return learner

    def seat(self, learner: Learner) -> Seat:
        return Seat(self.parts, learner=lambda: learner, save=lambda _: None)

    def watch(self, learner: Learner, signed: SignedCourse, *, second: int = 0) -> None:
        """A second of the lecture."""
        journey = self.seat(learner).walks.journey(signed)
        if second == 0:
            journey.acknowledge_disclosures()
            journey.start_watching(LECTURE, position_ms=0)
        self.clock.advance(1_000)
        interval = Interval(second * 1_000, (second + 1) * 1_000)
        journey.watched(LECTURE, Span(interval=interval, engaged_ms=1_000, rate_percent=100))

    def claim(self, learner: Learner, signed: SignedCourse) -> None:
        """The whole way up to the document."""
        for second in range(5):
            self.watch(learner, signed, second=second)
        seat = self.seat(learner)
        journey = seat.walks.journey(signed)
        assert signed.course.quiz is not None
        journey.submit_quiz(answers_from_key(signed.course.quiz))
        journey.submit_evaluation(plausible_responses(signed.course.evaluation))
        entitlement = journey.progress().entitlements[0]
        journey.claim(entitlement.offer.id, amount=entitlement.now, profession=Profession.PHYSICIAN)
        seat.documents.prepare(signed, entitlement.offer.id)

    def exporter(self, *, seconds: Callable[[], float] | None = None) -> Exporter:
        made = Exporter(
            parts=self.parts,
            station="Hall B: left/7",
            cards=self.cards.get,
            own_streams=partial(own_streams, self.ledger, DeviceId(self.parts.key.public.id)),
            on_sticks=self.on_sticks,
            sealed_to=(OPERATOR.public, PROVIDER.public),
            now=lambda: self.clock.moment,
        )
        return made if seconds is None else replace(made, seconds=seconds)

    def export(self, drive: Drive, *, cancel_after: int | None = None, hall: bool = True) -> Exported:
        self.steps.clear()
        is_cancelled = lambda: cancel_after is not None and len(self.steps) >= cancel_after  # noqa: E731
        return self.exporter().export(drive, self.steps.append, is_cancelled, hall=hall)

    def unsaved(self) -> int:
        return self.on_sticks.unsaved(own_streams(self.ledger, DeviceId(self.parts.key.public.id)))


@contextmanager
def records_at(profile: Path, *, key: PrivateKey = DEVICE) -> Generator[Records]:
    clock = FakeClock(NOON)
    profile.mkdir(parents=True, exist_ok=True)
    make_folder(profile / "trust")
    write_publisher(profile / "trust" / "talks.publisher.json", PUBLISHER)
    with lock_profile(profile):
        parts = parts_over(find_places(profile), clock=clock, key=key, rehearsing=False)
        try:
            yield Records(profile=profile, parts=parts, clock=clock)
        finally:
            parts.ledger.close()
            parts.people.close()


def make_talks(place: Path) -> tuple[Path, Path]:
    """Two courses of ten seconds, worth 1 credit: one whose provider states a reading key, and one that states none."""
    COLLEGE.write(place / "talk.key")
    return (_talk(place, "sealed", reading_key=PROVIDER.public.hex), _talk(place, "open", reading_key=""))


def _talk(place: Path, name: str, *, reading_key: str) -> Path:
    folder = place / name
    new_course(find_places(), folder)
    text = (folder / "course.toml").read_text()
    for old, new in (
        ("required_percent = 100", "required_percent = 10"),
        ("estimated_minutes = 15", "estimated_minutes = 60"),
        ('maximum = "0.25"', 'maximum = "1"'),
        ("maximum of 0.25 AMA", "maximum of 1 AMA"),
        ("org.example.my-course", f"org.example.{name}"),
        *(
            (("# [reporting] ", "[reporting] "), ('# reading_key = "…"', f'reading_key = "{reading_key}"'))
            if reading_key
            else ()
        ),
    ):
        assert old in text, old
        text = text.replace(old, new)
    (folder / "course.toml").write_text(text)
    build_course(folder, key=place / "talk.key", out=place / f"{name}.course", quick=True)
    return place / f"{name}.course"
