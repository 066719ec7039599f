"""This computer's clocks: wall time as it believes, and monotonic time that runs on through a suspend."""

from __future__ import annotations

import ctypes
import hashlib
import sys
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from player.domain.clock import BootId, Stamp

BOOT_ID_FILE = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """Stamps from the operating system. Reading one takes about a microsecond."""

    def __init__(self) -> None:
        self._boot = boot_id()
        self._mono_ns = monotonic_source()

    def stamp(self) -> Stamp:
        wall_ms = time.time_ns() // 1_000_000
        return Stamp(
            wall_ms=wall_ms,
            offset_min=offset_minutes(wall_ms),
            mono_ms=self._mono_ns() // 1_000_000,
            boot=self._boot,
        )


def offset_minutes(wall_ms: int) -> int:
    """Minutes east of UTC that this computer is set to at that moment, daylight saving included."""
    offset = datetime.fromtimestamp(wall_ms / 1000).astimezone().utcoffset()
    return int(offset.total_seconds()) // 60 if offset else 0


def monotonic_source() -> Callable[[], int]:
    """Nanoseconds that never run back within a boot and, where the system can tell, count a suspend as well.

    Linux: CLOCK_BOOTTIME. Windows: QueryInterruptTime, in units of 100 ns. macOS: Python's monotonic clock, which
    stands still while the machine sleeps; nothing is played then, so no credit can come of it.
    """
    if sys.platform == "linux":
        return _linux_boot_time
    if sys.platform == "win32":
        return _windows_interrupt_time
    return time.monotonic_ns


def _linux_boot_time() -> int:
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic_ns()


def _windows_interrupt_time() -> int:
    ticks = ctypes.c_ulonglong()
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - the attribute exists on Windows alone
    kernel.QueryInterruptTime(ctypes.byref(ticks))
    return ticks.value * 100


def boot_id() -> BootId:
    """Names this boot without telling which machine it was; where the system gives none, this run of the program."""
    try:
        text = BOOT_ID_FILE.read_text(encoding="ascii").strip()
    except OSError:
        text = f"{uuid.getnode()}/{time.time_ns() - time.monotonic_ns()}"
    return BootId(hashlib.sha256(f"carrel boot {text}".encode()).hexdigest()[:16])
