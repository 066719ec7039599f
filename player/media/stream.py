"""A source of verified bytes as libVLC reads it: open, read, seek, close, and never an exception in its face."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import Any

from player.domain.engine import MediaSource
from player.domain.problem import Problem
from player.media.library import CloseShape, OpenShape, ReadShape, SeekShape, vlc
from player.media.problems import SourceUnreadable
from player.media.worker import mono_ms

LARGEST_READ = 4 << 20
LONGEST_READ_MS = 250


class SourceStream:
    """The callbacks over one source.

    libVLC holds bare pointers to them: keep this object until its player is stopped and its media released.
    `on_problem` is told once, from a thread of libVLC, why reading failed; after that every read fails.
    """

    def __init__(self, source: MediaSource, on_problem: Callable[[Problem], None]) -> None:
        self.source = source
        self._size = source.size
        self._on_problem = on_problem
        self._offset = 0
        self._shut = threading.Event()
        self._asked_mono: int | None = None
        self._open_callback = OpenShape(self._open)
        self._read_callback = ReadShape(self._read)
        self._seek_callback = SeekShape(self._seek)
        self._close_callback = CloseShape(self._close)

    def new_media(self, instance: vlc.Instance) -> vlc.Media | None:
        return vlc.libvlc_media_new_callbacks(
            instance,
            self._open_callback,
            self._read_callback,
            self._seek_callback,
            self._close_callback,
            None,
        )

    def shut(self) -> None:
        """From now on every read fails at once, so that stopping never waits for a slow disk twice."""
        self._shut.set()

    def is_waiting(self, now: int) -> bool:
        """Whether the source has not answered for so long that what was read before will have been played."""
        asked = self._asked_mono
        return asked is not None and now - asked > LONGEST_READ_MS

    def _open(self, _opaque: Any, _data: Any, size: Any) -> int:
        self._offset = 0
        size[0] = self._size
        return 0

    def _read(self, _opaque: Any, buffer: int, length: int) -> int:
        if self._shut.is_set():
            return -1
        self._asked_mono = mono_ms()
        try:
            got = self.source.read_at(self._offset, min(length, LARGEST_READ))
        except Problem as problem:
            return self._fail(problem)
        except OSError as error:
            reason = f"{error.strerror or 'the disk does not answer'}."
            return self._fail(SourceUnreadable(name=self.source.name, reason=reason, details=str(error)))
        except Exception as error:  # noqa: BLE001 - libVLC would swallow it; so it is told as a failure
            return self._fail(SourceUnreadable(name=self.source.name, reason=f"{error}.", details=repr(error)))
        finally:
            self._asked_mono = None
        count = min(len(got), length)
        ctypes.memmove(buffer, got, count)
        self._offset += count
        return count

    def _fail(self, problem: Problem) -> int:
        if not self._shut.is_set():
            self._shut.set()
            self._on_problem(problem)
        return -1

    def _seek(self, _opaque: Any, offset: int) -> int:
        if offset > self._size:
            return -1
        self._offset = offset
        return 0

    def _close(self, _opaque: Any) -> None:
        """The next `open` begins anew; the source is closed by whoever opened it."""
