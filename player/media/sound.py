"""Whether this computer can make a sound. libVLC also lists devices that discard everything; they do not count."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from player.media.library import vlc

ALSA_STREAMS = Path("/proc/asound/pcm")
PSEUDO = ("auto_null", "null", "dummy")


def is_real(device: str) -> bool:
    """Whether a device's name stands for something that can be heard."""
    name = device.strip().lower()
    return bool(name) and not any(name == pseudo or name.startswith(f"{pseudo}.") for pseudo in PSEUDO)


def has_alsa_output(streams: Path = ALSA_STREAMS) -> bool:
    try:
        return "playback" in streams.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def sound_server(environment: dict[str, str]) -> bool:
    """Whether a PulseAudio or PipeWire server may be there to ask."""
    if environment.get("PULSE_SERVER"):
        return True
    runtime = environment.get("XDG_RUNTIME_DIR")
    return bool(runtime) and Path(str(runtime), "pulse", "native").exists()


def has_sound_device(player: vlc.MediaPlayer) -> bool:
    """Asks the system, and a sound server only where the system itself shows no card. May take a moment."""
    if not sys.platform.startswith("linux"):
        return any(is_real(name) for name in _devices(player))
    if has_alsa_output():
        return True
    if not sound_server(dict(os.environ)):
        return False
    player.audio_output_set("pulse")
    return any(is_real(name) for name in _devices(player))


def _devices(player: vlc.MediaPlayer) -> Iterable[str]:
    first = player.audio_output_device_enum()
    node = first
    names: list[str] = []
    while node:
        names.append((node.contents.device or b"").decode("utf-8", "replace"))
        node = node.contents.next
    if first:
        vlc.libvlc_audio_output_device_list_release(first)
    return names
