"""The hall: what stations tell each other of themselves, and never of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from player.domain.learner import LearnerId


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """What happened at a station since midnight, by its clock.

    Arrivals, walk-ins and claims of that time; quizzes taken, evaluations and certificates in the courses that were
    gone on with in it.
    """

    arrivals: int = 0
    walk_ins: int = 0
    quizzes: int = 0
    evaluations: int = 0
    claims: int = 0
    certificates: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StationWord:
    """What a station last said of itself.

    `device`: its key's fingerprint; `at`, `seated`: by its own clock, the latter since when `learner` (None: nobody)
    sits there; `unshared`: events that no other station has yet; `unsaved`: completions that are on no stick yet;
    `free_mib`: on its disk; `battery`: percent, None on mains or where it cannot be told; `note`: the code of a Problem
    that needs the operator, or empty; `clock_off_ms`: how far its clock runs ahead of the union's, None where unknown.
    """

    station: str
    device: str
    at: datetime
    seated: datetime
    learner: LearnerId | None = None
    figures: DayFigures = DayFigures()
    unshared: int = 0
    unsaved: int = 0
    free_mib: int = 0
    battery: int | None = None
    note: str = ""
    clock_off_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What came of meeting the union once: what was new here and there, every station's last word, and how far this
    station's clock runs ahead of the union's, in ms (None: it could not be told)."""

    events_in: int = 0
    events_out: int = 0
    cards_in: int = 0
    cards_out: int = 0
    words: tuple[StationWord, ...] = ()
    clock_off_ms: int | None = None

    @property
    def is_news(self) -> bool:
        return bool(self.events_in or self.cards_in)
