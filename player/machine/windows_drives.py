"""Removable drives on Windows, by three calls of its kernel."""

from __future__ import annotations

import ctypes
import string
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from player.machine.drives import Plugged

REMOVABLE = 2
"""DRIVE_REMOVABLE of GetDriveType: sticks and cards. A disk on a USB cable counts as fixed there."""
READ_ONLY = 0x0008_0000
"""FILE_READ_ONLY_VOLUME of GetVolumeInformation."""
_NO_BOXES = 0x0001
"""SEM_FAILCRITICALERRORS: no box of Windows' own that asks for a disk where a card reader is empty."""
_LONGEST_LABEL = 261


class WindowsDisks(Protocol):
    """Windows, or a recording of one. Everything may raise OSError."""

    def letters(self) -> tuple[str, ...]:
        """The letters that drives have."""
        ...

    def kind(self, root: str) -> int:
        """What GetDriveType says of "E:\\"."""
        ...

    def volume(self, root: str) -> tuple[str, int]:
        """Name and flags of what lies in the drive. Raises OSError where nothing does."""
        ...


@dataclass(frozen=True, slots=True)
class RealDisks:
    """The Windows that this program runs on."""

    def letters(self) -> tuple[str, ...]:
        if sys.platform != "win32":
            raise OSError("only Windows calls its drives by letters")
        return letters_of(int(ctypes.windll.kernel32.GetLogicalDrives()))

    def kind(self, root: str) -> int:
        if sys.platform != "win32":
            raise OSError("only Windows calls its drives by letters")
        return int(ctypes.windll.kernel32.GetDriveTypeW(ctypes.c_wchar_p(root)))

    def volume(self, root: str) -> tuple[str, int]:
        if sys.platform != "win32":
            raise OSError("only Windows calls its drives by letters")
        kernel, before = ctypes.windll.kernel32, ctypes.c_uint32()
        label, flags = ctypes.create_unicode_buffer(_LONGEST_LABEL), ctypes.c_uint32()
        kernel.SetThreadErrorMode(ctypes.c_uint32(_NO_BOXES), ctypes.byref(before))
        try:
            told = kernel.GetVolumeInformationW(
                ctypes.c_wchar_p(root), label, _LONGEST_LABEL, None, None, ctypes.byref(flags), None, 0
            )
        finally:
            kernel.SetThreadErrorMode(before, None)
        if not told:
            raise OSError("nothing lies in that drive")
        return label.value, flags.value


def letters_of(mask: int) -> tuple[str, ...]:
    """The lowest bit stands for A."""
    return tuple(letter for place, letter in enumerate(string.ascii_uppercase) if mask >> place & 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowsListing:
    disks: WindowsDisks = field(default_factory=RealDisks)

    def __call__(self) -> tuple[Plugged, ...]:
        found = (self._plugged(f"{letter}:\\") for letter in self.disks.letters())
        return tuple(plugged for plugged in found if plugged is not None)

    def _plugged(self, root: str) -> Plugged | None:
        try:
            if self.disks.kind(root) != REMOVABLE:
                return None
            label, flags = self.disks.volume(root)
        except OSError:
            return None
        return Plugged(root=Path(root), name=label or root[:2], read_only=bool(flags & READ_ONLY))
