"""The hash chain of a stream, and signed heads that pin it down."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NewType

import msgspec

from player.domain.event import Event, StreamId
from player.proof import wire
from player.proof.envelope import Envelope, check, seal
from player.proof.keys import PublicKey, Signer
from player.proof.problems import EvidenceAltered

Link = NewType("Link", bytes)
"""SHA-256 of the link before and the event's bytes."""
GENESIS = Link(bytes(32))
HEAD_KIND = "application/vnd.carrel.head+json"


def link(previous: Link, body: bytes) -> Link:
    return Link(hashlib.sha256(previous + body).digest())


def head_of(bodies: Iterable[bytes]) -> Link:
    """The link after all of `bodies`."""
    last = GENESIS
    for body in bodies:
        last = link(last, body)
    return last


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where a stream stood: its event `seq` is the last one, and `hash` the link after it, in hex."""

    stream: StreamId
    seq: int
    hash: str


def sign_head(head: Head, signer: Signer) -> Envelope:
    return seal(msgspec.json.encode(head), HEAD_KIND, signer)


def read_head(envelope: Envelope, key: PublicKey) -> Head:
    """The head in `envelope`, when `key` signed it. Raises `NotSigned` or `EvidenceAltered`."""
    payload = check(envelope, HEAD_KIND, key, name="The head of the evidence")
    try:
        return msgspec.json.decode(payload, type=Head)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise EvidenceAltered(reason="its signed head is not readable.", details=str(error)) from None


def read_events(bodies: Sequence[bytes]) -> tuple[Event, ...]:
    """The events of a stream in their order. Raises `EvidenceAltered` naming the event that is out of place."""
    events = tuple(wire.decode(body, name=f"event {place}") for place, body in enumerate(bodies))
    for place, event in enumerate(events):
        if event.seq != place:
            raise EvidenceAltered(reason=f"event {event.seq} stands in the place of event {place}.")
    return events


def check_head(bodies: Sequence[bytes], head: Head) -> None:
    """Raises `EvidenceAltered` unless `bodies` begin with exactly the events that were signed at `head`."""
    if head.seq >= len(bodies):
        raise EvidenceAltered(reason=f"events after number {len(bodies) - 1} were cut off.")
    if head_of(bodies[: head.seq + 1]).hex() != head.hash:
        raise EvidenceAltered(reason=f"an event up to number {head.seq} was changed, moved or exchanged.")
