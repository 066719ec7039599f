"""Graphics adapters by DXGI, their driver model by the kernel, and what Direct3D can do: Windows' own calls."""

from __future__ import annotations

import ctypes
import sys
import uuid
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_FACTORY = uuid.UUID("770aae78-f26f-4dba-a829-253c83d1b387")
_RELEASE, _ENUM_ADAPTERS, _GET_DESCRIPTION, _CHECK_FEATURE = 2, 12, 10, 33
"""Places in the tables of IUnknown, IDXGIFactory1, IDXGIAdapter1 and ID3D11Device: part of Windows' contract."""
_NOT_FOUND = 0x887A0002
_MOST_ADAPTERS = 16
_SOFTWARE = 2
_HARDWARE_DRIVER, _SDK_VERSION, _OPTIONS_2, _DRIVER_VERSION = 1, 7, 14, 13
_LEVELS = (0xC100, 0xC000, 0xB100, 0xB000, 0xA100, 0xA000, 0x9300, 0x9200, 0x9100)
_OLDER_STARTS = (0, 2, 3)
"""An older Direct3D refuses a list with levels that it has not heard of: tried with all, from 11.1, from 11.0."""
_REFUSED = 0x80070057
_NUMBER = ctypes.c_uint32
# Elsewhere the tests have a COM object of their own.
if sys.platform == "win32":
    _METHOD = ctypes.WINFUNCTYPE
else:
    _METHOD = ctypes.CFUNCTYPE


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """`dedicated`: bytes of its own memory; `shared`: of the computer's that it may take; `wddm`: the driver model
    as the kernel numbers it (2700 is 2.7), None where the kernel does not tell."""

    name: str
    dedicated: int
    shared: int = 0
    is_software: bool = False
    wddm: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Direct3D:
    """`level` as Windows numbers it (0xb100 is 11.1); `is_shared`: whether the graphics has no memory of its own."""

    level: int
    is_shared: bool | None = None


class Guid(ctypes.Structure):
    _fields_ = (("bytes", ctypes.c_ubyte * 16),)


class Luid(ctypes.Structure):
    _fields_ = (("low", ctypes.c_uint32), ("high", ctypes.c_int32))


class Description(ctypes.Structure):
    """DXGI_ADAPTER_DESC1; 16-bit letters, as Windows has them whatever the size of C's wchar_t elsewhere."""

    _fields_ = (
        ("name", ctypes.c_uint16 * 128),
        ("vendor", ctypes.c_uint32),
        ("device", ctypes.c_uint32),
        ("subsystem", ctypes.c_uint32),
        ("revision", ctypes.c_uint32),
        ("dedicated_video", ctypes.c_size_t),
        ("dedicated_system", ctypes.c_size_t),
        ("shared_system", ctypes.c_size_t),
        ("luid", Luid),
        ("flags", ctypes.c_uint32),
    )


class OpenAdapter(ctypes.Structure):
    """D3DKMT_OPENADAPTERFROMLUID"""

    _fields_ = (("luid", Luid), ("handle", ctypes.c_uint32))


class QueryAdapter(ctypes.Structure):
    """D3DKMT_QUERYADAPTERINFO"""

    _fields_ = (
        ("handle", ctypes.c_uint32),
        ("kind", ctypes.c_uint32),
        ("answer", ctypes.c_void_p),
        ("size", ctypes.c_uint32),
    )


class Options2(ctypes.Structure):
    """D3D11_FEATURE_DATA_D3D11_OPTIONS2: eight words, of which the last tells whether memory is shared."""

    _fields_ = (("before", ctypes.c_uint32 * 7), ("unified", ctypes.c_int32))


def adapters() -> tuple[Adapter, ...]:
    """As DXGI lists them. Raises OSError where there is no DXGI 1.1 (Windows XP, Vista)."""
    if sys.platform != "win32":
        raise OSError("only Windows has DXGI")
    factory = ctypes.c_void_p()
    asked = Guid.from_buffer_copy(_FACTORY.bytes_le)
    try:
        failed = ctypes.windll.dxgi.CreateDXGIFactory1(ctypes.byref(asked), ctypes.byref(factory))
    except AttributeError as error:
        raise OSError("this Windows has no DXGI 1.1") from error
    if failed:
        raise OSError(f"CreateDXGIFactory1: {failed & 0xFFFFFFFF:#x}")
    with _held(factory):
        return tuple(_adapters_of(factory))


def direct3d() -> Direct3D:
    """By making a device and letting it go. Raises OSError where the graphics has no Direct3D 11 driver."""
    if sys.platform != "win32":
        raise OSError("only Windows has Direct3D")
    create = ctypes.windll.d3d11.D3D11CreateDevice
    failed = _REFUSED
    for start in _OLDER_STARTS:
        levels = (ctypes.c_uint32 * len(_LEVELS[start:]))(*_LEVELS[start:])
        device, level = ctypes.c_void_p(), ctypes.c_uint32()
        made, got = ctypes.byref(device), ctypes.byref(level)
        failed = create(None, _HARDWARE_DRIVER, None, 0, levels, len(levels), _SDK_VERSION, made, got, None)
        failed &= 0xFFFFFFFF
        if not failed:
            with _held(device):
                return Direct3D(level=level.value, is_shared=_is_shared(device))
        if failed != _REFUSED:
            break
    raise OSError(f"D3D11CreateDevice: {failed:#x}")


def text_of(letters: ctypes.Array[ctypes.c_uint16]) -> str:
    """A text of 16-bit letters up to the first that is none."""
    return bytes(letters).decode("utf-16-le", errors="replace").split("\0", 1)[0].strip()


def _adapters_of(factory: ctypes.c_void_p) -> Iterator[Adapter]:
    for number in range(_MOST_ADAPTERS):
        found = ctypes.c_void_p()
        failed = _call(factory, _ENUM_ADAPTERS, ctypes.c_uint32(number), ctypes.byref(found))
        if failed == _NOT_FOUND or not found:
            return
        with _held(found):
            said = Description()
            if not _call(found, _GET_DESCRIPTION, ctypes.byref(said)):
                yield Adapter(
                    name=text_of(said.name),
                    dedicated=int(said.dedicated_video),
                    shared=int(said.shared_system),
                    is_software=bool(said.flags & _SOFTWARE),
                    wddm=_driver_model(said.luid),
                )


def _driver_model(luid: Luid) -> int | None:
    """What the kernel says; None before Windows 8, which does not know adapters by these numbers."""
    if sys.platform != "win32":
        return None
    gdi, opened = ctypes.windll.gdi32, OpenAdapter(luid)
    try:
        if gdi.D3DKMTOpenAdapterFromLuid(ctypes.byref(opened)):
            return None
    except AttributeError:
        return None
    try:
        answer = ctypes.c_uint32()
        place = ctypes.cast(ctypes.byref(answer), ctypes.c_void_p)
        question = QueryAdapter(opened.handle, _DRIVER_VERSION, place, ctypes.sizeof(answer))
        return None if gdi.D3DKMTQueryAdapterInfo(ctypes.byref(question)) else answer.value
    finally:
        handle = ctypes.c_uint32(opened.handle)
        gdi.D3DKMTCloseAdapter(ctypes.byref(handle))


def _is_shared(device: ctypes.c_void_p) -> bool | None:
    """None before Windows 10, whose Direct3D was the first to tell."""
    said = Options2()
    failed = _call(device, _CHECK_FEATURE, ctypes.c_uint32(_OPTIONS_2), ctypes.byref(said), ctypes.sizeof(said))
    return None if failed else bool(said.unified)


def _call(thing: ctypes.c_void_p, place: int, *arguments: object) -> int:
    """Calls what stands at `place` of a COM object's table; the answer is 0 or the number of an error."""
    table = ctypes.cast(thing, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
    kinds = (_NUMBER if isinstance(argument, int | _NUMBER) else ctypes.c_void_p for argument in arguments)
    return int(_METHOD(_NUMBER, ctypes.c_void_p, *kinds)(table[place] or 0)(thing, *arguments))


@contextmanager
def _held(thing: ctypes.c_void_p) -> Generator[None]:
    try:
        yield
    finally:
        _call(thing, _RELEASE)
