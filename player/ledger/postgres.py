"""A ledger on a PostgreSQL server, for those who collect: any number of programs write to it at once."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from player.domain.phrase import Phrase
from player.ledger.database import Place
from player.ledger.faults import told_of_server
from player.ledger.problems import DriverMissing, NoAddress

SETTINGS = (
    # Whatever the server's own habit is: an event that was told as saved is on its disk.
    "SET synchronous_commit = on",
    "SET lock_timeout = '5s'",
    "SET idle_in_transaction_session_timeout = '5min'",
)
CONNECT_S = 5
DRIVER_NAME = "postgresql+psycopg"

T = TypeVar("T")


class PostgresServer:
    """A database on a server. Implements `Database`: each `write` has a connection of its own."""

    def __init__(self, url: str) -> None:
        """Connects to nothing yet. Raises `NoAddress` or `DriverMissing`."""
        parsed = _parsed(url)
        # Without the name and the password: problems are shown and kept in logs.
        self._name = f"{parsed.database or parsed.username} on {parsed.host or Phrase('this computer')}"
        self.place = Place(file=Phrase("The ledger"), folder=self._name)
        self._engine = _engine(parsed)
        self._readers = self._engine.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def read(self) -> Generator[Connection]:
        with told_of_server(self._name), self._readers.connect() as connection, connection.begin():
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        with told_of_server(self._name), self._engine.connect() as connection, connection.begin():
            return work(connection)

    def close(self) -> None:
        self._engine.dispose()


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise NoAddress from None
    if parsed.get_backend_name() not in ("postgresql", "postgres"):
        raise NoAddress
    return parsed.set(drivername=DRIVER_NAME)


def _engine(url: URL) -> Engine:
    try:
        engine = create_engine(
            url, paramstyle="format", connect_args={"connect_timeout": CONNECT_S}, pool_pre_ping=True
        )
    except ModuleNotFoundError:
        raise DriverMissing from None

    def settle(connection: Any, _record: object) -> None:
        connection.autocommit = True
        for setting in SETTINGS:
            connection.execute(setting)
        connection.autocommit = False

    event.listen(engine, "connect", settle)
    return engine
