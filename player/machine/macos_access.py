"""All that is asked of macOS itself, behind one small interface: sysctl, its own name and reports, screen, sound."""

from __future__ import annotations

import ctypes
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from player.machine.macos_screen import main_screen
from player.machine.macos_sound import Output, outputs

VERSION_FILES = (
    Path("/System/Library/CoreServices/.SystemVersionPlatform.plist"),
    Path("/System/Library/CoreServices/SystemVersion.plist"),
)
"""The second is shown to programs of an earlier time with another content; the first, which came with macOS 11, to
nobody."""
PROFILER = "/usr/sbin/system_profiler"
PATIENCE_S = 2.0
_LONGEST = 1024


class MacAccess(Protocol):
    """macOS, or a recording of one. Everything may raise OSError where the system refuses or does not know how."""

    def text(self, name: str) -> str:
        """A text that sysctl knows; empty where it knows none of that name."""
        ...

    def number(self, name: str) -> int:
        """A number that sysctl knows; 0 where it knows none of that name."""
        ...

    def version_files(self) -> tuple[bytes, ...]:
        """The property lists in which the system keeps its version, the more trustworthy first."""
        ...

    def release(self) -> str:
        """The version that Python tells."""
        ...

    def report(self, kind: str) -> bytes:
        """What system_profiler writes of a kind ("SPDisplaysDataType"), as JSON; takes about a second."""
        ...

    def main_screen(self) -> tuple[int, int]:
        """Width and height of the main screen, in points."""
        ...

    def outputs(self) -> tuple[Output, ...]:
        """The sound outputs by Core Audio."""
        ...


@dataclass(frozen=True, slots=True)
class RealMac:
    """The macOS that this program runs on."""

    def text(self, name: str) -> str:
        return _sysctl(name).split(b"\0", 1)[0].decode("utf-8", errors="replace").strip()

    def number(self, name: str) -> int:
        found = _sysctl(name)
        return int.from_bytes(found, "little", signed=True) if len(found) in (4, 8) else 0

    def version_files(self) -> tuple[bytes, ...]:
        return tuple(file.read_bytes() for file in VERSION_FILES if os.access(file, os.R_OK))

    def release(self) -> str:
        return platform.mac_ver()[0]

    def report(self, kind: str) -> bytes:
        command = (PROFILER, "-json", kind)
        try:
            done = subprocess.run(
                command, check=False, capture_output=True, stdin=subprocess.DEVNULL, timeout=PATIENCE_S
            )
        except subprocess.SubprocessError as error:
            raise OSError("the report did not come in time") from error
        return done.stdout

    def main_screen(self) -> tuple[int, int]:
        return main_screen()

    def outputs(self) -> tuple[Output, ...]:
        return outputs()


def _sysctl(name: str) -> bytes:
    """The bytes of a value; none where the system knows no such name, or is none of Apple's."""
    if sys.platform == "win32":
        return b""
    try:
        ask = ctypes.CDLL(None).sysctlbyname
    except AttributeError:
        return b""
    found, size = ctypes.create_string_buffer(_LONGEST), ctypes.c_size_t(_LONGEST)
    failed = ask(name.encode("ascii"), found, ctypes.byref(size), None, ctypes.c_size_t(0))
    return b"" if failed else found.raw[: size.value]
