"""Watching: what of a recording was really played, and for how long.

An engine reports what it observed; the `Tracker` turns that into intervals that were really played; `Coverage`
is their union, so that replaying a minute counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

LONGEST_SPAN_MS = 10_000
"""A span is closed and written at least this often, so that no more than this can be lost."""
LONGEST_SILENCE_MS = 600
"""Playing is believed for this long after the last sign of life of the engine."""
UNSEEN_TOLERANCE_MS = 3_000


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Media time from `start_ms` up to `end_ms`, never empty."""

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms:
            raise ValueError(f"not an interval: {self.start_ms}–{self.end_ms}")

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, slots=True)
class Coverage:
    """A union of intervals: sorted, disjoint, not touching. Adding in any order, any number of times, is the same."""

    intervals: tuple[Interval, ...] = ()

    @classmethod
    def of(cls, intervals: Iterable[Interval]) -> Coverage:
        merged: list[Interval] = []
        for interval in sorted(intervals):
            if merged and interval.start_ms <= merged[-1].end_ms:
                last = merged[-1]
                merged[-1] = Interval(last.start_ms, max(last.end_ms, interval.end_ms))
            else:
                merged.append(interval)
        return cls(tuple(merged))

    def plus(self, interval: Interval) -> Coverage:
        return Coverage.of((*self.intervals, interval))

    def union(self, other: Coverage) -> Coverage:
        return Coverage.of((*self.intervals, *other.intervals))

    @property
    def length_ms(self) -> int:
        return sum(interval.length_ms for interval in self.intervals)

    def within(self, duration_ms: int) -> Coverage:
        """The part that lies inside a recording of this length."""
        inside = (i for i in self.intervals if i.start_ms < duration_ms)
        return Coverage(tuple(replace(i, end_ms=min(i.end_ms, duration_ms)) for i in inside))


def is_watched(coverage: Coverage, duration_ms: int, required_percent: int) -> bool:
    """Whether the required share was seen.

    Where all of it is asked, 1 % (at least 3 s) may be missing: engines skip a little at each seek, and nobody
    should hunt for half a second.
    """
    tolerance = max(UNSEEN_TOLERANCE_MS, duration_ms // 100)
    needed = (duration_ms - tolerance) if required_percent >= 100 else duration_ms * required_percent // 100
    return coverage.within(duration_ms).length_ms >= max(needed, min(duration_ms, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One interval really played: `engaged_ms` is the monotonic time it took, `rate_percent` the speed."""

    interval: Interval
    engaged_ms: int
    rate_percent: int


class Sign(StrEnum):
    """What an engine can report."""

    OPENED = "opened"
    PLAYING = "playing"
    TIME = "time"
    FRAME = "frame"
    PAUSED = "paused"
    SEEKING = "seeking"
    RATE = "rate"
    STALLED = "stalled"
    ENDED = "ended"
    FAILED = "failed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One report of an engine.

    `mono_ms`: monotonic time of the report; `position_ms`: the media position, where the sign carries one
    (TIME: what the engine reports as playing now; SEEKING: where it will go on; OPENED: the length);
    `rate_percent`: the speed from now on. A FRAME says only that a picture was shown.
    """

    sign: Sign
    mono_ms: int
    position_ms: int | None = None
    rate_percent: int = 100
    message: str = ""


class MediaSource(Protocol):
    """The bytes of one member of a package, each block verified before it is handed out."""

    @property
    def name(self) -> str: ...
    @property
    def size(self) -> int: ...
    def read_at(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes; fewer only at the end. Raises a `Problem` when a block is not what was signed."""
        ...


class MediaEngine(Protocol):
    """Something that plays a recording and says what it saw.

    No call blocks for long and none may be made from a listener; observations and frames arrive on the
    engine's own threads. A frame is (width, height, bytes per line, pixels as 32-bit BGRX).
    """

    def load(self, source: MediaSource, *, start_ms: int = 0) -> None: ...
    def play(self) -> None: ...
    def pause(self) -> None: ...
    def seek(self, position_ms: int) -> None: ...
    def set_rate(self, rate_percent: int) -> None: ...
    def set_volume(self, percent: int) -> None: ...
    def set_muted(self, muted: bool) -> None: ...
    def close(self) -> None: ...
    def release(self) -> None: ...
    @property
    def duration_ms(self) -> int | None: ...
    @property
    def has_sound_device(self) -> bool: ...
    def on_observation(self, listener: Callable[[Observation], None]) -> None: ...
    def on_frame(self, listener: Callable[[int, int, int, memoryview], None]) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """A stretch of uninterrupted playing: where and when it was anchored, and how far it is believed."""

    from_ms: int
    since_mono: int
    rate_percent: int
    seen_ms: int
    seen_mono: int
    written_ms: int
    written_mono: int


class Tracker:
    """Turns observations into the spans that were really played.

    Playing begins to count at the first position the engine reports after a start, seek or change of speed,
    runs with monotonic time × rate while signs of life arrive, and never beyond what those signs support.
    Pure: no clock, no thread; feed it observations in the order in which they were made.
    """

    def __init__(self, *, duration_ms: int, counted_rate_percent: int = 200) -> None:
        self._duration_ms = duration_ms
        self._counted_rate = counted_rate_percent
        self._rate = 100
        self._playing = False
        self._run: _Run | None = None

    @property
    def position_ms(self) -> int | None:
        """The position up to which playing is believed, while it plays."""
        return None if self._run is None else self._run.seen_ms

    def observe(self, seen: Observation) -> tuple[Span, ...]:
        """The spans that are complete after this observation (to be written at once), usually none."""
        match seen.sign:
            case Sign.TIME:
                return self._on_time(seen)
            case Sign.FRAME:
                return self._alive(seen.mono_ms)
            case Sign.PLAYING:
                self._playing = True
                return ()
            case Sign.RATE:
                spans = self._stop(seen.mono_ms)
                self._rate = seen.rate_percent
                return spans
            case Sign.SEEKING:
                return self._stop(seen.mono_ms)
            case Sign.ENDED:
                spans = self._finish(seen.mono_ms)
                self._playing = False
                return spans
            case Sign.PAUSED | Sign.STALLED | Sign.FAILED | Sign.CLOSED | Sign.OPENED:
                spans = self._stop(seen.mono_ms)
                self._playing = False
                return spans

    def _on_time(self, seen: Observation) -> tuple[Span, ...]:
        if seen.position_ms is None or not self._playing:
            return ()
        if self._run is None:
            self._anchor(seen.position_ms, seen.mono_ms)
            return ()
        expected = self._projected(self._run, seen.mono_ms)
        if abs(seen.position_ms - expected) > _jump_tolerance(self._rate):
            # The engine is not where playing would have brought it: it jumped, so a new run begins.
            spans = self._stop(self._run.seen_mono)
            self._anchor(seen.position_ms, seen.mono_ms)
            return spans
        return self._alive(seen.mono_ms, at_most=max(seen.position_ms, self._run.seen_ms))

    def _anchor(self, position_ms: int, mono_ms: int) -> None:
        self._run = _Run(
            from_ms=position_ms,
            since_mono=mono_ms,
            rate_percent=self._rate,
            seen_ms=position_ms,
            seen_mono=mono_ms,
            written_ms=position_ms,
            written_mono=mono_ms,
        )

    def _projected(self, run: _Run, mono_ms: int) -> int:
        elapsed = max(0, mono_ms - run.since_mono)
        return min(run.from_ms + elapsed * run.rate_percent // 100, self._duration_ms)

    def _alive(self, mono_ms: int, at_most: int | None = None) -> tuple[Span, ...]:
        run = self._run
        if run is None or mono_ms < run.seen_mono:
            return ()
        if mono_ms - run.seen_mono > LONGEST_SILENCE_MS:
            # Nothing was heard for too long: the silence itself does not count.
            spans = self._stop(run.seen_mono)
            if at_most is not None:
                self._anchor(at_most, mono_ms)
            return spans
        seen_ms = max(run.seen_ms, self._projected(run, mono_ms))
        self._run = replace(run, seen_ms=seen_ms, seen_mono=mono_ms)
        if mono_ms - run.written_mono >= LONGEST_SPAN_MS:
            return self._cut()
        return ()

    def _cut(self) -> tuple[Span, ...]:
        """Closes the span up to what was seen, and goes on in the same run."""
        run = self._run
        if run is None or run.seen_ms <= run.written_ms or run.seen_mono <= run.written_mono:
            return ()
        counted = run.rate_percent <= self._counted_rate
        self._run = replace(run, written_ms=run.seen_ms, written_mono=run.seen_mono)
        if not counted:
            return ()
        return (
            Span(
                interval=Interval(run.written_ms, run.seen_ms),
                engaged_ms=run.seen_mono - run.written_mono,
                rate_percent=run.rate_percent,
            ),
        )

    def _stop(self, mono_ms: int) -> tuple[Span, ...]:
        """Ends the run at its last sign of life; `mono_ms` itself is no sign of life."""
        spans = self._cut() if self._run is not None and mono_ms >= self._run.written_mono else ()
        self._run = None
        return spans

    def _finish(self, mono_ms: int) -> tuple[Span, ...]:
        """The end of the media: counts up to the end only when playing had come close to it."""
        run = self._run
        if run is not None and mono_ms - run.seen_mono <= LONGEST_SILENCE_MS:
            projected = self._projected(run, mono_ms)
            self._run = replace(
                run, seen_ms=max(run.seen_ms, projected), seen_mono=max(mono_ms, run.seen_mono)
            )
        return self._stop(mono_ms)


def _jump_tolerance(rate_percent: int) -> int:
    """How far a report may lie from the projection: libVLC's clock moves in steps of a quarter of a second."""
    return 400 + 4 * rate_percent
