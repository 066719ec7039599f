"""A strand: one branch of one stream from its opening on, and the signed heads and device key that pin it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from player.domain.event import Event, StreamOpened
from player.domain.phrase import Phrase
from player.proof.chain import Head, Link, check_head, links_of, read_events, read_head
from player.proof.envelope import Envelope
from player.proof.keys import PublicKey
from player.proof.problems import EvidenceAltered, Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """The bytes, as they were stored: the events from number 0 on, signed heads, and the key of the device."""

    bodies: tuple[bytes, ...]
    heads: tuple[Envelope, ...]
    device: PublicKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A strand that holds in itself. `links` has the one before the first event in front; `signed` is the last
    event that a head vouches for."""

    strand: Strand
    opening: StreamOpened
    events: tuple[Event, ...]
    links: tuple[Link, ...]
    signed: int

    @property
    def head(self) -> str:
        """The link after the last event, in hex: it names this branch and all that is in it."""
        return self.links[-1].hex()

    def holds(self, seq: int, link: str) -> bool:
        """Whether `link` (hex) is the one after event `seq` of this branch, and a head vouches for it."""
        return 0 <= seq <= self.signed and self.links[seq + 1].hex() == link


def check_strand(strand: Strand) -> Checked:
    """Raises `EvidenceAltered` or `NotSigned` unless bytes, places, heads and binding to the device hold.

    Whether the acts were possible, and in which course, is not asked here.
    """
    events = read_events(strand.bodies)
    links = links_of(strand.bodies)
    heads = tuple(read_head(envelope, strand.device) for envelope in strand.heads)
    for head in heads:
        check_head(links, head)
    opening = _opening(events, strand.device, heads)
    signed = max((head.seq for head in heads), default=-1)
    return Checked(strand=strand, opening=opening, events=events, links=links, signed=signed)


def _opening(events: Sequence[Event], device: PublicKey, heads: Sequence[Head]) -> StreamOpened:
    opening = events[0].fact if events else None
    if not isinstance(opening, StreamOpened):
        raise EvidenceAltered(reason=Phrase("it does not begin with the opening of a stream."), fault=Fault.CUT)
    if opening.device != device.id:
        reason = Phrase("it was recorded on another device than the one that signed it.")
        raise EvidenceAltered(reason=reason, fault=Fault.WRONG_KEY)
    if any(head.stream != opening.stream for head in heads):
        raise EvidenceAltered(reason=Phrase("a signed head belongs to another stream."), fault=Fault.TRANSPLANTED)
    return opening
