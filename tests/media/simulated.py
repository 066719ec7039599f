"""An engine in virtual time that plays nothing, knows the truth, and reports it as badly as it is told to."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from player.domain.engine import MediaSource, MediaTrack, Observation, Sign, Still
from player.domain.watch import Coverage, Interval

STEP_MS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How an engine behaves.

    Lateness: a report's stamp is up to so many ms after what it tells was true. `clock_ahead_ms`: every report claims
    so much more. `forged_percent`: what the reports claim to be played of each second, where 100 is the truth.
    """

    seed: int = 0
    settle_ms: int = 60
    report_ms: int = 250
    frame_ms: int | None = 40
    late_ms: int = 0
    lost_percent: int = 0
    ends_early_ms: int = 0
    clock_ahead_ms: int = 0
    forged_percent: int = 100


@dataclass(slots=True)
class SimulatedEngine:
    """Time passes only in `run`; `truth` is what was really played."""

    duration_ms_known: int
    manners: Manners = field(default_factory=Manners)
    now_ms: int = 1_000_000
    truth: Coverage = field(default_factory=Coverage)
    sounds_inside: tuple[MediaTrack, ...] = ()
    subtitles_inside: tuple[MediaTrack, ...] = ()
    chosen_sound: int | None = None
    chosen_subtitles: int | None = None
    _watchers: list[Callable[[Observation], None]] = field(default_factory=list)
    _chance: random.Random = field(default_factory=random.Random)
    _source: MediaSource | None = None
    _position: float = 0.0
    _rate: int = 100
    _wanted: bool = False
    _opening: bool = False
    _settles_at: int | None = None
    _stalled_until: int = 0
    _said_playing: bool = False
    _next_report: int = 0
    _next_frame: int = 0
    _played_from: float | None = None

    def __post_init__(self) -> None:
        self._chance.seed(self.manners.seed)

    # -- the contract

    def load(self, source: MediaSource, *, start_ms: int = 0, expected_duration_ms: int | None = None) -> None:
        self.close()
        self._source, self._position, self._opening = source, float(start_ms), True
        self._settles_at = self.now_ms + self.manners.settle_ms

    def play(self) -> None:
        if self._source is None or self._wanted:
            return
        self._wanted = True
        if self._position >= self.duration_ms_known - self.manners.ends_early_ms:
            self._jump(0)

    def pause(self) -> None:
        if self._wanted:
            self._leave()
            self._wanted = False
            self._tell(Sign.PAUSED)

    def seek(self, position_ms: int) -> None:
        if self._source is not None:
            self._jump(max(0, min(position_ms, self.duration_ms_known)))

    def _jump(self, position_ms: int) -> None:
        self._leave()
        self._tell(Sign.SEEKING, position_ms)
        self._position = float(position_ms)
        self._settles_at = self.now_ms + self.manners.settle_ms

    def set_rate(self, rate_percent: int) -> None:
        self._leave()
        self._rate = rate_percent
        self._tell(Sign.RATE)
        if self._source is not None:
            self._jump(int(self._position))

    def set_volume(self, percent: int) -> None: ...
    def set_muted(self, muted: bool) -> None: ...

    def step(self) -> None:
        self.pause()
        if self._source is not None and not self._opening:
            picture_ms = self.manners.frame_ms or STEP_MS
            self._jump(min((int(self._position) // picture_ms + 1) * picture_ms, self.duration_ms_known))

    def choose_sound(self, track: int) -> None:
        if any(known.id == track for known in self.sounds):
            self.chosen_sound = track

    def choose_subtitles(self, track: int | None) -> None:
        if track is None or any(known.id == track for known in self.subtitles):
            self.chosen_subtitles = track

    def snapshot(self) -> Still | None:
        """A picture of one dot, as bright as the position is late."""
        if self._source is None or self._opening:
            return None
        bright = int(self._position * 255 / self.duration_ms_known)
        return Still(width=1, height=1, bytes_per_line=4, pixels=bytes((bright, bright, bright, 255)))

    def close(self) -> None:
        if self._source is not None:
            self.chosen_sound = self.chosen_subtitles = None
            self._leave()
            self._source, self._wanted = None, False
            self._tell(Sign.CLOSED)

    def release(self) -> None:
        self.close()

    @property
    def duration_ms(self) -> int | None:
        return self.duration_ms_known if self._source and not self._opening else None

    @property
    def has_sound_device(self) -> bool:
        return False

    @property
    def sounds(self) -> tuple[MediaTrack, ...]:
        return self.sounds_inside if self._source and not self._opening else ()

    @property
    def subtitles(self) -> tuple[MediaTrack, ...]:
        return self.subtitles_inside if self._source and not self._opening else ()

    def on_observation(self, listener: Callable[[Observation], None]) -> None:
        self._watchers.append(listener)

    def on_frame(self, listener: Callable[[int, int, int, memoryview], None]) -> None: ...

    # -- the world

    def run(self, ms: int) -> None:
        for _ in range(ms // STEP_MS):
            self.now_ms += STEP_MS
            self._step()

    def stall(self, ms: int) -> None:
        """Data stops coming; the engine notices after a moment."""
        self._leave()
        self._stalled_until = self.now_ms + ms

    def suspend(self, ms: int) -> None:
        """The lid is closed: monotonic time runs on, nothing else does."""
        self._leave()
        self.now_ms += ms

    def slip(self, by_ms: int) -> None:
        """The engine jumps without saying so."""
        self._leave()
        self._position = max(0.0, min(self._position + by_ms, self.duration_ms_known - 1.0))

    def _step(self) -> None:
        if self._source is None or (self._settles_at is not None and self.now_ms < self._settles_at):
            return
        if self._settles_at is not None:
            self._settles_at = None
            if self._opening:
                self._opening = False
                self._tell(Sign.OPENED, self.duration_ms_known)
                if self._position:
                    self._tell(Sign.SEEKING, int(self._position))
        if not self._wanted:
            return
        if self.now_ms < self._stalled_until:
            if self._said_playing and self.now_ms > self._stalled_until - 300:
                self._said_playing = False
                self._tell(Sign.STALLED)
            return
        self._advance()

    def _advance(self) -> None:
        if not self._said_playing:
            self._said_playing = True
            self._next_report = self.now_ms + self._chance.randrange(self.manners.report_ms)
            self._next_frame = self.now_ms
            self._tell(Sign.PLAYING)
            self._tell(Sign.TIME, self._claimed())
        if self._played_from is None:
            self._played_from = self._position
        else:
            self._position += STEP_MS * self._rate / 100
        self._report()
        if self._position >= self.duration_ms_known - self.manners.ends_early_ms:
            self._leave()
            self._wanted = False
            self._tell(Sign.ENDED)

    def _report(self) -> None:
        frame_ms = self.manners.frame_ms
        if frame_ms and self.now_ms >= self._next_frame:
            self._next_frame += frame_ms
            if self._chance.randrange(100) >= self.manners.lost_percent:
                self._tell(Sign.FRAME)
        if self.now_ms >= self._next_report:
            self._next_report += self.manners.report_ms
            if self._chance.randrange(100) >= self.manners.lost_percent:
                self._tell(Sign.TIME, self._claimed(), late=True)

    def _claimed(self) -> int:
        """The position as its reports have it."""
        started = self._position if self._played_from is None else self._played_from
        forged = started + (self._position - started) * self.manners.forged_percent / 100
        return min(int(forged) + self.manners.clock_ahead_ms, self.duration_ms_known)

    def _leave(self) -> None:
        """What was played up to now is true; playing has to begin anew."""
        start, self._played_from = self._played_from, None
        end = min(int(self._position), self.duration_ms_known)
        if start is not None and end > int(start):
            self.truth = self.truth.plus(Interval(int(start), end))
        if self._stalled_until <= self.now_ms:
            self._said_playing = False

    def true_coverage(self) -> Coverage:
        start, end = self._played_from, min(int(self._position), self.duration_ms_known)
        return self.truth.plus(Interval(int(start), end)) if start is not None and end > int(start) else self.truth

    def _tell(self, sign: Sign, position_ms: int | None = None, *, late: bool = False) -> None:
        lateness = self._chance.randrange(self.manners.late_ms + 1) if late else 0
        seen = Observation(sign=sign, mono_ms=self.now_ms + lateness, position_ms=position_ms, rate_percent=self._rate)
        for watcher in list(self._watchers):
            watcher(seen)
