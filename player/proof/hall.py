"""What stations and the place where they meet hand each other: evidence as strands, sealed cards, words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from player.domain.event import StreamId
from player.domain.kiosk.card import Card
from player.domain.kiosk.hall import StationWord
from player.proof.strand import Strand

AT_ONCE_BYTES = 2 << 20
"""What is handed over at once: little enough to arrive on a bad line before patience ends."""

Branches = tuple[Strand, ...]
"""Every branch of one stream."""
Mark = bytes
"""What somebody holds of a stream, in 16 bytes: whoever holds the same, and as much of it signed, has the same mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The hall holds something new of a stream since `place`, a number that only grows there."""

    stream: StreamId
    place: int
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A station's word, and up to where it knows what the hall holds. `hall`: the hall of which these places are."""

    word: StationWord
    hall: str = ""
    streams: int = 0
    cards: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the hall answers. `hall`: its name, random, made with it; `now_ms`: its clock, in ms since 1970.

    `streams`, `cards`: up to where it is told by this answer; `is_all`: whether there is no more to tell.
    """

    hall: str
    now_ms: int
    words: tuple[StationWord, ...]
    changes: tuple[Change, ...]
    cards: tuple[Card, ...]
    streams_to: int
    cards_to: int
    is_all: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is handed over: to the hall, or by a stick, on which words travel too."""

    strands: tuple[Strand, ...] = ()
    cards: tuple[Card, ...] = ()
    words: tuple[StationWord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was new of it, and the marks of what there is now of the streams that were given."""

    events: int = 0
    cards: int = 0
    marks: Mapping[StreamId, Mark]


class MeetingPlace(Protocol):
    """Where stations meet. All of it may raise `Problem`s: then it is asked again another time, and nothing is lost."""

    def meet(self, asked: Asked) -> Told:
        """Keeps the word; tells what is new there."""
        ...

    def strands(self, streams: Sequence[StreamId]) -> Mapping[StreamId, Branches]:
        """Of as many of these streams as go into one answer, from the first on; empty for one that is not there."""
        ...

    def take(self, given: Given) -> Taken:
        """Durably there when it returns. Evidence that does not hold is left out."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What a ledger holds of a stream. `last`: its last event; `signed`: the last one with a head, on any branch."""

    mark: Mark
    last: int
    signed: int
    is_own: bool


class Held(Protocol):
    """A station's own evidence, as far as it shares it. May raise the `Problem`s of the records."""

    def holdings(self, streams: Iterable[StreamId] | None = None) -> Mapping[StreamId, Holding]:
        """Of these streams, or of all."""
        ...

    def own_holdings(self) -> Mapping[StreamId, Holding]:
        """Of those that this station's own device records."""
        ...

    def sign(self, stream: StreamId) -> None:
        """Signs the last event of an own stream; of a damaged one nothing."""
        ...

    def strands(self, streams: Iterable[StreamId]) -> Iterable[Branches]:
        """Of each of these streams for which a device vouches, read one after the other."""
        ...

    def take_in(self, strands: Sequence[Strand]) -> int:
        """How many events of them were new here."""
        ...


def size_of(strand: Strand) -> int:
    """In bytes, roughly."""
    return sum(len(body) + 8 for body in strand.bodies) + sum(len(head.payload) + 200 for head in strand.heads)


def in_pieces(streams: Iterable[Branches]) -> Iterator[Given]:
    """Strands, as many together as are handed over at once, and all of a stream together."""
    piece: list[Strand] = []
    size = 0
    for branches in streams:
        piece += branches
        size += sum(map(size_of, branches))
        if size >= AT_ONCE_BYTES:
            yield Given(strands=tuple(piece))
            piece, size = [], 0
    if piece:
        yield Given(strands=tuple(piece))
