"""From pictures seen and beats heard to what was really played, and at which time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from player.domain.watch import Coverage, Interval

FRAME_MS = 40
AHEAD_MS = 60
"""Pictures come onto the screen up to a frame and a half early or late; what is further ahead was skipped."""
BEHIND_MS = 80
"""So much delay of pictures may be made good again; who waited longer has been stopped."""
LONGEST_HIDDEN_MS = 500
"""Pictures that nobody saw, because the window was busy, are taken for played only for so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """From `mono_ms` on picture (or beat) `number` was there."""

    mono_ms: int
    number: int


@dataclass(frozen=True, slots=True)
class Played:
    """One frame's worth of a recording, and when it was played."""

    number: int
    mono_ms: int


class Truth:
    """What was played, by frames. `played`: in the order of time, what was passed over while it played included.

    `surely` leaves out pictures that only stood still, as after a seek while paused; `at_all` has whatever was there.
    """

    def __init__(self, sightings: Sequence[Sighting], rate_at: Callable[[int], int]) -> None:
        stretches = _stretches(sightings, rate_at)
        self._there = [one for stretch in stretches for one in stretch]
        self.played = [one for stretch in stretches if len(stretch) > 1 for one in stretch]
        self.surely = _coverage(one.number for one in self.played)
        self.at_all = _coverage(one.number for one in self._there)

    def between(self, since_ms: int, until_ms: int) -> Coverage:
        """Whatever was there in this time."""
        first = bisect_right(self._there, since_ms, key=lambda one: one.mono_ms)
        last = bisect_right(self._there, until_ms, key=lambda one: one.mono_ms)
        return _coverage(one.number for one in self._there[max(0, first - 1) : last])


def _stretches(sightings: Sequence[Sighting], rate_at: Callable[[int], int]) -> list[list[Played]]:
    """Cuts where the numbers do not go on as playing would have led.

    `ahead` is how far the pictures are before the clock: they jitter, but what runs away has left something out.
    """
    stretches: list[list[Played]] = []
    last: Sighting | None = None
    ahead = 0
    for seen in sightings:
        step, passed = 0, 0
        if last is not None:
            step, passed = seen.number - last.number, seen.mono_ms - last.mono_ms
            ahead = max(-BEHIND_MS, ahead + step * FRAME_MS - passed * rate_at(seen.mono_ms) // 100)
        goes_on = step == 1 or (step > 1 and ahead <= AHEAD_MS and passed <= LONGEST_HIDDEN_MS)
        if last is None or not goes_on:
            stretches.append([])
            ahead = max(0, ahead - (step - 1) * FRAME_MS) if step > 0 else 0
        else:
            hidden = range(last.number + 1, seen.number)
            stretches[-1] += [Played(number, seen.mono_ms) for number in hidden]
            ahead = min(ahead, AHEAD_MS)
        stretches[-1].append(Played(seen.number, seen.mono_ms))
        last = seen
    return stretches


def _coverage(numbers: Iterable[int]) -> Coverage:
    return Coverage.of(Interval(n * FRAME_MS, (n + 1) * FRAME_MS) for n in set(numbers))
