"""Watching: what of a recording was really played, and for how long.

An engine reports what it observed; the `Tracker` turns that into intervals that were really played; `Coverage`
is their union, so that replaying a minute counts once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Protocol

from player.domain.problem import Problem

LONGEST_SPAN_MS = 10_000
"""A span is closed and written at least this often, so that no more than this can be lost."""
LONGEST_SILENCE_MS = 3_000
"""Two reports of the position further apart than this leave the time between them uncounted."""
LONGEST_UNCONFIRMED_MS = 1_000
"""Playing is believed for at most this long after the last report of the position, however lively the picture."""
LONGEST_BLIND_MS = 600
"""The same where no picture is shown, so that the reports are the only sign of life."""
LONGEST_PICTURE_MS = 100
"""A picture is believed to be on show for this long."""
END_TOLERANCE_MS = 400
"""Engines say that the media ended when nothing is left to decode, up to this long before it was all played."""
JUMP_MS = 250
"""A report further than this from where playing would have led is a jump."""
CLOCK_STEP_MS = 60
"""An engine's clock may run ahead of monotonic time by this much: it moves in steps of its pictures."""
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


_START = attrgetter("start_ms")
_END = attrgetter("end_ms")


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

    def within(self, duration_ms: int) -> Coverage:
        """The part that lies inside a recording of this length."""
        inside = [interval for interval in self.intervals if interval.start_ms < duration_ms]
        if inside and inside[-1].end_ms > duration_ms:
            inside[-1] = Interval(inside[-1].start_ms, duration_ms)
        return Coverage(tuple(inside))


def is_watched(coverage: Coverage, duration_ms: int, required_percent: int) -> bool:
    """Whether the required share was seen.

    Where all of it is asked, 1 % (at least 3 s, of a short recording at most a quarter) may be missing: engines skip
    a little at each seek, and nobody should hunt for half a second.
    """
    tolerance = min(max(UNSEEN_TOLERANCE_MS, duration_ms // 100), duration_ms // 4)
    needed = (duration_ms - tolerance) if required_percent >= 100 else duration_ms * required_percent // 100
    return coverage.within(duration_ms).length_ms >= max(needed, min(duration_ms, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One interval really played: `engaged_ms` is the monotonic time it took, `rate_percent` the speed."""

    interval: Interval
    engaged_ms: int
    rate_percent: int


class Sign(StrEnum):
    """What an engine can report.

    OPENED: the recording can be played. PLAYING: it plays from now on; said again after a seek and after a
    stall, when it really goes on. TIME: it is at this position now. FRAME: a picture was shown. SEEKING: it
    leaves for another position, and nothing counts until the next PLAYING. RATE: the speed from now on.
    STALLED: it waits for data. ENDED: it played to its end. FAILED: it will not play on.
    """

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

    `mono_ms`: monotonic time at which it was so (not at which it was told); `position_ms`: the media position,
    where the sign carries one (TIME: what is playing now; SEEKING: where it will go on; OPENED: the length);
    `rate_percent`: the speed from now on; `problem`: why it FAILED, and `message` the same as one sentence.
    """

    sign: Sign
    mono_ms: int
    position_ms: int | None = None
    rate_percent: int = 100
    message: str = ""
    problem: Problem | None = None


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

    `load` opens a recording and shows its picture at `start_ms`, paused, unless `play` follows at once;
    `expected_duration_ms` is what the course says, so that a recording that ends early is told from a whole one.
    No call blocks. Observations arrive in order on one thread of the engine, frames on another; listeners must
    return quickly. A frame is (width, height, bytes per line, pixels as 32-bit BGRX); its pixels are good until
    two more have come.
    """

    def load(self, source: MediaSource, *, start_ms: int = 0, expected_duration_ms: int | None = None) -> None: ...
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


@dataclass(slots=True, kw_only=True)
class _Run:
    """A stretch of uninterrupted playing at one speed.

    What lies before `written_ms` is in a span already; `counted_ms` is as far as reports confirm. The engine's
    clock stood at `clock_ms` at `clock_mono`; `frame_mono` is when a picture was last shown, if any was.
    """

    rate_percent: int
    written_ms: int
    written_mono: int
    counted_ms: int
    clock_ms: int
    clock_mono: int
    frame_mono: int | None

    def projected(self, mono_ms: int) -> int:
        """Where playing must have come by then."""
        return self.clock_ms + max(0, mono_ms - self.clock_mono) * self.rate_percent // 100

    def believed_until(self, mono_ms: int) -> int:
        """The monotonic time, at most `mono_ms`, up to which the signs of life support that it played."""
        if self.frame_mono is None:
            return min(mono_ms, self.clock_mono + LONGEST_BLIND_MS)
        shown = max(self.frame_mono + LONGEST_PICTURE_MS, self.clock_mono)
        return min(mono_ms, shown, self.clock_mono + LONGEST_UNCONFIRMED_MS)

    def ceiling(self, mono_ms: int) -> int:
        """No span may end beyond this: time × speed since its beginning, and a little for rounding."""
        return self.written_ms + (mono_ms - self.written_mono) * self.rate_percent // 100 + CLOCK_STEP_MS


class Tracker:
    """Turns observations into the spans that were really played.

    The reports of the position are the truth; between and after them playing runs with monotonic time × speed
    as long as there are signs of life. A run begins when the engine says PLAYING, reckoned back from its first
    report, and never before the position it left from. It ends where the clock stood at the pause, seek or
    change of speed. A report that does not lie where playing would have led is a jump: the run ends at the
    report before. Pure: no clock, no thread; feed it observations in the order in which they were made.
    """

    def __init__(self, *, duration_ms: int, counted_rate_percent: int = 200) -> None:
        self._duration_ms = duration_ms
        self._counted_rate = counted_rate_percent
        self._rate = 100
        self._playing = False
        self._since_mono: int | None = None
        self._position_ms = 0
        self._run: _Run | None = None

    def position_at(self, mono_ms: int) -> int:
        """Where the recording stands at that monotonic time, running on smoothly between reports."""
        if self._run is None:
            return self._position_ms
        return min(self._run.projected(self._run.believed_until(mono_ms)), self._duration_ms)

    def unwritten_at(self, mono_ms: int) -> Interval | None:
        """What is believed to have been played by then and is in no span yet: to be painted, not to be claimed."""
        run = self._run
        if run is None or run.rate_percent > self._counted_rate:
            return None
        end_ms = max(run.counted_ms, self._reached(run, mono_ms))
        return Interval(run.written_ms, end_ms) if end_ms > run.written_ms else None

    def observe(self, seen: Observation) -> tuple[Span, ...]:
        """The spans that are complete after this observation (to be written at once), usually none."""
        match seen.sign:
            case Sign.TIME:
                return self._on_time(seen)
            case Sign.FRAME:
                if self._run is not None:
                    self._run.frame_mono = seen.mono_ms
                return ()
            case Sign.PLAYING:
                return self._on_playing(seen.mono_ms)
            case Sign.RATE:
                return self._on_rate(seen)
            case Sign.SEEKING:
                return self._on_seeking(seen)
            case Sign.ENDED:
                return self._on_end(seen.mono_ms)
            case Sign.STALLED:
                return self._halt(self._run.clock_mono if self._run else seen.mono_ms)
            case Sign.PAUSED | Sign.FAILED | Sign.CLOSED:
                return self._halt(seen.mono_ms)
            case Sign.OPENED:
                spans = self._halt(seen.mono_ms)
                self._position_ms = 0
                return spans

    def _on_playing(self, mono_ms: int) -> tuple[Span, ...]:
        if self._run is not None:
            return ()
        self._playing = True
        self._since_mono = mono_ms
        return ()

    def _on_rate(self, seen: Observation) -> tuple[Span, ...]:
        spans = self._close(seen.mono_ms)
        self._rate = seen.rate_percent
        self._since_mono = seen.mono_ms
        return spans

    def _on_seeking(self, seen: Observation) -> tuple[Span, ...]:
        spans = self._halt(seen.mono_ms)
        if seen.position_ms is not None:
            self._position_ms = min(max(0, seen.position_ms), self._duration_ms)
        return spans

    def _on_time(self, seen: Observation) -> tuple[Span, ...]:
        if seen.position_ms is None or not self._playing:
            return ()
        run = self._run
        if run is None:
            self._begin(seen.position_ms, seen.mono_ms)
            return ()
        if seen.mono_ms < run.clock_mono:
            return ()
        astray = abs(seen.position_ms - run.projected(seen.mono_ms)) > JUMP_MS
        if astray or seen.mono_ms - run.clock_mono > LONGEST_SILENCE_MS:
            spans = self._close(run.clock_mono)
            self._begin(seen.position_ms, seen.mono_ms)
            return spans
        return self._confirm(run, seen.position_ms, seen.mono_ms)

    def _begin(self, position_ms: int, mono_ms: int) -> None:
        """A run begins with its first report, reckoned back to when the engine said that it plays."""
        since, self._since_mono = self._since_mono, None
        if since is None or not 0 <= mono_ms - since <= LONGEST_SILENCE_MS:
            since = mono_ms
        back_ms = (mono_ms - since) * self._rate // 100
        position_ms = min(position_ms, self._duration_ms)
        start_ms = max(0, position_ms - back_ms, min(self._position_ms, position_ms))
        self._run = _Run(
            rate_percent=self._rate,
            written_ms=start_ms,
            written_mono=since,
            counted_ms=position_ms,
            clock_ms=position_ms,
            clock_mono=mono_ms,
            frame_mono=None,
        )

    def _confirm(self, run: _Run, position_ms: int, mono_ms: int) -> tuple[Span, ...]:
        run.clock_ms, run.clock_mono = position_ms, mono_ms
        run.counted_ms = max(run.counted_ms, min(position_ms, run.ceiling(mono_ms), self._duration_ms))
        if mono_ms - run.written_mono >= LONGEST_SPAN_MS - LONGEST_BLIND_MS:
            return self._write(run, mono_ms)
        return ()

    def _write(self, run: _Run, mono_ms: int) -> tuple[Span, ...]:
        """Closes the span up to what is counted, and goes on in the same run."""
        start_ms, engaged_ms = run.written_ms, mono_ms - run.written_mono
        if run.counted_ms <= start_ms or engaged_ms <= 0:
            return ()
        run.written_ms, run.written_mono = run.counted_ms, mono_ms
        if run.rate_percent > self._counted_rate:
            return ()
        interval = Interval(start_ms, run.counted_ms)
        return (Span(interval=interval, engaged_ms=engaged_ms, rate_percent=run.rate_percent),)

    def _reached(self, run: _Run, mono_ms: int) -> int:
        until = run.believed_until(mono_ms)
        return min(run.projected(until), run.ceiling(until), self._duration_ms)

    def _close(self, mono_ms: int) -> tuple[Span, ...]:
        """Ends the run where its clock stood at `mono_ms`, as far as signs of life support it."""
        run, self._run = self._run, None
        if run is None:
            return ()
        mono_ms = max(mono_ms, run.clock_mono)
        run.counted_ms = max(run.counted_ms, self._reached(run, mono_ms))
        self._position_ms = run.counted_ms
        return self._write(run, run.believed_until(mono_ms))

    def _halt(self, mono_ms: int) -> tuple[Span, ...]:
        spans = self._close(mono_ms)
        self._playing = False
        self._since_mono = None
        return spans

    def _on_end(self, mono_ms: int) -> tuple[Span, ...]:
        """The end counts fully, but only when playing had come close to it."""
        run = self._run
        close_by = run is not None and mono_ms - run.clock_mono <= LONGEST_SILENCE_MS
        if run is None or not close_by or run.projected(mono_ms) < self._duration_ms - END_TOLERANCE_MS:
            return self._halt(mono_ms)
        run.counted_ms = min(self._duration_ms, run.ceiling(mono_ms) + END_TOLERANCE_MS)
        spans = self._write(run, mono_ms)
        self._run = None
        self._halt(mono_ms)
        self._position_ms = self._duration_ms
        return spans
