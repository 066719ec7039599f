"""The bytes of an event: one line of JSON, made once, then stored, signed and exported as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec

from player.domain.clock import BootId, Stamp
from player.domain.event import KINDS, Event, Fact
from player.proof.problems import EvidenceAltered, NewerFormat

FORMAT = 1
_KIND_OF: Mapping[type[Fact], str] = {fact: kind for kind, fact in KINDS.items()}
_DECODERS = {kind: msgspec.json.Decoder(fact) for kind, fact in KINDS.items()}


LAST_WALL_MS = 253_402_214_400_000
"""The last day of the year 9999 begins: after that there are no dates to compute with."""
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Wire form of an event; `zone` is minutes east of UTC, times are milliseconds."""

    v: int
    seq: _Count
    kind: str
    wall: Annotated[int, msgspec.Meta(ge=0, le=LAST_WALL_MS)]
    zone: Annotated[int, msgspec.Meta(ge=-1440, le=1440)]
    mono: _Count
    boot: str
    fact: msgspec.Raw


class _Version(msgspec.Struct, frozen=True):
    v: int


_LINE = msgspec.json.Decoder(_Line)
_VERSION = msgspec.json.Decoder(_Version)


def kind_of(fact: Fact) -> str:
    return _KIND_OF[type(fact)]


def encode(event: Event) -> bytes:
    """The event's bytes; the same event always gives the same."""
    return msgspec.json.encode(
        _Line(
            v=FORMAT,
            seq=event.seq,
            kind=kind_of(event.fact),
            wall=event.stamp.wall_ms,
            zone=event.stamp.offset_min,
            mono=event.stamp.mono_ms,
            boot=event.stamp.boot,
            fact=msgspec.Raw(msgspec.json.encode(event.fact)),
        )
    )


def decode(body: bytes, *, name: str = "an event") -> Event:
    """The event in `body`. Raises `EvidenceAltered` or `NewerFormat`.

    Bytes that would be written differently are refused: JSON allows duplicate keys, spaces and unknown
    fields, in which two readers could see two different facts.
    """
    try:
        found = _VERSION.decode(body).v
        if found > FORMAT:
            raise NewerFormat(name=name, found=found, known=FORMAT)
        line = _LINE.decode(body)
        stamp = Stamp(wall_ms=line.wall, offset_min=line.zone, mono_ms=line.mono, boot=BootId(line.boot))
        event = Event(seq=line.seq, stamp=stamp, fact=_DECODERS[line.kind].decode(line.fact))
        same = encode(event) == body
    except (msgspec.MsgspecError, KeyError, ValueError, RecursionError) as error:
        raise EvidenceAltered(reason=f"{name} is not readable.", details=str(error)) from None
    if not same:
        raise EvidenceAltered(reason=f"{name} is not written as Carrel writes it.")
    return event
