from __future__ import annotations

import errno
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from player.domain.problem import Problem
from player.ledger import problems
from player.ledger.database import Database
from player.ledger.faults import told


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
    database = Database(tmp_path / "x.sqlite")
    with pytest.raises(DBAPIError, match="no such table"):
        database.write(lambda connection: connection.exec_driver_sql("SELECT * FROM nowhere"))
    database.close()
