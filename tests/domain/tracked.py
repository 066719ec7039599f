"""A simulated engine with a tracker listening to it."""

from __future__ import annotations

from player.domain.engine import Observation, Sign
from player.domain.tracking import Tracker
from player.domain.watch import Coverage, Span
from tests.media.simulated import Manners, SimulatedEngine

DURATION = 120_000


class Anything:
    name = "a recording"
    size = 1

    def read_at(self, offset: int, length: int) -> bytes:
        return b""


class Stage:
    """A simulated engine with a tracker listening to it."""

    def __init__(self, manners: Manners | None = None, duration_ms: int = DURATION) -> None:
        self.engine = SimulatedEngine(duration_ms, manners or Manners())
        self.tracker = Tracker(duration_ms=duration_ms)
        self.spans: list[Span] = []
        self.heard: list[Observation] = []
        self.cuts = 0
        self.engine.on_observation(self.hear)
        self.engine.load(Anything())
        self.engine.run(200)

    def hear(self, seen: Observation) -> None:
        self.heard.append(seen)
        self.spans.extend(self.tracker.observe(seen))
        if seen.sign in (Sign.PLAYING, Sign.STALLED):
            self.cuts += 1

    def attend(self, counts: bool) -> None:
        self.spans.extend(self.tracker.attend(counts, self.engine.now_ms))

    @property
    def counted(self) -> Coverage:
        return Coverage.of(span.interval for span in self.spans)


def overlap(one: Coverage, other: Coverage) -> int:
    return one.length_ms + other.length_ms - one.union(other).length_ms
