"""Tracking: an engine's observations become the spans that were really played."""

from __future__ import annotations

from dataclasses import dataclass

from player.domain.engine import Observation, Sign
from player.domain.watch import Interval, Span

LONGEST_SPAN_MS = 10_000
"""A span is closed and written at least this often, so that no more than this can be lost."""
LONGEST_SILENCE_MS = 1_500
"""Two reports of the position further apart than this leave the time between them uncounted."""
LONGEST_UNCONFIRMED_MS = 700
"""Playing is believed for at most this long after the last report of the position, however lively the picture."""
LONGEST_BLIND_MS = 600
"""The same where no picture is shown, so that the reports are the only sign of life."""
LONGEST_PICTURE_MS = 100
"""A picture is believed to be on show for this long."""
LONGEST_DARK_MS = 200
"""Signs of life come more often than this: pictures, be it the same one again, or the word that the sound goes on.
Where none comes, everything stood still meanwhile."""
END_TOLERANCE_MS = 100
"""Engines say that the media ended when nothing is left to decode, up to this long before it was all played."""
JUMP_MS = 250
"""A report further than this from where playing would have led is a jump."""
CLOCK_STEP_MS = 60
"""An engine's clock may be ahead of monotonic time by this much over all: it moves in steps of its pictures."""


@dataclass(slots=True, kw_only=True)
class _Run:
    """A stretch of uninterrupted playing at one speed.

    What lies before `written_ms` is in a span already; `counted_ms` is as far as reports confirm. The engine's
    clock stood at `clock_ms` at `clock_mono`; `frame_mono` is when a picture was last shown, if any was, `alive_mono`
    when the sound was last said to go on. What is counted may be ahead of time × speed by `slack_ms`.
    """

    rate_percent: int
    written_ms: int
    written_mono: int
    slack_ms: int
    counted_ms: int
    clock_ms: int
    clock_mono: int
    frame_mono: int | None
    alive_mono: int = 0

    def projected(self, mono_ms: int) -> int:
        """Where playing must have come by then."""
        return self.clock_ms + max(0, mono_ms - self.clock_mono) * self.rate_percent // 100

    def believed_until(self, mono_ms: int) -> int:
        """The monotonic time, at most `mono_ms`, up to which the signs of life support that it played."""
        if self.frame_mono is None:
            return min(mono_ms, self.clock_mono + LONGEST_BLIND_MS)
        shown = max(self.frame_mono + LONGEST_PICTURE_MS, self.clock_mono)
        return min(mono_ms, shown, self.clock_mono + LONGEST_UNCONFIRMED_MS)

    def was_dark(self, mono_ms: int) -> bool:
        """Whether there was no sign of life for so long before that time that nothing can have been played.

        A computer under load leaves pictures out while the sound goes on: what was heard was played.
        """
        return self.frame_mono is not None and mono_ms - max(self.frame_mono, self.alive_mono) > LONGEST_DARK_MS

    def ceiling(self, mono_ms: int) -> int:
        """No span may end beyond this: time × speed since its beginning, and what is left of the slack."""
        return self.written_ms + (mono_ms - self.written_mono) * self.rate_percent // 100 + self.slack_ms

    def write(self, mono_ms: int) -> None:
        """All that is counted is written at `mono_ms`; by what it is ahead of time, the slack gets less."""
        self.slack_ms = min(CLOCK_STEP_MS, self.ceiling(mono_ms) - self.counted_ms)
        self.written_ms, self.written_mono = self.counted_ms, mono_ms


class Tracker:
    """Turns observations into the spans that were really played.

    The reports of the position are the truth; between and after them playing runs with monotonic time × speed
    as long as there are signs of life. A run begins when the engine says PLAYING, reckoned back from its first
    report, and never before the position it left from. It ends where the clock stood at the pause, seek or
    change of speed. A report that does not lie where playing would have led is a jump: the run ends at the
    report before. Whatever an engine reports, all spans together are no longer than monotonic time × speed. Pure:
    no clock, no thread; feed it observations in the order in which they were made.
    """

    def __init__(self, *, duration_ms: int, counted_rate_percent: int = 200) -> None:
        self._duration_ms = duration_ms
        self._counted_rate = counted_rate_percent
        self._rate = 100
        self._playing = False
        self._since_mono: int | None = None
        self._position_ms = 0
        self._run: _Run | None = None
        self._slack_ms = CLOCK_STEP_MS
        self._heeded = True

    def attend(self, counts: bool, mono_ms: int) -> tuple[Span, ...]:
        """Whether playing counts from then on: it need not where nobody can see or hear it.

        Returns the span that is complete with that. The position goes on as it did.
        """
        if counts == self._heeded:
            return ()
        spans = self._cut(self._run, mono_ms) if self._run is not None else ()
        self._heeded = counts
        return spans

    def position_at(self, mono_ms: int) -> int:
        """Where the recording stands at that monotonic time, running on smoothly between reports."""
        if self._run is None:
            return self._position_ms
        return min(self._run.projected(self._run.believed_until(mono_ms)), self._duration_ms)

    def unwritten_at(self, mono_ms: int) -> Interval | None:
        """What is believed to have been played by then and is in no span yet: to be painted, not to be claimed."""
        run = self._run
        if run is None or not self._counts(run):
            return None
        end_ms = max(run.counted_ms, self._reached(run, mono_ms))
        return Interval(run.written_ms, end_ms) if end_ms > run.written_ms else None

    def observe(self, seen: Observation) -> tuple[Span, ...]:
        """The spans that are complete after this observation (to be written at once), usually none."""
        match seen.sign:
            case Sign.TIME:
                return self._on_time(seen)
            case Sign.FRAME | Sign.ALIVE:
                return self._on_life(seen)
            case Sign.PLAYING:
                return self._on_playing(seen.mono_ms)
            case Sign.RATE:
                return self._on_rate(seen)
            case Sign.SEEKING:
                return self._on_seeking(seen)
            case Sign.ENDED:
                return self._on_end(seen.mono_ms)
            case Sign.STALLED:
                return self._stall(seen.mono_ms)
            case Sign.PAUSED | Sign.FAILED | Sign.CLOSED:
                return self._halt(seen.mono_ms)
            case Sign.OPENED:
                spans = self._halt(seen.mono_ms)
                self._position_ms = 0
                return spans

    def _on_life(self, seen: Observation) -> tuple[Span, ...]:
        run, spans, mono_ms = self._run, (), seen.mono_ms
        if run is None:
            return ()
        if run.was_dark(mono_ms):
            position_ms = run.projected(mono_ms)
            spans = self._close(mono_ms)
            run = self._begin(position_ms, mono_ms)
        if seen.sign is Sign.FRAME:
            run.frame_mono = mono_ms
        else:
            run.alive_mono = mono_ms
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
        if astray or run.was_dark(seen.mono_ms) or seen.mono_ms - run.clock_mono > LONGEST_SILENCE_MS:
            spans = self._close(run.clock_mono if astray else seen.mono_ms)
            self._begin(seen.position_ms, seen.mono_ms)
            return spans
        return self._confirm(run, seen.position_ms, seen.mono_ms)

    def _begin(self, position_ms: int, mono_ms: int) -> _Run:
        """A run begins with its first report, reckoned back to when the engine said that it plays."""
        since, self._since_mono = self._since_mono, None
        if since is None or not 0 <= mono_ms - since <= LONGEST_SILENCE_MS:
            since = mono_ms
        back_ms = (mono_ms - since) * self._rate // 100
        position_ms = min(position_ms, self._duration_ms)
        start_ms = max(0, position_ms - back_ms, min(self._position_ms, position_ms))
        self._run = run = _Run(
            rate_percent=self._rate,
            written_ms=start_ms,
            written_mono=since,
            slack_ms=self._slack_ms,
            counted_ms=position_ms,
            clock_ms=position_ms,
            clock_mono=mono_ms,
            frame_mono=None,
        )
        return run

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
        run.write(mono_ms)
        self._slack_ms = run.slack_ms
        if not self._counts(run):
            return ()
        interval = Interval(start_ms, run.counted_ms)
        return (Span(interval=interval, engaged_ms=engaged_ms, rate_percent=run.rate_percent),)

    def _counts(self, run: _Run) -> bool:
        return self._heeded and run.rate_percent <= self._counted_rate

    def _cut(self, run: _Run, mono_ms: int) -> tuple[Span, ...]:
        """Closes the span where playing stood at `mono_ms`, be it before the last report, and goes on from there."""
        late_ms = max(0, run.clock_mono - mono_ms)
        until = run.believed_until(max(mono_ms, run.clock_mono))
        here_ms = max(run.written_ms, self._reached(run, until) - late_ms * run.rate_percent // 100)
        run.counted_ms = here_ms
        spans = self._write(run, min(mono_ms, until))
        run.written_ms, run.written_mono = here_ms, max(run.written_mono, mono_ms)
        return spans

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

    def _stall(self, mono_ms: int) -> tuple[Span, ...]:
        """It played on until its last picture, well after its last report; of sound alone only the reports tell."""
        run = self._run
        blind = run is not None and run.frame_mono is None
        return self._halt(run.clock_mono if run is not None and blind else mono_ms)

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
