"""Says in the learner's words what the database says in numbers."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from player.domain.problem import Problem
from player.ledger.problems import (
    DiskFails,
    DiskFull,
    ReadOnlyRecords,
    RecordsBusy,
    RecordsDamaged,
    RecordsGone,
    ServerBusy,
    ServerDamaged,
    ServerFails,
    ServerFull,
    ServerGone,
    ServerReadOnly,
    ServerRefuses,
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
    except UnicodeDecodeError as error:
        # The driver cannot even say what is wrong with what the file says of its own tables.
        raise RecordsDamaged(file=file.name, folder=file.parent, details=str(error)) from error
    except OSError as error:
        raise problem_of(obstacle_of(error), file.parent, str(error)) from error


@contextmanager
def told_of_server(server: str) -> Generator[None]:
    """The same for a PostgreSQL server; `server` is how problems name the database and where it is."""
    try:
        yield
    except DBAPIError as error:
        problem = _problem_of_server(error, server)
        if problem is None:
            raise
        raise problem from error
    except NoConnectionFree as error:
        raise ServerBusy(folder=server, details=str(error)) from error


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


def _problem_of_server(error: DBAPIError, server: str) -> Problem | None:
    # The codes are PostgreSQL's: https://www.postgresql.org/docs/current/errcodes-appendix.html
    details = str(error.orig)
    if error.connection_invalidated:
        return ServerGone(folder=server, details=details)
    match getattr(error.orig, "sqlstate", None):
        case "53100":  # disk full
            return ServerFull(folder=server, details=details)
        case "25006" | "42501":  # read-only transaction, no privilege
            return ServerReadOnly(folder=server, details=details)
        case "40P01" | "40001" | "55P03" | "53200" | "53300":  # deadlock, serialization, lock, memory, connections
            return ServerBusy(folder=server, details=details)
        case "58030":  # input/output
            return ServerFails(folder=server, details=details)
        case "XX001" | "XX002":  # data corrupted, index corrupted
            return ServerDamaged(folder=server, details=details)
        case str(state) if state.startswith(("08", "57P")):  # connection, shutdown
            return ServerGone(folder=server, details=details)
        case None if type(error.orig).__name__ == "OperationalError":
            return _while_connecting(error, server, details)
        case _:
            return None


def _while_connecting(error: DBAPIError, server: str, details: str) -> Problem:
    """Before there is a connection the server gives no code: its words, and whether it asked for a password, tell."""
    connection = getattr(error.orig, "pgconn", None)
    asked = connection is not None and (connection.needs_password or connection.used_password)
    if any(words in details for words in ("starting up", "shutting down", "recovery")):
        return ServerGone(folder=server, details=details)
    if "too many" in details:
        return ServerBusy(folder=server, details=details)
    kind = ServerRefuses if asked or "FATAL" in details else ServerGone
    return kind(folder=server, details=details)
