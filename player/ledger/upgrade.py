"""The numbered steps by which ledgers and people of older formats come to the present one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, insert, inspect, select, text, update

from player.ledger.database import Database, Place
from player.ledger.problems import NewerRecords, RecordsDamaged
from player.ledger.tables import LEDGER, NOTE, PEOPLE, REPORTED, WRITTEN

Step = Callable[[Connection], None]

_META = MetaData()
META = Table("meta", _META, Column("name", String, primary_key=True), Column("value", Integer, nullable=False))

# As SQLite's advice for changes of tables has it: https://sqlite.org/lang_altertable.html
_ASIDE = ("ALTER TABLE event RENAME TO event_1", "ALTER TABLE head RENAME TO head_1")
_OVER = (
    "INSERT INTO event SELECT stream, seq, body, hash FROM event_1 ORDER BY stream, seq",
    # The head of an event that was lost keeps an empty hash: it goes on telling that the event was there.
    "INSERT INTO head SELECT head_1.stream, head_1.seq, coalesce(event_1.hash, x''), head_1.envelope FROM head_1"
    " LEFT JOIN event_1 ON event_1.stream = head_1.stream AND event_1.seq = head_1.seq",
    "DROP TABLE event_1",
    "DROP TABLE head_1",
)


def _to_second_ledger(connection: Connection) -> None:
    """Drops what repeats the event's body (`kind`, `at`), and says for each head on which branch it lies.

    Event bytes, links and envelopes are copied as they are, whatever is in them. Tallies are left to be made.
    """
    for statement in _ASIDE:
        connection.execute(text(statement))
    LEDGER.create_all(connection)
    for statement in _OVER:
        connection.execute(text(statement))


LEDGER_STEPS: tuple[Step, ...] = (LEDGER.create_all, _to_second_ledger)
PEOPLE_STEPS: tuple[Step, ...] = (PEOPLE.create_all, NOTE.create, REPORTED.create, WRITTEN.create)
"""The second brought notes, the third credit from elsewhere, the fourth what was written where."""


def format_of(database: Database) -> int:
    """The format of what is kept there, 0 when there is nothing yet. Raises `RecordsDamaged`."""
    with database.read() as connection:
        return _format_of(connection, database.place)


def upgrade(database: Database, steps: Sequence[Step]) -> None:
    """Brings what is kept there to format `len(steps)` in one transaction: afterwards it is wholly old or wholly new.

    The first step makes the tables of the last format where there are none; step n leads from format n - 1 to n.
    The bytes of events are never changed by a step.
    Raises `NewerRecords` for a format beyond the last step, `RecordsDamaged` for tables of something else.
    """
    found, place = format_of(database), database.place
    if found > len(steps):
        raise NewerRecords(file=place.file, folder=place.folder, found=found, known=len(steps))
    if found < len(steps):
        database.write(lambda connection: _run(connection, place, steps))


def check_tables(database: Database, tables: MetaData) -> None:
    """Raises `RecordsDamaged` unless what is kept there has these tables with their columns.

    Their names stand in the file as any other bytes, and SQLite's own check does not look at what they say.
    """
    with database.read() as connection:
        found = inspect(connection).get_multi_columns()
    columns = {table: {column["name"] for column in there} for (_, table), there in found.items()}
    for table in tables.sorted_tables:
        missing = {column.name for column in table.columns} - columns.get(table.name, set())
        if missing:
            place, names = database.place, ", ".join(sorted(missing))
            raise RecordsDamaged(file=place.file, folder=place.folder, details=f"{table.name} has no {names}")


def _run(connection: Connection, place: Place, steps: Sequence[Step]) -> None:
    lock_out_others(connection)
    # Read again: another process may have upgraded it since.
    found = _format_of(connection, place)
    for step in steps[:1] if found == 0 else steps[found:]:
        step(connection)
    _META.create_all(connection)
    if found == 0:
        connection.execute(insert(META).values(name="format", value=len(steps)))
    else:
        connection.execute(update(META).where(META.c.name == "format").values(value=len(steps)))


def lock_out_others(connection: Connection) -> None:
    """Until the transaction ends. With a file, whoever writes is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('carrel upgrade'))"))


def _format_of(connection: Connection, place: Place) -> int:
    tables = inspect(connection).get_table_names()
    if not tables:
        return 0
    found = None
    if META.name in tables:
        found = connection.scalar(select(META.c.value).where(META.c.name == "format"))
    if not isinstance(found, int) or found < 1:
        raise RecordsDamaged(file=place.file, folder=place.folder, details="no format number is written in it")
    return found
