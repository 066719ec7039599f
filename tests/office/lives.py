"""Learners as a provider meets them: whole lives on any device at any time, and the files that they send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from player.bootstrap.collecting import CompletionJudge, Secretary
from player.domain.collection.account import Account
from player.domain.collection.book import Book
from player.domain.course import Course
from player.domain.event import DeviceId, Purpose, StreamId
from player.domain.journey import Journey
from player.domain.learner import Learner, LearnerId, Licence
from player.exchange.completion import write_completion
from player.ledger.collection.store import SqlCollection, open_collection
from player.office.accounting import account_of
from player.office.intake import Intake
from player.proof.evidence import Evidence
from player.proof.keys import PrivateKey
from player.proof.trust import Trust
from tests.builders import COURSE, PHYSICIAN, opening_for
from tests.fakes import NOON, FakeClock, FakeStream
from tests.worlds import DEVICE, PUBLISHER, TRUST, World, head_after, signed

NOW = datetime(2024, 9, 1, 8, 0, tzinfo=UTC)
"""When the provider takes files in, unless a test says otherwise."""


def learner(number: int, *, npi: str = "", name: str = "", email: str = "", licence: str = "") -> Learner:
    identifiers = tuple((kind, value) for kind, value in (("npi", npi), ("email", email)) if value)
    return replace(
        PHYSICIAN,
        id=LearnerId(f"{number:032x}"),
        name=name or f"Person {number}",
        identifiers=identifiers,
        licences=(Licence(authority="NY", number=licence),) if licence else (),
    )


def life(
    who: Learner,
    *,
    stream: int,
    course: Course = COURSE,
    device: PrivateKey = DEVICE,
    at: datetime = NOON,
    purpose: Purpose = Purpose.CREDIT,
    publisher: PrivateKey = PUBLISHER,
) -> World:
    """Somebody who has just opened a course on a device."""
    bound = signed(course, publisher=publisher)
    clock = FakeClock(at)
    opening = opening_for(
        course,
        course_hash=bound.hash,
        device=DeviceId(device.public.id),
        learner=who.id,
        purpose=purpose,
        stream=StreamId(f"{stream:032x}"),
    )
    events = FakeStream(opening, clock)
    journey = Journey(course=course, stream=events, clock=clock, profession=who.profession)
    return World(signed=bound, clock=clock, stream=events, journey=journey, learner=who)


def sent(here: World, *, device: PrivateKey = DEVICE, events: int | None = None) -> bytes:
    """The file that is written now, or was when there were so many events."""
    bodies = here.stream.bodies[:events]
    evidence = Evidence(
        course=here.signed.envelope,
        bodies=bodies,
        heads=(head_after(here.stream.id, bodies, len(bodies) - 1, signer=device),),
        device=device.public,
    )
    return write_completion(evidence, learner=here.learner, signer=device)


def earned(who: Learner, *, stream: int, device: PrivateKey = DEVICE, at: datetime = NOON) -> World:
    """Everything up to the claim."""
    here = life(who, stream=stream, device=device, at=at)
    here.finish()
    here.claim()
    return here


@cache
def ordinary(number: int) -> bytes:
    """The file of somebody with this number, who claimed: made once, as it takes a while."""
    return sent(earned(learner(number), stream=number))


def lay(folder: Path, *numbers: int) -> list[Path]:
    """Lays ordinary files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{number:04}.completion" for number in numbers]
    for file, number in zip(files, numbers, strict=True):
        file.write_bytes(ordinary(number))
    return files


def account(data: bytes, *, name: str = "a.completion", received: datetime = NOW, trust: Trust = TRUST) -> Account:
    judged = CompletionJudge(trust).judge(data, name=name)
    return account_of(
        judged,
        data,
        envelope=judged.verdict.signed.envelope.to_json(),
        digest=sha256(data).digest(),
        name=name,
        received=received,
    )


def settle(book: Book, *files: bytes) -> Book:
    """Takes files into a book, one after the other."""
    known = {account(data).digest: data for data in files}
    judge = CompletionJudge(TRUST)
    for data in files:
        book.settle(account(data), lambda digest, stream: judge.links(known[digest], stream))
    return book


def intake(
    place: str | Path,
    *,
    trust: Trust = TRUST,
    signed_by: PrivateKey | None = PUBLISHER,
    now: Callable[[], datetime] = lambda: NOW,
) -> Intake:
    collection: SqlCollection = open_collection(str(place))
    return Intake(
        judge=CompletionJudge(trust),
        collection=collection,
        signer=Secretary(signed_by.crypto.private_bytes_raw(), None) if signed_by else None,
        now=now,
    )
