"""The shape of a stream: its branches as links alone, where they part, and which of them is the main one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, exists, select

from player.domain.event import StreamId
from player.ledger.tables import EVENT, FORK, STREAM, Hot
from player.proof.chain import GENESIS

Links = Sequence[bytes]
"""A branch: the link after each of its events."""

MAIN_LINKS = Hot(lambda _: select(EVENT.c.hash).where(EVENT.c.stream == bindparam("stream")).order_by(EVENT.c.seq))
"""Takes the stream's number."""
FORK_LINKS = Hot(lambda _: select(FORK.c.seq, FORK.c.hash, FORK.c.previous).where(FORK.c.stream == bindparam("stream")))
"""Takes the stream's number."""

LINK_AT = Hot(
    lambda _: select(EVENT.c.hash).where(EVENT.c.stream == bindparam("stream"), EVENT.c.seq == bindparam("seq"))
)
"""Takes the stream's number and the event's."""
LINK_ASIDE = Hot(
    lambda _: select(FORK.c.seq).where(FORK.c.stream == bindparam("stream"), FORK.c.hash == bindparam("hash"))
)
"""Takes the stream's number and the link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """The end of a branch: how many events it has, the link after the last in hex, whether it is the main branch."""

    events: int
    link: str
    main: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """A stream that was continued twice: `first` is the first event that differs; the main branch is the first tip."""

    stream: StreamId
    first: int
    tips: tuple[Tip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """`main`: the main branch; `aside`: for each link that is not on it, the event's number and the link before."""

    main: Links
    aside: Mapping[bytes, tuple[int, bytes]]

    def branches(self) -> list[Links]:
        """The main branch, then the others by their last links. What hangs on lost events is on none of them."""
        inner = {previous for _, previous in self.aside.values()}
        ends = sorted(link for link in self.aside if link not in inner)
        found = (self._branch(end) for end in ends)
        return [*([self.main] if self.main else []), *(branch for branch in found if branch is not None)]

    def fork(self, stream: StreamId) -> Fork:
        """Only for a stream that has events aside."""
        branches = self.branches()
        tips = (
            Tip(events=len(branch), link=branch[-1].hex(), main=place == 0) for place, branch in enumerate(branches)
        )
        first = min(shared(self.main, branch) for branch in branches[1:]) if branches[1:] else len(self.main)
        return Fork(stream=stream, first=first, tips=tuple(tips))

    def _branch(self, end: bytes) -> Links | None:
        nodes: list[bytes] = []
        link = end
        # Never round in a circle, whatever the table says.
        while link in self.aside and len(nodes) <= len(self.aside):
            nodes.append(link)
            _, link = self.aside[link]
        start, before = self.aside[nodes[-1]]
        attached = GENESIS if start == 0 else self.main[start - 1] if start <= len(self.main) else None
        return [*self.main[:start], *reversed(nodes)] if attached == before else None


def shape_of(connection: Connection, number: int) -> Shape:
    """The shape of the stream with this number, as the tables state it."""
    main = MAIN_LINKS.run(connection, number).scalars().all()
    aside = {link: (seq, previous) for seq, link, previous in FORK_LINKS.run(connection, number)}
    return Shape(main=main, aside=aside)


def shared(one: Links, other: Links) -> int:
    """How many events two branches have in common."""
    least = min(len(one), len(other))
    return next((place for place in range(least) if one[place] != other[place]), least)


def has_link(connection: Connection, number: int, seq: int, link: bytes) -> bool:
    """Whether the stream has this event, on whichever branch."""
    if LINK_AT.run(connection, number, seq).scalar() == link:
        return True
    return LINK_ASIDE.run(connection, number, link).first() is not None


def forks_in(connection: Connection, streams: Iterable[StreamId] | None = None) -> Iterator[Fork]:
    """The forks of these streams, or of all."""
    query = select(STREAM.c.id, STREAM.c.number).where(exists().where(FORK.c.stream == STREAM.c.number))
    wanted = None if streams is None else set(streams)
    for name, number in connection.execute(query.order_by(STREAM.c.id)).all():
        if wanted is None or name in wanted:
            yield shape_of(connection, number).fork(StreamId(name))
