"""The sound outputs of a Mac, by Core Audio's own calls."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, cast

CORE_AUDIO = "/System/Library/Frameworks/CoreAudio.framework/CoreAudio"
_SYSTEM = 1
_NO_REAL_OUTPUT = frozenset({"virt", "grup", "fgrp"})
"""Devices that only pass sound on to a program, or are put together from others that are listed too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """`bits` of a sample as the device takes them; 0 where it does not say."""

    bits: int = 0


class Address(ctypes.Structure):
    """Core Audio's name for a property: three codes of four letters."""

    _fields_ = (("selector", ctypes.c_uint32), ("scope", ctypes.c_uint32), ("element", ctypes.c_uint32))


class StreamFormat(ctypes.Structure):
    """AudioStreamBasicDescription"""

    _fields_ = (
        ("rate", ctypes.c_double),
        ("kind", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("bytes_in_packet", ctypes.c_uint32),
        ("frames_in_packet", ctypes.c_uint32),
        ("bytes_in_frame", ctypes.c_uint32),
        ("channels", ctypes.c_uint32),
        ("bits", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    )


_Answer = ctypes.Array[ctypes.c_uint32] | ctypes.c_uint32 | StreamFormat


class CoreAudio(Protocol):
    """The two calls of the library that are needed."""

    def AudioObjectGetPropertyDataSize(self, *arguments: object) -> int: ...  # noqa: N802 - the library's own name
    def AudioObjectGetPropertyData(self, *arguments: object) -> int: ...  # noqa: N802 - the library's own name


def outputs(library: CoreAudio | None = None) -> tuple[Output, ...]:
    """Devices that sound goes out of. Raises OSError where there is no Core Audio, or it does not answer."""
    audio = library or cast("CoreAudio", ctypes.CDLL(CORE_AUDIO))
    devices = _objects(audio, _SYSTEM, _address("dev#"))
    if devices is None:
        raise OSError("Core Audio does not list its devices")
    return tuple(found for device in devices for found in _output_of(audio, device))


def _output_of(audio: CoreAudio, device: int) -> Iterator[Output]:
    streams = _objects(audio, device, _address("stm#", "outp"))
    if not streams or _transport(audio, device) in _NO_REAL_OUTPUT:
        return
    yield Output(bits=max(_bits(audio, stream) for stream in streams))


def _transport(audio: CoreAudio, device: int) -> str:
    code = ctypes.c_uint32()
    found = _ask(audio, device, _address("tran"), code, ctypes.sizeof(code))
    return code.value.to_bytes(4, "big").decode("ascii", errors="replace") if found else ""


def _bits(audio: CoreAudio, stream: int) -> int:
    """Of the format that the hardware takes; Core Audio itself mixes in 32 bits whatever that is."""
    said = StreamFormat()
    return int(said.bits) if _ask(audio, stream, _address("pft "), said, ctypes.sizeof(said)) else 0


def _objects(audio: CoreAudio, owner: int, address: Address) -> tuple[int, ...] | None:
    """The numbers of the objects in a list; None where there is no such list."""
    size = ctypes.c_uint32(0)
    where = ctypes.byref(address)
    if audio.AudioObjectGetPropertyDataSize(ctypes.c_uint32(owner), where, 0, None, ctypes.byref(size)):
        return None
    found = (ctypes.c_uint32 * (size.value // 4))()
    return tuple(found) if not size.value or _ask(audio, owner, address, found, size.value) else None


def _ask(audio: CoreAudio, owner: int, address: Address, answer: _Answer, room: int) -> bool:
    size = ctypes.c_uint32(room)
    where, here = ctypes.byref(address), ctypes.byref(answer)
    return not audio.AudioObjectGetPropertyData(ctypes.c_uint32(owner), where, 0, None, ctypes.byref(size), here)


def _address(selector: str, scope: str = "glob") -> Address:
    first, second = (int.from_bytes(code.encode(), "big") for code in (selector, scope))
    return Address(first, second, 0)
