"""The bytes of an event: one line of JSON, made once, then stored, signed and exported as they are.

Events are written in format 2, a list; those in format 1, an object with named fields, are read as they were written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Generic, Literal, NoReturn, TypeVar

import msgspec

from player.domain.clock import LAST_WALL_MS, BootId, Stamp
from player.domain.event import KINDS, Event, Fact
from player.domain.phrase import Phrase, Worded
from player.proof.problems import EvidenceAltered, NewerFormat

FORMAT: Literal[2] = 2
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
_Wall = Annotated[int, msgspec.Meta(ge=0, le=LAST_WALL_MS)]
_Zone = Annotated[int, msgspec.Meta(ge=-1440, le=1440)]
_F = TypeVar("_F", bound=Fact)


class _Line(msgspec.Struct, Generic[_F], frozen=True, array_like=True, forbid_unknown_fields=True):
    """Format 2: a list of these eight, with the four of a `Stamp` as they are called there."""

    v: Literal[2]
    seq: _Count
    kind: str
    wall_ms: _Wall
    offset_min: _Zone
    mono_ms: _Count
    boot: BootId
    fact: _F


_NAMES: Mapping[str, str] = {"wall_ms": "wall", "offset_min": "zone", "mono_ms": "mono"}


class _NamedLine(msgspec.Struct, Generic[_F], frozen=True, forbid_unknown_fields=True, rename=_NAMES):
    """Format 1: the same, each with its name, which made a third of what a ledger holds."""

    v: Literal[1]
    seq: _Count
    kind: str
    wall_ms: _Wall
    offset_min: _Zone
    mono_ms: _Count
    boot: BootId
    fact: _F


class _Version(msgspec.Struct, frozen=True):
    v: int


_KIND_OF: Mapping[type[Fact], str] = {fact: kind for kind, fact in KINDS.items()}
_LINES: Mapping[bytes, msgspec.json.Decoder[_Line[Fact]]] = {
    kind.encode(): msgspec.json.Decoder(_Line[fact]) for kind, fact in KINDS.items()
}
_NAMED_LINES: Mapping[bytes, msgspec.json.Decoder[_NamedLine[Fact]]] = {
    kind.encode(): msgspec.json.Decoder(_NamedLine[fact]) for kind, fact in KINDS.items()
}
_VERSION = msgspec.json.Decoder(_Version | list[Any])
_ENCODER = msgspec.json.Encoder()


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
            wall_ms=stamp.wall_ms,
            offset_min=stamp.offset_min,
            mono_ms=stamp.mono_ms,
            boot=stamp.boot,
            fact=event.fact,
        )
    )


def decode(body: bytes, *, name: str = Phrase("an event")) -> Event:
    """The event in `body`. Raises `EvidenceAltered` or `NewerFormat`.

    Bytes that would be written differently are refused: JSON allows duplicate keys, spaces and unknown
    fields, in which two readers could see two different facts.
    """
    return _events([_checked(body, name)])[0]


def decode_all(bodies: Sequence[bytes]) -> tuple[Event, ...]:
    """The events of a stream, each as strictly read as by `decode`; that they are written so is asked of all at once.

    No line that is written has a line break in it: so all together are the same only if each is.
    """
    try:
        lines = [_line(body) for body in bodies]
        same = _ENCODER.encode_lines(lines) == b"\n".join((*bodies, b""))
    except (msgspec.MsgspecError, LookupError, ValueError, RecursionError):
        same, lines = False, []
    if same:
        return _events(lines)
    # One by one, to say which it is.
    return tuple(decode(body, name=f"event {place}") for place, body in enumerate(bodies))


def number_of(body: bytes, *, name: str) -> int:
    """The event's `seq`, as strictly read as by `decode` and twice as fast, for those who take in a million."""
    return _checked(body, name).seq


def kind_in(body: bytes) -> str:
    """The kind that is written in an event's bytes, whose other parts are not looked at; empty where there is none."""
    place = 1 if body.startswith(b"[") else 7
    parts = body.split(b'"', place + 1)
    return parts[place].decode(errors="replace") if len(parts) == place + 2 else ""


def _events(lines: Sequence[_Line[Fact] | _NamedLine[Fact]]) -> tuple[Event, ...]:
    # All stamps at once, in a quarter of the time that making each by itself takes.
    stamps = msgspec.convert(lines, list[Stamp], from_attributes=True)
    return tuple(Event(seq=line.seq, stamp=stamp, fact=line.fact) for line, stamp in zip(lines, stamps, strict=True))


def _checked(body: bytes, name: str) -> _Line[Fact] | _NamedLine[Fact]:
    try:
        line = _line(body)
        same = _ENCODER.encode(line) == body
    except LookupError:
        _refuse(body, name=name, reason=Phrase("is not readable"), details="It is of no kind that Carrel knows.")
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        _refuse(body, name=name, reason=Phrase("is not readable"), details=str(error))
    if not same:
        _refuse(body, name=name, reason=Phrase("is not written as Carrel writes it"))
    return line


def _line(body: bytes) -> _Line[Fact] | _NamedLine[Fact]:
    """The kind is taken from where it stands in the one form; that the bytes come out the same proves that it did.

    Cut at its quotation marks, a line has its kind in a fixed place: nothing but numbers and names stands before it.
    """
    if body.startswith(b"["):
        return _LINES[body.split(b'"', 2)[1]].decode(body)
    return _NAMED_LINES[body.split(b'"', 8)[7]].decode(body)


def _refuse(body: bytes, *, name: str, reason: str, details: str = "") -> NoReturn:
    """Says what is wrong with bytes that are no event: first, whether they are of a later format."""
    try:
        found = _version(body)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise EvidenceAltered(reason=Worded("{name} is not readable.", name=name), details=str(error)) from None
    if found > FORMAT:
        raise NewerFormat(name=name, found=found, known=FORMAT) from None
    raise EvidenceAltered(reason=Worded("{name} {reason}.", name=name, reason=reason), details=details) from None


def _version(body: bytes) -> int:
    """Of a list it is what stands first, of an object what is called `v`. Raises ValueError."""
    written = _VERSION.decode(body)
    found = written.v if isinstance(written, _Version) else next(iter(written), None)
    if type(found) is not int:
        raise ValueError("no format number is written in it")
    return found
