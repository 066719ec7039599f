"""Writes branches that hold into the tables: what is new of each, beside what is there; nothing is ever taken away.

The main branch of a stream is the one with most events; of equals, the one whose last link is smallest. So it does not
matter in which order branches come. Two rules stand above that:

- A branch whose device's key is not known gives way to one whose device is known.
- In the streams of this ledger's own device, events from elsewhere count for this only as far as that device signed
  them: else somebody could put events of his own making where the learner's next one would be added, and signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from player.domain.event import StreamId, StreamOpened
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.ledger.merging.branches import FORK_EVENTS, HEADS, Copy, damage_of_main, opening_in, stated
from player.ledger.merging.bulk import insert_events
from player.ledger.replay import kept_key
from player.ledger.shape import FORK_LINKS, LINK_AT, Links, Shape, shape_of, shared
from player.ledger.tables import (
    CLAIM,
    DEVICE,
    EVENT,
    EVENTS_FROM,
    FORK,
    HEAD,
    LAST_EVENT,
    STREAM,
    TALLY,
    Hot,
    insert_into,
    insert_or_keep,
)
from player.proof import chain
from player.proof.chain import GENESIS
from player.proof.envelope import Envelope
from player.proof.keys import PublicKey
from player.proof.problems import NotSigned


def _insert_smaller_head(database: str) -> Any:
    statement = insert_into(database, HEAD)
    envelope = statement.excluded.envelope
    return statement.on_conflict_do_update(
        index_elements=list(HEAD.primary_key), set_={"envelope": envelope}, where=envelope < HEAD.c.envelope
    )


KEEP_HEAD = Hot(_insert_smaller_head)
"""Takes the columns of `HEAD` in their order. Of two envelopes for one head the smaller stays, whichever came first."""
INSERT_FORK = Hot(lambda _: insert(FORK))
"""Takes the columns of `FORK` in their order."""
DELETE_ASIDE = Hot(
    lambda _: delete(FORK).where(FORK.c.stream == bindparam("stream_"), FORK.c.hash == bindparam("hash_"))
)
"""Takes the stream's number and the link."""

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A branch that holds in itself: `signed` is the last event for which one of its heads vouches."""

    copy: Copy
    opening: StreamOpened
    signed: int


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What became of a branch: how many of its events were new here, or the problem for which it was not taken in.

    `grown`: the main branch is longer. `moved`: it is another one than before. `forked`: there are branches aside.
    """

    stream: StreamId
    events: int = 0
    problem: Problem | None = None
    grown: bool = False
    moved: bool = False
    forked: bool = False


def unite(connection: Connection, batch: Sequence[Sound], own: str) -> list[Outcome]:
    """Writes branches of different streams; `own` is the id of this ledger's device.

    There is an outcome for each branch, and for other streams for which a device vouches from now on.
    Rows are locked in a fixed order - devices by name, new streams by name, all streams by number - so that several
    processes may do this at once.
    """
    refused = [_refused(sound) for sound in batch if _is_belied(connection, sound)]
    batch = [sound for sound in batch if sound.opening.stream not in {outcome.stream for outcome in refused}]
    if not batch:
        return refused
    streams = {sound.opening.stream: sound for sound in batch}
    arrived = _keep_devices(connection, [sound.copy.key for sound in batch if sound.copy.key is not None])
    vouched = _streams_of(connection, arrived)
    _keep_streams(connection, [streams[name].opening for name in sorted(streams)])
    numbers = _locked(connection, {*streams, *vouched})
    for name in sorted(vouched):
        _drop_false_heads(connection, numbers[name], arrived)
    rows = _Rows()
    outcomes = [_one(connection, numbers[sound.opening.stream], sound, own, rows) for sound in batch]
    rows.write(connection)
    outcomes += (Outcome(stream=name, forked=True) for name in sorted(vouched - streams.keys()))
    for outcome in outcomes:
        if outcome.problem is None and (outcome.forked or outcome.stream in vouched):
            _settle(connection, numbers[outcome.stream], own, outcome)
    return [*outcomes, *refused]


class _Rows:
    """What is to be written for several streams at once."""

    def __init__(self) -> None:
        self.runs: list[tuple[int, int, Sequence[bytes], Sequence[bytes]]] = []
        self.aside: list[Row] = []
        self.heads: list[Row] = []

    def write(self, connection: Connection) -> None:
        for run in self.runs:
            insert_events(connection, *run)
        INSERT_FORK.run_for_each(connection, self.aside)
        KEEP_HEAD.run_for_each(connection, self.heads)


def _is_belied(connection: Connection, sound: Sound) -> bool:
    """Whether it came without its device's key, and the key that is known here contradicts its heads."""
    key = kept_key(connection, sound.opening.device) if sound.copy.key is None else None
    return key is not None and not all(_signed_by(envelope, key) for envelope in sound.copy.heads)


def _refused(sound: Sound) -> Outcome:
    problem = NotSigned(name=Phrase("The evidence"), reason=Phrase("a head of it is not by the device that it names."))
    return Outcome(stream=sound.opening.stream, problem=problem)


def _keep_devices(connection: Connection, keys: Iterable[PublicKey]) -> Mapping[str, PublicKey]:
    """Those of the keys that were not known."""
    offered = {str(key.id): key for key in keys}
    known = set(connection.scalars(select(DEVICE.c.id).where(DEVICE.c.id.in_(tuple(offered)))))
    fresh = {name: offered[name] for name in sorted(offered.keys() - known)}
    if fresh:
        keep = insert_or_keep(connection.dialect.name, DEVICE)
        connection.execute(keep, [{"id": name, "key": key.raw} for name, key in fresh.items()])
    return fresh


def _streams_of(connection: Connection, devices: Iterable[str]) -> set[StreamId]:
    """The streams that came before the key of their device did."""
    query = select(STREAM.c.id).where(STREAM.c.device.in_(tuple(devices)))
    return {StreamId(name) for name in connection.scalars(query)} if devices else set()


def _keep_streams(connection: Connection, openings: Iterable[StreamOpened]) -> None:
    rows = [{"id": opening.stream, **_columns(opening)} for opening in openings]
    connection.execute(insert_or_keep(connection.dialect.name, STREAM), rows)


def _columns(opening: StreamOpened) -> dict[str, object]:
    return {
        "device": opening.device,
        "learner": opening.learner,
        "course_hash": opening.course_hash,
        "attempt": opening.attempt,
        "policy": opening.policy,
    }


def _locked(connection: Connection, streams: Iterable[StreamId]) -> Mapping[StreamId, int]:
    """Their numbers; until the transaction ends nobody else writes to them."""
    query = select(STREAM.c.id, STREAM.c.number).where(STREAM.c.id.in_(tuple(streams)))
    return {
        StreamId(name): number for name, number in connection.execute(query.order_by(STREAM.c.number).with_for_update())
    }


def _one(connection: Connection, number: int, sound: Sound, own: str, rows: _Rows) -> Outcome:
    """Adds to `rows` what of the branch is new."""
    copy, outcome = sound.copy, Outcome(stream=sound.opening.stream)
    last = LAST_EVENT.run(connection, number).first()
    known = last.seq + 1 if last is not None else 0
    aside = FORK_LINKS.run(connection, number).first() is not None
    follows = known <= len(copy.bodies) and (last is None or copy.links[known] == last.hash)
    trusted = sound.opening.device != own or sound.signed == len(copy.bodies) - 1 or known == len(copy.bodies)
    if follows and trusted and not aside:
        rows.runs.append((number, known, copy.bodies[known:], copy.links[known + 1 :]))
        outcome.events = len(copy.bodies) - known
        outcome.grown = outcome.events > 0
    elif aside or not _begins_with(connection, number, copy):
        outcome.problem = None if last is None else damage_of_main(connection, number, outcome.stream)
        if outcome.problem is not None:
            return outcome
        outcome.forked = True
        outcome.events = _put_aside(connection, number, copy, rows)
    rows.heads += heads_of(number, copy)
    return outcome


def heads_of(number: int, copy: Copy) -> list[Row]:
    """The columns of `HEAD` in their order, for each head of a branch that holds."""
    found = ((stated(envelope), envelope) for envelope in copy.heads)
    return [(number, head.seq, bytes.fromhex(head.hash), envelope.to_json()) for head, envelope in found]


def _begins_with(connection: Connection, number: int, copy: Copy) -> bool:
    """Whether the main branch begins with this one."""
    return LINK_AT.run(connection, number, len(copy.bodies) - 1).scalar() == copy.links[-1]


def _put_aside(connection: Connection, number: int, copy: Copy, rows: _Rows) -> int:
    shape = shape_of(connection, number)
    known = {*shape.main, *shape.aside}
    fresh = [seq for seq, link in enumerate(copy.links[1:]) if link not in known]
    rows.aside += ((number, seq, copy.links[seq + 1], copy.links[seq], copy.bodies[seq]) for seq in fresh)
    return len(fresh)


def _drop_false_heads(connection: Connection, number: int, keys: Mapping[str, PublicKey]) -> None:
    """Heads that were kept on trust, now that the key is known by which they say to be signed."""
    for seq, link, stored in HEADS.run(connection, number).all():
        envelope = Envelope.from_json(stored, name=Phrase("The head of the evidence"))
        signer = next((keys[name] for name in envelope.signers if name in keys), None)
        if signer is not None and not _signed_by(envelope, signer):
            connection.execute(delete(HEAD).where(HEAD.c.stream == number, HEAD.c.seq == seq, HEAD.c.hash == link))


def _signed_by(envelope: Envelope, key: PublicKey) -> bool:
    try:
        chain.read_head(envelope, key)
    except Problem:
        return False
    return True


def _settle(connection: Connection, number: int, own: str, outcome: Outcome) -> None:
    """Makes the branch that the rules choose the main one."""
    shape = shape_of(connection, number)
    outcome.forked = len(shape.aside) > 0
    if not shape.aside:
        return
    chosen = _chosen(connection, number, shape, own)
    same = shared(shape.main, chosen)
    if same == len(shape.main) == len(chosen):
        return
    _demote(connection, number, shape, same)
    _promote(connection, number, chosen, same)
    outcome.moved, outcome.grown = same < len(shape.main), same == len(shape.main)
    if outcome.moved:
        for table in (TALLY, CLAIM):
            # They speak of the branch that was the main one. What is derived is made anew.
            connection.execute(delete(table).where(table.c.stream == number))


def _chosen(connection: Connection, number: int, shape: Shape, own: str) -> Links:
    heads = {(seq, link) for seq, link, _ in HEADS.run(connection, number)}
    devices = _devices(connection, number, shape)
    ranked: list[tuple[bool, int, bytes, Links]] = []
    for branch in shape.branches():
        device, vouched = devices[branch[0]]
        count = len(branch)
        if device == own:
            signed = max((place + 1 for place, link in enumerate(branch) if (place, link) in heads), default=0)
            count = max(signed, shared(branch, shape.main))
        if count:
            ranked.append((not vouched, -count, branch[count - 1], branch[:count]))
    return min(ranked, key=lambda rank: rank[:3])[3]


def _devices(connection: Connection, number: int, shape: Shape) -> Mapping[bytes, tuple[str, bool]]:
    """For each opening of the stream, by its link: its device, and whether that one's key is known."""
    first = EVENTS_FROM.run(connection, number, 0).first()
    aside = FORK_EVENTS.run(connection, number).all() if any(seq == 0 for seq, _ in shape.aside.values()) else ()
    bodies = {link: body for seq, link, _, body in aside if seq == 0}
    if first is not None:
        bodies[first.hash] = first.body
    devices = {link: str(opening_in([body]).device) for link, body in bodies.items()}
    known = set(connection.scalars(select(DEVICE.c.id).where(DEVICE.c.id.in_(tuple(devices.values())))))
    return {link: (device, device in known) for link, device in devices.items()}


def _demote(connection: Connection, number: int, shape: Shape, start: int) -> None:
    """Moves the main branch's events from `start` on aside."""
    before = shape.main[start - 1] if start else GENESIS
    rows: list[Row] = []
    for seq, body, link in EVENTS_FROM.run(connection, number, start):
        rows.append((number, seq, link, before, body))
        before = link
    INSERT_FORK.run_for_each(connection, rows)
    connection.execute(delete(EVENT).where(EVENT.c.stream == number, EVENT.c.seq >= start))


def _promote(connection: Connection, number: int, branch: Links, start: int) -> None:
    """Moves the branch's events from `start` on from aside to the main branch."""
    bodies = {link: body for _, link, _, body in FORK_EVENTS.run(connection, number)}
    moving = branch[start:]
    insert_events(connection, number, start, [bodies[link] for link in moving], moving)
    DELETE_ASIDE.run_for_each(connection, [(number, link) for link in moving])
    if start == 0:
        opening = opening_in([bodies[branch[0]]])
        connection.execute(update(STREAM).where(STREAM.c.number == number).values(**_columns(opening)))
