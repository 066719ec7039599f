from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from player.ledger.database import SqliteFile, check_sqlite
from player.ledger.people import open_people
from player.ledger.problems import DatabaseTooOld, NewerRecords, RecordsDamaged
from player.ledger.upgrade import LEDGER_STEPS, PEOPLE_STEPS, Step, upgrade
from tests.ledger.conftest import Home
from tests.ledger.making import ledger_in, opening, tamper


def columns(connection: Connection) -> list[str]:
    return [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(thing)")]


def make(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE thing (a)"))


def widen(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE thing ADD COLUMN b"))


def fail(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE thing ADD COLUMN c"))
    raise KeyboardInterrupt


@pytest.mark.parametrize("old", [(3, 40, 1), (3, 51, 2), (3, 7, 0)])
def test_a_sqlite_that_can_damage_its_log_is_refused(old: tuple[int, ...]) -> None:
    with pytest.raises(DatabaseTooOld, match=r"needs 3\.51\.3 or later"):
        check_sqlite(old)


@pytest.mark.parametrize("good", [(3, 51, 3), (3, 53, 4), (4, 0, 0)])
def test_a_good_sqlite_is_used(good: tuple[int, ...]) -> None:
    check_sqlite(good)
    check_sqlite()


@pytest.mark.parametrize(
    ("file", "known"), [("ledger.sqlite", len(LEDGER_STEPS)), ("people.sqlite", len(PEOPLE_STEPS))]
)
def test_a_newer_format_is_refused_politely_and_left_as_it_is(tmp_path: Path, file: str, known: int) -> None:
    ledger = ledger_in(tmp_path)
    ledger.open(opening())
    ledger.close()
    open_people(tmp_path).close()
    tamper(tmp_path, "UPDATE meta SET value = ? WHERE name = 'format'", known + 1, file=file)
    before = (tmp_path / file).read_bytes()
    with pytest.raises(NewerRecords, match=f"format {known + 1}; this one knows up to {known}"):
        ledger_in(tmp_path) if file == "ledger.sqlite" else open_people(tmp_path)
    assert (tmp_path / file).read_bytes() == before


@pytest.mark.parametrize("statement", ["DROP TABLE meta", "DELETE FROM meta", "UPDATE meta SET value = 'x'"])
def test_tables_without_a_format_are_not_taken_for_records(tmp_path: Path, statement: str) -> None:
    ledger_in(tmp_path).close()
    tamper(tmp_path, statement)
    with pytest.raises(RecordsDamaged):
        ledger_in(tmp_path)


def test_a_ledger_on_a_server_of_a_newer_format_is_refused_politely(server: Home) -> None:
    server.open().close()
    server.tamper("UPDATE meta SET value = 99 WHERE name = 'format'")
    with pytest.raises(NewerRecords, match="format 99"):
        server.open()


def test_each_step_is_run_once_and_in_order(tmp_path: Path) -> None:
    database = SqliteFile(tmp_path / "x.sqlite")
    upgrade(database, [make])
    upgrade(database, [make, widen])
    upgrade(database, [make, widen])
    with database.read() as connection:
        assert columns(connection) == ["a", "b"]
    database.close()


def test_an_upgrade_that_is_broken_off_leaves_the_old_format(tmp_path: Path) -> None:
    database = SqliteFile(tmp_path / "x.sqlite")
    upgrade(database, [make])
    steps: list[Step] = [make, widen, fail]
    with pytest.raises(KeyboardInterrupt):
        upgrade(database, steps)
    with database.read() as connection:
        assert columns(connection) == ["a"]
    upgrade(database, steps[:2])
    with database.read() as connection:
        assert columns(connection) == ["a", "b"]
    database.close()


def test_every_connection_has_the_settings_that_durability_hangs_on(tmp_path: Path) -> None:
    database = SqliteFile(tmp_path / "x.sqlite")

    def settings(connection: Connection) -> tuple[object, ...]:
        names = ("journal_mode", "synchronous", "fullfsync", "checkpoint_fullfsync", "mmap_size", "secure_delete")
        return tuple(connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names)

    durable = ("wal", 2, 1, 1, 0, 1)
    with database.read() as connection:
        assert settings(connection) == durable
        assert isinstance(connection.engine, Engine)
    assert database.write(settings) == durable
    database.close()


def test_the_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "profile"
    ledger = ledger_in(folder)
    ledger.open(opening())
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    ledger.close()
