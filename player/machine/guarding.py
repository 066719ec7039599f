"""Keeps what a process has in its memory off the disk: no core dumps, and room for a secret that is not swapped out."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Mapping
from types import TracebackType
from typing import Self

if sys.platform == "win32":
    _NO_REPORT = 0x0001 | 0x0002
    """SEM_FAILCRITICALERRORS and SEM_NOGPFAULTERRORBOX; children inherit them."""

    def _forbid_dumps() -> None:
        ctypes.windll.kernel32.SetErrorMode(_NO_REPORT)

    def _hold(address: int, size: int) -> bool:
        return bool(ctypes.windll.kernel32.VirtualLock(ctypes.c_void_p(address), ctypes.c_size_t(size)))
else:
    import resource

    _PR_SET_DUMPABLE = 4

    def _forbid_dumps() -> None:
        # Not 0: a program that takes dumps from the kernel by a pipe (apport, systemd-coredump) gets them whatever the
        # limit is, but for 1, at which the kernel drops them; in a file, one byte is no dump either.
        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        limit = 1 if hard in (-1, resource.RLIM_INFINITY) else min(hard, 1)
        resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))

    def _hold(address: int, size: int) -> bool:
        mlock = getattr(ctypes.CDLL(None), "mlock", None)
        return mlock is not None and mlock(ctypes.c_void_p(address), ctypes.c_size_t(size)) == 0


def forbid_dumps() -> None:
    """For this process and those that it starts. Raises nothing: where it cannot be forbidden, it stays allowed."""
    try:
        _forbid_dumps()
    except (OSError, ValueError, AttributeError):
        return


def shut_memory() -> bool:
    """Lets no other process of the same user look into this one's memory; whether that could be had (on Linux alone).

    Not for a process that plays sound: PipeWire does not serve whom it cannot look at. Programs that are started from
    here are as open as any.
    """
    if sys.platform != "linux":
        return False
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    return prctl is not None and prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0


def overwriting() -> Mapping[str, str]:
    """In this environment a program overwrites in memory whatever it lets go of, as far as it is known how (on Linux
    with GNU's library): 0xAA is over each piece that it is given, 0x55 over each that it gave back, and none is kept
    for later as it is. Otherwise it says nothing."""
    if sys.platform != "linux":
        return {}
    # Python's own store of small pieces, and the cache of each thread, would keep their contents.
    return {"PYTHONMALLOC": "malloc", "MALLOC_PERTURB_": "85", "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0"}


class Safe:
    """Room for one secret. As far as the system allows it never reaches the swap; what Python copied on the way stays
    where it was until that memory is used again."""

    def __init__(self, size: int) -> None:
        self._room = (ctypes.c_char * size)()
        self._length = 0
        self.is_held = _hold(ctypes.addressof(self._room), size)

    @property
    def secret(self) -> bytes | None:
        return ctypes.string_at(ctypes.addressof(self._room), self._length) if self._length else None

    def keep(self, secret: bytes) -> None:
        """Raises ValueError when there is not room enough."""
        if len(secret) > len(self._room):
            raise ValueError(f"{len(secret)} bytes are too many")
        self.forget()
        ctypes.memmove(self._room, secret, len(secret))
        self._length = len(secret)

    def forget(self) -> None:
        ctypes.memset(self._room, 0, len(self._room))
        self._length = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.forget()
