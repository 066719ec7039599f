"""Replay: completion files of one course judged one after the other, beside the least that any verifier must do."""

from __future__ import annotations

import base64
import hashlib
import json
import lzma
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from measuring import Figures, in_turn

from player.domain.course import Course, Session
from player.domain.event import MILESTONES, Event, StreamId, Watched
from player.domain.journey import Journey
from player.domain.learner import Learner
from player.exchange.completion import judge_completion, write_completion
from player.ledger.stream import HEAD_EVERY
from player.proof.evidence import Judge
from tests.builders import COURSE, PHYSICIAN, RESPONSES, RIGHT
from tests.strands import devices
from tests.worlds import DEVICE, TRUST, World, world

MINUTE_MS = 60_000
SPAN_MS = 10_000
"""The player writes a stretch at least this often."""
THIRTY = replace(COURSE, sessions=(replace(COURSE.sessions[0], duration_ms=30 * MINUTE_MS),))
AT_ONCE = 20


def measure_replay(_: Path) -> Figures:
    """In milliseconds of one core, which other work on the machine does not lengthen as it does the time on the wall.

    `…_ratio_least`: how many times what reading, hashing and checking the signatures alone take.
    """
    figures: Figures = {}
    for name, files in {
        "typical": [typical(number) for number in range(AT_ONCE)],
        "360": [hour(number) for number in range(AT_ONCE)],
        "joined": [joined(number) for number in range(AT_ONCE)],
    }.items():
        ours, least = _measured(files)
        figures |= {
            f"replay_{name}_ms": ours,
            f"replay_{name}_files_per_s": 1000 / ours,
            f"replay_{name}_ratio_least": ours / least,
        }
    return figures


def _measured(files: list[bytes]) -> tuple[float, float]:
    """Milliseconds a file: ours, by one judge for all of them, and the least."""
    judge, ours, theirs = Judge(TRUST), cycle(files), cycle(files)

    def judged() -> float:
        return spent(lambda data: judge_completion(data, judge, name="a.completion"), islice(ours, AT_ONCE))

    return in_turn(judged, lambda: spent(least, islice(theirs, AT_ONCE)), times=15)


def spent(work: Callable[[bytes], object], files: Iterable[bytes]) -> float:
    """Milliseconds of this process for each of the files."""
    taken = tuple(files)
    began = time.process_time()
    for data in taken:
        work(data)
    return (time.process_time() - began) * 1000 / len(taken)


def least(data: bytes) -> None:
    """What no verifier gets round: unpacking, each event read, the hash over all, and each signature."""
    envelope = json.loads(data)
    payload = base64.b64decode(envelope["payload"])
    contents = json.loads(lzma.decompress(payload))
    _check(contents["device"], envelope["payloadType"], payload, envelope)
    for strand in (contents, *contents.get("joined", ())):
        link = bytes(32)
        for event in strand["events"]:
            json.loads(event)
            link = hashlib.sha256(link + event.encode()).digest()
        for head in map(json.loads, strand["heads"]):
            _check(strand["device"], head["payloadType"], base64.b64decode(head["payload"]), head)


def _check(key: str, kind: str, payload: bytes, envelope: dict[str, list[dict[str, str]]]) -> None:
    signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)
    signature = base64.b64decode(envelope["signatures"][0]["sig"])
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, signed)


# --- the files ----------------------------------------------------------------------------------------------


def typical(number: int, course: Course = THIRTY, *, who: Learner = PHYSICIAN) -> bytes:
    """A session of half an hour as the player records it, each answer kept, up to the certificate."""
    here = world(course, learner=who, stream=StreamId(f"{number:032x}"))
    here.journey.acknowledge_disclosures()
    _watch_unseen(here, course.sessions[0], 0, course.sessions[0].duration_ms, Random(number))
    _finish(here)
    here.journey.issue_certificate(here.certificate())
    return write_completion(here.evidence(heads=signed_at(here.stream.events)), learner=who, signer=DEVICE)


def hour(number: int, *, who: Learner = PHYSICIAN) -> bytes:
    """360 events, an hour of watching."""
    here, chance, session = world(learner=who, stream=StreamId(f"{number:032x}")), Random(number), COURSE.sessions[0]
    here.journey.acknowledge_disclosures()
    while len(here.stream.events) < 360:
        missing = 360 - len(here.stream.events) - 1
        _watch_unseen(here, session, 0, min(missing * SPAN_MS, session.duration_ms), chance)
    return write_completion(here.evidence(heads=signed_at(here.stream.events)), learner=who, signer=DEVICE)


def joined(number: int) -> bytes:
    """Ten minutes on each of three devices; the last joins the others, and claims."""
    course_session, chance = THIRTY.sessions[0], Random(number)
    family = devices(3, THIRTY)
    for place, device in enumerate(family):
        device.journey.acknowledge_disclosures()
        watch(device.world, course_session, place * 10 * MINUTE_MS, (place + 1) * 10 * MINUTE_MS, chance)
        device.pinned.update(signed_at(device.world.stream.events))
    first, second, last = family
    last.join(first)
    last.join(second)
    _finish(last.world)
    last.pinned.update(signed_at(last.world.stream.events))
    return write_completion(last.evidence(), learner=PHYSICIAN, signer=last.key)


def watch(here: World, session: Session, start_ms: int, end_ms: int, chance: Random) -> None:
    here.journey.start_watching(session.id, position_ms=start_ms)
    for fact in _stretches(here, session, start_ms, end_ms, chance):
        here.journey.watched(session.id, fact.span)


def _watch_unseen(here: World, session: Session, start_ms: int, end_ms: int, chance: Random) -> None:
    """The same events, looked at once all are told: thousands of lives are made for one run."""
    here.journey.start_watching(session.id, position_ms=start_ms)
    for fact in _stretches(here, session, start_ms, end_ms, chance):
        here.stream.append(fact)
    here.journey = Journey(course=here.course, stream=here.stream, clock=here.clock, profession=here.learner.profession)


def _stretches(here: World, session: Session, start_ms: int, end_ms: int, chance: Random) -> Iterator[Watched]:
    """Each once it is over by the clock."""
    while start_ms < end_ms:
        took_ms = SPAN_MS - chance.randrange(600)
        upto_ms = min(start_ms + took_ms, end_ms)
        here.clock.advance(took_ms + 7)
        yield Watched(session=session.id, start_ms=start_ms, end_ms=upto_ms, engaged_ms=took_ms + 3, rate_percent=100)
        start_ms = upto_ms


def _finish(here: World) -> None:
    for answer in RIGHT:
        here.journey.keep_answer(answer)
    here.journey.submit_quiz(RIGHT)
    for response in RESPONSES:
        here.journey.keep_response(response)
    here.journey.submit_evaluation(RESPONSES)
    here.claim(amount="0.5")


def signed_at(events: Iterable[Event]) -> tuple[int, ...]:
    """After which events a device signs: at each milestone, and after so many without one."""
    return tuple(_signed_at(events))


def _signed_at(events: Iterable[Event]) -> Iterator[int]:
    last = -1
    for event in events:
        if type(event.fact) in MILESTONES or event.seq - last >= HEAD_EVERY:
            yield event.seq
            last = event.seq
