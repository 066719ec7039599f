"""The tables of the ledger and of the people, and the statements that run at every append, for each database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    CursorResult,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    exists,
    func,
    insert,
    select,
)
from sqlalchemy.sql import ClauseElement

from player.ledger.driver import all_told_to_driver, told_to_driver

LEDGER = MetaData()
PEOPLE = MetaData()

# The public keys of the devices whose streams are here; `id` is the fingerprint of `key`, 32 raw bytes.
DEVICE = Table(
    "device",
    LEDGER,
    Column("id", String, primary_key=True),
    Column("key", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

STREAM = Table(
    "stream",
    LEDGER,
    # `number` is local to this ledger; `id` is the stream's name in the world.
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("device", String, nullable=False),
    Column("learner", String, nullable=False),
    Column("course_hash", String, nullable=False),
    Column("attempt", BigInteger, nullable=False),
    Column("policy", BigInteger, nullable=False),
    Index("stream_of_course", "learner", "course_hash"),
)

# The main branch of each stream; `hash` is the link after the event.
EVENT = Table(
    "event",
    LEDGER,
    Column("stream", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# `hash` is the link after event `seq`: it says on which branch the head lies.
HEAD = Table(
    "head",
    LEDGER,
    Column("stream", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, primary_key=True),
    Column("envelope", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Events that are not on the main branch; `previous` is the link before the event, `hash` the one after it.
FORK = Table(
    "fork",
    LEDGER,
    Column("stream", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, primary_key=True),
    Column("previous", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# What the main branch adds up to, as far as event `applied`, whose link is `link`. Derived: it can always be rebuilt.
# `sessions` is JSON: for each session its covered intervals and the time engaged in it.
TALLY = Table(
    "tally",
    LEDGER,
    Column("stream", Integer, primary_key=True, autoincrement=False),
    Column("applied", Integer, nullable=False),
    Column("link", LargeBinary, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    Column("engaged_ms", BigInteger, nullable=False),
    Column("acknowledged", Integer, nullable=False),
    Column("quiz_tries", Integer, nullable=False),
    Column("evaluated", Integer, nullable=False),
    Column("certificates", Integer, nullable=False),
    Column("exports", Integer, nullable=False),
    Column("sessions", LargeBinary, nullable=False),
)

# The claims of the main branch, derived as the tally is; `seq` is the event by which credit was claimed.
CLAIM = Table(
    "claim",
    LEDGER,
    Column("stream", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("offer", String, nullable=False),
    Column("amount", String, nullable=False),
    Column("profession", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# `number` grows with each saving, so that the particulars saved last are known without a clock.
PERSON = Table(
    "person",
    PEOPLE,
    Column("number", Integer, primary_key=True),
    Column("learner", String, nullable=False, unique=True),
    Column("particulars", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

# What learners wrote down while watching; never evidence.
NOTE = Table(
    "note",
    PEOPLE,
    Column("id", String, primary_key=True),
    Column("learner", String, nullable=False),
    Column("course", String, nullable=False),
    Column("session", String, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("text", String, nullable=False),
    Column("made_ms", BigInteger, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    Index("note_of_course", "learner", "course"),
    sqlite_with_rowid=False,
)

# Credit from elsewhere, as learners entered it; never evidence. `day` is an ISO date, `amount` a decimal number.
REPORTED = Table(
    "reported",
    PEOPLE,
    Column("id", String, primary_key=True),
    Column("learner", String, nullable=False),
    Column("day", String, nullable=False),
    Column("title", String, nullable=False),
    Column("provider", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("amount", String, nullable=False),
    Column("note", String, nullable=False),
    Index("reported_by", "learner"),
    sqlite_with_rowid=False,
)

# Which files were handed on, and where they were written; never evidence. `claims`: numbers, with spaces between.
WRITTEN = Table(
    "written",
    PEOPLE,
    Column("number", Integer, primary_key=True),
    Column("learner", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("form", String, nullable=False),
    Column("file", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("claims", String, nullable=False),
    Index("written_by", "learner"),
    sqlite_autoincrement=True,
)

STREAM_ROWS = select(
    STREAM.c.number,
    STREAM.c.id,
    STREAM.c.device,
    STREAM.c.learner,
    STREAM.c.course_hash,
    STREAM.c.attempt,
    STREAM.c.policy,
)

ON_MAIN_BRANCH = ~exists().where(FORK.c.stream == HEAD.c.stream, FORK.c.hash == HEAD.c.hash)
"""Which rows of `HEAD` belong to the main branch: all that do not lie on another one, also those of lost events."""

LAST_SEQ = select(func.max(EVENT.c.seq)).where(EVENT.c.stream == STREAM.c.number).correlate(STREAM).scalar_subquery()
"""In a query of `STREAM`: the number of the stream's last event on the main branch."""


class Hot:
    """A statement that every append or replay runs, kept as text: building it takes longer than running it."""

    def __init__(self, statement: Callable[[str], ClauseElement]) -> None:
        """`statement` makes it for the database of this name, "sqlite" or "postgresql"."""
        self._statement = statement
        self._texts: dict[str, str] = {}

    def run(self, connection: Connection, *values: object) -> CursorResult[*tuple[Any, ...]]:
        """`values` in the order in which the statement names them."""
        return connection.exec_driver_sql(self._text(connection.dialect), values)

    def do(self, connection: Connection, *values: object) -> Sequence[Any] | None:
        """The first row that comes of it, if any; in a file several times as quick as `run`."""
        if connection.dialect.name != "sqlite":
            result = self.run(connection, *values)
            return result.first() if result.returns_rows else None
        return told_to_driver(connection, self._text(connection.dialect), values)

    def all(self, connection: Connection, *values: object) -> Sequence[Sequence[Any]]:
        """All rows that come of it, without names; in a file as quick as `do`."""
        if connection.dialect.name != "sqlite":
            return self.run(connection, *values).all()
        return all_told_to_driver(connection, self._text(connection.dialect), values)

    def run_for_each(self, connection: Connection, rows: Sequence[tuple[object, ...]]) -> None:
        """The same for many rows of values at once."""
        if rows:
            connection.exec_driver_sql(self._text(connection.dialect), list(rows))

    def _text(self, dialect: Dialect) -> str:
        text = self._texts.get(dialect.name)
        if text is None:
            text = self._texts[dialect.name] = str(self._statement(dialect.name).compile(dialect=dialect))
        return text


def insert_into(database: str, table: Table) -> Any:
    """An insert that can say what is to happen when the row is there already; `database` is the dialect's name."""
    # The module was loaded with the engine; whoever has no server need not wait for PostgreSQL's half.
    return import_module(f"sqlalchemy.dialects.{database}").insert(table)


def insert_or_keep(database: str, table: Table) -> Any:
    """An insert that leaves a row alone that is there already."""
    return insert_into(database, table).on_conflict_do_nothing()


def insert_or_replace(database: str, table: Table) -> Any:
    """An insert that puts its values in the place of the row with the same key."""
    statement = insert_into(database, table)
    rest = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest)


LOCK_STREAM = Hot(lambda _: select(STREAM.c.number).where(STREAM.c.number == bindparam("stream")).with_for_update())
"""Takes the stream's number. No other writer appends to the stream until the transaction ends."""
LAST_EVENT = Hot(
    lambda _: (
        select(EVENT.c.seq, EVENT.c.hash)
        .where(EVENT.c.stream == bindparam("stream"))
        .order_by(EVENT.c.seq.desc())
        .suffix_with("LIMIT 1")
    )
)
"""Takes the stream's number."""
LAST_HEAD = Hot(
    lambda _: (
        select(HEAD.c.seq, HEAD.c.hash, HEAD.c.envelope)
        .where(HEAD.c.stream == bindparam("stream"), ON_MAIN_BRANCH)
        .order_by(HEAD.c.seq.desc())
        .suffix_with("LIMIT 1")
    )
)
"""Takes the stream's number; the last one of the main branch."""
LATEST_STREAM = Hot(
    lambda _: (
        STREAM_ROWS.where(
            STREAM.c.learner == bindparam("learner"),
            STREAM.c.course_hash == bindparam("course"),
            STREAM.c.device == bindparam("device"),
        )
        .order_by(STREAM.c.attempt.desc(), STREAM.c.number.desc())
        .suffix_with("LIMIT 1")
    )
)
"""Takes learner, course and device; the stream of the latest attempt."""
STREAMS_IN_COURSE = Hot(
    lambda _: STREAM_ROWS.where(
        STREAM.c.learner == bindparam("learner"), STREAM.c.course_hash == bindparam("course")
    ).order_by(STREAM.c.number)
)
"""Takes learner and course; on whatever device."""
EVENTS_FROM = Hot(
    lambda _: (
        select(EVENT.c.seq, EVENT.c.body, EVENT.c.hash)
        .where(EVENT.c.stream == bindparam("stream"), EVENT.c.seq >= bindparam("start"))
        .order_by(EVENT.c.seq)
    )
)
"""Takes the stream's number and the event to begin with."""
INSERT_EVENT = Hot(lambda _: insert(EVENT))
"""Takes the columns of `EVENT` in their order."""
INSERT_HEAD = Hot(lambda database: insert_or_keep(database, HEAD))
"""Takes the columns of `HEAD` in their order; a head that is stored already stays."""
INSERT_DEVICE = Hot(lambda database: insert_or_keep(database, DEVICE))
"""Takes the columns of `DEVICE` in their order; a key that is stored already stays."""
APPLIED = Hot(lambda _: select(TALLY.c.applied).where(TALLY.c.stream == bindparam("stream")))
"""Takes the stream's number; the event that its tally speaks of."""
KEEP_TALLY = Hot(lambda database: insert_or_replace(database, TALLY))
"""Takes the columns of `TALLY` in their order."""
KEEP_CLAIM = Hot(lambda database: insert_or_replace(database, CLAIM))
"""Takes the columns of `CLAIM` in their order."""
