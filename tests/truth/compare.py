"""Holds what the ledger counts against what was really played, in all and act by act."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from player.domain.watch import Coverage, Interval
from tests.truth.script import Allowance, Done, allowance, rate_at
from tests.truth.session import Counted, Record
from tests.truth.sightings import FRAME_MS, Sighting, Truth

NEARBY_MS = 1_500
"""An event is stamped up to so long after what it tells of; what lies further apart is another visit of the place."""


@dataclass(slots=True)
class Tally:
    """Of one act, each visit of a place for itself, though coverage counts it once."""

    shown_ms: int = 0
    counted_ms: int = 0
    lost_ms: int = 0
    added_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Lost: played and not counted. Added: counted, though it was not even there as a picture that stood still."""

    witness: str
    shown_ms: int
    counted_ms: int
    lost_ms: int
    added_ms: int
    allowed: Allowance
    acts: tuple[tuple[Done, Tally], ...]

    @property
    def visits(self) -> Tally:
        """Every visit of a place by itself: coverage forgives what is missing of one when another has it."""
        parts = [(t.shown_ms, t.counted_ms, t.lost_ms, t.added_ms) for _, t in self.acts]
        return Tally(*map(sum, zip(*parts, strict=True)))

    @property
    def holds(self) -> bool:
        """Both as coverage and visit by visit."""
        lost, added = max(self.lost_ms, self.visits.lost_ms), max(self.added_ms, self.visits.added_ms)
        return lost <= self.allowed.lost and added <= self.allowed.added

    def __str__(self) -> str:
        head = (
            f"{self.witness}: shown {self.shown_ms} ms, counted {self.counted_ms} ms: {self.lost_ms} lost "
            f"(allowed {self.allowed.lost}), {self.added_ms} added (allowed {self.allowed.added})"
        )
        began = self.acts[0][0].mono_ms
        rows = [
            f"{(done.mono_ms - began) / 1000:9.2f} s  {done.act.order:<22}  shown {tally.shown_ms:>7}  "
            f"counted {tally.counted_ms:>7}  lost {tally.lost_ms:>5}  added {tally.added_ms:>5}"
            for done, tally in self.acts
        ]
        foot = f"every visit by itself: {self.visits.lost_ms} lost, {self.visits.added_ms} added"
        return "\n".join(("", head, *rows, foot))


def compare(record: Record, witness: str, *witnesses: Sequence[Sighting]) -> Comparison:
    """`witnesses`: pictures and beats of this session, each in the order of time, by the clock of its stamps.

    Where there are several, lost is what all of them saw and nobody counted, and added what none of them saw: a
    busy window can miss pictures of what is heard, and the sound comes back a little after the picture.
    """
    truths = [Truth(sightings, lambda mono_ms: rate_at(record.done, mono_ms)) for sightings in witnesses]
    counted = Coverage.of(one.watched.span.interval for one in record.counted)
    surely, at_all = truths[0].surely, truths[0].at_all
    for truth in truths[1:]:
        surely, at_all = Coverage(tuple(_shared(surely, truth.surely))), at_all.union(truth.at_all)
    return Comparison(
        witness=witness,
        shown_ms=surely.length_ms,
        counted_ms=counted.length_ms,
        lost_ms=_length(without(surely, counted)),
        added_ms=_length(without(counted, at_all)),
        allowed=allowance(record.done, len(truths[0].played) * FRAME_MS),
        acts=_by_act(record, truths),
    )


def _by_act(record: Record, truths: Sequence[Truth]) -> tuple[tuple[Done, Tally], ...]:
    """Everything is charged to the act during which it happened; `shown` and `lost` by the first witness."""
    tallies = [(done, Tally()) for done in record.done]

    def during(mono_ms: float) -> Tally:
        index = bisect_right(tallies, mono_ms, key=lambda one: one[0].mono_ms) - 1
        return tallies[max(0, index)][1]

    for frame in truths[0].played:
        near = _counted_near(record.counted, frame.mono_ms)
        place = Coverage((Interval(frame.number * FRAME_MS, (frame.number + 1) * FRAME_MS),))
        tally = during(frame.mono_ms)
        tally.shown_ms += FRAME_MS
        tally.lost_ms += _length(without(place, near))
    for one in record.counted:
        watched = one.watched
        since = one.mono_ms - watched.engaged_ms
        there = Coverage()
        for truth in truths:
            there = there.union(truth.between(one.since_ms - NEARBY_MS, one.mono_ms + NEARBY_MS))
        during(since + watched.engaged_ms / 2).counted_ms += watched.end_ms - watched.start_ms
        for piece in without(Coverage((watched.span.interval,)), there):
            when = since + (piece.start_ms - watched.start_ms) * 100 / watched.rate_percent
            during(when).added_ms += piece.length_ms
    return tuple(tallies)


def _counted_near(counted: Sequence[Counted], mono_ms: int) -> Coverage:
    """What was counted of the time around this moment."""
    first = bisect_left(counted, mono_ms - NEARBY_MS, key=lambda one: one.mono_ms)
    last = bisect_right(counted, mono_ms + NEARBY_MS, key=lambda one: one.since_ms)
    return Coverage.of(one.watched.span.interval for one in counted[first:last])


def without(one: Coverage, other: Coverage) -> list[Interval]:
    """What of the one is not in the other."""
    left: list[Interval] = []
    for interval in one.intervals:
        start = interval.start_ms
        for taken in other.intervals:
            if taken.end_ms <= start or taken.start_ms >= interval.end_ms:
                continue
            if taken.start_ms > start:
                left.append(Interval(start, taken.start_ms))
            start = max(start, taken.end_ms)
        if start < interval.end_ms:
            left.append(Interval(start, interval.end_ms))
    return left


def _shared(one: Coverage, other: Coverage) -> list[Interval]:
    return without(one, Coverage(tuple(without(one, other))))


def _length(intervals: Iterable[Interval]) -> int:
    return sum(interval.length_ms for interval in intervals)
