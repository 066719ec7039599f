"""Checks what a replay passes over: every signed head, every event beside a main branch, every device's key."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from player.domain.event import StreamId
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.ledger.merging.branches import stated
from player.ledger.tables import DEVICE, EVENT, FORK, HEAD, STREAM
from player.proof import chain
from player.proof.chain import Head
from player.proof.envelope import Envelope
from player.proof.keys import PublicKey


def damaged_heads(connection: Connection) -> Iterator[tuple[StreamId, int]]:
    """The heads that are not what their device signed: stream and event of each.

    Of one by a device whose key is not known here, only what it says is held against the event.
    """
    keys = dict(_keys(connection))
    query = (
        select(STREAM.c.id, STREAM.c.device, STREAM.c.number, HEAD.c.seq, HEAD.c.hash, HEAD.c.envelope)
        .join(STREAM, STREAM.c.number == HEAD.c.stream)
        .order_by(HEAD.c.stream, HEAD.c.seq)
    )
    for name, device, number, seq, link, envelope in connection.execute(query).all():
        head = Head(stream=StreamId(name), seq=seq, hash=_hex(link))
        if not (_is_signed(envelope, head, keys.get(device)) and _is_there(connection, number, seq, link)):
            yield head.stream, seq


def damaged_aside(connection: Connection) -> Iterator[tuple[StreamId, int]]:
    """The events beside main branches that do not hold: stream and event of each."""
    query = (
        select(STREAM.c.id, FORK.c.seq, FORK.c.hash, FORK.c.previous, FORK.c.body)
        .join(STREAM, STREAM.c.number == FORK.c.stream)
        .order_by(FORK.c.stream, FORK.c.seq)
    )
    for name, seq, link, previous, body in connection.execute(query):
        whole = isinstance(body, bytes) and isinstance(previous, bytes)
        if not whole or chain.link(chain.Link(previous), body) != link:
            yield StreamId(name), seq


def damaged_devices(connection: Connection) -> Iterator[str]:
    """The ids of devices whose public key is another one."""
    known = {name for name, _ in _keys(connection)}
    yield from (name for name in connection.scalars(select(DEVICE.c.id)) if name not in known)


def strays(connection: Connection) -> int:
    """How many rows of events and heads belong to no stream."""
    numbers = select(STREAM.c.number)
    tables = (EVENT, HEAD, FORK)
    return sum(len(connection.execute(select(t.c.stream).where(t.c.stream.not_in(numbers))).all()) for t in tables)


def _keys(connection: Connection) -> Iterator[tuple[str, PublicKey]]:
    for name, raw in connection.execute(select(DEVICE.c.id, DEVICE.c.key)):
        if isinstance(raw, bytes) and PublicKey(raw).id == name:
            yield name, PublicKey(raw)


def _is_signed(stored: object, head: Head, key: PublicKey | None) -> bool:
    try:
        if not isinstance(stored, bytes):
            return False
        envelope = Envelope.from_json(stored, name=Phrase("The head"))
        return (stated(envelope) if key is None else chain.read_head(envelope, key)) == head
    except Problem:
        return False


def _is_there(connection: Connection, number: int, seq: int, link: bytes) -> bool:
    for table in (EVENT, FORK):
        query = select(table.c.seq).where(table.c.stream == number, table.c.seq == seq, table.c.hash == link)
        if connection.execute(query).first() is not None:
            return True
    return False


def _hex(link: object) -> str:
    return link.hex() if isinstance(link, bytes) else ""
