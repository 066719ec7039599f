"""Timekeeping: what the clocks of a stream went through, read from its events, for people who judge them.

Nothing here is punished: a wrong clock locks nobody out, and everybody can see that it was wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from player.domain.event import ClockCorrected, ClockJumped, Event, Fact, Suspended


class Happening(StrEnum):
    """JUMPED: wall time moved against monotonic time (`by_ms`), or, after a restart, ran back. SUSPENDED: the computer
    slept (`by_ms`). RESTARTED: it was started again, `by_ms` later by its wall clock. ZONE: its time zone changed,
    daylight saving included (`by_ms` of local time). CORRECTED: the learner said what time it was (`by_ms`)."""

    JUMPED = "clock-jumped"
    SUSPENDED = "suspended"
    RESTARTED = "restarted"
    ZONE = "zone-changed"
    CORRECTED = "clock-corrected"


DOUBTFUL = frozenset({Happening.JUMPED, Happening.CORRECTED})
"""After these a person should look at the dates."""


_TOLD: frozenset[type[Fact]] = frozenset({ClockJumped, Suspended, ClockCorrected})
"""What the clocks themselves have events for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRemark:
    """What happened to the clocks just before event `seq`, and when that was by the computer's own clock."""

    happening: Happening
    seq: int
    moment: datetime
    by_ms: int


def clock_remarks(events: Iterable[Event]) -> tuple[ClockRemark, ...]:
    """Everything that the clocks of a stream went through, in the order of its events."""
    told: list[ClockRemark] = []
    for before, event in pairwise(events):
        then, now = before.stamp, event.stamp
        # Nearly always nothing happened, and this is asked of each event of each file that anybody judges.
        if type(event.fact) in _TOLD or then.boot != now.boot or then.offset_min != now.offset_min:
            told.extend(_between(before, event))
    return tuple(told)


def in_doubt(remarks: Iterable[ClockRemark]) -> bool:
    """Whether a person should look at the dates: the clock jumped, or the learner corrected it."""
    return any(remark.happening in DOUBTFUL for remark in remarks)


def _between(before: Event, event: Event) -> Iterator[ClockRemark]:
    if before.stamp.boot != event.stamp.boot:
        yield _remark(Happening.RESTARTED, event, event.stamp.wall_ms - before.stamp.wall_ms)
    moved_min = event.stamp.offset_min - before.stamp.offset_min
    if moved_min:
        yield _remark(Happening.ZONE, event, moved_min * 60_000)
    match event.fact:
        case ClockJumped(by_ms=by_ms):
            yield _remark(Happening.JUMPED, event, by_ms)
        case Suspended(by_ms=by_ms):
            yield _remark(Happening.SUSPENDED, event, by_ms)
        case ClockCorrected(by_ms=by_ms):
            yield _remark(Happening.CORRECTED, event, by_ms)
        case _:
            pass


def _remark(happening: Happening, event: Event, by_ms: int) -> ClockRemark:
    return ClockRemark(happening=happening, seq=event.seq, moment=event.stamp.moment, by_ms=by_ms)
