"""Looks over a file of records without changing it: how much is there, whether it holds, and a word for all of it.

It asks only for what every format has, so that it serves files of older formats and damaged ones as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.pool import NullPool

from player.domain.event import StreamId
from player.ledger.database import DRIVER, connect
from player.ledger.faults import told
from player.proof import chain
from player.proof.chain import GENESIS, Link

_STREAMS = "SELECT number, id FROM stream ORDER BY id"
_LAST = "SELECT seq, hash FROM event WHERE stream = ? ORDER BY seq DESC LIMIT 1"
_EVENTS = "SELECT seq, body, hash FROM event WHERE stream = ? ORDER BY seq"
_ASIDE = {"fork": "SELECT hash FROM fork ORDER BY hash", "person": "SELECT learner, particulars FROM person ORDER BY 1"}


NO_CONTENT = hashlib.sha256().hexdigest()
"""The word for files in which nothing is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """`damaged`: the streams whose chain does not hold; `content`: the same for the same events in any file."""

    streams: int
    events: int
    damaged: tuple[StreamId, ...]
    content: str


@contextmanager
def bare(file: Path) -> Generator[Connection]:
    """A connection that begins no transaction by itself. Raises the `Problem`s of `player.ledger.faults`."""
    engine = create_engine("sqlite+pysqlite://", module=DRIVER, creator=lambda: connect(file), poolclass=NullPool)
    with told(file), engine.connect() as connection:
        yield connection


def content_of(files: Iterable[Path]) -> str:
    """A word for all that the files hold: another one as soon as an event or a particular is another."""
    whole = hashlib.sha256()
    for file in files:
        if file.exists():
            with bare(file) as connection:
                _add_content(connection, whole)
    return whole.hexdigest()


def survey(file: Path) -> Survey:
    """Reads every event and holds it against its chain. Raises a `Problem` where the file cannot be read at all."""
    with bare(file) as connection:
        if not inspect(connection).has_table("stream"):
            return Survey(streams=0, events=0, damaged=(), content=content_of([file]))
        streams = connection.exec_driver_sql(_STREAMS).all()
        events = sum(_length(connection, number) for number, _ in streams)
        damaged = tuple(StreamId(name) for number, name in streams if not _holds(connection, number))
    return Survey(streams=len(streams), events=events, damaged=damaged, content=content_of([file]))


def is_intact(file: Path) -> str:
    """What SQLite's own check says of the file: an empty text when it finds nothing."""
    with bare(file) as connection:
        lines = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
    return "" if lines == ["ok"] else "; ".join(str(line) for line in lines)


def _add_content(connection: Connection, whole: Any) -> None:
    tables = set(inspect(connection).get_table_names())
    if "stream" in tables:
        for number, name in connection.exec_driver_sql(_STREAMS).all():
            last = connection.exec_driver_sql(_LAST, (number,)).first()
            whole.update(repr((name, last and tuple(last))).encode())
    for table in sorted(tables & set(_ASIDE)):
        for row in connection.exec_driver_sql(_ASIDE[table]):
            whole.update(repr(tuple(row)).encode())


def _length(connection: Connection, number: int) -> int:
    last = connection.exec_driver_sql(_LAST, (number,)).first()
    return last.seq + 1 if last else 0


def _holds(connection: Connection, number: int) -> bool:
    link, count = GENESIS, 0
    for place, (seq, body, after) in enumerate(connection.exec_driver_sql(_EVENTS, (number,))):
        if seq != place or not isinstance(body, bytes) or chain.link(link, body) != after:
            return False
        link, count = Link(after), count + 1
    return count > 0
