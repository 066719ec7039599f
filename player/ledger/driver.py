"""The driver's own connection beneath SQLAlchemy's, for the few statements that run at every append."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


def told_to_driver(connection: Connection, statement: str, values: Sequence[object] = ()) -> Sequence[Any] | None:
    """Runs a statement on the driver's connection; the first row that comes of it, if any.

    SQLAlchemy's way to a result takes longer than SQLite takes for all of an append. Raises `DBAPIError` as it does.
    """
    cursor = connection.connection.cursor()
    try:
        cursor.execute(statement, values)
        return cursor.fetchone()
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError(statement, None, error) from error
    finally:
        cursor.close()
