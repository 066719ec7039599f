"""Sound outputs: how many this computer has, as far as it can tell without making a noise."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

SOUND_STREAMS = Path("/proc/asound/pcm")
"""ALSA's list of what sound cards can do: one line each, with the word "playback" for outputs."""
CORE_AUDIO = "/System/Library/Frameworks/CoreAudio.framework/CoreAudio"


def sound_outputs() -> tuple[str | None, str]:
    """Real outputs only: a null device takes sound and makes none."""
    if sys.platform == "win32":
        return str(int(ctypes.windll.winmm.waveOutGetNumDevs())), "the sound outputs that Windows lists"
    if sys.platform == "darwin":
        return str(_mac_outputs()), "the sound outputs that macOS lists"
    if sys.platform == "linux":
        return linux_outputs(SOUND_STREAMS, Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere")))
    return None, "This system is not asked about sound."


def linux_outputs(streams: Path, runtime: Path) -> tuple[str | None, str]:
    """What the kernel's sound cards can play on; a sound server may know more (Bluetooth, another computer)."""
    cards = _playback_lines(streams)
    if cards:
        return str(cards), "the sound cards' outputs"
    if _has_sound_server(runtime):
        return None, "Sound goes to a sound server; only listening tells whether it is heard."
    return "0", "no sound card and no sound server"


def _playback_lines(streams: Path) -> int:
    try:
        text = streams.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return 0
    return sum("playback" in line for line in text.splitlines())


def _has_sound_server(runtime: Path) -> bool:
    return bool(os.environ.get("PULSE_SERVER")) or any(
        (runtime / name).exists() for name in ("pulse/native", "pipewire-0")
    )


class _Address(ctypes.Structure):
    """Core Audio's name for a property: three codes of four letters."""

    _fields_ = (("selector", ctypes.c_uint32), ("scope", ctypes.c_uint32), ("element", ctypes.c_uint32))


def _address(selector: str, scope: str) -> _Address:
    first, second = (int.from_bytes(code.encode(), "big") for code in (selector, scope))
    return _Address(first, second, 0)


def _mac_outputs() -> int:
    """Devices with at least one stream that goes out (`dev#`, `stm#`, `outp` are Core Audio's own codes)."""
    audio = ctypes.CDLL(CORE_AUDIO)
    system_object, devices = 1, _address("dev#", "glob")
    size = _property_size(audio, system_object, devices)
    found = (ctypes.c_uint32 * (size // 4))()
    taken = ctypes.c_uint32(size)
    audio.AudioObjectGetPropertyData(system_object, ctypes.byref(devices), 0, None, ctypes.byref(taken), found)
    return sum(_property_size(audio, device, _address("stm#", "outp")) > 0 for device in found)


def _property_size(audio: ctypes.CDLL, device: int, address: _Address) -> int:
    size = ctypes.c_uint32(0)
    failed = audio.AudioObjectGetPropertyDataSize(device, ctypes.byref(address), 0, None, ctypes.byref(size))
    return 0 if failed else size.value
