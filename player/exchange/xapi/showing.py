"""Showings: from the first second of a recording that was played to leaving it, told by the Video Profile's rules."""

from __future__ import annotations

from collections.abc import Sequence

from player.domain.clock import Stamp
from player.domain.event import Event, Watched
from player.exchange.xapi.known import Known
from player.exchange.xapi.measures import duration, seconds, segments, share, speed
from player.exchange.xapi.pen import Pen
from player.exchange.xapi.scene import Recording
from player.exchange.xapi.sitting import Sitting
from player.exchange.xapi.words import (
    COMPLETED,
    INITIALIZED,
    INTERACTED,
    LENGTH,
    PAUSED,
    PLAYED,
    PLAYED_SEGMENTS,
    PROGRESS,
    SEEKED,
    SPEED,
    TERMINATED,
    THRESHOLD,
    TIME,
    TIME_FROM,
    TIME_TO,
    VIDEO_PROFILE,
    VIDEO_SESSION,
    Json,
)

LONGEST_GAP_MS = 1_000
"""Of monotonic time between two stretches that count as one after the other; more is a pause."""
WRITTEN_EVERY_MS = 9_400
"""A stretch that took so long was cut off to be kept, not by a hand: playing went on (see `player.domain.tracking`)."""


class Showing:
    """One session of the Video Profile: begun by what is played, ended by `end`."""

    def __init__(
        self, pen: Pen, sitting: Sitting, known: Known, recording: Recording, opened: tuple[bytes, int]
    ) -> None:
        """`opened`: the link of the event with which it began, and its time."""
        self._pen, self._known, self._recording = pen, known, recording
        self.session = recording.session.id
        self._played = known.played(recording.session.id)
        self._last: tuple[bytes, Stamp, int] | None = None
        """Of the stretch played last: link, stamp and time of day at its end."""
        self._sitting = sitting
        self._opened = opened
        self._position_ms = 0
        self._rate = 100
        self._session = pen.id_of(opened[0], "video initialized")
        self._briefly = self._context({})
        bounds: Json = {LENGTH: recording.length}
        if recording.threshold is not None:
            bounds[THRESHOLD] = recording.threshold
        self._bounds = bounds
        self._fully = self._context(bounds)

    def _context(self, more: Json) -> Json:
        stage = self._pen.scene.stage
        more = {VIDEO_SESSION: self._session, **more}
        return self._sitting.context(category=[VIDEO_PROFILE], parent=stage.lesson, more=more)

    def run_on(self, events: Sequence[Event], place: int) -> int:
        """How many events from `place` on only go on from the one before, so that there is nothing to tell of them.

        They are counted as played; `reached` says where the last of them stands.
        """
        if self._last is None:
            return 0
        session, rate, position_ms = self.session, self._rate, self._position_ms
        boot, mono_ms = self._last[1].boot, self._last[1].mono_ms
        count, engaged_ms = 0, 0
        for number in range(place, len(events)):
            event = events[number]
            fact, stamp = event.fact, event.stamp
            if type(fact) is not Watched or fact.start_ms != position_ms or fact.rate_percent != rate:
                break
            if stamp.mono_ms - fact.engaged_ms - mono_ms > LONGEST_GAP_MS:
                break
            if stamp.boot != boot or fact.session != session:
                break
            position_ms, mono_ms = fact.end_ms, stamp.mono_ms
            engaged_ms += fact.engaged_ms
            count += 1
        if count:
            self._played.extend(position_ms, engaged_ms)
            self._position_ms = position_ms
        return count

    def reached(self, link: bytes, event: Event, wall_ms: int) -> None:
        self._last = (link, event.stamp, wall_ms)

    @staticmethod
    def _paused_before(event: Event, last: Stamp) -> bool:
        stamp = event.stamp
        if stamp.boot != last.boot or not isinstance(event.fact, Watched):
            return True
        return stamp.mono_ms - event.fact.engaged_ms - last.mono_ms > LONGEST_GAP_MS

    def play(self, link: bytes, event: Event, fact: Watched, wall_ms: int) -> None:
        """One more stretch; what of it was not to be expected after the one before is told."""
        began_ms = wall_ms - fact.engaged_ms
        if self._last is None:
            self._begin(link, fact, began_ms)
        else:
            paused = self._paused_before(event, self._last[1])
            if paused:
                self._pause()
            if fact.start_ms != self._position_ms:
                self._seek(link, fact, began_ms)
            if fact.rate_percent != self._rate:
                self._change_speed(link, fact, began_ms)
            if paused:
                self._write(link, "played", began_ms, PLAYED, self._briefly, {TIME: seconds(fact.start_ms)})
        self._position_ms = fact.end_ms
        self._played.add(fact)
        self._last = (link, event.stamp, wall_ms)

    def ended_suddenly(self, last: Event | None) -> bool:
        """Whether the stretch played last, if nothing came after it, was cut off by something else than a hand."""
        fact = last.fact if last else None
        if not isinstance(fact, Watched) or fact.engaged_ms < WRITTEN_EVERY_MS:
            return False
        return fact.end_ms < self._recording.session.duration_ms

    def end(self, *, suddenly: bool = False) -> None:
        """Where the program was cut off, nobody terminated anything; where playing had come to by then is known."""
        self._pause()
        if not suddenly and self._last is not None:
            link, _, wall_ms = self._last
            self._write(link, "video terminated", wall_ms, TERMINATED, self._fully, self._so_far())

    def _begin(self, link: bytes, fact: Watched, began_ms: int) -> None:
        opened, opened_ms = self._opened
        self._rate = fact.rate_percent
        context = self._context({**self._bounds, SPEED: speed(self._rate)})
        self._write(opened, "video initialized", opened_ms, INITIALIZED, context, None)
        self._write(link, "played", began_ms, PLAYED, self._briefly, {TIME: seconds(fact.start_ms)})

    def _pause(self) -> None:
        if self._last is None:
            return
        link, _, wall_ms = self._last
        self._played.close()
        self._write(link, "paused", wall_ms, PAUSED, self._fully, self._so_far())
        self._complete(link, wall_ms)

    def _seek(self, link: bytes, fact: Watched, began_ms: int) -> None:
        self._played.close()
        said: Json = {TIME_FROM: seconds(self._position_ms), TIME_TO: seconds(fact.start_ms)}
        self._write(link, "seeked", began_ms, SEEKED, self._briefly, said)

    def _change_speed(self, link: bytes, fact: Watched, began_ms: int) -> None:
        self._rate = fact.rate_percent
        context = self._context({SPEED: speed(self._rate)})
        self._write(link, "speed", began_ms, INTERACTED, context, {TIME: seconds(fact.start_ms)})

    def _complete(self, link: bytes, wall_ms: int) -> None:
        """Told where playing stopped: only then are the bounds of all that was played told as well."""
        recording, played = self._recording, self._played
        if recording.session.id in self._known.completed or self._covered_ms() < recording.needed_ms:
            return
        self._known.completed.add(recording.session.id)
        said: Json = {"completion": True, "duration": duration(played.engaged_ms), "extensions": self._so_far()}
        once = (self._pen.scene.registration, "video completed", str(recording.activity["id"]))
        self._pen.write(link, "video completed", wall_ms, COMPLETED, recording.activity, self._fully, said, once=once)

    def _covered_ms(self) -> int:
        return self._played.coverage.within(self._recording.session.duration_ms).length_ms

    def _so_far(self) -> Json:
        return {
            TIME: seconds(self._position_ms),
            PROGRESS: share(self._covered_ms(), self._recording.session.duration_ms),
            PLAYED_SEGMENTS: segments(self._played.closed),
        }

    def _write(self, link: bytes, about: str, wall_ms: int, verb: Json, context: Json, said: Json | None) -> None:
        result: Json | None = {"extensions": said} if said is not None else None
        self._pen.write(link, about, wall_ms, verb, self._recording.activity, context, result)
