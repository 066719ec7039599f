"""What this computer is, one small probe a fact: a probe that fails says why instead of guessing."""

from __future__ import annotations

import ctypes.util
import os
import platform
import shutil
import struct
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil

from player.domain.requirement import Fact, Facts

MEGABYTE = 1 << 20
SOUND_CARDS = Path("/proc/asound/cards")
SOUND_STREAMS = Path("/proc/asound/pcm")
PLATFORMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}

Probe = Callable[[], tuple[str | None, str]]
"""Returns the value (None: cannot be told) and how it was found, or why not."""


def gather(*, profile: Path) -> Facts:
    """The facts that are known at once; each is there, with a value or with the reason why it has none."""
    probes: Mapping[str, Probe] = {
        "os.platform": _platform,
        "os.version": _version,
        "os.bits": _bits,
        "memory.mb": _memory,
        "cpu.name": _processor,
        "cpu.mhz": _clock_rate,
        "sound.outputs": _sound_outputs,
        "disk.free.mb": lambda: _free(profile),
        "profile.writable": lambda: _writable(profile),
        "decoder.library": _decoder,
    }
    return {name: _asked(name, probe) for name, probe in probes.items()}


def _asked(name: str, probe: Probe) -> Fact:
    try:
        value, how = probe()
    except Exception as error:  # noqa: BLE001 - whatever a probe meets, the answer is "cannot tell", never a crash
        return Fact(name=name, value=None, how=f"This computer does not say ({type(error).__name__}).")
    return Fact(name=name, value=value, how=how)


def _platform() -> tuple[str | None, str]:
    return PLATFORMS.get(sys.platform, sys.platform), "the system this program runs on"


def _version() -> tuple[str | None, str]:
    """As vendors number them: Windows by its NT number (8.1 is 6.3), macOS by its own, Linux by its kernel."""
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


def _processor() -> tuple[str | None, str]:
    name = _linux_processor() if sys.platform == "linux" else platform.processor()
    return (name, "the processor's own name") if name else (None, "The processor does not give its name.")


def _linux_processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _clock_rate() -> tuple[str | None, str]:
    rate = psutil.cpu_freq()
    if not rate:
        return None, "The processor does not give its clock rate."
    return str(round(rate.max or rate.current)), "its clock rate in MHz"


def _sound_outputs() -> tuple[str | None, str]:
    """Real outputs only: a null device takes sound and makes none."""
    if sys.platform == "win32":
        count = int(getattr(ctypes, "windll").winmm.waveOutGetNumDevs())  # noqa: B009 - exists on Windows alone
        return str(count), "the sound outputs that Windows lists"
    if sys.platform != "linux":
        return None, "This system is not asked about sound yet."
    if SOUND_STREAMS.exists():
        lines = SOUND_STREAMS.read_text(encoding="utf-8", errors="replace").splitlines()
        return str(sum("playback" in line for line in lines)), "the sound cards' outputs"
    if _has_sound_server():
        return None, "Sound goes to a sound server; only listening tells whether it is heard."
    return "0", "no sound card and no sound server"


def _has_sound_server() -> bool:
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"))
    return bool(os.environ.get("PULSE_SERVER")) or any((runtime / n).exists() for n in ("pulse/native", "pipewire-0"))


def _free(folder: Path) -> tuple[str | None, str]:
    place = next((p for p in (folder, *folder.parents) if p.exists()), Path.cwd())
    return str(shutil.disk_usage(place).free // MEGABYTE), "free where the records are kept, in MB"


def _writable(folder: Path) -> tuple[str | None, str]:
    place = next((p for p in (folder, *folder.parents) if p.exists()), folder)
    return ("yes" if os.access(place, os.W_OK) else "no"), "the folder where the records are kept"


def _decoder() -> tuple[str | None, str]:
    found = ctypes.util.find_library("vlc") or ctypes.util.find_library("libvlc")
    return ("yes" if found else "no"), found or "libVLC was looked for and not found"
