"""Says in the learner's words what the database says in numbers."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from player.domain.problem import Problem
from player.ledger.problems import (
    DiskFails,
    DiskFull,
    ReadOnlyRecords,
    RecordsBusy,
    RecordsDamaged,
    RecordsGone,
)
from player.ledger.profile import problem_of
from player.proof.files import obstacle_at, obstacle_of


@contextmanager
def told(file: Path) -> Generator[None]:
    """Turns what the world does to the database `file` into a `Problem`; bugs pass through as they are."""
    try:
        yield
    except DBAPIError as error:
        problem = _problem_of(error, file)
        if problem is None:
            raise
        raise problem from error
    except OSError as error:
        raise problem_of(obstacle_of(error), file.parent, str(error)) from error


def _problem_of(error: DBAPIError, file: Path) -> Problem | None:
    # The numbers are SQLite's primary result codes: https://sqlite.org/rescode.html
    folder, details = file.parent, str(error.orig)
    match _code(error):
        case 5 | 6 | 15:  # busy, locked, locking protocol
            return RecordsBusy(folder=folder, details=details)
        case 11 | 26:  # corrupt, not a database
            return RecordsDamaged(file=file.name, folder=folder, details=details)
        case 13 | 22:  # full, too large
            return DiskFull(folder=folder, details=details)
        case 3 | 8:  # permission, read-only
            return ReadOnlyRecords(folder=folder, details=details)
        case 10 | 14:  # input/output, cannot open
            return _of_the_disk(file, details)
        case _:
            return None


def _code(error: DBAPIError) -> int:
    number = getattr(error.orig, "sqlite_errorcode", 0)
    return number & 0xFF if isinstance(number, int) else 0


def _of_the_disk(file: Path, details: str) -> Problem:
    """SQLite says "I/O error" to a used-up quota as to a stick that is gone: the folder itself says which."""
    if not file.exists():
        return RecordsGone(folder=file.parent, details=details)
    obstacle = obstacle_at(file.parent)
    if obstacle is None:
        return DiskFails(folder=file.parent, details=details)
    return problem_of(obstacle, file.parent, details)
