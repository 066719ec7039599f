"""What the ledger stands on: a database that is read and written; here as one file, written by one thread."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from types import ModuleType
from typing import Any, Protocol, TypeVar

from pysqlite3 import dbapi2
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from player.domain.phrase import Phrase
from player.ledger.driver import told_to_driver
from player.ledger.faults import told
from player.ledger.problems import DatabaseTooOld, PlaceUnsuited, RecordsGone
from player.ledger.profile import make_folder

DRIVER: ModuleType = dbapi2
OLDEST_SQLITE = (3, 51, 3)
"""Before it, two connections that write or checkpoint can corrupt the log: https://sqlite.org/wal.html#walresetbug"""
BUSY_MS, BUSY_STEP_S = 5_000, 0.01
PRAGMAS = (
    f"busy_timeout={BUSY_MS}",
    "synchronous=FULL",
    # macOS alone: there an ordinary sync does not empty the drive's own cache.
    "fullfsync=1",
    "checkpoint_fullfsync=1",
    "mmap_size=0",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "secure_delete=ON",
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How problems name what is kept: the file, and the folder in which it lies (or the server)."""

    file: str
    folder: Path | str


class Database(Protocol):
    """Where records are kept: `read` gives a snapshot, `write` does work in one durable transaction.

    Both raise `Problem`s for what the world does. After one of them nothing was written, with one exception: when
    the world fails while the transaction is being ended, nobody knows until it is read again. The next `write` starts
    afresh, so that it goes on as soon as the world allows.
    """

    @property
    def place(self) -> Place: ...
    def read(self) -> AbstractContextManager[Connection]:
        """A connection on which everything read is of one moment."""
        ...

    def write(self, work: Callable[[Connection], T]) -> T:
        """What `work` returns, once everything that it wrote is durably on disk; all of it, or nothing."""
        ...

    def close(self) -> None:
        """Waits for what is being written. Closing again does nothing."""
        ...


def check_sqlite(found: tuple[int, ...] | None = None) -> None:
    """Raises `DatabaseTooOld` below `OLDEST_SQLITE`; `found` is the driver's own version unless given."""
    version = DRIVER.sqlite_version_info if found is None else found
    if version < OLDEST_SQLITE:
        raise DatabaseTooOld(found=_dotted(version), needed=_dotted(OLDEST_SQLITE))


def connect(file: Path) -> Any:
    """A bare connection of the driver to an existing file, with every setting that durability hangs on.

    Transactions are begun by whoever uses it: the driver begins and commits nothing by itself.
    """
    # mode=rw: a file that is gone is an error, never a new and empty one.
    connection = DRIVER.connect(
        file.absolute().as_uri() + "?mode=rw",
        uri=True,
        timeout=BUSY_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
    )
    # Damaged text is still shown, so that what it belongs to can be named.
    connection.text_factory = _text
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    mode = _share_log(connection)
    if mode != "wal":
        connection.close()
        raise PlaceUnsuited(folder=file.parent, reason=Phrase("that disk does not support a shared log."), details=mode)
    return connection


class SqliteFile:
    """An open file. Implements `Database`: whoever writes waits for the one thread that does."""

    def __init__(self, file: Path) -> None:
        check_sqlite()
        self.file = file
        self.place = Place(file=file.name, folder=file.parent)
        make_folder(file.parent)
        with told(file):
            _create(file)
            self._inode = _inode(file)
        self._readers = _engine(file, "BEGIN", QueuePool)
        self._writers = _engine(file, "BEGIN IMMEDIATE", NullPool)
        self._connection: Connection | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"writer of {file.name}")
        self._closed = False

    @contextmanager
    def read(self) -> Generator[Connection]:
        with told(self.file), self._readers.connect() as connection, connection.begin():
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        return self._thread.submit(self._write, work).result()

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._readers.dispose()
        self._thread.submit(self._forget_connection)
        self._thread.shutdown(wait=True)

    def _write(self, work: Callable[[Connection], T]) -> T:
        with told(self.file):
            self._check_place()
            if self._connection is None:
                self._connection = self._writers.connect()
            try:
                with self._connection.begin():
                    return work(self._connection)
            except DBAPIError:
                self._forget_connection()
                raise

    def _check_place(self) -> None:
        """A file that was moved or deleted would still take writes and lose them: that is not "saved"."""
        try:
            inode = _inode(self.file)
        except FileNotFoundError:
            self._forget_connection()
            raise RecordsGone(folder=self.file.parent) from None
        if inode != self._inode:
            self._forget_connection()
            self._inode = inode

    def _forget_connection(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _share_log(connection: Any) -> str:
    """Readers and a writer share a log from now on; returns the mode in which the file then is.

    A file that has none yet is changed first, and for that SQLite waits for nobody: two programs that meet at a new
    file would turn one of them away at once.
    """
    until = monotonic() + BUSY_MS / 1000
    while True:
        try:
            return connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        except DRIVER.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != DRIVER.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(BUSY_STEP_S)


def _create(file: Path) -> None:
    """An empty file only its owner may read, unless there is one.

    One that exists is not opened here: closing it again would drop the locks that this process holds on it.
    """
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        pass


def _inode(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_dev, status.st_ino


def _engine(file: Path, begin: str, pool: type[NullPool | QueuePool]) -> Engine:
    engine = create_engine("sqlite+pysqlite://", module=DRIVER, creator=lambda: connect(file), poolclass=pool)

    def begin_transaction(connection: Connection) -> None:
        told_to_driver(connection, begin)

    event.listen(engine, "begin", begin_transaction)
    return engine


def _text(stored: bytes) -> str:
    return stored.decode(errors="replace")


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)
