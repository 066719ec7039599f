"""Windows' own calls, as far as they can be tried elsewhere: structures, and objects with tables of functions."""

from __future__ import annotations

import ctypes
import inspect
import sys
from collections.abc import Callable

import pytest

from player.machine import windows_graphics
from player.machine.windows import DISPLAYS, SYSTEM
from player.machine.windows_access import RealWindows, _OsVersion, _WaveOut
from player.machine.windows_graphics import Adapter, Description, Options2, QueryAdapter

MEGABYTE = 1 << 20


def test_the_structures_are_as_large_as_windows_has_them() -> None:
    assert ctypes.sizeof(_OsVersion) == 276
    assert ctypes.sizeof(_WaveOut) == 84
    assert ctypes.sizeof(Options2) == 32
    if ctypes.sizeof(ctypes.c_void_p) == 8:
        assert ctypes.sizeof(Description) == 312
        assert ctypes.sizeof(QueryAdapter) == 24


@pytest.mark.skipif(sys.platform == "win32", reason="there it is Windows that answers")
def test_elsewhere_windows_is_not_asked() -> None:
    real = RealWindows()
    for question in (
        real.kernel,
        real.main_screen,
        real.wave_formats,
        real.adapters,
        real.direct3d,
        lambda: real.value(SYSTEM, "ProductName"),
        lambda: real.places(DISPLAYS),
    ):
        with pytest.raises(OSError, match="only Windows"):
            question()


class _Com:
    """An object with a table of functions, as Windows' own are; kept alive as long as it is used."""

    def __init__(self, size: int, **methods: Callable[..., int]) -> None:
        self.released = 0
        table = (ctypes.c_void_p * size)()
        self._kept: list[object] = [table]
        for name, method in {"at_2": self._release, **methods}.items():
            kinds = _KINDS[len(inspect.signature(method).parameters)]
            function = ctypes.CFUNCTYPE(ctypes.c_uint32, *kinds)(method)
            self._kept.append(function)
            table[int(name.removeprefix("at_"))] = ctypes.cast(function, ctypes.c_void_p).value
        self._itself = ctypes.c_void_p(ctypes.addressof(table))
        self.pointer = ctypes.c_void_p(ctypes.addressof(self._itself))

    def _release(self, _this: int) -> int:
        self.released += 1
        return 0


_PLACE, _NUMBER = ctypes.c_void_p, ctypes.c_uint32
_KINDS = {1: (_PLACE,), 2: (_PLACE, _PLACE), 3: (_PLACE, _NUMBER, _PLACE), 4: (_PLACE, _NUMBER, _PLACE, _NUMBER)}
"""What the functions are given, by how much that is: the object itself, a number, a place for the answer, its size."""


@pytest.mark.skipif(sys.platform == "win32", reason="the kernel would be asked for a driver model")
def test_adapters_are_listed_by_the_table_of_the_factory_and_let_go() -> None:
    def describe(_this: int, place: int) -> int:
        said = Description.from_address(place)
        said.name[:7] = [ord(letter) for letter in "GeForce"]
        said.dedicated_video, said.shared_system, said.flags = 512 * MEGABYTE, MEGABYTE, 2
        return 0

    adapter = _Com(13, at_10=describe)

    def enumerate_adapters(_this: int, number: int, place: int) -> int:
        if number:
            return 0x887A0002
        ctypes.c_void_p.from_address(place).value = adapter.pointer.value
        return 0

    factory = _Com(14, at_12=enumerate_adapters)
    found = tuple(windows_graphics._adapters_of(factory.pointer))
    expected = Adapter(name="GeForce", dedicated=512 * MEGABYTE, shared=MEGABYTE, is_software=True, wddm=None)
    assert found == (expected,)
    assert (adapter.released, factory.released) == (1, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="there it is Windows that answers")
@pytest.mark.parametrize(("failed", "unified", "expected"), [(0, 1, True), (0, 0, False), (0x80070057, 0, None)])
def test_shared_memory_is_asked_of_the_device(failed: int, unified: int, expected: bool | None) -> None:
    asked: list[tuple[int, int]] = []

    def check(_this: int, feature: int, place: int, size: int) -> int:
        asked.append((feature, size))
        Options2.from_address(place).unified = unified
        return failed

    device = _Com(40, at_33=check)
    assert windows_graphics._is_shared(device.pointer) is expected
    assert asked == [(14, 32)]
