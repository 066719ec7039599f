"""Tallies held against the events: which of them are behind, which are wrong, and how they are made anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select

from player.domain.event import StreamId
from player.domain.learner import LearnerId
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.domain.tally import Tally
from player.ledger.database import Database
from player.ledger.problems import RecordsDamaged, StreamDamaged
from player.ledger.projections import ClaimRow, TallyRow, claim_rows, counted, keep, tally_row
from player.ledger.replay import EventRow, StreamRow, lock_stream, opening_of, verified
from player.ledger.tables import CLAIM, EVENT, LAST_SEQ, STREAM, STREAM_ROWS, TALLY
from player.proof.chain import Link

AT_ONCE = 64
"""Streams that are counted in one transaction: enough to be quick, few enough for others to get their turn."""

Stored = tuple[TallyRow | None, list[ClaimRow]]
Say = Callable[[int, int], None]
"""Called with (streams done, streams in all)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """How many events of how many streams were counted, which tallies were not right, and what is damaged.

    `wrong`: streams whose stored tally was missing, behind or different; after mending it is right.
    """

    streams: int
    events: int
    wrong: tuple[StreamId, ...]
    damaged: tuple[Problem, ...]


def recount(
    database: Database,
    *,
    learner: LearnerId | None = None,
    only_stale: bool = False,
    mend: bool = True,
    say: Say | None = None,
) -> Recount:
    """Counts every stream (of `learner`), or those whose tally is behind, from its first event on and verified.

    Wrong tallies are set right if `mend`. One that knows more events than there are stays as it is: it tells that
    events were taken away, and its stream is among the damaged. Heads are not looked at.
    """
    query = stale() if only_stale else STREAM_ROWS
    if learner is not None:
        query = query.where(STREAM.c.learner == learner)
    with database.read() as connection:
        rows = connection.execute(query.order_by(STREAM.c.number)).all()
    counting = _Counting(database, mend=mend)
    for start in range(0, len(rows), AT_ONCE):
        counting.take(rows[start : start + AT_ONCE])
        if say is not None:
            say(min(start + AT_ONCE, len(rows)), len(rows))
    return counting.result()


def stale() -> Select[int, str, str, str, str, int, int]:
    """The streams whose tally is missing or speaks of another event than their last one."""
    same = and_(TALLY.c.applied == EVENT.c.seq, TALLY.c.link == EVENT.c.hash)
    return (
        STREAM_ROWS.outerjoin(EVENT, and_(EVENT.c.stream == STREAM.c.number, EVENT.c.seq == LAST_SEQ))
        .outerjoin(TALLY, TALLY.c.stream == STREAM.c.number)
        .where(or_(TALLY.c.stream.is_(None), EVENT.c.seq.is_(None), ~same))
    )


class _Counting:
    """Counts some streams after the other, and remembers what came of it."""

    def __init__(self, database: Database, *, mend: bool) -> None:
        self._database = database
        self._mend = mend
        self._streams = 0
        self._events = 0
        self._wrong: list[StreamId] = []
        self._damaged: list[Problem] = []

    def take(self, rows: Sequence[StreamRow]) -> None:
        try:
            found = self._in_one_transaction(rows)
        except RecordsDamaged as problem:
            # Damage within the file keeps a stream from being read: the others are counted without it.
            if len(rows) > 1:
                for row in rows:
                    self.take([row])
            else:
                self._damaged.append(problem)
            return
        for row, one in zip(rows, found, strict=True):
            self._note(StreamId(row.id), one)

    def result(self) -> Recount:
        return Recount(
            streams=self._streams, events=self._events, wrong=tuple(self._wrong), damaged=tuple(self._damaged)
        )

    def _in_one_transaction(self, rows: Sequence[StreamRow]) -> list[tuple[int, bool] | Problem]:
        if self._mend:
            return self._database.write(partial(self._count, rows))
        with self._database.read() as connection:
            return self._count(rows, connection)

    def _count(self, rows: Sequence[StreamRow], connection: Connection) -> list[tuple[int, bool] | Problem]:
        """For each stream: how many events, and whether its tally was wrong; or what is wrong with the stream."""
        numbers = [row.number for row in rows]
        if self._mend:
            for number in numbers:
                lock_stream(connection, number)
        events, stored = _events(connection, numbers), _stored(connection, numbers)
        return [self._one(connection, row, events[row.number], stored[row.number]) for row in rows]

    def _one(
        self, connection: Connection, row: StreamRow, events: list[EventRow], stored: Stored
    ) -> tuple[int, bool] | Problem:
        try:
            link, tally = _tally_of(row, events, stored)
        except Problem as problem:
            return problem
        wrong = stored != (tally_row(row.number, link, tally), claim_rows(row.number, tally))
        if wrong and self._mend:
            keep(connection, row.number, link, tally)
        return tally.events, wrong

    def _note(self, stream: StreamId, found: tuple[int, bool] | Problem) -> None:
        if isinstance(found, Problem):
            self._damaged.append(found)
            return
        events, wrong = found
        self._streams += 1
        self._events += events
        if wrong:
            self._wrong.append(stream)


def _tally_of(row: StreamRow, rows: list[EventRow], stored: Stored) -> tuple[Link, Tally]:
    """The link after the last event, and what all add up to. Raises `StreamDamaged` or `NewerFormat`."""
    stream = StreamId(row.id)
    events, links = verified(stream, rows)
    opening_of(row, events)
    if stored[0] is not None and isinstance(stored[0][1], int) and stored[0][1] >= len(events):
        raise StreamDamaged(stream=stream, event=len(events), reason=Phrase("was taken away"))
    return links[-1], counted(events).tally()


def _events(connection: Connection, numbers: list[int]) -> dict[int, list[Any]]:
    rows: dict[int, list[Any]] = {number: [] for number in numbers}
    query = select(EVENT).where(EVENT.c.stream.in_(numbers)).order_by(EVENT.c.stream, EVENT.c.seq)
    for stream, seq, body, link in connection.execute(query).all():
        rows[stream].append((seq, body, link))
    return rows


def _stored(connection: Connection, numbers: list[int]) -> dict[int, Stored]:
    tallies = connection.execute(select(TALLY).where(TALLY.c.stream.in_(numbers)))
    stored: dict[int, Stored] = {number: (None, []) for number in numbers}
    for row in tallies:
        stored[row.stream] = (tuple(row), [])
    for row in connection.execute(select(CLAIM).where(CLAIM.c.stream.in_(numbers)).order_by(CLAIM.c.seq)):
        stored[row.stream][1].append(tuple(row))
    return stored
