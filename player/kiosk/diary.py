"""The diary: what happened at a station, for its operator, without a word about anybody."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from player.domain.problem import Problem

MOST_BYTES = 4 << 20
"""Of one file; the one before it is kept too."""
MOST_WAITING = 200
"""Lines that could not be written yet."""


class Entry(StrEnum):
    """What can be noted: these kinds and the codes of Problems, and nothing else, so that no name can slip in."""

    STARTED = "started"
    OPENED = "opened"
    ARRIVED = "arrived"
    REGISTERED = "registered"
    NOT_RECOGNISED = "not-recognised"
    LEFT = "left"
    LEFT_IDLE = "left-idle"
    LEFT_FOR_NEXT = "left-for-next"
    WENT_ON_ELSEWHERE = "went-on-elsewhere"
    WIPED = "wiped"
    SAVED_TO_STICK = "saved-to-stick"
    PRINTED = "printed"
    SHOWN_AS_QR = "shown-as-qr"
    OPERATOR_CAME = "operator-came"
    OPERATOR_LEFT = "operator-left"
    WRONG_CODE = "wrong-code"
    EXPORTED = "exported"
    COURSE_ADDED = "course-added"
    ROSTER_TAKEN_IN = "roster-taken-in"
    CLEARED = "cleared"
    MEETS_AGAIN = "meets-again"
    SHARED_BY_STICK = "shared-by-stick"
    UNION_AWAY = "union-away"
    UNION_BACK = "union-back"
    CLOCK_OFF = "clock-off"
    CLOCK_RIGHT = "clock-right"
    PROBLEM = "problem"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`problem`: the code of a Problem, or empty; `count`: how many, where that says anything."""

    at: datetime
    entry: Entry
    problem: str = ""
    count: int | None = None


class Diary:
    """A file of JSON lines. What cannot be written, on a full disk, waits in memory until it can; nobody is kept from
    anything by it."""

    def __init__(self, file: Path, now: Callable[[], datetime]) -> None:
        self._file = file
        self._now = now
        self._waiting: deque[str] = deque(maxlen=MOST_WAITING)
        self._is_torn = False
        self._lock = threading.Lock()

    def note(self, entry: Entry, *, problem: Problem | None = None, count: int | None = None) -> None:
        line = {"at": self._now().astimezone(UTC).isoformat(timespec="milliseconds"), "entry": entry.value}
        if problem is not None:
            line["problem"] = problem.code
        counted = {} if count is None else {"count": count}
        with self._lock:
            self._waiting.append(json.dumps({**line, **counted}))
            try:
                self._write_down()
            except OSError:
                self._is_torn = True

    def _write_down(self) -> None:
        self._turn_page()
        with self._file.open("a", encoding="ascii") as stream:
            # After half a line a whole one begins anew.
            stream.write("\n" * self._is_torn + "".join(f"{text}\n" for text in self._waiting))
        self._is_torn = False
        self._waiting.clear()

    def lines(self, most: int = 200) -> Sequence[Line]:
        """The latest, the newest first; what cannot be read is left out."""
        try:
            written = self._file.read_text(encoding="ascii", errors="replace").splitlines()
        except OSError:
            written = list[str]()
        with self._lock:
            written += self._waiting
        found = (_read(text) for text in reversed(written[-most:]))
        return tuple(line for line in found if line is not None)

    def _turn_page(self) -> None:
        if self._file.exists() and self._file.stat().st_size > MOST_BYTES:
            self._file.replace(self._file.with_suffix(".old.log"))


def _read(text: str) -> Line | None:
    try:
        found = json.loads(text)
        return Line(
            at=datetime.fromisoformat(found["at"]),
            entry=Entry(found["entry"]),
            problem=str(found.get("problem", "")),
            count=found.get("count"),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
