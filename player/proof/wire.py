"""The bytes of an event: one line of JSON, made once, then stored, signed and exported as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Generic, Literal, NoReturn, TypeVar

import msgspec

from player.domain.clock import LAST_WALL_MS, BootId, Stamp
from player.domain.event import KINDS, Event, Fact
from player.proof.problems import EvidenceAltered, NewerFormat

FORMAT: Literal[1] = 1
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
_F = TypeVar("_F", bound=Fact)


class _Line(msgspec.Struct, Generic[_F], frozen=True, forbid_unknown_fields=True):
    """Wire form of an event; `zone` is minutes east of UTC, times are milliseconds."""

    v: Literal[1]
    seq: _Count
    kind: str
    wall: Annotated[int, msgspec.Meta(ge=0, le=LAST_WALL_MS)]
    zone: Annotated[int, msgspec.Meta(ge=-1440, le=1440)]
    mono: _Count
    boot: BootId
    fact: _F


class _Version(msgspec.Struct, frozen=True):
    v: int


_KIND_OF: Mapping[type[Fact], str] = {fact: kind for kind, fact in KINDS.items()}
_LINES: Mapping[bytes, msgspec.json.Decoder[_Line[Fact]]] = {
    kind.encode(): msgspec.json.Decoder(_Line[fact]) for kind, fact in KINDS.items()
}
_VERSION = msgspec.json.Decoder(_Version)
_ENCODER = msgspec.json.Encoder()
_KIND_PLACE = 7
"""Cut at its quotation marks, a line as Carrel writes it has its kind here: nothing but numbers stands before it."""


def kind_of(fact: Fact) -> str:
    return _KIND_OF[type(fact)]


def encode(event: Event) -> bytes:
    """The event's bytes; the same event always gives the same."""
    stamp = event.stamp
    return _ENCODER.encode(
        _Line(
            v=FORMAT,
            seq=event.seq,
            kind=kind_of(event.fact),
            wall=stamp.wall_ms,
            zone=stamp.offset_min,
            mono=stamp.mono_ms,
            boot=stamp.boot,
            fact=event.fact,
        )
    )


def decode(body: bytes, *, name: str = "an event") -> Event:
    """The event in `body`. Raises `EvidenceAltered` or `NewerFormat`.

    Bytes that would be written differently are refused: JSON allows duplicate keys, spaces and unknown
    fields, in which two readers could see two different facts.
    """
    try:
        # The kind is taken from where it stands in the one form; that `same` holds then proves that it stood there.
        line = _LINES[body.split(b'"', _KIND_PLACE + 1)[_KIND_PLACE]].decode(body)
        same = _ENCODER.encode(line) == body
    except LookupError:
        _refuse(body, name=name, reason="is not readable", details="It is of no kind that Carrel knows.")
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        _refuse(body, name=name, reason="is not readable", details=str(error))
    if not same:
        _refuse(body, name=name, reason="is not written as Carrel writes it")
    stamp = Stamp(wall_ms=line.wall, offset_min=line.zone, mono_ms=line.mono, boot=line.boot)
    return Event(seq=line.seq, stamp=stamp, fact=line.fact)


def _refuse(body: bytes, *, name: str, reason: str, details: str = "") -> NoReturn:
    """Says what is wrong with bytes that are no event of this format: first, whether they are of a later one."""
    try:
        found = _VERSION.decode(body).v
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise EvidenceAltered(reason=f"{name} is not readable.", details=str(error)) from None
    if found > FORMAT:
        raise NewerFormat(name=name, found=found, known=FORMAT) from None
    raise EvidenceAltered(reason=f"{name} {reason}.", details=details) from None
