"""This computer's clocks: wall time as it believes, and monotonic time that runs on through a suspend."""

from __future__ import annotations

import ctypes
import hashlib
import secrets
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from player.domain.clock import LAST_WALL_MS, BootId, Stamp

BOOT_ID_FILE = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """Stamps from the operating system. Taking one costs a few microseconds."""

    def __init__(self) -> None:
        self._boot = boot_id()
        self._mono_ms = monotonic_source()
        self._awake_ms = awake_source(self._mono_ms)

    def stamp(self) -> Stamp:
        wall_ms = believable(time.time_ns() // 1_000_000)
        return Stamp(wall_ms=wall_ms, offset_min=offset_minutes(wall_ms), mono_ms=self._mono_ms(), boot=self._boot)

    def suspended_ms(self) -> int:
        return max(0, self._mono_ms() - self._awake_ms())


def believable(wall_ms: int) -> int:
    """`wall_ms` within what an event can carry: a clock before 1970 or after 9998 still leaves readable evidence."""
    return min(max(wall_ms, 0), LAST_WALL_MS)


def offset_minutes(wall_ms: int) -> int:
    """Minutes east of UTC that this computer is set to at that moment, daylight saving included."""
    try:
        offset = datetime.fromtimestamp(wall_ms / 1000).astimezone().utcoffset()
    except (OSError, OverflowError, ValueError):
        # Some systems know no local time for moments far from today.
        return 0
    return int(offset.total_seconds()) // 60 if offset else 0


def monotonic_source() -> Callable[[], int]:
    """Milliseconds that never run back within a boot and count a suspend as well.

    Linux: CLOCK_BOOTTIME. macOS: CLOCK_MONOTONIC, which goes on while the machine sleeps. Windows: GetTickCount64,
    which does so too, in steps of about 16 ms. Elsewhere Python's own clock, which may stand still in a suspend;
    then nothing is played, so no credit can come of it.
    """
    if sys.platform == "linux":
        return lambda: time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    if sys.platform == "darwin":
        return lambda: time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1_000_000
    if sys.platform == "win32":
        ticks = ctypes.windll.kernel32.GetTickCount64
        ticks.restype = ctypes.c_ulonglong
        return lambda: int(ticks())
    return lambda: time.monotonic_ns() // 1_000_000


def awake_source(mono_ms: Callable[[], int]) -> Callable[[], int]:
    """Milliseconds since the start of this boot in which the machine did not sleep; `mono_ms` where nobody can tell.

    Linux: CLOCK_MONOTONIC. macOS: CLOCK_UPTIME_RAW. Windows: QueryUnbiasedInterruptTime, in units of 100 ns.
    """
    if sys.platform == "linux":
        return lambda: time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1_000_000
    if sys.platform == "darwin":
        return lambda: time.clock_gettime_ns(time.CLOCK_UPTIME_RAW) // 1_000_000
    if sys.platform == "win32":
        return _unbiased_ms
    return mono_ms


def _unbiased_ms() -> int:
    if sys.platform != "win32":
        raise OSError("only Windows counts so")
    ticks = ctypes.c_ulonglong()
    ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(ticks))
    return ticks.value // 10_000


def boot_id(source: Path = BOOT_ID_FILE) -> BootId:
    """Names this boot without telling which machine it was.

    Where the system gives no such name it is one run of the program: time is then accounted for by runs, which
    are shorter, and nothing that was played is lost.
    """
    try:
        text = source.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        text = secrets.token_hex(16)
    return BootId(hashlib.sha256(f"carrel boot {text}".encode()).hexdigest()[:16])
