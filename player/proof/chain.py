"""The hash chain of a stream, and signed heads that pin it down."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Annotated, NewType

import msgspec

from player.domain.event import Event, StreamId
from player.domain.phrase import Phrase, Worded
from player.proof import wire
from player.proof.envelope import Envelope, check, seal
from player.proof.keys import PublicKey, Signer
from player.proof.problems import EvidenceAltered, Fault

Link = NewType("Link", bytes)
"""SHA-256 of the link before and the event's bytes."""
GENESIS = Link(bytes(32))
HEAD_KIND = "application/vnd.carrel.head+json"


def link(previous: Link, body: bytes) -> Link:
    return Link(hashlib.sha256(previous + body).digest())


def links_of(bodies: Iterable[bytes]) -> tuple[Link, ...]:
    """The link after each of `bodies`, with the one before the first in front."""
    return tuple(accumulate(bodies, link, initial=GENESIS))


def head_of(bodies: Iterable[bytes]) -> Link:
    """The link after all of `bodies`."""
    return links_of(bodies)[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where a stream stood: its event `seq` is the last one, and `hash` the link after it, in hex."""

    stream: StreamId
    seq: Annotated[int, msgspec.Meta(ge=0)]
    hash: str


def sign_head(head: Head, signer: Signer) -> Envelope:
    return seal(msgspec.json.encode(head), HEAD_KIND, signer)


def read_head(envelope: Envelope, key: PublicKey) -> Head:
    """The head in `envelope`, when `key` signed it. Raises `NotSigned` or `EvidenceAltered`."""
    payload = check(envelope, HEAD_KIND, key, name=Phrase("The head of the evidence"))
    try:
        head = msgspec.json.decode(payload, type=Head)
        same = msgspec.json.encode(head) == payload
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise EvidenceAltered(reason=Phrase("its signed head is not readable."), details=str(error)) from None
    if not same:
        raise EvidenceAltered(reason=Phrase("its signed head is not written as Carrel writes it."))
    return head


def read_events(bodies: Sequence[bytes]) -> tuple[Event, ...]:
    """The events of a stream in their order. Raises `EvidenceAltered` naming the event that is out of place."""
    events = wire.decode_all(bodies)
    for place, event in enumerate(events):
        if event.seq != place:
            reason = Worded("event {seq} stands in the place of event {place}.", seq=event.seq, place=place)
            raise EvidenceAltered(reason=reason, fault=Fault.REORDERED)
    return events


def check_heads(bodies: Sequence[bytes], heads: Iterable[Head]) -> None:
    """Raises `EvidenceAltered` unless `bodies` begin with exactly the events that were signed at each of `heads`."""
    links = links_of(bodies)
    for head in heads:
        check_head(links, head)


def check_head(links: Sequence[Link], head: Head) -> None:
    """The same for one head and the links of all bodies (see `links_of`)."""
    last = len(links) - 2
    if head.seq > last:
        raise EvidenceAltered(reason=Worded("events after number {last} were cut off.", last=last), fault=Fault.CUT)
    if links[head.seq + 1].hex() != head.hash:
        raise EvidenceAltered(
            reason=Worded("an event up to number {seq} was changed, moved or exchanged.", seq=head.seq)
        )
