"""Records as people really make them, in any number: what the figures of evidence are taken on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from player.domain.clock import BootId, Stamp
from player.domain.event import CourseHash, DeviceId, Event, Fact, StreamId, Watched
from player.domain.learner import LearnerId
from player.proof import wire
from player.proof.chain import Head, head_of, sign_head
from player.proof.envelope import Envelope
from player.proof.keys import PrivateKey
from player.proof.strand import Strand
from tests.builders import COURSE, FIRST, opening_for

SPAN_MS = 10_000
NOON_MS = 1_717_416_000_000


def strand(
    number: int,
    *,
    events: int,
    key: PrivateKey,
    learner: str | None = None,
    course_hash: str = "0" * 64,
) -> Strand:
    """The stream of one learner who watches in spans of about ten seconds, now and then a part again."""
    chance = Random(number)
    stream = StreamId(f"{number:032x}")
    opening = opening_for(
        COURSE,
        stream=stream,
        device=DeviceId(key.public.id),
        learner=LearnerId(learner or f"{number:032x}"),
        course_hash=CourseHash(course_hash),
    )
    bodies = tuple(_bodies(opening, events, chance))
    return Strand(bodies=bodies, heads=(_head(stream, bodies, key),), device=key.public)


def _bodies(opening: Fact, events: int, chance: Random) -> Iterator[bytes]:
    stamp = Stamp(wall_ms=NOON_MS, offset_min=-240, mono_ms=86_400_000, boot=BootId(f"{chance.getrandbits(64):016x}"))
    yield wire.encode(Event(seq=0, stamp=stamp, fact=opening))
    position, longest = 0, COURSE.sessions[0].duration_ms
    for seq in range(1, events):
        took = SPAN_MS + chance.randrange(-40, 40)
        stamp = replace(stamp, wall_ms=stamp.wall_ms + took + 7, mono_ms=stamp.mono_ms + took + 7)
        if position + took > longest or chance.random() < 0.01:
            position = chance.randrange(0, longest // 2)
        watched = Watched(
            session=FIRST, start_ms=position, end_ms=position + took, engaged_ms=took + 3, rate_percent=100
        )
        position += took
        yield wire.encode(Event(seq=seq, stamp=stamp, fact=watched))


def _head(stream: StreamId, bodies: tuple[bytes, ...], key: PrivateKey) -> Envelope:
    return sign_head(Head(stream=stream, seq=len(bodies) - 1, hash=head_of(bodies).hex()), key)
