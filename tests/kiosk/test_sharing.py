from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.hall import Met
from player.domain.problem import Problem
from player.kiosk.problems import UnionAway
from player.kiosk.sharing import LONGEST_REST_S, Sharing, rest_s

MET = Met(events_in=1)
AWAY = UnionAway(reason="nobody answers")


class Bell:
    """Rings when it is told to, notes for how long it was waited for, and ends everything after so many waits."""

    def __init__(self, *, waits: int, ends: Callable[[], None]) -> None:
        self.waited: list[float] = []
        self._waits = waits
        self._ends = ends

    def set(self) -> None: ...
    def clear(self) -> None: ...
    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.waited.append(timeout)
        if len(self.waited) >= self._waits:
            self._ends()
            return True
        return False


class Hall:
    """Is there or not, as it is told; then as it was last."""

    def __init__(self, *there: bool) -> None:
        self._there = iter(there)
        self._last = True
        self.asked = 0

    def meet(self) -> Met:
        self.asked += 1
        self._last = next(self._there, self._last)
        if not self._last:
            raise AWAY
        return MET


def shared(hall: Hall, *, waits: int, is_back: Callable[[], bool] | None = None) -> tuple[list[float], list[object]]:
    """What was waited for, and what was told."""
    told: list[object] = []
    ended = threading.Event()

    def end() -> None:
        sharing.stop()
        ended.set()

    bell = Bell(waits=waits, ends=end)
    sharing = Sharing(
        hall.meet,
        every_s=5,
        on_met=told.append,
        on_away=told.append,
        is_back=is_back,
        bell=bell,
        chance=lambda: 0.0,
    )
    sharing.start()
    assert ended.wait(10)
    return bell.waited, told


def test_the_hall_is_met_at_once_and_then_every_few_seconds() -> None:
    waited, told = shared(Hall(), waits=3)
    assert waited == [5, 5, 5]
    assert told == [MET, MET, MET]


def test_while_it_is_away_it_is_looked_for_ever_more_rarely_and_then_as_often_as_before() -> None:
    waited, told = shared(Hall(False, False, False, False, False, True), waits=6)
    assert waited == [10, 20, 40, 60, 60, 5]
    assert told == [AWAY] * 5 + [MET]


def test_it_is_met_at_once_when_the_network_is_back() -> None:
    line: Iterator[bool] = iter((False, False, True))
    waited, told = shared(Hall(False, True), waits=3, is_back=lambda: next(line, True))
    assert waited == [1, 1, 5]
    assert told == [AWAY, MET]


def test_a_network_that_was_there_all_the_time_is_no_reason_to_ask_more_often() -> None:
    waited, told = shared(Hall(False, True), waits=11, is_back=lambda: True)
    assert waited == [1] * 10 + [5]
    assert told == [AWAY, MET]


@given(failures=st.integers(0, 1_000), chance=st.floats(0, 1), every=st.integers(1, 60))
def test_no_rest_is_longer_than_a_minute_and_none_shorter_than_most_of_the_usual_one(
    failures: int, chance: float, every: int
) -> None:
    assert 0.8 * every <= rest_s(every, failures, lambda: chance) <= max(LONGEST_REST_S, every)


def test_asking_for_a_meeting_brings_one_at_once_and_stopping_ends_it() -> None:
    hall, met = Hall(), threading.Semaphore(0)
    sharing = Sharing(hall.meet, every_s=3_600, on_met=lambda _: met.release(), on_away=_fail)
    sharing.start()
    assert met.acquire(timeout=10)
    sharing.now()
    assert met.acquire(timeout=10)
    sharing.stop()
    assert hall.asked == 2
    assert not any(thread.name == "carrel-sharing" and thread.is_alive() for thread in threading.enumerate())


def test_stopping_does_not_wait_for_a_hall_that_does_not_answer() -> None:
    answer, asked, told = threading.Event(), threading.Event(), list[object]()

    def meet() -> Met:
        asked.set()
        answer.wait(30)
        return MET

    sharing = Sharing(meet, every_s=5, on_met=told.append, on_away=_fail)
    sharing.start()
    assert asked.wait(10)
    sharing.stop()
    answer.set()
    assert told == []


def _fail(problem: Problem) -> None:
    raise AssertionError(problem)
