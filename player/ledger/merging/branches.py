"""The branches of streams with their bytes: as they are handed to other ledgers, and as they are read for the desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import DBAPIError

from player.domain.event import StreamId, StreamOpened
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.ledger.problems import StreamDamaged
from player.ledger.shape import Shape
from player.ledger.tables import DEVICE, EVENTS_FROM, FORK, HEAD, Hot
from player.proof import chain, wire
from player.proof.chain import GENESIS, Head, Link
from player.proof.envelope import Envelope
from player.proof.keys import PublicKey
from player.proof.problems import EvidenceAltered, Fault
from player.proof.strand import Checked, Strand, check_strand

_MOST_NUMBER = 2**31 - 1

Keys = Mapping[str, PublicKey]
"""The public keys of devices, by their fingerprints."""

FORK_EVENTS = Hot(
    lambda _: (
        select(FORK.c.seq, FORK.c.hash, FORK.c.previous, FORK.c.body)
        .where(FORK.c.stream == bindparam("stream"))
        .order_by(FORK.c.seq)
    )
)
"""Takes the stream's number."""
HEADS = Hot(
    lambda _: (
        select(HEAD.c.seq, HEAD.c.hash, HEAD.c.envelope)
        .where(HEAD.c.stream == bindparam("stream"))
        .order_by(HEAD.c.seq, HEAD.c.hash)
    )
)
"""Takes the stream's number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A branch as somebody holds it: computed, not yet believed.

    `links` has the one before the first event in front. `key` is None where the device's key is not known. `problem`:
    what is damaged where it comes from; these bytes are then those from before the damage.
    """

    stream: StreamId
    bodies: tuple[bytes, ...]
    links: tuple[Link, ...]
    heads: tuple[Envelope, ...]
    key: PublicKey | None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """A row of heads. `envelope` is None when it is not readable."""

    seq: int
    link: bytes
    envelope: Envelope | None


def copy_of(strand: Strand) -> Copy:
    """Raises `EvidenceAltered` or `NewerFormat` when it does not begin with a readable opening."""
    return Copy(
        stream=opening_in(strand.bodies).stream,
        bodies=strand.bodies,
        links=chain.links_of(strand.bodies),
        heads=strand.heads,
        key=strand.device,
    )


def opening_in(bodies: Sequence[bytes]) -> StreamOpened:
    """The opening of a branch. Raises `EvidenceAltered` or `NewerFormat`."""
    opening = wire.decode(bodies[0], name="event 0").fact if bodies else None
    if not isinstance(opening, StreamOpened):
        raise EvidenceAltered(reason=Phrase("it does not begin with the opening of a stream."), fault=Fault.CUT)
    texts = (opening.stream, opening.device, opening.learner, opening.course_hash)
    numbers = (opening.attempt, opening.policy)
    if any("\0" in text for text in texts) or not all(0 <= number <= _MOST_NUMBER for number in numbers):
        # The list of streams repeats them, and not every database could.
        raise EvidenceAltered(reason=Phrase("its opening says what no Carrel would write."), fault=Fault.IMPOSSIBLE)
    return opening


def keys_in(connection: Connection) -> dict[str, PublicKey]:
    """The keys of the devices whose streams are here; a row that is not what it says is passed over."""
    found = ((name, PublicKey(key)) for name, key in connection.execute(select(DEVICE.c.id, DEVICE.c.key)))
    return {name: key for name, key in found if key.id == name}


def stated(envelope: Envelope) -> Head:
    """What a head says, whoever signed it. Raises `EvidenceAltered`."""
    try:
        return msgspec.json.decode(envelope.payload, type=Head)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise EvidenceAltered(reason=Phrase("its signed head is not readable."), details=str(error)) from None


def copies(connection: Connection, number: int, stream: StreamId, keys: Keys) -> list[Copy]:
    """Every branch of a stream, the main one first, each as far as it holds in itself."""
    bodies, links, problem = _read_main(connection, number, stream)
    heads = [_head(*row) for row in HEADS.run(connection, number)]
    branches = [(tuple(bodies), tuple(links)), *_aside(connection, number, bodies, links)]
    found = [_copy(stream, *branch, heads, keys, problem) for branch in branches if branch[0]]
    if not found:
        return [Copy(stream=stream, bodies=(), links=(GENESIS,), heads=(), key=None, problem=problem)]
    known = {link for copy in found for link in copy.links}
    strays = [head for head in heads if head.link not in known]
    return [_held_against(strays, copy) for copy in found] if strays else found


def damage_of_main(connection: Connection, number: int, stream: StreamId) -> StreamDamaged | None:
    """What is wrong with the main branch as it stands, if anything is."""
    _, _, problem = _read_main(connection, number, stream)
    return problem


def branches_of(copies: Iterable[Copy]) -> Iterator[Checked]:
    """Those of the branches that hold, and for which a device vouches."""
    for copy in copies:
        if copy.key is not None:
            yield check_strand(Strand(bodies=copy.bodies, heads=copy.heads, device=copy.key))


def _read_main(
    connection: Connection, number: int, stream: StreamId
) -> tuple[Sequence[bytes], Sequence[Link], StreamDamaged | None]:
    """Bodies and links of the main branch, and what is wrong after the last of them."""
    try:
        rows = EVENTS_FROM.run(connection, number, 0).all()
    except DBAPIError:
        return _as_far_as_it_holds(connection, number, stream)
    if not rows:
        return (), (GENESIS,), StreamDamaged(stream=stream, event=0, reason=Phrase("is missing"))
    seqs, bodies, stored = zip(*rows, strict=True)
    if all(isinstance(body, bytes) for body in bodies) and seqs == tuple(range(len(seqs))):
        links = chain.links_of(bodies)
        if links[1:] == stored:
            return bodies, links, None
    return _as_far_as_it_holds(connection, number, stream)


def _as_far_as_it_holds(
    connection: Connection, number: int, stream: StreamId
) -> tuple[Sequence[bytes], Sequence[Link], StreamDamaged]:
    bodies: list[bytes] = []
    links = [GENESIS]
    reason, details = "is missing", ""
    try:
        for place, (seq, body, link) in enumerate(EVENTS_FROM.run(connection, number, 0)):
            if seq != place:
                break
            if not isinstance(body, bytes) or chain.link(links[-1], body) != link:
                reason = Phrase("was changed after it was written")
                break
            bodies.append(body)
            links.append(Link(link))
    except DBAPIError as error:
        reason, details = Phrase("cannot be read"), str(error.orig)
    return bodies, links, StreamDamaged(stream=stream, event=len(bodies), reason=reason, details=details)


def _head(seq: int, link: bytes, stored: bytes) -> _Head:
    try:
        envelope = Envelope.from_json(stored, name=Phrase("The head of the evidence"))
    except (Problem, TypeError):
        envelope = None
    return _Head(seq=seq, link=link, envelope=envelope)


def _aside(
    connection: Connection, number: int, main: Sequence[bytes], links: Sequence[Link]
) -> Iterator[tuple[tuple[bytes, ...], tuple[Link, ...]]]:
    """Bodies and links of the branches aside."""
    body_of: dict[bytes, bytes] = {}
    places: dict[bytes, tuple[int, bytes]] = {}
    for seq, link, previous, body in FORK_EVENTS.run(connection, number):
        if isinstance(body, bytes) and chain.link(previous, body) == link:
            places[link], body_of[link] = (seq, previous), body
    if places:
        body_of.update(zip(links[1:], main, strict=True))
        for branch in Shape(main=links[1:], aside=places).branches():
            if branch[-1] in places:
                yield tuple(body_of[link] for link in branch), (GENESIS, *(Link(link) for link in branch))


def _copy(
    stream: StreamId,
    bodies: tuple[bytes, ...],
    links: tuple[Link, ...],
    heads: Iterable[_Head],
    keys: Keys,
    problem: Problem | None,
) -> Copy:
    try:
        opening = opening_in(bodies)
    except Problem as unreadable:
        return Copy(stream=stream, bodies=(), links=(GENESIS,), heads=(), key=None, problem=problem or unreadable)
    if opening.stream != stream:
        reason = Phrase("is not the opening that the list of streams names")
        problem = problem or StreamDamaged(stream=stream, event=0, reason=reason)
    on_it = (head for head in heads if head.seq < len(bodies) and links[head.seq + 1] == head.link)
    return Copy(
        stream=opening.stream,
        bodies=bodies,
        links=links,
        heads=tuple(head.envelope for head in on_it if head.envelope is not None),
        key=keys.get(opening.device),
        problem=problem,
    )


def _signed(copy: Copy) -> int:
    """The last event for which a head of it says to vouch."""
    try:
        return max((stated(envelope).seq for envelope in copy.heads), default=-1)
    except Problem:
        return -1


def _held_against(strays: Iterable[_Head], copy: Copy) -> Copy:
    """The copy as far as no head contradicts it that its device signed for something that is here no more."""
    signed = _signed(copy)
    for stray in strays:
        if copy.key is None or stray.envelope is None or stray.seq <= signed:
            continue
        try:
            head = chain.read_head(stray.envelope, copy.key)
        except Problem:
            continue
        if head.stream == copy.stream and head.seq >= len(copy.bodies):
            damage = StreamDamaged(stream=copy.stream, event=len(copy.bodies), reason=Phrase("is missing"))
            copy = replace(copy, problem=copy.problem or damage)
        elif head.stream == copy.stream:
            damage = StreamDamaged(stream=copy.stream, event=head.seq, reason=Phrase("is not what was signed"))
            bodies, links = copy.bodies[: signed + 1], copy.links[: signed + 2]
            copy = replace(copy, bodies=bodies, links=links, problem=copy.problem or damage)
    return copy
