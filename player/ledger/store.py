"""The ledger: a profile's streams of events, durably appended, hash-linked, pinned down by signed heads."""

from __future__ import annotations

import secrets
import threading
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, insert, select

from player.domain.clock import Clock
from player.domain.event import CourseHash, Event, StreamId, StreamOpened
from player.domain.learner import LearnerId
from player.domain.problem import Problem
from player.ledger.database import Database
from player.ledger.replay import StreamRow, Tape, load
from player.ledger.stream import Desk, SqlStream, write_event
from player.ledger.tables import EVENT, HEAD, LEDGER_STEPS, STREAM, STREAM_ROWS, upgrade
from player.proof.chain import GENESIS
from player.proof.envelope import Envelope
from player.proof.keys import Signer

FILE = "ledger.sqlite"


def new_stream_id() -> StreamId:
    return StreamId(secrets.token_hex(16))


def open_ledger(folder: Path, *, signer: Signer, clock: Clock) -> SqlLedger:
    """Opens `folder/ledger.sqlite`, or makes it. Raises the `Problem`s of `player.ledger.problems`."""
    database = Database(folder / FILE)
    try:
        upgrade(database, LEDGER_STEPS)
    except BaseException:
        database.close()
        raise
    return SqlLedger(Desk(database=database, signer=signer, clock=clock))


class SqlLedger:
    """All streams of a profile. Implements `domain.event.Ledger`; thread-safe."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._streams: dict[StreamId, SqlStream] = {}
        self._lock = threading.Lock()

    def streams(self) -> tuple[SqlStream, ...]:
        """The streams that are as they were written, oldest first; for the others see `damaged`."""
        return tuple(found for found in self._all() if isinstance(found, SqlStream))

    def damaged(self) -> tuple[Problem, ...]:
        """A problem for each stream that cannot be used (`StreamDamaged`, as a rule)."""
        return tuple(found for found in self._all() if isinstance(found, Problem))

    def open(self, opening: StreamOpened) -> SqlStream:
        """A new stream of this device, whose first event is `opening`. Raises `Problem`s."""
        if opening.device != self._desk.signer.public.id:
            raise ValueError("a stream is opened on the device whose key signs it")
        tape = self._desk.database.write(partial(self._open, opening))
        return self._keep(SqlStream(self._desk, tape))

    def stream_for(self, *, learner: LearnerId, course_hash: CourseHash) -> SqlStream | None:
        """The latest attempt's stream, if there is one. Raises `StreamDamaged` when it cannot be used."""
        latest = (
            STREAM_ROWS.where(STREAM.c.learner == learner, STREAM.c.course_hash == course_hash)
            .order_by(STREAM.c.attempt.desc(), STREAM.c.number.desc())
            .limit(1)
        )
        with self._desk.database.read() as connection:
            row = connection.execute(latest).one_or_none()
            return None if row is None else self._stream(connection, row)

    def bodies(self, stream_id: StreamId) -> tuple[bytes, ...]:
        """The bytes of the stream's events as they are stored, in order; none if there is no such stream."""
        query = (
            select(EVENT.c.body)
            .join(STREAM, STREAM.c.number == EVENT.c.stream)
            .where(STREAM.c.id == stream_id)
            .order_by(EVENT.c.seq)
        )
        with self._desk.database.read() as connection:
            return tuple(connection.scalars(query))

    def heads(self, stream_id: StreamId) -> tuple[Envelope, ...]:
        """The stream's signed heads as they are stored, in the order of their events."""
        query = (
            select(HEAD.c.envelope)
            .join(STREAM, STREAM.c.number == HEAD.c.stream)
            .where(STREAM.c.id == stream_id)
            .order_by(HEAD.c.seq)
        )
        with self._desk.database.read() as connection:
            stored = tuple(connection.scalars(query))
        return tuple(Envelope.from_json(envelope, name="The head of the evidence") for envelope in stored)

    def sign_head(self, stream_id: StreamId) -> Envelope:
        """The signed head of the stream's last event, from now on stored.

        Damage is never signed over: raises `StreamDamaged`, and LookupError if there is no such stream.
        """
        with self._desk.database.read() as connection:
            row = connection.execute(STREAM_ROWS.where(STREAM.c.id == stream_id)).one_or_none()
            if row is None:
                raise LookupError(stream_id)
            stream = self._stream(connection, row)
        return stream.sign_head()

    def close(self) -> None:
        """Waits for what is being written; nothing is signed or written for it."""
        self._desk.database.close()

    def _all(self) -> list[SqlStream | Problem]:
        with self._desk.database.read() as connection:
            rows = connection.execute(STREAM_ROWS.order_by(STREAM.c.number)).all()
        return [self._found(row) for row in rows]

    def _found(self, row: StreamRow) -> SqlStream | Problem:
        # Each in a snapshot of its own: damage within the file can keep one from being read at all.
        try:
            with self._desk.database.read() as connection:
                return self._stream(connection, row)
        except Problem as problem:
            return problem

    def _stream(self, connection: Connection, row: StreamRow) -> SqlStream:
        known = self._streams.get(StreamId(row.id))
        return known or self._keep(SqlStream(self._desk, load(connection, row, self._desk.signer.public)))

    def _keep(self, stream: SqlStream) -> SqlStream:
        """One object per stream, whoever asks first."""
        with self._lock:
            return self._streams.setdefault(stream.id, stream)

    def _open(self, opening: StreamOpened, connection: Connection) -> Tape:
        row = insert(STREAM).values(
            id=opening.stream,
            device=opening.device,
            learner=opening.learner,
            course_hash=opening.course_hash,
            attempt=opening.attempt,
            policy=opening.policy,
        )
        number: int = connection.execute(row.returning(STREAM.c.number)).scalar_one()
        tape = Tape(stream=opening.stream, number=number, opening=opening, events=[], last=GENESIS)
        event = Event(seq=0, stamp=self._desk.clock.stamp(), fact=opening)
        tape.add(event, write_event(connection, self._desk, tape, event))
        return tape
