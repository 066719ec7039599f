"""Measures what was counted against what was shown: what each act of a scripted session costs or adds, in ms."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from player.domain.engine import MediaEngine, Sign
from player.domain.watch import Coverage, Interval
from tests.media.bench import RealStage

LONGEST_HOLE_MS = 200
"""Pictures that a busy machine drops were played nonetheless, when those around them came at the right time."""
UNEVEN_MS = 80


def without(whole: Coverage, part: Coverage) -> Coverage:
    """What of `whole` is not in `part`."""
    left: list[Interval] = []
    for interval in whole.intervals:
        start_ms = interval.start_ms
        for other in part.intervals:
            if other.start_ms > start_ms and other.start_ms < interval.end_ms:
                left.append(Interval(start_ms, other.start_ms))
            if other.end_ms > start_ms and other.start_ms < interval.end_ms:
                start_ms = other.end_ms
        if start_ms < interval.end_ms:
            left.append(Interval(start_ms, interval.end_ms))
    return Coverage.of(left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One showing of a numbered picture: from when on, and which stretch of the recording that was."""

    mono_ms: int
    interval: Interval


@dataclass(slots=True, kw_only=True)
class Act:
    """Something the script did. `rate_percent` and `plays`: how it is from then on."""

    name: str
    mono_ms: int
    rate_percent: int
    plays: bool
    lost_ms: int = 0
    added_ms: int = 0


@dataclass
class Session:
    """A scripted session over a real engine; `fps_thousandth`: 25 pictures a second are 25,000."""

    engine: MediaEngine
    clip: Path
    duration_ms: int
    fps_thousandth: int = 25_000
    acts: list[Act] = field(default_factory=list[Act])

    def __post_init__(self) -> None:
        self.stage = RealStage(self.engine, self.clip, self.duration_ms)

    # -- the script

    def load(self, start_ms: int = 0) -> None:
        self.stage.load(start_ms=start_ms)
        self._act("load", lambda: None, plays=False)

    def play(self, ms: int) -> None:
        self._act("play", self.engine.play, plays=True)
        self.stage.run(ms)

    def pause(self, ms: int = 600) -> None:
        self._act("pause", self.engine.pause, plays=False)
        self.stage.run(ms)

    def seek(self, position_ms: int, ms: int) -> None:
        rate = self.acts[-1].rate_percent
        self._act(f"seek {position_ms} at {rate}", lambda: self.engine.seek(position_ms))
        self.stage.run(ms)

    def rate(self, rate_percent: int, ms: int) -> None:
        before = self.acts[-1].rate_percent
        self._act(f"rate {before} to {rate_percent}", lambda: self.engine.set_rate(rate_percent), rate=rate_percent)
        self.stage.run(ms)

    def freeze(self, stopped_ms: int, ms: int) -> None:
        """This process is stopped for so long, as by SIGSTOP."""
        pid = os.getpid()
        script = f"kill -STOP {pid}; sleep {stopped_ms / 1000}; kill -CONT {pid}"
        self._act(f"frozen {stopped_ms}", lambda: subprocess.run(["sh", "-c", script], check=True))
        self.stage.run(ms)

    def slow_disk(self, slow_ms: int, ms: int) -> None:
        """The next read of the recording takes so long."""
        self._act(f"slow {slow_ms}", lambda: self.stage.source.dawdle(slow_ms))
        self.stage.run(slow_ms + ms)

    def to_the_end(self) -> None:
        self.stage.log.wait(lambda seen: seen.sign is Sign.ENDED, seconds=self.duration_ms / 1000 + 10)
        self._act("end", lambda: None, plays=False)

    def _act(
        self, name: str, does: Callable[[], object], *, rate: int | None = None, plays: bool | None = None
    ) -> None:
        last = self.acts[-1] if self.acts else None
        rate_percent = rate or (last.rate_percent if last else 100)
        playing = plays if plays is not None else bool(last and last.plays)
        mono_ms = time.monotonic_ns() // 1_000_000
        self.acts.append(Act(name=name, mono_ms=mono_ms, rate_percent=rate_percent, plays=playing))
        does()

    # -- the truth

    def media_ms(self, number: int) -> int:
        return round(number * 1_000_000 / self.fps_thousandth)

    def pictures(self) -> list[Picture]:
        """What was shown while it was to play: a picture that an act cut short counts as far as it was on show."""
        shown = self.stage.shown
        rows = [(round(when * 1000), number) for when, number in zip(shown.times, shown.numbers, strict=True)]
        rows = [row for before, row in pairwise([(0, -1), *rows]) if before[1] != row[1]]
        pictures: list[Picture] = []
        for (when, number), (following, _) in pairwise([*rows, (rows[-1][0] + 10_000, -1)]):
            act = self._act_at(when)
            if not act.plays:
                continue
            start_ms, end_ms = self.media_ms(number), self.media_ms(number + 1)
            cut = next((a.mono_ms for a in self.acts if a.mono_ms > when and not a.name.startswith("rate")), following)
            if cut < following:
                end_ms = min(end_ms, start_ms + max(1, (cut - when) * act.rate_percent // 100))
            pictures.append(Picture(mono_ms=when, interval=Interval(start_ms, end_ms)))
        return pictures

    def shown(self) -> Coverage:
        pictures = self.pictures()
        holes = [self._between(one, other) for one, other in pairwise(pictures)]
        return Coverage.of([*(p.interval for p in pictures), *(hole for hole in holes if hole)])

    def _between(self, one: Picture, other: Picture) -> Interval | None:
        start_ms, end_ms = one.interval.end_ms, other.interval.start_ms
        took_ms, rate = other.mono_ms - one.mono_ms, self._act_at(one.mono_ms).rate_percent
        due_ms = (other.interval.start_ms - one.interval.start_ms) * 100 // rate
        if end_ms <= start_ms or took_ms > LONGEST_HOLE_MS or abs(took_ms - due_ms) > UNEVEN_MS:
            return None
        return Interval(start_ms, end_ms)

    def _act_at(self, mono_ms: int) -> Act:
        return next((act for act in reversed(self.acts) if act.mono_ms <= mono_ms), self.acts[0])

    # -- the comparison

    def measure(self) -> tuple[int, int]:
        """What was lost and added over all; each act gets its share, what lies nearest to it in time."""
        pictures, shown, counted = self.pictures(), self.shown(), self.stage.log.counted
        for act in self.acts:
            act.lost_ms = act.added_ms = 0
        lost, added = without(shown, counted), without(counted, shown)
        for piece in lost.intervals:
            self._blame(piece, pictures).lost_ms += piece.length_ms
        for piece in added.intervals:
            self._blame(piece, pictures).added_ms += piece.length_ms
        return lost.length_ms, added.length_ms

    def _blame(self, piece: Interval, pictures: list[Picture]) -> Act:
        middle = (piece.start_ms + piece.end_ms) // 2
        nearest = min(pictures, key=lambda picture: abs(picture.interval.start_ms - middle))
        return min(self.acts, key=lambda act: abs(act.mono_ms - nearest.mono_ms))

    def table(self) -> str:
        lost, added = self.measure()
        rows = [f"{act.name:<24}{act.lost_ms:>6} lost{act.added_ms:>6} added" for act in self.acts]
        return "\n".join([*rows, f"{'all':<24}{lost:>6} lost{added:>6} added"])
