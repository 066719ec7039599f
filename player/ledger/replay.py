"""Reads a stream back: every stored byte is held against the chain before it is believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from player.domain.event import Event, StreamId, StreamOpened
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.domain.tally import Counter
from player.ledger.problems import GoneOnElsewhere, StreamDamaged
from player.ledger.shape import LINK_ASIDE
from player.ledger.tables import APPLIED, DEVICE, EVENTS_FROM, LAST_EVENT, LAST_HEAD, LOCK_STREAM
from player.proof import chain, wire
from player.proof.chain import GENESIS, Head, Link
from player.proof.envelope import Envelope
from player.proof.keys import PublicKey
from player.proof.problems import EvidenceAltered

StreamRow = Row[int, str, str, str, str, int, int]
EventRow = Sequence[Any]
"""Number, body and link, as far as it can be believed."""


@dataclass(slots=True, kw_only=True)
class Tape:
    """The events of a stream that were read and verified, and the link after the last; it only grows.

    `counter` adds them up, once somebody asked; `kept`: the tally of the last event is stored.
    """

    stream: StreamId
    number: int
    opening: StreamOpened
    events: list[Event]
    last: Link
    counter: Counter | None = None
    kept: bool = False

    def add(self, event: Event, link: Link) -> None:
        self.events.append(event)
        self.last = link

    def become(self, events: list[Event], links: list[Link]) -> None:
        """Another branch than before."""
        self.events, self.last = events, links[-1]
        self.forget_tally()

    def forget_tally(self) -> None:
        """What was counted is not what is stored: next time all of it is counted and stored anew."""
        self.counter, self.kept = None, False


def load(connection: Connection, row: StreamRow, key: PublicKey) -> Tape:
    """The stream of `row`, verified from its first byte to its last. Raises `StreamDamaged` or `NewerFormat`.

    The last signed head is checked when it is by `key` or by a device whose key is kept here: it is what stands
    against a tail that was cut off and against a chain that somebody computed anew.
    """
    number, name, *_ = row
    stream = StreamId(name)
    rows = EVENTS_FROM.all(connection, number, 0)
    events, links = verified(stream, rows)
    opening = opening_of(row, events)
    signer = key if opening.device == key.id else kept_key(connection, opening.device)
    if signer is not None:
        _check_last_head(connection, number, stream, links, signer)
    _check_tally(connection, number, stream, links)
    return Tape(stream=stream, number=number, opening=opening, events=events, last=links[-1])


def opening_of(row: StreamRow, events: Sequence[Event]) -> StreamOpened:
    """The first of `events`. Raises `StreamDamaged` unless it opens the stream that `row` lists."""
    opening = events[0].fact if events else None
    if not isinstance(opening, StreamOpened) or _bound(opening) != tuple(row)[1:]:
        raise StreamDamaged(
            stream=StreamId(row[1]), event=0, reason=Phrase("is not the opening that the list of streams names")
        )
    return opening


def kept_key(connection: Connection, device: str) -> PublicKey | None:
    """The public key of a device, if it is kept here and is really that device's."""
    raw = connection.scalar(select(DEVICE.c.key).where(DEVICE.c.id == device))
    key = PublicKey(raw) if isinstance(raw, bytes) else None
    return key if key is not None and key.id == device else None


def verified(
    stream: StreamId, rows: Iterable[EventRow], *, start: int = 0, last: Link = GENESIS
) -> tuple[list[Event], list[Link]]:
    """Events and links of `rows`, which must follow without gap on `last`, the link before event `start`."""
    events: list[Event] = []
    links: list[Link] = []
    for place, (seq, body, link) in enumerate(rows, start):
        if seq != place:
            raise StreamDamaged(stream=stream, event=place, reason=Phrase("is missing"))
        if not isinstance(body, bytes) or chain.link(last, body) != link:
            raise StreamDamaged(stream=stream, event=place, reason=Phrase("was changed after it was written"))
        event = _decoded(stream, place, body)
        if event.seq != place:
            raise StreamDamaged(stream=stream, event=place, reason=Phrase("is listed as something else than it is"))
        last = Link(link)
        events.append(event)
        links.append(last)
    return events, links


def catch_up(connection: Connection, tape: Tape) -> None:
    """Adds what another process wrote since, and keeps others from writing until the transaction ends.

    Raises `StreamDamaged` when what is there does not follow on `tape`, and `GoneOnElsewhere` after a merge that made
    another branch the main one: `tape` then is that branch.
    """
    lock_stream(connection, tape.number)
    seq, link = LAST_EVENT.do(connection, tape.number) or (-1, GENESIS)
    known = len(tape.events)
    if seq == known - 1 and link == tape.last:
        return
    if LINK_ASIDE.run(connection, tape.number, tape.last).first() is not None:
        tape.become(*verified(tape.stream, EVENTS_FROM.run(connection, tape.number, 0).all()))
        raise GoneOnElsewhere
    if seq < known:
        first = min(seq + 1, known - 1)
        raise StreamDamaged(stream=tape.stream, event=first, reason=Phrase("was taken away or exchanged"))
    rows = EVENTS_FROM.run(connection, tape.number, known).all()
    for event, after in zip(*verified(tape.stream, rows, start=known, last=tape.last), strict=True):
        tape.add(event, after)
    tape.forget_tally()


def lock_stream(connection: Connection, number: int) -> None:
    """Until the transaction ends, nobody else appends to the stream. In a file, whoever writes is alone anyway."""
    if connection.dialect.name != "sqlite":
        LOCK_STREAM.do(connection, number)


def _decoded(stream: StreamId, place: int, body: bytes) -> Event:
    try:
        return wire.decode(body)
    except EvidenceAltered as problem:
        details = problem.sentence
    raise StreamDamaged(stream=stream, event=place, reason=Phrase("is not readable"), details=details)


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
    seq, link, stored = LAST_HEAD.do(connection, number) or (0, b"", b"")
    # In a damaged file a number may be anything.
    if not isinstance(seq, int) or not 0 <= seq < len(links):
        raise StreamDamaged(stream=stream, event=len(links), reason=Phrase("is missing"))
    try:
        head = chain.read_head(Envelope.from_json(stored, name=Phrase("The head")), key)
    except (Problem, TypeError) as error:
        reason = Phrase("has a signature that does not hold")
        raise StreamDamaged(stream=stream, event=seq, reason=reason, details=str(error)) from None
    if link != links[seq] or head != Head(stream=stream, seq=seq, hash=links[seq].hex()):
        raise StreamDamaged(stream=stream, event=seq, reason=Phrase("is not what was signed"))


def _check_tally(connection: Connection, number: int, stream: StreamId, links: list[Link]) -> None:
    """A tally that lags behind is made anew; one that knows more events than there are tells that some are gone."""
    (applied,) = APPLIED.do(connection, number) or (-1,)
    if isinstance(applied, int) and applied >= len(links):
        raise StreamDamaged(stream=stream, event=len(links), reason=Phrase("was taken away"))
