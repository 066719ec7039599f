"""Rounds for courses: what the hall's hub has and this station has not comes onto its shelf, by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from player.domain.problem import Problem
from player.kiosk.diary import Diary, Entry

EVERY_S = 60.0
_STOP_S = 1.0
Kept = TypeVar("Kept")


class HallCourses(Protocol[Kept]):
    """The courses that a hub keeps for its hall. All of it waits, and may raise a `Problem`."""

    def lacking(self) -> Sequence[Kept]: ...
    def fetch(self, shelved: Kept) -> None: ...
    def close(self) -> None: ...


class CourseRounds(Generic[Kept]):
    """A thread that fetches one course after the other; `on_fetched` is called on it.

    `courses`: the hub's. A course that the shelf refuses is noted once, and left alone until the next start.
    """

    def __init__(
        self,
        courses: HallCourses[Kept],
        diary: Diary,
        *,
        on_fetched: Callable[[], None],
        every_s: float = EVERY_S,
    ) -> None:
        self._courses = courses
        self._diary = diary
        self._on_fetched = on_fetched
        self._every_s = every_s
        self._bell = threading.Event()
        self._stopping = False
        self._refused: set[str] = set()
        self._thread = threading.Thread(target=self._run, name="carrel-courses", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Within a second; what is being copied is gone on with after the next start."""
        self._stopping = True
        self._bell.set()
        if self._thread.is_alive():
            self._thread.join(_STOP_S)

    def _run(self) -> None:
        while not self._stopping:
            self._bell.clear()
            self.round()
            self._bell.wait(self._every_s)
        self._courses.close()

    def round(self) -> None:
        """Once: takes what is lacking. While the hub is away there is nothing to do."""
        try:
            lacking = self._courses.lacking()
        except Problem:
            # The station shares nothing either now, and that is noted where it belongs.
            return
        for kept in lacking:
            if not self._stopping and str(kept) not in self._refused:
                self._fetch(kept)

    def _fetch(self, kept: Kept) -> None:
        try:
            self._courses.fetch(kept)
        except Problem as problem:
            self._refused.add(str(kept))
            self._diary.note(Entry.PROBLEM, problem=problem)
            return
        self._diary.note(Entry.COURSE_ADDED)
        self._on_fetched()
