"""Where playing stands, as the engine tells it: the position to show, and the spans that were really played."""

from __future__ import annotations

from player.domain.engine import Observation, Sign
from player.domain.tracking import Tracker
from player.domain.watch import Interval, Span

_ARRIVED = frozenset({Sign.SEEKING, Sign.PLAYING, Sign.ENDED, Sign.FAILED, Sign.CLOSED})


class Playhead:
    """One recording being played. Pure, like the tracker inside it: no clock, no thread."""

    def __init__(self, *, duration_ms: int, counted_rate_percent: int, position_ms: int = 0) -> None:
        self._duration_ms = duration_ms
        self._tracker = Tracker(duration_ms=duration_ms, counted_rate_percent=counted_rate_percent)
        self._mono_ms = 0
        self._on_the_way = False
        self.position_ms = position_ms
        self.is_playing = False
        self.is_waiting = False
        self.has_ended = False

    @property
    def unwritten(self) -> Interval | None:
        """What was played and is in no span yet."""
        return self._tracker.unwritten_at(self._mono_ms)

    def observe(self, seen: Observation) -> tuple[Span, ...]:
        """Takes in one observation; returns the spans that are complete with it."""
        spans = self._tracker.observe(seen)
        self._mono_ms = max(self._mono_ms, seen.mono_ms)
        if seen.sign in _ARRIVED:
            self._on_the_way = False
        self._note(seen)
        return spans

    def go_to(self, position_ms: int) -> int:
        """The learner wants to be there: shown at once, while the engine is on its way. Returns where that is."""
        self.position_ms = max(0, min(position_ms, self._duration_ms))
        self._on_the_way = True
        self.has_ended = False
        return self.position_ms

    def attend(self, counts: bool, mono_ms: int) -> tuple[Span, ...]:
        """From then on playing counts, or does not; returns the span that is complete with it."""
        return self._tracker.attend(counts, mono_ms)

    def flush(self) -> tuple[Span, ...]:
        """The last span, when nothing more will be heard."""
        return self.observe(Observation(sign=Sign.CLOSED, mono_ms=self._mono_ms))

    def _note(self, seen: Observation) -> None:
        match seen.sign:
            case Sign.PLAYING:
                self.is_playing, self.is_waiting, self.has_ended = True, False, False
            case Sign.STALLED:
                self.is_waiting = True
            case Sign.SEEKING:
                self.position_ms = self.position_ms if seen.position_ms is None else seen.position_ms
            case Sign.TIME | Sign.FRAME:
                self._move()
            case Sign.PAUSED | Sign.ENDED | Sign.FAILED | Sign.CLOSED:
                self.is_playing = self.is_waiting = False
                self.has_ended = seen.sign is Sign.ENDED
                self.position_ms = self._tracker.position_at(self._mono_ms) if self.has_ended else self.position_ms
            case Sign.OPENED | Sign.RATE | Sign.ALIVE:
                pass

    def _move(self) -> None:
        """The tracker runs evenly between the engine's coarse reports, so that captions come in time."""
        if self.is_playing and not self._on_the_way:
            self.position_ms = self._tracker.position_at(self._mono_ms)
