"""The one door off the thread that draws, and back: work goes out as a call, its result comes back as a signal."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from player.domain.problem import Problem

T = TypeVar("T")
OnBug = Callable[[BaseException], None]
_log = logging.getLogger(__name__)


class Lane(StrEnum):
    """Who does the work: the desk (short acts, one after the other) or the porter (long ones: copying a course)."""

    DESK = "desk"
    PORTER = "porter"


@dataclass(frozen=True, slots=True)
class _Return:
    """What comes back through the door: what to do with it, and it."""

    deliver: Callable[[Any], None]
    value: Any
    is_last: bool = True


class Door(QObject):
    """Sends work to a lane and delivers its outcome on the thread of this object.

    Lanes keep order. A `Problem` goes to the caller's `failed`; anything else is a bug and goes to `on_bug`.
    """

    _came_back = Signal(object)

    def __init__(self, *, on_problem: Callable[[Problem], None], on_bug: OnBug, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_problem = on_problem
        self._on_bug = on_bug
        self._lanes = {lane: ThreadPoolExecutor(max_workers=1, thread_name_prefix=lane) for lane in Lane}
        self._waiting = 0
        self._closed = False
        self._came_back.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Whether everything sent out has come back."""
        return self._waiting == 0

    def ask(
        self,
        work: Callable[[], T],
        then: Callable[[T], None] | None = None,
        *,
        failed: Callable[[Problem], None] | None = None,
        lane: Lane = Lane.DESK,
    ) -> None:
        """Does `work` on a lane, then calls `then` with its result (or `failed` with its problem) over here.

        Once the door is closed nothing is done any more.
        """
        if self._closed:
            _log.info("asked through a closed door: %r", work)
            return
        self._waiting += 1
        future = self._lanes[lane].submit(work)
        future.add_done_callback(lambda done: self._came_back.emit(self._outcome(done, then, failed)))

    def tell(self, deliver: Callable[[T], None], value: T) -> None:
        """For use on a lane: has `deliver(value)` called over here, as a word on how the work is coming on."""
        # Counted on one thread only: a word on the way is no end of anything.
        self._came_back.emit(_Return(deliver, value, is_last=False))

    def close(self) -> None:
        """Lets what was sent out finish; nothing more is delivered."""
        self._closed = True
        for lane in self._lanes.values():
            lane.shutdown(wait=True)

    def _outcome(
        self, done: Future[T], then: Callable[[T], None] | None, failed: Callable[[Problem], None] | None
    ) -> _Return:
        error = done.exception()
        if error is None:
            return _Return(then or _ignore, done.result())
        if isinstance(error, Problem):
            return _Return(failed or self._on_problem, error)
        _log.error("a bug in work sent through the door", exc_info=error)
        return _Return(self._on_bug, error)

    @Slot(object)
    def _deliver(self, back: _Return) -> None:
        self._waiting -= back.is_last
        if not self._closed:
            back.deliver(back.value)


def _ignore(_: object) -> None:
    """Some work is done for what it does."""
