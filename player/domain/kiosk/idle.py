"""Idle: for how long nobody did anything, and what follows from it. Playing is doing something."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Waiting(StrEnum):
    """BUSY: somebody is there; COUNTING: they are asked whether they are; OVER: nobody is."""

    BUSY = "busy"
    COUNTING = "counting"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """All times are monotonic, in ms. `since`: of the last act, or of the moment at which playing ended."""

    idle_ms: int
    countdown_ms: int
    since: int
    playing: bool = False

    def touched(self, now: int) -> Idle:
        """Somebody pressed a key, touched the screen or said that they are still there."""
        return replace(self, since=now)

    def played(self, now: int, *, playing: bool) -> Idle:
        """Playing began or ended; it counts as an act as long as it lasts."""
        return replace(self, playing=playing, since=now)

    def waiting(self, now: int) -> Waiting:
        if self.playing or now - self.since < self.idle_ms:
            return Waiting.BUSY
        return Waiting.COUNTING if self.left_ms(now) > 0 else Waiting.OVER

    def left_ms(self, now: int) -> int:
        """Until it is over; the whole countdown before it has begun."""
        if self.playing:
            return self.countdown_ms
        return min(max(self.since + self.idle_ms + self.countdown_ms - now, 0), self.countdown_ms)
