"""The overview: what an operator sees of a station and its hall at a glance, without a word about anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from player.domain.kiosk.hall import DayFigures, StationWord
from player.domain.problem import Problem
from player.kiosk.diary import Line
from player.kiosk.operator_problems import ClockOff

CLOCK_OFF_MS = 60_000
"""A minute: from here on the time on a certificate may be another day's."""
STALE_S = 120
"""A station that said nothing for so long is perhaps off."""
ID_SHOWN = 8
TYPICAL_COMPLETION = 48 << 10
"""Bytes that one takes up on a station's disk, where there are none yet to measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRow:
    """One station by its last word. `guest`: the beginning of the id of who sits there, empty for nobody; `age_s`:
    how old the word is, by this station's clock."""

    station: str
    is_this: bool
    guest: str
    since: datetime
    age_s: int
    figures: DayFigures
    unshared: int
    unsaved: int
    free_mib: int
    battery: int | None
    clock_off_ms: int | None
    note: str

    @property
    def is_stale(self) -> bool:
        return not self.is_this and self.age_s > STALE_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """`here`: today's figures of this station, `hall`: of all together. `room_for`: how many more completions the disk
    takes, by the size of those that are here; `prints`: documents that wait for the printer, None where it is not
    known; `shares`: whether there is a hall to share with; `stays_apart`: whether it was cleared and meets nobody;
    `troubles`: what should be looked at."""

    station: str
    here: DayFigures
    hall: DayFigures
    stations: tuple[StationRow, ...]
    unshared: int
    unsaved: int
    prints: int | None
    completions: int
    free_mib: int
    room_for: int
    battery: int | None
    shares: bool
    stays_apart: bool
    troubles: tuple[Problem, ...]
    diary: tuple[Line, ...]


def summed(figures: Sequence[DayFigures]) -> DayFigures:
    return DayFigures(**{field.name: sum(getattr(one, field.name) for one in figures) for field in fields(DayFigures)})


def station_row(word: StationWord, *, device: str, now: datetime) -> StationRow:
    return StationRow(
        station=word.station,
        is_this=word.device == device,
        guest=word.learner[:ID_SHOWN] if word.learner else "",
        since=word.seated,
        age_s=max(int((now - word.at).total_seconds()), 0),
        figures=word.figures,
        unshared=word.unshared,
        unsaved=word.unsaved,
        free_mib=word.free_mib,
        battery=word.battery,
        clock_off_ms=word.clock_off_ms,
        note=word.note,
    )


def clock_troubles(words: Sequence[StationWord]) -> tuple[ClockOff, ...]:
    """One for each station whose clock is more than a minute off."""
    return tuple(
        ClockOff(
            station=word.station,
            seconds=abs(word.clock_off_ms) // 1000,
            is_ahead=word.clock_off_ms > 0,
        )
        for word in words
        if word.clock_off_ms is not None and abs(word.clock_off_ms) > CLOCK_OFF_MS
    )


def room_for(free: int, *, taken: int, completions: int) -> int:
    """How many more completions fit, all in bytes but the last."""
    each = taken // completions if completions else 0
    return free // max(each, TYPICAL_COMPLETION)
