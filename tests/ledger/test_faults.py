from __future__ import annotations

import errno
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from player.domain.problem import Problem
from player.ledger import problems
from player.ledger.database import SqliteFile
from player.ledger.faults import told, told_of_server


class Failure(Exception):
    """An error of the driver with one of SQLite's (extended) result codes."""

    def __init__(self, code: int) -> None:
        self.sqlite_errorcode = code
        super().__init__(f"code {code}")


TOLD: dict[int, type[Problem]] = {
    5: problems.RecordsBusy,
    6 | 1 << 8: problems.RecordsBusy,
    8: problems.ReadOnlyRecords,
    8 | 4 << 8: problems.ReadOnlyRecords,
    10: problems.DiskFails,
    10 | 3 << 8: problems.DiskFails,
    11: problems.RecordsDamaged,
    11 | 1 << 8: problems.RecordsDamaged,
    13: problems.DiskFull,
    14: problems.DiskFails,
    26: problems.RecordsDamaged,
}


@pytest.mark.parametrize("code", TOLD)
def test_what_the_world_does_to_the_file_is_told_in_three_sentences(tmp_path: Path, code: int) -> None:
    file = tmp_path / "ledger.sqlite"
    file.touch()
    with pytest.raises(TOLD[code]) as met, told(file):
        raise OperationalError("INSERT", None, Failure(code))
    told_of = met.value
    assert all(part.endswith(".") and "{" not in part for part in (told_of.what, told_of.meaning, told_of.remedy))
    assert told_of.details == f"code {code}"


def test_an_input_output_error_is_explained_by_what_the_folder_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "ledger.sqlite"
    with pytest.raises(problems.RecordsGone), told(file):
        raise OperationalError("INSERT", None, Failure(10))
    file.touch()

    def no_quota(*_: object) -> None:
        raise OSError(errno.EDQUOT, "quota exceeded")

    monkeypatch.setattr("os.fsync", no_quota)
    with pytest.raises(problems.DiskFull), told(file):
        raise OperationalError("INSERT", None, Failure(10 | 3 << 8))


def test_a_bug_stays_a_bug(tmp_path: Path) -> None:
    database = SqliteFile(tmp_path / "x.sqlite")
    with pytest.raises(DBAPIError, match="no such table"):
        database.write(lambda connection: connection.exec_driver_sql("SELECT * FROM nowhere"))
    database.close()


class ServerFailure(Exception):
    """An error of psycopg with one of PostgreSQL's codes, or none while connecting."""

    def __init__(self, state: str | None) -> None:
        self.sqlstate = state
        super().__init__(f"state {state}")


TOLD_OF_SERVER: dict[str, type[Problem]] = {
    "08006": problems.ServerGone,
    "57P01": problems.ServerGone,
    "53100": problems.ServerFull,
    "25006": problems.ServerReadOnly,
    "42501": problems.ServerReadOnly,
    "40P01": problems.ServerBusy,
    "40001": problems.ServerBusy,
    "55P03": problems.ServerBusy,
    "58030": problems.ServerFails,
    "XX001": problems.ServerDamaged,
}


@pytest.mark.parametrize("state", TOLD_OF_SERVER)
def test_what_the_world_does_to_the_server_is_told_in_three_sentences(state: str) -> None:
    with pytest.raises(TOLD_OF_SERVER[state]) as met, told_of_server("credits on db.example.org"):
        raise OperationalError("INSERT", None, ServerFailure(state))
    told_of = met.value
    assert "credits on db.example.org" in told_of.what
    assert all(part.endswith(".") and "{" not in part for part in (told_of.what, told_of.meaning, told_of.remedy))
    assert told_of.details == f"state {state}"


@pytest.mark.parametrize(
    ("words", "told_as"),
    [
        ("FATAL:  the database system is starting up", problems.ServerGone),
        ("FATAL:  sorry, too many clients already", problems.ServerBusy),
        ('FATAL:  database "x" does not exist', problems.ServerRefuses),
        ("Connection refused", problems.ServerGone),
    ],
)
def test_what_a_server_says_before_there_is_a_connection_is_told_by_its_words(
    words: str, told_as: type[Problem]
) -> None:
    class OperationalError(Exception):
        """As psycopg calls it."""

    with pytest.raises(told_as), told_of_server("credits on db.example.org"):
        raise DBAPIError("connect", None, OperationalError(words))


def test_a_bug_stays_a_bug_on_a_server_too() -> None:
    with pytest.raises(DBAPIError), told_of_server("credits on db.example.org"):
        raise OperationalError("INSERT", None, ServerFailure("42P01"))
