"""What a test needs around an engine: everything it reported, waiting for a report, a source, the truth."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from blake3 import blake3

from player.domain.engine import MediaEngine, Observation, Sign
from player.domain.problem import Problem
from player.domain.tracking import Tracker
from player.domain.watch import Coverage, Interval, Span
from tests.media.clips import read_number
from tests.media.simulated import SimulatedEngine

BLOCK = 1 << 20
FRAME_MS = 40


class DamagedBlock(Problem):
    what_template = "Block {number} of “{name}” is not what was signed."
    meaning_template = "What was played before counts; nothing further does."
    remedy_template = "Get a new copy of the course."


class Quiet:
    """A recording that nobody reads."""

    name = "quiet.mp4"
    size = 1

    def read_at(self, offset: int, length: int) -> bytes:
        return b""


class PackageLikeSource:
    """A plain file read in blocks of 1 MiB, each checked with BLAKE3 before it is handed out."""

    def __init__(self, path: Path, *, damaged: int | None = None) -> None:
        self.name = path.name
        self._file = path.open("rb")
        self.size = path.stat().st_size
        blocks = iter(lambda: self._file.read(BLOCK), b"")
        self._digests = [blake3(block).digest() for block in blocks]
        if damaged is not None:
            self._digests[damaged] = bytes(32)
        self._kept: dict[int, bytes] = {}
        self._one_at_a_time = threading.Lock()
        self.reads = 0
        self._dawdle_ms = 0

    def dawdle(self, ms: int) -> None:
        """The next read will take so long."""
        self._dawdle_ms = ms

    def read_at(self, offset: int, length: int) -> bytes:
        self.reads += 1
        slow_ms, self._dawdle_ms = self._dawdle_ms, 0
        time.sleep(slow_ms / 1000)
        number, within = divmod(offset, BLOCK)
        if number >= len(self._digests):
            return b""
        with self._one_at_a_time:
            return self._block(number)[within : within + length]

    def _block(self, number: int) -> bytes:
        if number not in self._kept:
            self._file.seek(number * BLOCK)
            block = self._file.read(BLOCK)
            if blake3(block).digest() != self._digests[number]:
                raise DamagedBlock(name=self.name, number=number)
            self._kept = dict(list(self._kept.items())[-3:]) | {number: block}
        return self._kept[number]

    def close(self) -> None:
        self._file.close()


class Log:
    """Every observation of an engine, from whatever thread, and the spans a tracker made of them."""

    def __init__(self, engine: MediaEngine, duration_ms: int) -> None:
        self.seen: list[Observation] = []
        self.spans: list[Span] = []
        self.tracker = Tracker(duration_ms=duration_ms)
        self._news = threading.Condition()
        engine.on_observation(self._hear)

    def _hear(self, seen: Observation) -> None:
        with self._news:
            self.seen.append(seen)
            self.spans.extend(self.tracker.observe(seen))
            self._news.notify_all()

    @property
    def signs(self) -> list[Sign]:
        return [seen.sign for seen in self.seen]

    @property
    def counted(self) -> Coverage:
        return Coverage.of(span.interval for span in self.spans)

    def of(self, sign: Sign) -> list[Observation]:
        return [seen for seen in self.seen if seen.sign is sign]

    def wait(self, wanted: Callable[[Observation], bool], *, after: int = 0, seconds: float = 10) -> Observation:
        """The first observation from index `after` on that is wanted."""
        until = time.monotonic() + seconds
        with self._news:
            while True:
                found = next((seen for seen in self.seen[after:] if wanted(seen)), None)
                if found is not None:
                    return found
                left = until - time.monotonic()
                assert left > 0, f"waited in vain; heard {[str(sign) for sign in self.signs[-20:]]}"
                self._news.wait(left)


class Shown:
    """The pictures that were really shown: numbers read back from their pixels."""

    def __init__(self, engine: MediaEngine) -> None:
        self.numbers: list[int] = []
        self.times: list[float] = []
        self._news = threading.Condition()
        engine.on_frame(self._see)

    def _see(self, width: int, _height: int, pitch: int, pixels: memoryview) -> None:
        with self._news:
            self.numbers.append(read_number(width, pitch, pixels))
            self.times.append(time.monotonic())
            self._news.notify_all()

    def wait(self, wanted: Callable[[int], bool], *, after: int = 0, seconds: float = 10) -> float:
        """When the first wanted picture from index `after` on was shown."""
        until = time.monotonic() + seconds
        with self._news:
            while True:
                for number, when in zip(self.numbers[after:], self.times[after:], strict=True):
                    if wanted(number):
                        return when
                left = until - time.monotonic()
                assert left > 0, f"not shown; saw {self.numbers[after:][-10:]}"
                self._news.wait(left)

    def coverage(self) -> Coverage:
        return Coverage.of(Interval(n * FRAME_MS, (n + 1) * FRAME_MS) for n in set(self.numbers))


class Stage(Protocol):
    """An engine of any kind under the contract."""

    log: Log
    duration_ms: int

    @property
    def engine(self) -> MediaEngine: ...
    def load(self, *, start_ms: int = 0) -> None: ...
    def run(self, ms: int) -> None: ...
    def wait(self, sign: Sign, *, after: int = 0) -> Observation: ...


class RealStage:
    """A real engine in real time."""

    def __init__(self, engine: MediaEngine, clip: Path, duration_ms: int) -> None:
        self.engine: MediaEngine = engine
        self.duration_ms = duration_ms
        self.source = PackageLikeSource(clip)
        self.log = Log(engine, duration_ms)
        self.shown = Shown(engine)

    def load(self, *, start_ms: int = 0) -> None:
        self.engine.load(self.source, start_ms=start_ms, expected_duration_ms=self.duration_ms)
        self.wait(Sign.OPENED)

    def run(self, ms: int) -> None:
        """Lets real time pass: a stretch of playing cannot be awaited otherwise."""
        time.sleep(ms / 1000)

    def wait(self, sign: Sign, *, after: int = 0) -> Observation:
        return self.log.wait(lambda seen: seen.sign is sign, after=after)


class SimulatedStage:
    def __init__(self, engine: SimulatedEngine) -> None:
        self.engine: SimulatedEngine = engine
        self.duration_ms = engine.duration_ms_known
        self.log = Log(engine, self.duration_ms)

    def load(self, *, start_ms: int = 0) -> None:
        class Anything:
            name, size = "anything", 1

            def read_at(self, offset: int, length: int) -> bytes:
                return b""

        self.engine.load(Anything(), start_ms=start_ms)
        self.run(200)

    def run(self, ms: int) -> None:
        self.engine.run(ms)

    def wait(self, sign: Sign, *, after: int = 0) -> Observation:
        for _ in range(100):
            if any(seen.sign is sign for seen in self.log.seen[after:]):
                break
            self.run(100)
        return self.log.wait(lambda seen: seen.sign is sign, after=after, seconds=0)
