"""The driver's own connection beneath SQLAlchemy's, for the few statements that run at every append."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


def told_to_driver(connection: Connection, statement: str, values: Sequence[object] = ()) -> Sequence[Any] | None:
    """Runs a statement on the driver's connection; the first row that comes of it, if any.

    SQLAlchemy's way to a result takes longer than SQLite takes for all of an append. Raises `DBAPIError` as it does.
    """
    with _cursor(connection, statement) as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def all_told_to_driver(
    connection: Connection, statement: str, values: Sequence[object] = ()
) -> Sequence[Sequence[Any]]:
    """The same, with all rows that come of it."""
    with _cursor(connection, statement) as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


@contextmanager
def _cursor(connection: Connection, statement: str) -> Generator[Any]:
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError(statement, None, error) from error
    finally:
        cursor.close()
