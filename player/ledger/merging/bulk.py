"""Writes many events of one stream with a single statement: one by one they take three times as long."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import msgspec
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    LargeBinary,
    bindparam,
    cast,
    column,
    func,
    insert,
    literal_column,
    select,
)
from sqlalchemy.sql import ClauseElement

from player.ledger.tables import EVENT, INSERT_EVENT, Hot
from player.proof.chain import GENESIS

_MOST_BYTES = 1 << 26
"""In one statement; a stream with more is written event by event."""
_SIZE_BITS = 28
"""A place is an offset, counted from 1, times two to so many, and a size."""
_MOST_SIZE = (1 << _SIZE_BITS) - 1


def _insert(database: str) -> ClauseElement:
    """Bodies and links come as one blob each; neither database takes many small ones as quickly."""
    number, place, rows = _places_in_file() if database == "sqlite" else _places_on_server()
    offset, size = place.op(">>")(_number(_SIZE_BITS)), place.op("&")(_number(_MOST_SIZE))
    bodies, links = (bindparam(name, type_=LargeBinary) for name in ("bodies", "links"))
    link_bytes = _number(len(GENESIS))
    cut = select(
        bindparam("stream", type_=Integer),
        bindparam("start", type_=Integer) + number,
        func.substr(bodies, cast(offset, Integer), cast(size, Integer)),
        func.substr(links, _number(1) + link_bytes * number, link_bytes),
    ).select_from(rows)
    return insert(EVENT).from_select(EVENT.columns.keys(), cut)


def _places_in_file() -> tuple[ColumnElement[int], ColumnElement[int], FromClause]:
    """SQLite has no arrays: they come as JSON."""
    number, place = column("key", Integer), column("value", BigInteger)
    return number, place, func.json_each(bindparam("places")).table_valued(number, place)


def _places_on_server() -> tuple[ColumnElement[int], ColumnElement[int], FromClause]:
    places = cast(bindparam("places"), ARRAY(BigInteger))
    rows = func.unnest(places).table_valued(column("value", BigInteger), with_ordinality="number").render_derived()
    return cast(rows.c.number, Integer) - _number(1), rows.c.value, rows


def _number(value: int) -> ColumnElement[int]:
    """Written into the statement, not handed in with its values."""
    return literal_column(str(value), Integer)


INSERT_RUN = Hot(_insert)
"""Takes the stream's number, the first event's, all bodies, all links, and the places of the bodies."""


def insert_events(
    connection: Connection, number: int, start: int, bodies: Sequence[bytes], links: Sequence[bytes]
) -> None:
    """Events that follow on each other, from number `start` on; `links` are those after each."""
    if not bodies:
        return
    sizes = [len(body) for body in bodies]
    if sum(sizes) > _MOST_BYTES:
        rows = enumerate(zip(bodies, links, strict=True), start)
        INSERT_EVENT.run_for_each(connection, [(number, seq, body, link) for seq, (body, link) in rows])
        return
    offsets = accumulate(sizes[:-1], initial=1)
    places = [offset << _SIZE_BITS | size for offset, size in zip(offsets, sizes, strict=True)]
    array = msgspec.json.encode(places).decode() if connection.dialect.name == "sqlite" else places
    INSERT_RUN.run(connection, number, start, b"".join(bodies), b"".join(links), array)
