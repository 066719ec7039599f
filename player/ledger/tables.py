"""The tables of the ledger and of the people, and the numbered steps by which a file gets them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.dialects.sqlite.pysqlite import dialect
from sqlalchemy.sql import ClauseElement

from player.ledger.database import Database
from player.ledger.problems import NewerRecords, RecordsDamaged

Step = Callable[[Connection], None]

LEDGER = MetaData()
PEOPLE = MetaData()
_META = MetaData()

META = Table("meta", _META, Column("name", String, primary_key=True), Column("value", Integer, nullable=False))

STREAM = Table(
    "stream",
    LEDGER,
    # `number` is local to this file; `id` is the stream's name in the world.
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("device", String, nullable=False),
    Column("learner", String, nullable=False),
    Column("course_hash", String, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("policy", Integer, nullable=False),
    Index("stream_of_course", "learner", "course_hash"),
)

# `kind` and `at` stand beside the body to be read by people and tools; replay holds them against it.
EVENT = Table(
    "event",
    LEDGER,
    Column("stream", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("at", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

HEAD = Table(
    "head",
    LEDGER,
    Column("stream", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("envelope", LargeBinary, nullable=False),
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

STREAM_ROWS = select(
    STREAM.c.number,
    STREAM.c.id,
    STREAM.c.device,
    STREAM.c.learner,
    STREAM.c.course_hash,
    STREAM.c.attempt,
    STREAM.c.policy,
)


def _text(statement: ClauseElement) -> str:
    return str(statement.compile(dialect=dialect()))


# What every append and every replay runs, as text: building the statements takes longer than running them.
LAST_EVENT = _text(
    select(EVENT.c.seq, EVENT.c.hash).where(EVENT.c.stream == bindparam("stream")).order_by(EVENT.c.seq.desc())
)
"""Takes (stream,); the first row is the last one."""
LAST_HEAD = _text(
    select(HEAD.c.seq, HEAD.c.envelope).where(HEAD.c.stream == bindparam("stream")).order_by(HEAD.c.seq.desc())
)
"""Takes (stream,); the first row is the last one."""
EVENTS_FROM = _text(
    select(EVENT.c.seq, EVENT.c.kind, EVENT.c.at, EVENT.c.body, EVENT.c.hash)
    .where(EVENT.c.stream == bindparam("stream"), EVENT.c.seq >= bindparam("start"))
    .order_by(EVENT.c.seq)
)
"""Takes (stream, start)."""
INSERT_EVENT = _text(insert(EVENT))
"""Takes the columns of `EVENT` in their order."""

LEDGER_STEPS: tuple[Step, ...] = (LEDGER.create_all,)
PEOPLE_STEPS: tuple[Step, ...] = (PEOPLE.create_all,)


def upgrade(database: Database, steps: Sequence[Step]) -> None:
    """Brings the file to format `len(steps)` in one transaction: afterwards it is wholly old or wholly new.

    Step n leads from format n - 1 to n. The bytes of events are never changed by a step.
    Raises `NewerRecords` for a format beyond the last step, `RecordsDamaged` for tables of something else.
    """
    with database.read() as connection:
        found = _format_of(connection, database.file)
    if found > len(steps):
        raise NewerRecords(file=database.file.name, folder=database.file.parent, found=found, known=len(steps))
    if found < len(steps):
        database.write(lambda connection: _run(connection, database.file, steps))


def _run(connection: Connection, file: Path, steps: Sequence[Step]) -> None:
    # Read again: another process may have upgraded the file since.
    found = _format_of(connection, file)
    for step in steps[found:]:
        step(connection)
    _META.create_all(connection)
    if found == 0:
        connection.execute(insert(META).values(name="format", value=len(steps)))
    else:
        connection.execute(update(META).where(META.c.name == "format").values(value=len(steps)))


def _format_of(connection: Connection, file: Path) -> int:
    tables = inspect(connection).get_table_names()
    if not tables:
        return 0
    found = None
    if META.name in tables:
        found = connection.scalar(select(META.c.value).where(META.c.name == "format"))
    if not isinstance(found, int) or found < 1:
        raise RecordsDamaged(file=file.name, folder=file.parent, details="no format number is written in it")
    return found
