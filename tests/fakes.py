"""Hand-made stand-ins for what the domain asks of the world: a clock, a stream of events, a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from player.domain.clock import BootId, Stamp
from player.domain.event import CourseHash, Event, Fact, StreamId, StreamOpened
from player.domain.learner import LearnerId
from player.domain.problem import Problem
from player.proof import wire

NOON = datetime(2024, 6, 3, 12, 0, tzinfo=UTC)
"""An ordinary moment at which the sample courses are open."""


class FakeClock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self, moment: datetime = NOON) -> None:
        self._now = Stamp(wall_ms=_ms(moment), offset_min=0, mono_ms=1_000_000, boot=BootId("boot-1"))
        self._boots = 1
        self._slept_ms = 0

    def stamp(self) -> Stamp:
        return self._now

    def suspended_ms(self) -> int:
        return self._slept_ms

    @property
    def moment(self) -> datetime:
        return self._now.moment

    def advance(self, ms: int) -> None:
        """Time passes as it should: both clocks run."""
        self._now = replace(self._now, wall_ms=self._now.wall_ms + ms, mono_ms=self._now.mono_ms + ms)

    def sleep(self, ms: int) -> None:
        """The computer is suspended: all clocks run on, and it remembers that it slept."""
        self._slept_ms += ms
        self.advance(ms)

    def go_to(self, moment: datetime) -> None:
        """Time passes, asleep or awake, until `moment`."""
        self.advance(_ms(moment) - self._now.wall_ms)

    def set_wall(self, moment: datetime) -> None:
        """Somebody sets the clock; monotonic time does not notice."""
        self._now = replace(self._now, wall_ms=_ms(moment))

    def set_zone(self, offset_min: int) -> None:
        """The computer is carried into another time zone, or daylight saving begins or ends there."""
        self._now = replace(self._now, offset_min=offset_min)

    def reboot(self, *, after_ms: int = 60_000) -> None:
        """The computer is started again, `after_ms` later."""
        self._boots += 1
        self._slept_ms = 0
        wall = self._now.wall_ms + after_ms
        self._now = replace(self._now, wall_ms=wall, mono_ms=5_000, boot=BootId(f"boot-{self._boots}"))


class FakeStream:
    """An event stream in memory; `problem`, once set, is what every append raises (a full disk)."""

    def __init__(self, opening: StreamOpened, clock: FakeClock) -> None:
        self.clock = clock
        self._opening = opening
        self._events: list[Event] = []
        self.problem: Problem | None = None
        self.append(opening)

    @property
    def id(self) -> StreamId:
        return self._opening.stream

    @property
    def events(self) -> Sequence[Event]:
        return tuple(self._events)

    @property
    def bodies(self) -> tuple[bytes, ...]:
        """The events as a real store would keep them."""
        return tuple(wire.encode(event) for event in self._events)

    def append(self, fact: Fact, stamp: Stamp | None = None) -> Event:
        if self.problem is not None:
            raise self.problem
        event = Event(seq=len(self._events), stamp=stamp or self.clock.stamp(), fact=fact)
        self._events.append(event)
        return event


class FakeLedger:
    """A ledger in memory."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self._streams: list[FakeStream] = []

    def streams(self) -> Sequence[FakeStream]:
        return tuple(self._streams)

    def open(self, opening: StreamOpened) -> FakeStream:
        stream = FakeStream(opening, self._clock)
        self._streams.append(stream)
        return stream

    def stream_for(self, *, learner: LearnerId, course_hash: CourseHash) -> FakeStream | None:
        return next((s for s in reversed(self._streams) if _is_for(s, learner, course_hash)), None)


def _is_for(stream: FakeStream, learner: LearnerId, course_hash: CourseHash) -> bool:
    opening = stream.events[0].fact
    return isinstance(opening, StreamOpened) and (opening.learner, opening.course_hash) == (
        learner,
        course_hash,
    )


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
