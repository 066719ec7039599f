"""Watching: what of a recording was really played, and for how long.

`Span`s are what an engine was seen to play (see `tracking`); `Coverage` is their union, so that replaying a minute
counts once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Protocol

UNSEEN_TOLERANCE_MS = 3_000


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Media time from `start_ms` up to `end_ms`, never empty."""

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        _check(self.start_ms, self.end_ms)

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms


def _check(start_ms: int, end_ms: int) -> None:
    if not 0 <= start_ms < end_ms:
        raise ValueError(f"not an interval: {start_ms}–{end_ms}")


_START = attrgetter("start_ms")
_END = attrgetter("end_ms")


class Covered(Protocol):
    """What was played of a recording, as far as it is asked before more of it is."""

    @property
    def furthest_ms(self) -> int:
        """Where the last of it ends; 0 when there is none."""
        ...

    def length_within(self, duration_ms: int) -> int:
        """How much of it lies inside a recording of this length."""
        ...


@dataclass(frozen=True, slots=True)
class Coverage:
    """A union of intervals: sorted, disjoint, not touching. Adding in any order, any number of times, is the same."""

    intervals: tuple[Interval, ...] = ()

    @classmethod
    def of(cls, intervals: Iterable[Interval]) -> Coverage:
        merged: list[Interval] = []
        for interval in sorted(intervals, key=_START):
            if merged and interval.start_ms <= merged[-1].end_ms:
                if interval.end_ms > merged[-1].end_ms:
                    merged[-1] = Interval(merged[-1].start_ms, interval.end_ms)
            else:
                merged.append(interval)
        return cls(tuple(merged))

    def plus(self, interval: Interval) -> Coverage:
        """As `of` the intervals and this one; looks only at those that it overlaps or touches."""
        before = bisect_left(self.intervals, interval.start_ms, key=_END)
        behind = bisect_right(self.intervals, interval.end_ms, lo=before, key=_START)
        if before < behind:
            start_ms = min(interval.start_ms, self.intervals[before].start_ms)
            interval = Interval(start_ms, max(interval.end_ms, self.intervals[behind - 1].end_ms))
        return Coverage((*self.intervals[:before], interval, *self.intervals[behind:]))

    def union(self, other: Coverage) -> Coverage:
        return Coverage.of((*self.intervals, *other.intervals))

    @property
    def length_ms(self) -> int:
        return sum(interval.end_ms - interval.start_ms for interval in self.intervals)

    @property
    def furthest_ms(self) -> int:
        """Where the last of it ends; 0 when there is none."""
        return self.intervals[-1].end_ms if self.intervals else 0

    def length_within(self, duration_ms: int) -> int:
        return self.within(duration_ms).length_ms

    def gaps(self, duration_ms: int, *, least_ms: int = 1) -> tuple[Interval, ...]:
        """What is missing of a recording of this length, without holes shorter than `least_ms`."""
        ends = (0, *(interval.end_ms for interval in self.intervals))
        starts = (*(interval.start_ms for interval in self.intervals), duration_ms)
        holes = ((end, min(start, duration_ms)) for end, start in zip(ends, starts, strict=True))
        return tuple(Interval(end, start) for end, start in holes if start - end >= max(1, least_ms))

    def within(self, duration_ms: int) -> Coverage:
        """The part that lies inside a recording of this length."""
        inside = [interval for interval in self.intervals if interval.start_ms < duration_ms]
        if inside and inside[-1].end_ms > duration_ms:
            inside[-1] = Interval(inside[-1].start_ms, duration_ms)
        return Coverage(tuple(inside))


class Covering:
    """A coverage being written: to add to it costs the same however many holes it has.

    Whoever hands in a file decides how many: with a new `Coverage` for each stretch, 50,000 took half a minute.
    """

    __slots__ = ("_ends", "_length_ms", "_starts")

    def __init__(self, coverage: Coverage | None = None) -> None:
        intervals = coverage.intervals if coverage else ()
        self._starts = [interval.start_ms for interval in intervals]
        self._ends = [interval.end_ms for interval in intervals]
        self._length_ms = sum(self._ends) - sum(self._starts)

    def copy(self) -> Covering:
        made = Covering()
        made._starts, made._ends, made._length_ms = self._starts.copy(), self._ends.copy(), self._length_ms
        return made

    def add(self, start_ms: int, end_ms: int) -> None:
        """As `Coverage.plus`. Raises ValueError when this is no interval."""
        _check(start_ms, end_ms)
        starts, ends = self._starts, self._ends
        # Nearly always playing goes on where it was, or further on.
        if not ends or start_ms > ends[-1]:
            starts.append(start_ms)
            ends.append(end_ms)
            self._length_ms += end_ms - start_ms
        elif start_ms >= starts[-1]:
            if end_ms > ends[-1]:
                self._length_ms += end_ms - ends[-1]
                ends[-1] = end_ms
        else:
            self._put(start_ms, end_ms)

    def _put(self, start_ms: int, end_ms: int) -> None:
        """In the place of all that it overlaps or touches."""
        starts, ends = self._starts, self._ends
        first, last = bisect_left(ends, start_ms), bisect_right(starts, end_ms)
        if first < last:
            start_ms, end_ms = min(start_ms, starts[first]), max(end_ms, ends[last - 1])
        self._length_ms += end_ms - start_ms - sum(ends[first:last]) + sum(starts[first:last])
        starts[first:last], ends[first:last] = [start_ms], [end_ms]

    @property
    def furthest_ms(self) -> int:
        return self._ends[-1] if self._ends else 0

    def length_within(self, duration_ms: int) -> int:
        beyond, place = 0, len(self._ends) - 1
        while place >= 0 and self._ends[place] > duration_ms:
            beyond += self._ends[place] - max(self._starts[place], duration_ms)
            place -= 1
        return self._length_ms - beyond

    def coverage(self) -> Coverage:
        """As it stands, which what is added later does not change."""
        return Coverage(tuple(map(Interval, self._starts, self._ends)))


def is_watched(coverage: Covered, duration_ms: int, required_percent: int) -> bool:
    """Whether the required share was seen.

    Where all of it is asked, 1 % (at least 3 s, of a short recording at most a quarter) may be missing: engines skip
    a little at each seek, and nobody should hunt for half a second.
    """
    tolerance = min(max(UNSEEN_TOLERANCE_MS, duration_ms // 100), duration_ms // 4)
    needed = (duration_ms - tolerance) if required_percent >= 100 else duration_ms * required_percent // 100
    return coverage.length_within(duration_ms) >= max(needed, min(duration_ms, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One interval really played: `engaged_ms` is the monotonic time it took, `rate_percent` the speed."""

    interval: Interval
    engaged_ms: int
    rate_percent: int
