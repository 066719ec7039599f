"""A source of verified bytes as libVLC reads it: open, read, seek, close, and never an exception in its face."""

from __future__ import annotations

import ctypes
import queue
import threading
from collections.abc import Callable
from typing import Any

from player.domain.engine import MediaSource
from player.domain.phrase import Phrase, Worded
from player.domain.problem import Problem
from player.media.containers import HEAD
from player.media.library import CloseShape, OpenShape, ReadShape, SeekShape, vlc
from player.media.problems import SourceUnreadable
from player.media.wholeness import is_cut_off
from player.media.worker import mono_ms

LARGEST_READ = 4 << 20
LONGEST_READ_MS = 250
PATIENCE_S = 20.0
"""A source that has not answered after this is taken for lost. A disk that slept needs up to ten seconds; meanwhile
the engine says that it waits."""


class SourceStream:
    """The callbacks over one source, which is read on a thread of its own: one that never answers holds nobody up.

    libVLC holds bare pointers to them: keep this object until its player is stopped and its media released.
    `on_problem` is told once, from a thread of libVLC, why reading failed; after that every read fails.
    """

    def __init__(self, source: MediaSource, on_problem: Callable[[Problem], None]) -> None:
        self.source = source
        self._name = source.name
        self._size = source.size
        self._on_problem = on_problem
        self._offset = 0
        self._shut = threading.Event()
        self._wishes: queue.SimpleQueue[tuple[int, int] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[bytes | Problem | None] = queue.SimpleQueue()
        self._reader: threading.Thread | None = None
        self._head = b""
        self._cut_off: bool | None = None
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
        """From now on every read fails at once, also one under way: stopping never waits for a disk."""
        self._shut.set()
        self._answers.put(None)
        self._wishes.put(None)

    def peek(self, length: int, limit_s: float) -> bytes | Problem | None:
        """What the source begins with, for who wants to know before libVLC reads; None: it did not answer in time.

        After that this stream is of no use but to be shut.
        """
        self._wish_for(length)
        try:
            return self._answers.get(timeout=limit_s)
        except queue.Empty:
            return None

    def rest(self, limit_s: float) -> None:
        """Once shut: waits until nobody reads from the source any more, so that it can be closed."""
        if self._reader is not None:
            self._reader.join(limit_s)

    @property
    def head(self) -> bytes:
        """What the source begins with, as far as libVLC has read it."""
        return self._head

    @property
    def is_cut_off(self) -> bool:
        """Whether it is known that bytes are missing at its end."""
        return self._cut_off is True

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
        got = self._ask(min(length, LARGEST_READ))
        self._asked_mono = None
        if got is None:
            return -1
        if isinstance(got, Problem):
            return self._fail(got)
        if self._offset == 0 and not self._head:
            self._head = got[:HEAD]
        count = min(len(got), length)
        ctypes.memmove(buffer, got, count)
        self._offset += count
        return count

    def _ask(self, length: int) -> bytes | Problem | None:
        """What the source answers; None when nobody wants to know any more."""
        self._wish_for(length)
        try:
            return self._answers.get(timeout=PATIENCE_S)
        except queue.Empty:
            return SourceUnreadable(name=self._name, reason=Phrase("the disk does not answer."))

    def _wish_for(self, length: int) -> None:
        if self._reader is None:
            self._reader = threading.Thread(target=self._answer_all, name="media-source", daemon=True)
            self._reader.start()
        self._wishes.put((self._offset, length))

    def _answer_all(self) -> None:
        while not self._shut.is_set():
            wish = self._wishes.get()
            if wish is None:
                return
            self._answers.put(self._read_source(*wish))
            if self._cut_off is None:
                self._cut_off = self._look_at_its_end()

    def _look_at_its_end(self) -> bool:
        try:
            return is_cut_off(self.source)
        except Exception:  # noqa: BLE001 - whatever it is, the next read for libVLC meets it and tells
            return False

    def _read_source(self, offset: int, length: int) -> bytes | Problem:
        try:
            return self.source.read_at(offset, length)
        except Problem as problem:
            return problem
        except OSError as error:
            reason = Worded("{error}.", error=error.strerror or Phrase("the disk does not answer"))
            return SourceUnreadable(name=self._name, reason=reason, details=str(error))
        except Exception as error:  # noqa: BLE001 - libVLC would swallow it; so it is told as a failure
            return SourceUnreadable(name=self._name, reason=f"{error}.", details=repr(error))

    def _fail(self, problem: Problem) -> int:
        if not self._shut.is_set():
            self.shut()
            self._on_problem(problem)
        return -1

    def _seek(self, _opaque: Any, offset: int) -> int:
        if offset > self._size:
            return -1
        self._offset = offset
        return 0

    def _close(self, _opaque: Any) -> None:
        """The next `open` begins anew; the source is closed by whoever opened it."""
