"""Work that follows one step behind in a thread of its own, so that a block is hashed while the next is read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")
MOST_WAITING = 4
"""Blocks that may wait for their turn: memory stays flat however large the file."""


class Behind(Generic[T]):
    """Calls `work` with each thing put in, in their order. What it raises comes out of a later `put`, or at the end."""

    def __init__(self, work: Callable[[T], object], *, most_waiting: int = MOST_WAITING) -> None:
        self._work = work
        self._most_waiting = most_waiting
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="behind")
        self._waiting: deque[Future[object]] = deque()

    def put(self, thing: T) -> None:
        if len(self._waiting) >= self._most_waiting:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(self._work, thing))

    def finish(self) -> None:
        """Waits until all is done. Raises what the work raised first."""
        while self._waiting:
            self._waiting.popleft().result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is under way afterwards: what was put in is done, also when something else failed meanwhile."""
        self._thread.shutdown(wait=True)
        if error is None:
            self.finish()
