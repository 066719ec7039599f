"""Tallies in their tables: written in the transaction of each event, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, func, literal_column, select

from player.domain.course import SessionId
from player.domain.event import CourseHash, CreditClaimed, CreditWithdrawn, DeviceId, Event, StreamId
from player.domain.learner import LearnerId
from player.domain.tally import Counter, Reach, Tally
from player.ledger.replay import Tape
from player.ledger.tables import CLAIM, KEEP_CLAIM, KEEP_TALLY, STREAM, TALLY
from player.proof.chain import Link

MOST = 2**63 - 1
"""What a database can count to. Evidence from elsewhere may claim more; the tally then says this much."""

TallyRow = tuple[int, int, bytes, int, int, int, int, int, int, int, int, bytes]
ClaimRow = tuple[int, int, str, str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredClaim:
    """A claim as its row tells it; `at` is Unix time in ms, `amount` a decimal number."""

    seq: int
    offer: str
    amount: str
    profession: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSum:
    """`covered`: start and end in ms of each interval that was played."""

    covered: tuple[tuple[int, int], ...]
    engaged_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamTally:
    """What one stream adds up to, as it is stored. `last_at`: wall time of its last event, Unix time in ms."""

    stream: StreamId
    learner: LearnerId
    course_hash: CourseHash
    device: DeviceId
    attempt: int
    events: int
    last_at: int
    seen_ms: int
    engaged_ms: int
    acknowledged: bool
    quiz_tries: int
    evaluated: bool
    certificates: int
    exports: int
    sessions: dict[SessionId, SessionSum]
    claims: tuple[StoredClaim, ...]


_SESSIONS = msgspec.json.Decoder(dict[SessionId, SessionSum])


def add_to_tally(connection: Connection, tape: Tape, event: Event, after: Link) -> None:
    """Stores what `tape` and one more event add up to."""
    counter = tape.counter
    if counter is None:
        counter = tape.counter = counted(tape.events)
    counter.add(event)
    tally = counter.tally()
    if not tape.kept or type(event.fact) is CreditWithdrawn:
        # What is taken back has a row already.
        keep(connection, tape.number, after, tally)
    else:
        KEEP_TALLY.do(connection, *tally_row(tape.number, after, tally))
        if type(event.fact) is CreditClaimed:
            KEEP_CLAIM.do(connection, *claim_rows(tape.number, tally)[-1])
    tape.kept = True


def tally_row(number: int, link: Link, tally: Tally) -> TallyRow:
    """The columns of `TALLY` in their order."""
    return (
        number,
        tally.events - 1,
        link,
        tally.last_wall_ms,
        _countable(tally.seen_ms),
        _countable(tally.engaged_ms),
        int(tally.acknowledged),
        tally.quiz_tries,
        int(tally.evaluated),
        tally.certificates,
        tally.exports,
        _sessions(tally),
    )


def claim_rows(number: int, tally: Tally) -> list[ClaimRow]:
    """The columns of `CLAIM` in their order, a row for each claim."""
    return [
        # A database of text holds no NUL, whatever an offer from elsewhere is called.
        (
            number,
            claim.seq,
            claim.credit.offer.replace("\0", "\ufffd"),
            str(claim.credit.amount),
            claim.credit.profession.value,
            claim.wall_ms,
        )
        for claim in tally.claims
    ]


def keep(connection: Connection, number: int, link: Link, tally: Tally) -> None:
    """Puts `tally` in the place of all that was stored for the stream."""
    connection.execute(delete(CLAIM).where(CLAIM.c.stream == number))
    KEEP_TALLY.do(connection, *tally_row(number, link, tally))
    KEEP_CLAIM.run_for_each(connection, claim_rows(number, tally))


def counted(events: Iterable[Event]) -> Counter:
    counter = Counter()
    for event in events:
        counter.add(event)
    return counter


def stored_tallies(connection: Connection, *, learner: LearnerId | None = None) -> tuple[StreamTally | None, ...]:
    """What is stored, of every stream or of one learner's, None where it is not even written as a tally is.

    See `recount` for what is right.
    """
    query = select(STREAM, TALLY).join(TALLY, TALLY.c.stream == STREAM.c.number).order_by(STREAM.c.number)
    claims = select(CLAIM).join(STREAM, STREAM.c.number == CLAIM.c.stream).order_by(CLAIM.c.stream, CLAIM.c.seq)
    if learner is not None:
        query, claims = query.where(STREAM.c.learner == learner), claims.where(STREAM.c.learner == learner)
    of_stream: dict[int, list[StoredClaim]] = {}
    for row in connection.execute(claims):
        claim = StoredClaim(seq=row.seq, offer=row.offer, amount=row.amount, profession=row.profession, at=row.at)
        of_stream.setdefault(row.stream, []).append(claim)
    return tuple(_read(row, of_stream.get(row.number, ())) for row in connection.execute(query))


def stored_reaches(connection: Connection, learner: LearnerId) -> tuple[Reach, ...]:
    """Of each course in which anything is recorded of the learner; also of those that were never counted."""
    # No index serves a value that is computed: a damaged one could leave a stream out.
    who, course = (column.concat(literal_column("''")) for column in (STREAM.c.learner, STREAM.c.course_hash))
    most = (TALLY.c.seen_ms, TALLY.c.acknowledged, TALLY.c.quiz_tries, TALLY.c.evaluated, TALLY.c.certificates)
    query = (
        select(course.label("course"), *(func.coalesce(func.max(column), 0).label(column.name) for column in most))
        .join_from(STREAM, TALLY, TALLY.c.stream == STREAM.c.number, isouter=True)
        .where(who == learner)
        .group_by(course)
    )
    return tuple(
        Reach(
            course=CourseHash(row.course),
            seen_ms=row.seen_ms,
            acknowledged=bool(row.acknowledged),
            quiz_tries=row.quiz_tries,
            evaluated=bool(row.evaluated),
            certificates=row.certificates,
        )
        for row in connection.execute(query)
    )


def _read(row: Row[Any], claims: Sequence[StoredClaim]) -> StreamTally | None:
    try:
        sessions = _SESSIONS.decode(row.sessions)
    except (msgspec.MsgspecError, ValueError, TypeError):
        return None
    return StreamTally(
        stream=StreamId(row.id),
        learner=LearnerId(row.learner),
        course_hash=CourseHash(row.course_hash),
        device=DeviceId(row.device),
        attempt=row.attempt,
        events=row.applied + 1,
        last_at=row.last_at,
        seen_ms=row.seen_ms,
        engaged_ms=row.engaged_ms,
        acknowledged=bool(row.acknowledged),
        quiz_tries=row.quiz_tries,
        evaluated=bool(row.evaluated),
        certificates=row.certificates,
        exports=row.exports,
        sessions=sessions,
        claims=tuple(claims),
    )


def _sessions(tally: Tally) -> bytes:
    return msgspec.json.encode(
        {
            session: SessionSum(
                covered=tuple((i.start_ms, i.end_ms) for i in played.coverage.intervals), engaged_ms=played.engaged_ms
            )
            for session, played in tally.sessions.items()
        }
    )


def _countable(number: int) -> int:
    return max(-MOST, min(number, MOST))
