"""The printers that this computer knows, by their names."""

from __future__ import annotations

import shutil
import subprocess
import sys

if sys.platform == "win32":
    import winreg

    _DEVICES = r"Software\Microsoft\Windows NT\CurrentVersion\Devices"
    _WINDOWS = r"Software\Microsoft\Windows NT\CurrentVersion\Windows"

    def _names() -> tuple[str, ...] | None:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _DEVICES) as key:
            names = [winreg.EnumValue(key, place)[0] for place in range(winreg.QueryInfoKey(key)[1])]
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _WINDOWS) as key:
            chosen = str(winreg.QueryValueEx(key, "Device")[0]).partition(",")[0]
        return _chosen_first(names, chosen)
else:

    def _names() -> tuple[str, ...] | None:
        # CUPS's own command, on Linux and macOS alike; what it says is for programs in the C locale.
        lpstat = shutil.which("lpstat")
        if lpstat is None:
            return None
        chosen = _asked(lpstat, "-d").rpartition(": ")[2].strip()
        return _chosen_first(_asked(lpstat, "-e").split("\n"), chosen)

    def _asked(lpstat: str, option: str) -> str:
        done = subprocess.run(
            [lpstat, option], capture_output=True, check=False, timeout=LONGEST_S, env={"LC_ALL": "C"}, text=True
        )
        return done.stdout


LONGEST_S = 5


def printers() -> tuple[str, ...] | None:
    """The system's own choice first; None where it cannot be told."""
    try:
        return _names()
    except (OSError, subprocess.SubprocessError, UnicodeError):
        return None


def _chosen_first(names: list[str], chosen: str) -> tuple[str, ...]:
    known = sorted({name.strip() for name in names if name.strip()})
    return tuple(sorted(known, key=lambda name: name != chosen))
