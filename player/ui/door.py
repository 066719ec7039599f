"""The one door off the thread that draws, and back: work goes out as a call, its result comes back as a signal."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from player.domain.problem import Problem

T = TypeVar("T")
OnBug = Callable[[BaseException], None]
_log = logging.getLogger(__name__)


class Lane(StrEnum):
    """Who does the work: the desk (short acts, one after the other), the porter (long ones: copying a course), or the
    lookout (sees what is plugged in, whatever the others are at)."""

    DESK = "desk"
    PORTER = "porter"
    LOOKOUT = "lookout"


@dataclass(frozen=True, slots=True)
class _Call:
    """Work that was sent out, and what is to be done with what comes of it."""

    work: Callable[[], Any]
    then: Callable[[Any], None]
    failed: Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class _Word:
    """What is told from a lane while the work goes on."""

    deliver: Callable[[Any], None]
    value: Any


class Door(QObject):
    """Sends work to a lane and delivers its outcome on the thread of this object.

    Lanes keep order. A `Problem` goes to the caller's `failed`; anything else is a bug and goes to `on_bug`.

    What is called belongs to widgets as a rule, so this side alone holds it: were a lane the last to let go of a
    widget, it would be freed there, and PySide cannot do that safely.
    """

    _told = Signal(object)
    _done = Signal(object)

    def __init__(self, *, on_problem: Callable[[Problem], None], on_bug: OnBug, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_problem = on_problem
        self._on_bug = on_bug
        self._lanes = {lane: ThreadPoolExecutor(max_workers=1, thread_name_prefix=lane) for lane in Lane}
        self._tickets = itertools.count()
        self._calls: dict[int, _Call] = {}
        self._futures: dict[int, Future[Any]] = {}
        self._closed = False
        self._told.connect(self._deliver_word, Qt.ConnectionType.QueuedConnection)
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Whether everything sent out has come back."""
        return not self._calls

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
        ticket = next(self._tickets)
        self._calls[ticket] = _Call(work, then or _ignore, failed or self._on_problem)
        future = self._futures[ticket] = self._lanes[lane].submit(self._work, ticket)
        future.add_done_callback(partial(self._tell_done, ticket))

    def tell(self, deliver: Callable[[T], None], value: T) -> None:
        """For use on a lane: has `deliver(value)` called over here, as a word on how the work is coming on."""
        if not self._closed:
            self._told.emit(_Word(deliver, value))

    def close(self, *, within_s: float | None = None) -> None:
        """Lets what was sent out finish; nothing more is delivered.

        `within_s`: no longer than this for what others keep waiting, such as a stick that does not answer; what the
        desk is at is finished in any case.
        """
        self._closed = True
        if within_s is not None:
            wait(list(self._futures.values()), timeout=within_s)
        for lane, threads in self._lanes.items():
            threads.shutdown(wait=within_s is None or lane is Lane.DESK)

    def _tell_done(self, ticket: int, _: Future[Any]) -> None:
        """On a lane. What kept `close` from waiting may end when this object is gone from its window."""
        with suppress(RuntimeError):
            self._done.emit(ticket)

    def _work(self, ticket: int) -> object:
        """On a lane."""
        return self._calls[ticket].work()

    @Slot(object)
    def _deliver_word(self, word: _Word) -> None:
        if not self._closed:
            word.deliver(word.value)

    @Slot(object)
    def _deliver(self, ticket: int) -> None:
        call, future = self._calls.pop(ticket), self._futures.pop(ticket)
        error = future.exception()
        if error is not None and not isinstance(error, Problem):
            _log.error("a bug in work sent through the door", exc_info=error)
        if not self._closed:
            self._give(call, future, error)
        if isinstance(error, Problem):
            # The lane may still hold the problem; by its trace it would hold whatever the work knew.
            error.__traceback__ = None

    def _give(self, call: _Call, future: Future[Any], error: BaseException | None) -> None:
        if error is None:
            call.then(future.result())
        elif isinstance(error, Problem):
            call.failed(error)
        else:
            self._on_bug(error)


def _ignore(_: object) -> None:
    """Some work is done for what it does."""
