"""All that is asked of Windows itself, behind one small interface: registry, kernel, screen, sound, graphics."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from typing import Protocol

from player.machine.windows_graphics import Adapter, Direct3D, adapters, direct3d

Stored = str | int | bytes | None
"""What a registry value holds; None: there is none, or one of a kind that is not asked for."""


class WindowsAccess(Protocol):
    """Windows, or a recording of one. Everything may raise OSError where the system refuses or does not know how."""

    def value(self, place: str, name: str) -> Stored:
        """A value of the registry, under HKEY_LOCAL_MACHINE; of the 64-bit half where there are two."""
        ...

    def places(self, place: str) -> tuple[str, ...]:
        """The names of the keys below `place`; none where it is not there."""
        ...

    def kernel(self) -> tuple[int, int, int]:
        """What the kernel calls itself: major, minor, build."""
        ...

    def main_screen(self) -> tuple[int, int]:
        """Width and height of the main screen, in the pixels that Windows lets this program draw."""
        ...

    def wave_formats(self) -> tuple[int, ...]:
        """Of every sound output the formats it takes, as the bits of WAVEOUTCAPS.dwFormats."""
        ...

    def adapters(self) -> tuple[Adapter, ...]:
        """The graphics adapters, the first screen's first."""
        ...

    def direct3d(self) -> Direct3D:
        """What Direct3D can do on the first of them."""
        ...


@dataclass(frozen=True, slots=True)
class RealWindows:
    """The Windows that this program runs on."""

    def value(self, place: str, name: str) -> Stored:
        if sys.platform != "win32":
            raise OSError("only Windows has a registry")
        import winreg  # noqa: PLC0415 - this module exists on Windows alone

        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place, access=access) as key:
                found: object = winreg.QueryValueEx(key, name)[0]
        except FileNotFoundError:
            return None
        return found if isinstance(found, str | int | bytes) else None

    def places(self, place: str) -> tuple[str, ...]:
        if sys.platform != "win32":
            raise OSError("only Windows has a registry")
        import winreg  # noqa: PLC0415 - this module exists on Windows alone

        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place, access=access) as key:
                return tuple(winreg.EnumKey(key, number) for number in range(winreg.QueryInfoKey(key)[0]))
        except FileNotFoundError:
            return ()

    def kernel(self) -> tuple[int, int, int]:
        """By RtlGetVersion, which does not tell an unmanifested program that it runs on Windows 8, as others do."""
        if sys.platform != "win32":
            raise OSError("only Windows has this kernel")
        said = _OsVersion(ctypes.sizeof(_OsVersion))
        if ctypes.windll.ntdll.RtlGetVersion(ctypes.byref(said)):
            raise OSError("RtlGetVersion failed")
        return int(said.major), int(said.minor), int(said.build)

    def main_screen(self) -> tuple[int, int]:
        """SM_CXSCREEN and SM_CYSCREEN; 0 where there is no screen."""
        if sys.platform != "win32":
            raise OSError("only Windows has these metrics")
        metrics = ctypes.windll.user32.GetSystemMetrics
        return int(metrics(0)), int(metrics(1))

    def wave_formats(self) -> tuple[int, ...]:
        if sys.platform != "win32":
            raise OSError("only Windows has winmm")
        sound = ctypes.windll.winmm
        return tuple(_formats_of(sound, number) for number in range(int(sound.waveOutGetNumDevs())))

    def adapters(self) -> tuple[Adapter, ...]:
        return adapters()

    def direct3d(self) -> Direct3D:
        return direct3d()


def _formats_of(sound: ctypes.CDLL, number: int) -> int:
    """0 for an output that went away meanwhile."""
    said = _WaveOut()
    failed = sound.waveOutGetDevCapsW(ctypes.c_size_t(number), ctypes.byref(said), ctypes.sizeof(said))
    return 0 if failed else int(said.formats)


class _OsVersion(ctypes.Structure):
    """OSVERSIONINFOW; 16-bit letters, as Windows has them whatever the size of C's wchar_t elsewhere."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("major", ctypes.c_uint32),
        ("minor", ctypes.c_uint32),
        ("build", ctypes.c_uint32),
        ("platform", ctypes.c_uint32),
        ("service_pack", ctypes.c_uint16 * 128),
    )


class _WaveOut(ctypes.Structure):
    """WAVEOUTCAPSW of 84 bytes."""

    _pack_ = 1
    _fields_ = (
        ("maker", ctypes.c_uint16),
        ("product", ctypes.c_uint16),
        ("driver", ctypes.c_uint32),
        ("name", ctypes.c_uint16 * 32),
        ("formats", ctypes.c_uint32),
        ("channels", ctypes.c_uint16),
        ("reserved", ctypes.c_uint16),
        ("support", ctypes.c_uint32),
    )
