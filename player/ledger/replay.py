"""Reads a stream back: every stored byte is held against the chain before it is believed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Row

from player.domain.event import Event, StreamId, StreamOpened
from player.domain.problem import Problem
from player.ledger.problems import StreamDamaged
from player.ledger.tables import EVENTS_FROM, LAST_EVENT, LAST_HEAD
from player.proof import chain, wire
from player.proof.chain import GENESIS, Head, Link
from player.proof.envelope import Envelope
from player.proof.keys import PublicKey
from player.proof.problems import EvidenceAltered

StreamRow = Row[int, str, str, str, str, int, int]
EventRow = Row[int, str, int, bytes, bytes]


@dataclass(slots=True, kw_only=True)
class Tape:
    """The events of a stream that were read and verified, and the link after the last; it only grows."""

    stream: StreamId
    number: int
    opening: StreamOpened
    events: list[Event]
    last: Link

    def add(self, event: Event, link: Link) -> None:
        self.events.append(event)
        self.last = link


def load(connection: Connection, row: StreamRow, key: PublicKey) -> Tape:
    """The stream of `row`, verified from its first byte to its last. Raises `StreamDamaged` or `NewerFormat`.

    The last signed head is checked when it is by `key`: it is what stands against a tail that was cut off and
    against a chain that somebody computed anew.
    """
    number, name, *_ = row
    stream = StreamId(name)
    rows = connection.exec_driver_sql(EVENTS_FROM, (number, 0)).all()
    events, links = verified(stream, rows, start=0, last=GENESIS)
    opening = events[0].fact if events else None
    if not isinstance(opening, StreamOpened) or _bound(opening) != tuple(row)[1:]:
        raise StreamDamaged(stream=stream, event=0, reason="is not the opening that the list of streams names")
    if opening.device == key.id:
        _check_last_head(connection, number, stream, links, key)
    return Tape(stream=stream, number=number, opening=opening, events=events, last=links[-1])


def verified(stream: StreamId, rows: Iterable[EventRow], *, start: int, last: Link) -> tuple[list[Event], list[Link]]:
    """Events and links of `rows`, which must follow without gap on `last`, the link before event `start`."""
    events: list[Event] = []
    links: list[Link] = []
    for place, (seq, kind, at, body, link) in enumerate(rows, start):
        if seq != place:
            raise StreamDamaged(stream=stream, event=place, reason="is missing")
        if not isinstance(body, bytes) or chain.link(last, body) != link:
            raise StreamDamaged(stream=stream, event=place, reason="was changed after it was written")
        event = _decoded(stream, place, body)
        if (event.seq, wire.kind_of(event.fact), event.stamp.wall_ms) != (place, kind, at):
            raise StreamDamaged(stream=stream, event=place, reason="is listed as something else than it is")
        last = Link(link)
        events.append(event)
        links.append(last)
    return events, links


def catch_up(connection: Connection, tape: Tape) -> None:
    """Adds what another process wrote since. Raises `StreamDamaged` when it does not follow on `tape`."""
    seq, link = connection.exec_driver_sql(LAST_EVENT, (tape.number,)).first() or (-1, GENESIS)
    known = len(tape.events)
    if seq == known - 1 and link == tape.last:
        return
    if seq < known:
        first = min(seq + 1, known - 1)
        raise StreamDamaged(stream=tape.stream, event=first, reason="was taken away or exchanged")
    rows = connection.exec_driver_sql(EVENTS_FROM, (tape.number, known)).all()
    for event, after in zip(*verified(tape.stream, rows, start=known, last=tape.last), strict=True):
        tape.add(event, after)


def _decoded(stream: StreamId, place: int, body: bytes) -> Event:
    try:
        return wire.decode(body)
    except EvidenceAltered as problem:
        details = problem.sentence
    raise StreamDamaged(stream=stream, event=place, reason="is not readable", details=details)


def _bound(opening: StreamOpened) -> tuple[str, str, str, str, int, int]:
    return (
        opening.stream,
        opening.device,
        opening.learner,
        opening.course_hash,
        opening.attempt,
        opening.policy,
    )


def _check_last_head(connection: Connection, number: int, stream: StreamId, links: list[Link], key: PublicKey) -> None:
    # The opening and its head are written in one transaction, so there is always one.
    seq, stored = connection.exec_driver_sql(LAST_HEAD, (number,)).first() or (0, b"")
    if seq >= len(links):
        raise StreamDamaged(stream=stream, event=len(links), reason="is missing")
    try:
        head = chain.read_head(Envelope.from_json(stored, name="The head"), key)
    except (Problem, TypeError) as error:
        reason = "has a signature that does not hold"
        raise StreamDamaged(stream=stream, event=seq, reason=reason, details=str(error)) from None
    if head != Head(stream=stream, seq=seq, hash=links[seq].hex()):
        raise StreamDamaged(stream=stream, event=seq, reason="is not what was signed")
