"""The ledger: a profile's streams of events, durably appended, hash-linked, pinned down by signed heads."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Select, and_, exists, func, insert, literal_column, select

from player.domain.clock import Clock
from player.domain.event import CourseHash, DeviceId, Event, StreamId, StreamOpened
from player.domain.learner import LearnerId
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.domain.tally import Reach
from player.ledger.database import Database, SqliteFile
from player.ledger.merging.holding import branches, news, offered, strands
from player.ledger.merging.merge import Merge, MergeReport
from player.ledger.postgres import PostgresServer
from player.ledger.problems import GoneOnElsewhere, RecordsDamaged, StreamDamaged
from player.ledger.projections import StreamTally, stored_reaches, stored_tallies
from player.ledger.recount import Recount, Say, recount
from player.ledger.replay import StreamRow, Tape, load
from player.ledger.shape import Fork, forks_in
from player.ledger.stream import Desk, SqlStream, write_event
from player.ledger.tables import (
    DEVICE,
    EVENT,
    HEAD,
    INSERT_DEVICE,
    LAST_SEQ,
    LATEST_STREAM,
    LEDGER,
    ON_MAIN_BRANCH,
    STREAM,
    STREAM_ROWS,
    TALLY,
)
from player.ledger.upgrade import LEDGER_STEPS, check_tables, format_of, upgrade
from player.proof.chain import GENESIS
from player.proof.envelope import Envelope
from player.proof.keys import PublicKey, Signer
from player.proof.strand import Checked, Strand

FILE = "ledger.sqlite"


def new_stream_id() -> StreamId:
    return StreamId(secrets.token_hex(16))


def _nothing() -> None: ...


def open_ledger(
    folder: Path, *, signer: Signer, clock: Clock, before_upgrade: Callable[[], None] = _nothing
) -> SqlLedger:
    """Opens `folder/ledger.sqlite`, or makes it. Raises the `Problem`s of `player.ledger.problems`.

    `before_upgrade` is called when the file is of an older format, before anything in it changes.
    """
    return _opened(SqliteFile(folder / FILE), signer, clock, before_upgrade)


def open_shared_ledger(url: str, *, signer: Signer, clock: Clock) -> SqlLedger:
    """Opens the ledger in a PostgreSQL database, "postgresql://user:password@host/database", or makes its tables.

    Raises the `Problem`s of `player.ledger.problems`. Any number of programs may write to it at once.
    """
    return _opened(PostgresServer(url), signer, clock, _nothing)


def _opened(database: Database, signer: Signer, clock: Clock, before_upgrade: Callable[[], None]) -> SqlLedger:
    try:
        if 0 < format_of(database) < len(LEDGER_STEPS):
            before_upgrade()
        upgrade(database, LEDGER_STEPS)
        check_tables(database, LEDGER)
        _introduce(database, signer.public)
    except BaseException:
        database.close()
        raise
    return SqlLedger(Desk(database=database, signer=signer, clock=clock))


def _introduce(database: Database, key: PublicKey) -> None:
    """Keeps this device's public key with its streams, so that whoever merges them can check their heads."""
    with database.read() as connection:
        known = connection.scalar(select(DEVICE.c.key).where(DEVICE.c.id == key.id))
    if known is None:
        database.write(lambda connection: INSERT_DEVICE.run(connection, key.id, key.raw))


class SqlLedger:
    """All streams of a profile. Implements `domain.event.Ledger`; thread-safe."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._streams: dict[StreamId, SqlStream] = {}
        self._lock = threading.Lock()
        self._closed = False

    @property
    def database(self) -> Database:
        """What it stands on, for those in this room who merge, back up and examine."""
        return self._desk.database

    @property
    def device(self) -> DeviceId:
        """Whose key signs here."""
        return DeviceId(self._desk.signer.public.id)

    def streams(self) -> tuple[SqlStream, ...]:
        """The streams that are as they were written, oldest first; for the others see `damaged`."""
        return tuple(found for found in self._all() if isinstance(found, SqlStream))

    def damaged(self) -> tuple[Problem, ...]:
        """A problem for each stream that cannot be used (`StreamDamaged`, as a rule)."""
        return tuple(found for found in self._all() if isinstance(found, Problem))

    def begun(self) -> tuple[tuple[LearnerId, CourseHash], ...]:
        """Who began which course, on whatever device, the oldest first."""
        # No index serves a value that is computed: a damaged one could leave a stream out.
        learner, course = (column.concat(literal_column("''")) for column in (STREAM.c.learner, STREAM.c.course_hash))
        pairs = select(learner, course).group_by(learner, course)
        with self._desk.database.read() as connection:
            rows = connection.execute(pairs.order_by(func.min(STREAM.c.number))).all()
        return tuple((LearnerId(who), CourseHash(begun)) for who, begun in rows)

    def reaches(self, learner: LearnerId) -> tuple[Reach, ...]:
        """How far the learner came in each course that was begun, as tallies say, which nobody checked."""
        with self._desk.database.read() as connection:
            return stored_reaches(connection, learner)

    def let_go(self, learner: LearnerId) -> None:
        """Forgets the events of this learner's streams that were read: whoever walks through everybody's needs room."""
        with self._lock:
            for stream in [one.id for one in self._streams.values() if one.learner == learner]:
                del self._streams[stream]

    def forget_everything(self, empty: Callable[[Connection], None]) -> None:
        """For who clears a station after its event: `empty` takes all rows away, and nothing that was read stays."""
        self._desk.database.write(empty)
        with self._lock:
            self._streams.clear()

    def open(self, opening: StreamOpened) -> SqlStream:
        """A new stream of this device, whose first event is `opening`. Raises `Problem`s."""
        if opening.device != self._desk.signer.public.id:
            raise ValueError("a stream is opened on the device whose key signs it")
        tape = self._desk.database.write(partial(self._open, opening))
        return self._keep(SqlStream(self._desk, tape))

    def stream_for(self, *, learner: LearnerId, course_hash: CourseHash) -> SqlStream | None:
        """The stream of the latest attempt on this device, if any. Raises `StreamDamaged` when it cannot be used."""
        with self._desk.database.read() as connection:
            row = LATEST_STREAM.run(connection, learner, course_hash, self._desk.signer.public.id).first()
            if row is None:
                self._check_index(connection, learner, course_hash)
            return None if row is None else self._stream(connection, row)

    def bodies(self, stream_id: StreamId) -> tuple[bytes, ...]:
        """The bytes of the stream's events as they are stored, in order; none if there is no such stream."""
        with self._desk.database.read() as connection:
            number = self._number(connection, stream_id)
            return tuple(connection.scalars(select(EVENT.c.body).where(EVENT.c.stream == number).order_by(EVENT.c.seq)))

    def heads(self, stream_id: StreamId) -> tuple[Envelope, ...]:
        """The signed heads of the stream's main branch as they are stored, in the order of their events."""
        with self._desk.database.read() as connection:
            number = self._number(connection, stream_id)
            query = select(HEAD.c.envelope).where(HEAD.c.stream == number, ON_MAIN_BRANCH).order_by(HEAD.c.seq)
            stored = tuple(connection.scalars(query))
        return tuple(Envelope.from_json(envelope, name=Phrase("The head of the evidence")) for envelope in stored)

    def sign_head(self, stream_id: StreamId) -> Envelope:
        """The signed head of the stream's last event, from now on stored.

        Damage is never signed over: raises `StreamDamaged`, and LookupError if there is no such stream.
        """
        with self._desk.database.read() as connection:
            number = self._number(connection, stream_id)
            row = connection.execute(STREAM_ROWS.where(STREAM.c.number == number)).one_or_none()
            if row is None:
                raise LookupError(stream_id)
            stream = self._stream(connection, row)
        return stream.sign_head()

    def sign_heads(self) -> tuple[Problem, ...]:
        """Signs the last event of each stream of this device, where it is not signed yet.

        Returns a problem for each stream that is not as it was written; raises what the world does to the place.
        """
        with self._desk.database.read() as connection:
            rows = connection.execute(_unsigned(self._desk.signer.public)).all()
        return tuple(problem for row in rows if (problem := self._sign(row)) is not None)

    def vouch(self, former: Iterable[Signer]) -> tuple[Problem, ...]:
        """Signs with former keys of this profile what they recorded and did not sign yet: on a copied disk, that is
        what was done since the last milestone before it was copied. What kept a stream from it."""
        return tuple(problem for signer in former for problem in self._as_signed_by(signer).sign_heads())

    def _as_signed_by(self, signer: Signer) -> SqlLedger:
        _introduce(self._desk.database, signer.public)
        return SqlLedger(replace(self._desk, signer=signer))

    def tallies(self, *, learner: LearnerId | None = None) -> tuple[StreamTally, ...]:
        """What each stream adds up to, of all or of one learner; those that are behind are counted first.

        Damaged streams are told as they were last counted, if they ever were.
        """
        recount(self._desk.database, learner=learner, only_stale=True)
        found = self._stored_tallies(learner)
        if None in found:
            # Somebody else wrote there. All of it is derived, so it is made anew.
            recount(self._desk.database, learner=learner)
            found = self._stored_tallies(learner)
        return tuple(tally for tally in found if tally is not None)

    def rebuild(self, *, mend: bool = True, say: Say | None = None) -> Recount:
        """Counts everything anew and verified, and sets right what is wrong, or only tells it."""
        return recount(self._desk.database, mend=mend, say=say)

    def take_in(self, strands: Iterable[Strand], *, sign_first: bool = True) -> MergeReport:
        """Merges branches from elsewhere; each is checked before anything of it is written. Raises `Problem`s.

        This device's own events are signed first, so that whatever becomes of their branch, they are vouched for;
        whoever merges every few seconds, and nothing of this device, need not.
        """
        if sign_first:
            self.sign_heads()
        merge = Merge(self._desk.database, own=self._desk.signer.public.id)
        return self._merged(merge.take_in(offered(strands), {}))

    def take_from(
        self, other: SqlLedger, *, signers: Iterable[Signer] = (), keys: Iterable[PublicKey] = ()
    ) -> MergeReport:
        """Merges all that another ledger holds, which is only read: each stream as far as it holds.

        `signers`: the other's device keys, besides the one with which it was opened, that are at hand: what they
        recorded and did not sign yet is signed on the way. `keys`: public ones that the other does not hold itself.
        """
        self.sign_heads()
        by_device = {str(signer.public.id): signer for signer in (*signers, other._desk.signer)}
        known = {str(key.id): key for key in (*keys, *(signer.public for signer in by_device.values()))}
        merge = Merge(self._desk.database, own=self._desk.signer.public.id)
        found = news(other.database, self._desk.database, known, by_device, merge.pass_over)
        return self._merged(merge.take_in(found, by_device))

    def _merged(self, report: MergeReport) -> MergeReport:
        """Whoever asks for a stream that grew, or whose main branch is another one now, gets it as it is."""
        with self._lock:
            for stream in (*report.grown, *report.moved):
                self._streams.pop(stream, None)
        return report

    def strands(self) -> Iterator[Strand]:
        """Everything that a device vouches for here, branch by branch, each as far as it holds."""
        return strands(self._desk.database)

    def branches(
        self, *, learner: LearnerId, course_hash: CourseHash, beside: StreamId | None = None
    ) -> tuple[Checked, ...]:
        """Every branch of the learner's streams in a course, verified; damaged streams are left out.

        None where there is nothing but the main branch of the stream `beside`.
        """
        return branches(self._desk.database, learner=learner, course_hash=course_hash, beside=beside)

    def forks(self) -> tuple[Fork, ...]:
        """The streams that were continued twice."""
        with self._desk.database.read() as connection:
            return tuple(forks_in(connection))

    def last_at(self) -> datetime | None:
        """When the latest of all events was written, by the clock of then; None where there is none."""
        with self._desk.database.read() as connection:
            latest = connection.execute(select(func.max(TALLY.c.last_at))).scalar()
        return None if latest is None else datetime.fromtimestamp(latest / 1000, tz=UTC)

    def close(self) -> None:
        """Signs what is not signed yet, as far as the world allows, and waits for what is being written."""
        if self._closed:
            return
        self._closed = True
        try:
            self.sign_heads()
        except Problem:
            # Nothing is lost by it: what is not signed now is signed at the next milestone or the next quitting.
            pass
        finally:
            self._desk.database.close()

    def _stored_tallies(self, learner: LearnerId | None) -> tuple[StreamTally | None, ...]:
        with self._desk.database.read() as connection:
            return stored_tallies(connection, learner=learner)

    def _sign(self, row: StreamRow) -> Problem | None:
        found = self._found(row)
        if isinstance(found, Problem):
            return found
        try:
            found.sign_head()
        except (StreamDamaged, GoneOnElsewhere) as problem:
            return problem
        return None

    def _number(self, connection: Connection, stream_id: StreamId) -> int | None:
        """The number of a stream, without asking an index for one that was read already: it might be damaged."""
        known = self._streams.get(stream_id)
        return known.number if known else connection.scalar(select(STREAM.c.number).where(STREAM.c.id == stream_id))

    def _check_index(self, connection: Connection, learner: LearnerId, course_hash: CourseHash) -> None:
        """An index that is damaged finds nothing where something is: a course would look as if it was never begun."""
        # No index serves a value that is computed.
        unindexed = select(STREAM.c.number).where(
            STREAM.c.learner.concat("") == learner,
            STREAM.c.course_hash == course_hash,
            STREAM.c.device == self._desk.signer.public.id,
        )
        if connection.dialect.name == "sqlite" and connection.execute(unindexed).first() is not None:
            place = self._desk.database.place
            raise RecordsDamaged(file=place.file, folder=place.folder, details="an index leaves out a stream")

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
        known = connection.execute(STREAM_ROWS.where(STREAM.c.id == opening.stream)).one_or_none()
        if known is not None:
            return self._opened_after_all(opening, connection, known)
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

    def _opened_after_all(self, opening: StreamOpened, connection: Connection, row: StreamRow) -> Tape:
        """The world failed when it was opened, so that nobody knew whether it was."""
        tape = load(connection, row, self._desk.signer.public)
        if tape.opening != opening:
            raise ValueError("a stream of this name was opened otherwise")
        return tape


def _unsigned(key: PublicKey) -> Select[int, str, str, str, str, int, int]:
    """The streams of this device whose last event no head is for."""
    signed = exists().where(HEAD.c.stream == STREAM.c.number, HEAD.c.seq == EVENT.c.seq, HEAD.c.hash == EVENT.c.hash)
    return (
        STREAM_ROWS.join(EVENT, and_(EVENT.c.stream == STREAM.c.number, EVENT.c.seq == LAST_SEQ))
        .where(STREAM.c.device == key.id, ~signed)
        .order_by(STREAM.c.number)
    )
