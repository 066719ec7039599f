"""One thread that does errands in order: everything that touches libVLC happens on it."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

TICK_S = 0.05

log = logging.getLogger(__name__)


def mono_ms() -> int:
    """Monotonic time in whole milliseconds, the clock of every observation."""
    return time.monotonic_ns() // 1_000_000


class Worker:
    """Errands are posted from any thread, libVLC's included, and done one after the other.

    `tick` is called about every 50 ms in between; `broken` when an errand raised what nobody expected.
    """

    def __init__(self) -> None:
        self._errands: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._done = False
        self._thread: threading.Thread | None = None

    def start(self, *, tick: Callable[[], None], broken: Callable[[Exception], None]) -> None:
        self._thread = threading.Thread(target=self._work, args=(tick, broken), name="media", daemon=True)
        self._thread.start()

    def post(self, errand: Callable[[], None]) -> None:
        self._errands.put(errand)

    def finish(self, last: Callable[[], None], *, timeout_s: float) -> None:
        """Does what was posted, then `last`, then ends; waits for that unless called from an errand."""
        self.post(lambda: self._end(last))
        if self._thread is not None and threading.current_thread() is not self._thread:
            self._thread.join(timeout_s)

    def _end(self, last: Callable[[], None]) -> None:
        self._done = True
        last()

    def _work(self, tick: Callable[[], None], broken: Callable[[Exception], None]) -> None:
        ticked = time.monotonic()
        while not self._done:
            try:
                _safely(self._errands.get(timeout=TICK_S), broken)
            except queue.Empty:
                pass
            if not self._done and time.monotonic() - ticked >= TICK_S:
                ticked = time.monotonic()
                _safely(tick, broken)


def _safely(errand: Callable[[], None], broken: Callable[[Exception], None]) -> None:
    try:
        errand()
    except Exception as error:
        log.exception("an errand of the media engine failed")
        broken(error)
