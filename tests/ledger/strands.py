"""Strands made by hand, and what two ledgers must have in common to be the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from player.domain.event import Event, StreamOpened
from player.ledger.shape import shape_of
from player.ledger.store import SqlLedger
from player.ledger.tables import DEVICE, EVENT, FORK, HEAD, STREAM
from player.proof import wire
from player.proof.chain import Head, links_of, sign_head
from player.proof.keys import PrivateKey
from player.proof.strand import Strand
from tests.ledger.making import KEY, TickingClock, ledger_in, opening, watched

COLLECTOR = PrivateKey.generate()
OTHER = PrivateKey.generate()


def strand(first: StreamOpened | None = None, *, key: PrivateKey = KEY, events: int = 10, signed: int = -1) -> Strand:
    """A stream of so many events; signed at its opening and at event `signed` (-1: the last)."""
    first = first or opening(signer=key)
    body = wire.encode(Event(seq=0, stamp=TickingClock().stamp(), fact=first))
    begun = with_heads((body,), first, key, [0])
    return longer(begun, first, key=key, by=events - 1, signed=signed) if events > 1 else begun


def longer(
    begun: Strand,
    first: StreamOpened,
    *,
    key: PrivateKey = KEY,
    at: int | None = None,
    by: int = 1,
    signed: int = -1,
    mark: int = 0,
) -> Strand:
    """The first `at` events of `begun` and `by` others, which differ with `mark`; signed at event `signed` as well."""
    bodies = list(begun.bodies[:at])
    clock = TickingClock()
    while by > 0:
        bodies.append(
            wire.encode(Event(seq=len(bodies), stamp=clock.stamp(), fact=watched(1_000 * mark + len(bodies))))
        )
        by -= 1
    signed = len(bodies) - 1 if signed < 0 else signed
    return with_heads(tuple(bodies), first, key, [0, signed])


def with_heads(bodies: tuple[bytes, ...], first: StreamOpened, key: PrivateKey, seqs: Iterable[int]) -> Strand:
    links = links_of(bodies)
    heads = (Head(stream=first.stream, seq=seq, hash=links[seq + 1].hex()) for seq in sorted(set(seqs)))
    return Strand(bodies=bodies, heads=tuple(sign_head(head, key) for head in heads), device=key.public)


@dataclass(frozen=True)
class Content:
    """Of one stream: the main branch's links, every event, every head."""

    opening: tuple[object, ...]
    main: tuple[bytes, ...]
    events: frozenset[tuple[int, bytes, bytes]]
    heads: frozenset[tuple[int, bytes, bytes]]


def content(ledger: SqlLedger) -> dict[str, Content]:
    """All that a ledger holds, without the numbers that are its own."""
    found: dict[str, Content] = {}
    with ledger.database.read() as connection:
        for number, name, *rest in connection.execute(select(STREAM)).all():
            shape = shape_of(connection, number)
            on_main = select(EVENT.c.seq, EVENT.c.hash, EVENT.c.body).where(EVENT.c.stream == number)
            aside = select(FORK.c.seq, FORK.c.hash, FORK.c.body).where(FORK.c.stream == number)
            heads = select(HEAD.c.seq, HEAD.c.hash, HEAD.c.envelope).where(HEAD.c.stream == number)
            rows = [*connection.execute(on_main), *connection.execute(aside)]
            found[name] = Content(
                opening=tuple(rest),
                main=tuple(shape.main),
                events=frozenset(tuple(row) for row in rows),
                heads=frozenset(tuple(row) for row in connection.execute(heads)),
            )
            assert len(rows) == len(found[name].events), "an event is stored twice"
    return found


def devices(ledger: SqlLedger) -> set[str]:
    with ledger.database.read() as connection:
        return set(connection.scalars(select(DEVICE.c.id)))


def links_in(strands: Iterable[Strand]) -> set[bytes]:
    return {link for strand in strands for link in links_of(strand.bodies)[1:]}


def links_of_ledger(ledger: SqlLedger) -> set[bytes]:
    return {link for stream in content(ledger).values() for _, link, _ in stream.events}


def expected_main(strands: Sequence[Strand]) -> tuple[bytes, ...]:
    """The rule by itself: most events, then the smallest last link."""
    chains = [links_of(strand.bodies)[1:] for strand in strands]
    return min(chains, key=lambda links: (-len(links), links[-1]))


def merged(strands: Iterable[Strand], folder: Path) -> SqlLedger:
    """A ledger of somebody who collects, with these in it."""
    ledger = ledger_in(folder, signer=COLLECTOR)
    report = ledger.take_in(strands)
    assert report.refused == ()
    return ledger
