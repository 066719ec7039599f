"""What every computer can be asked in the same way: memory, disks, the folder of the records, VLC's library."""

from __future__ import annotations

import ctypes.util
import os
import platform
import shutil
import struct
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PureWindowsPath

import psutil

from player import __version__
from player.domain.phrase import Phrase, Worded
from player.machine.asking import Probe, Reading
from player.proof.files import Obstacle, obstacle_at

MEGABYTE = 1 << 20
PLATFORMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}
"""What Python calls a system, and what courses do."""
_BITS = {
    "x86_64": "64",
    "amd64": "64",
    "aarch64": "64",
    "arm64": "64",
    "ppc64le": "64",
    "riscv64": "64",
    "i386": "32",
    "i486": "32",
    "i586": "32",
    "i686": "32",
    "x86": "32",
    "armv7l": "32",
}
_LIBRARIES = ("/usr/lib/*-linux-gnu*", "/usr/lib64", "/usr/lib", "/usr/local/lib*", "/app/lib")
"""Where Linux systems keep libraries. Looking there takes a moment; asking the system itself starts a compiler."""


def common_probes(profile: Path, courses: Callable[[], Path]) -> tuple[Probe, ...]:
    """Disks and folders each by a probe of their own: any of them may be another computer's, which is gone."""
    return (
        Probe(names=("program.version", "viewer.pdf", "os.platform", "os.bits"), read=_constants),
        Probe(names=("memory.total",), read=lambda: (memory(psutil.virtual_memory().total),)),
        Probe(names=("disk.free",), read=lambda: (free(profile),)),
        Probe(names=("disk.courses",), read=lambda: (free(courses()),)),
        Probe(names=("profile.writable",), read=lambda: (writable(profile),)),
        Probe(names=("decoder.library",), read=lambda: (decoder(),)),
    )


def _constants() -> tuple[Reading, ...]:
    return (
        (__version__, Phrase("Carrel's own number")),
        ("builtin", Phrase("Carrel shows handouts itself")),
        (PLATFORMS.get(sys.platform, sys.platform), Phrase("the system this program runs on")),
        bits(platform.machine()),
    )


def bits(machine: str) -> Reading:
    """Of the system, which may be wider than this program: `machine` is what the system says it was made for."""
    own = str(struct.calcsize("P") * 8)
    return _BITS.get(machine.lower(), own), Worded(
        "the system is made for {machine}", machine=machine
    ) if machine else Phrase("this program's own")


def memory(total: int) -> Reading:
    return f"{total // MEGABYTE} MB", Phrase("the memory that the system sees")


def free(folder: Path) -> Reading:
    return f"{shutil.disk_usage(_nearest(folder)).free // MEGABYTE} MB", Phrase("what the disk says")


def writable(folder: Path) -> Reading:
    """By writing: rights alone do not tell of a full disk or of a stick whose switch is set.

    The records are open while this is asked: a folder that is not there has gone with its disk.
    """
    obstacle = obstacle_at(folder) if folder.is_dir() else Obstacle.GONE
    words = Phrase("tried by writing a small file")
    return ("no", Worded("{how}: {why}", how=words, why=_WHY_NOT[obstacle])) if obstacle else ("yes", words)


_WHY_NOT: Mapping[Obstacle, str] = {
    Obstacle.FULL: Phrase("there is no room left"),
    Obstacle.READ_ONLY: Phrase("it can only be read"),
    Obstacle.NOT_ALLOWED: Phrase("writing there is not allowed"),
    Obstacle.GONE: Phrase("it cannot be reached"),
    Obstacle.NAME: Phrase("it takes no files"),
    Obstacle.OTHER: Phrase("the disk refuses"),
}


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    return next((place for place in (folder, *folder.parents) if place.is_dir()), Path.cwd())


def decoder() -> Reading:
    """libVLC beside Carrel, or where systems and VLC's own installers keep it. Whether it works only trying tells."""
    found = next(_installed(), None) or ctypes.util.find_library("vlc") or ctypes.util.find_library("libvlc")
    # Its name alone: the folder that it lies in may be called after a person, and the report is sent to others.
    return ("yes", PureWindowsPath(found).name) if found else ("no", Phrase("libVLC was looked for and not found"))


def _installed() -> Iterator[str]:
    beside = Path(sys.executable).resolve().parent / "vlc"
    yield from _existing((beside / "libvlc.dll", beside / "lib" / "libvlc.dylib"))
    if sys.platform == "linux":
        root = Path("/")
        for pattern in _LIBRARIES:
            yield from _existing(root.glob(f"{pattern.removeprefix('/')}/libvlc.so.5"))
    folders = (os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)"))
    yield from _existing((Path("/Applications/VLC.app/Contents/MacOS/lib/libvlc.dylib"),))
    yield from _existing(Path(folder) / "VideoLAN" / "VLC" / "libvlc.dll" for folder in folders if folder)


def _existing(files: Iterable[Path]) -> Iterator[str]:
    return (str(file) for file in files if file.exists())
