"""The interlock: what must not happen at once at a station, whatever threads and pages ask for it."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager

from player.kiosk.operator_problems import StillMeeting, StillWorking

MEETING_ENDS_S = 20.0
"""A meeting over a bad line takes some seconds; one with a hub that hangs is given up by itself later."""


class Interlock:
    """One long work of the operator at a time, and no meeting with the others while the station is cleared."""

    def __init__(self) -> None:
        self._work = threading.Lock()
        self._meeting = threading.Lock()

    @contextmanager
    def working(self) -> Generator[None]:
        """Raises `StillWorking` where something else is under way, also what somebody began and went away from."""
        if not self._work.acquire(blocking=False):
            raise StillWorking
        try:
            yield
        finally:
            self._work.release()

    @contextmanager
    def meeting(self) -> Generator[None]:
        """Waits for what must not be met in."""
        with self._meeting:
            yield

    @contextmanager
    def not_meeting(self, ends_s: float = MEETING_ENDS_S) -> Generator[None]:
        """Waits for a meeting to end. Raises `StillMeeting`."""
        if not self._meeting.acquire(timeout=ends_s):
            raise StillMeeting
        try:
            yield
        finally:
            self._meeting.release()
