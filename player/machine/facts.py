"""What this computer is, one small probe a fact: a probe that fails or hangs says why instead of guessing."""

from __future__ import annotations

import ctypes.util
import os
import platform
import shutil
import struct
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil

from player import __version__
from player.domain.requirement import Fact, Facts
from player.machine.processor import processor_families, processor_name
from player.machine.sound import sound_outputs
from player.proof.files import Obstacle, obstacle_at

MEGABYTE = 1 << 20
PATIENCE_S = 2.0
"""A probe that has not answered by then (a network drive that is gone) is not waited for."""
PLATFORMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}

Probe = Callable[[], tuple[str | None, str]]
"""Returns the value (None: cannot be told) and how it was found, or why not."""


def gather(*, profile: Path) -> Facts:
    """The facts that are known at once; each is there, with a value or with the reason why it has none.

    Amounts are whole numbers: megabytes of 2**20 bytes, MHz. `os.version` is the number that the system's maker
    counts by inside: the NT number on Windows (8.1 is 6.3, 11 is 10.0.22000), macOS' own, the kernel's on Linux.
    """
    return ask(
        {
            "program.version": lambda: (__version__, "Carrel's own number"),
            "os.platform": _platform,
            "os.name": lambda: (_os_name() or None, "the system's own name"),
            "os.version": _version,
            "os.bits": _bits,
            "memory.mb": _memory,
            "cpu.name": processor_name,
            "cpu.families": processor_families,
            "cpu.mhz": _clock_rate,
            "sound.outputs": sound_outputs,
            "disk.free.mb": lambda: _free(profile),
            "profile.writable": lambda: _writable(profile),
            "decoder.library": _decoder,
            "viewer.pdf": lambda: ("builtin", "Carrel shows handouts itself"),
        }
    )


def ask(probes: Mapping[str, Probe], *, patience_s: float = PATIENCE_S) -> Facts:
    """All answers that come within `patience_s`; the others are told as unknown, and their threads left behind."""
    answers: dict[str, Fact] = {}

    def run(name: str, probe: Probe) -> None:
        answers[name] = _asked(name, probe)

    threads = [threading.Thread(target=run, args=item, daemon=True, name=f"probe {item[0]}") for item in probes.items()]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + patience_s
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    late = "This computer did not answer in time."
    return {name: answers.get(name) or Fact(name=name, value=None, how=late) for name in probes}


def _asked(name: str, probe: Probe) -> Fact:
    try:
        value, how = probe()
    except Exception as error:  # noqa: BLE001 - whatever a probe meets, the answer is "cannot tell", never a crash
        return Fact(name=name, value=None, how=f"This computer does not say ({type(error).__name__}).")
    return Fact(name=name, value=value, how=how)


def _platform() -> tuple[str | None, str]:
    return PLATFORMS.get(sys.platform, sys.platform), "the system this program runs on"


def _os_name() -> str:
    if sys.platform == "linux":
        return platform.freedesktop_os_release().get("PRETTY_NAME", "")
    if sys.platform == "darwin":
        return f"macOS {platform.mac_ver()[0]}"
    return f"{platform.system()} {platform.release()}"


def _version() -> tuple[str | None, str]:
    if sys.platform == "darwin":
        return platform.mac_ver()[0], "the system's own number"
    if sys.platform == "win32":
        return platform.version(), "Windows' internal number"
    return platform.release().split("-")[0], "the kernel's number"


def _bits() -> tuple[str | None, str]:
    machine = platform.machine().lower()
    known = {"x86_64": "64", "amd64": "64", "aarch64": "64", "arm64": "64", "i686": "32", "i386": "32", "x86": "32"}
    return known.get(machine, str(struct.calcsize("P") * 8)), machine or "the size of a pointer"


def _memory() -> tuple[str | None, str]:
    return str(psutil.virtual_memory().total // MEGABYTE), "memory in all, in MB"


def _clock_rate() -> tuple[str | None, str]:
    rate = psutil.cpu_freq()
    megahertz = round(rate.max or rate.current) if rate else 0
    if not megahertz:
        return None, "The processor does not give its clock rate."
    return str(megahertz), "its clock rate in MHz"


def _free(folder: Path) -> tuple[str | None, str]:
    return str(shutil.disk_usage(_nearest(folder)).free // MEGABYTE), "free where the records are kept, in MB"


def _writable(folder: Path) -> tuple[str | None, str]:
    """By writing: rights alone do not tell of a full disk or of a stick whose switch is set."""
    place = _nearest(folder)
    if place != folder:
        return ("yes" if os.access(place, os.W_OK) else "no"), "the place where the records will be kept"
    obstacle = obstacle_at(folder)
    words = "the folder where the records are kept"
    return ("no", f"{words}: {_WHY_NOT[obstacle]}") if obstacle else ("yes", words)


_WHY_NOT: Mapping[Obstacle, str] = {
    Obstacle.FULL: "there is no room left",
    Obstacle.READ_ONLY: "it can only be read",
    Obstacle.NOT_ALLOWED: "writing there is not allowed",
    Obstacle.GONE: "it cannot be reached",
    Obstacle.NAME: "it takes no files",
    Obstacle.OTHER: "the disk refuses",
}


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    return next((place for place in (folder, *folder.parents) if place.is_dir()), Path.cwd())


def _decoder() -> tuple[str | None, str]:
    """libVLC where the system looks for libraries; on Windows and macOS VLC keeps it in a folder of its own."""
    found = ctypes.util.find_library("vlc") or ctypes.util.find_library("libvlc") or _installed_vlc()
    return ("yes", found) if found else ("no", "libVLC was looked for and not found")


def _installed_vlc() -> str | None:
    folders = (os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)"))
    places = (
        Path("/Applications/VLC.app/Contents/MacOS/lib/libvlc.dylib"),
        *(Path(folder) / "VideoLAN" / "VLC" / "libvlc.dll" for folder in folders if folder),
    )
    return next((str(place) for place in places if place.exists()), None)
