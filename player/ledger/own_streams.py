"""The streams that this device records itself, and how long each is by now: what there is to be put onto a stick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from player.domain.event import CourseHash, DeviceId, StreamId
from player.domain.learner import LearnerId
from player.ledger.store import SqlLedger
from player.ledger.tables import STREAM, TALLY


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnStream:
    """`events`: how many there are."""

    learner: LearnerId
    course: CourseHash
    stream: StreamId
    events: int


def own_streams(ledger: SqlLedger, device: DeviceId) -> Sequence[OwnStream]:
    """The latest attempt of each learner in each course, the oldest first; read from the tallies, without events."""
    query = (
        select(STREAM.c.learner, STREAM.c.course_hash, STREAM.c.id, TALLY.c.applied)
        .join_from(STREAM, TALLY, TALLY.c.stream == STREAM.c.number)
        .where(STREAM.c.device == device)
        .order_by(STREAM.c.attempt, STREAM.c.number)
    )
    with ledger.database.read() as connection:
        rows = connection.execute(query).all()
    latest = {
        (learner, course): OwnStream(
            learner=LearnerId(learner), course=CourseHash(course), stream=StreamId(stream), events=applied + 1
        )
        for learner, course, stream, applied in rows
    }
    return tuple(latest.values())
