"""Sharing: the thread on which a station meets its hall, every few seconds, and ever more rarely while it is away."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Protocol

from player.domain.kiosk.hall import Met
from player.domain.problem import Problem

LONGEST_REST_S = 60.0
"""Between two attempts while the others cannot be reached."""
_JITTER = 0.2
"""Stations that lost the hub together do not all come back in the same moment."""
_LOOK_S = 1.0
_STOP_S = 1.0


class Bell(Protocol):
    """As `threading.Event`."""

    def set(self) -> None: ...
    def clear(self) -> None: ...
    def wait(self, timeout: float | None = None) -> bool: ...


def rest_s(every_s: float, failures: int, chance: Callable[[], float] = random.random) -> float:
    """How long until the next meeting after so many failures in a row; `chance` gives 0 to 1."""
    if failures == 0:
        return every_s
    longer = min(every_s * 2 ** min(failures, 16), LONGEST_REST_S)
    return longer * (1 - _JITTER * chance())


class Sharing:
    """Calls `meet` (of the station) on a thread of its own, and tells what came of it there.

    `on_met` and `on_away` are called on that thread. `is_back` tells cheaply whether the network is there again: while
    the others are away it is asked once a second, and they are met at once when it turns true.
    """

    def __init__(
        self,
        meet: Callable[[], Met],
        *,
        every_s: float,
        on_met: Callable[[Met], None],
        on_away: Callable[[Problem], None],
        is_back: Callable[[], bool] | None = None,
        bell: Bell | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._meet = meet
        self._every_s = every_s
        self._on_met = on_met
        self._on_away = on_away
        self._is_back = is_back
        self._bell: Bell = bell or threading.Event()
        self._chance = chance
        self._failures = 0
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="carrel-sharing", daemon=True)

    def start(self) -> None:
        """The first meeting is at once."""
        self._thread.start()

    def now(self) -> None:
        """The next meeting is at once: somebody has just left, or sat down. May be called on any thread."""
        self._bell.set()

    def stop(self) -> None:
        """Ends within a second; a meeting that still waits for an answer is left behind, and loses nothing by that."""
        self._stopping = True
        self._bell.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(_STOP_S)

    def _run(self) -> None:
        while not self._stopping:
            # Before the meeting: what is asked for while it lasts asks for another one.
            self._bell.clear()
            self._once()
            self._rest()

    def _once(self) -> None:
        try:
            met = self._meet()
        except Problem as problem:
            self._failures += 1
            if not self._stopping:
                self._on_away(problem)
            return
        except RuntimeError:
            if self._stopping:
                # The station was closed under a meeting that was left behind.
                return
            raise
        self._failures = 0
        if not self._stopping:
            self._on_met(met)

    def _rest(self) -> None:
        left = rest_s(self._every_s, self._failures, self._chance)
        if self._stopping:
            return
        if self._failures == 0 or self._is_back is None:
            self._bell.wait(left)
            return
        was_there = self._is_back()
        while left > 0 and not self._bell.wait(min(left, _LOOK_S)):
            left -= _LOOK_S
            is_there = self._is_back()
            if is_there and not was_there:
                return
            was_there = is_there
