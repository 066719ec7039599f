"""One recording on the engine: commands go in, and what was seen and played comes out on the thread that draws."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from player.domain.engine import MediaEngine, MediaTrack, Observation, Sign
from player.domain.problem import Problem
from player.domain.watch import Interval, Span
from player.ui.playback.senses import Ear, Eye
from player.ui.watch.playhead import Playhead
from player.ui.watch.state import Lesson, Liking

MOST_RECENT = 60
"""So many observations are kept to find out why a recording failed."""


class WillNotPlay(Problem):
    what_template = "The recording stopped: {reason}"
    meaning_template = "What you watched until here is kept and counts."
    remedy_template = "Try again. If it stops again, add the course once more, or ask its provider."


class Deck(QObject):
    """`moved`: anything about where playing stands changed. `framed` (QImage), `played` (Span), `failed` (Problem)."""

    moved = Signal()
    opened = Signal()
    framed = Signal(object)
    played = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(
        self,
        engine: MediaEngine,
        lesson: Lesson,
        *,
        start_ms: int,
        rate_percent: int = 100,
        most_volume: int = 100,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._lesson = lesson
        self._most_volume = most_volume
        self._broken = False
        self._recent: deque[Observation] = deque(maxlen=MOST_RECENT)
        self.rate_percent = rate_percent
        self.playhead = Playhead(
            duration_ms=lesson.session.duration_ms,
            counted_rate_percent=lesson.signed.course.watch.counted_rate_percent,
            position_ms=start_ms,
        )
        # Without a parent: the engine's threads hold on to them until it is released.
        self._ear, self._eye = Ear(), Eye()
        self._ear.heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._eye.saw.connect(self._see, Qt.ConnectionType.QueuedConnection)
        engine.on_observation(self._ear.listen)
        engine.on_frame(self._eye.look)
        self._load(start_ms)

    @property
    def position_ms(self) -> int:
        return self.playhead.position_ms

    @property
    def unwritten(self) -> tuple[Interval, ...]:
        """What was played and is in no span yet."""
        unwritten = self.playhead.unwritten
        return () if unwritten is None else (unwritten,)

    @property
    def has_sound_device(self) -> bool:
        """Whether there is something to hear with; known once the recording is open."""
        return self._engine.has_sound_device

    def play(self) -> None:
        """Plays on; from the beginning after the end, and with the recording opened anew after it failed."""
        if self._broken:
            self._load(self.position_ms)
        elif self.playhead.has_ended:
            self.seek(0)
        self._engine.play()

    def pause(self) -> None:
        self._engine.pause()

    def seek(self, position_ms: int) -> None:
        self._engine.seek(self.playhead.go_to(position_ms))
        self.moved.emit()

    def set_rate(self, rate_percent: int) -> None:
        self.rate_percent = rate_percent
        self._engine.set_rate(rate_percent)
        self.moved.emit()

    def step(self) -> None:
        """Pauses and shows the next picture."""
        self._engine.step()

    def attend(self, counts: bool) -> None:
        """From now on playing counts, or does not."""
        self._tell(self.playhead.attend(counts, time.monotonic_ns() // 1_000_000))

    def choose_sound(self, track: int) -> None:
        self._engine.choose_sound(track)

    def choose_subtitles(self, track: int | None) -> None:
        self._engine.choose_subtitles(track)

    @property
    def sounds(self) -> tuple[MediaTrack, ...]:
        """Known once the recording is open."""
        return self._engine.sounds

    @property
    def subtitles(self) -> tuple[MediaTrack, ...]:
        """Known once the recording is open."""
        return self._engine.subtitles

    def take_liking(self, liking: Liking) -> None:
        """Never louder than the window allows, whatever is liked."""
        self._engine.set_volume(min(liking.volume_percent, self._most_volume))
        self._engine.set_muted(liking.muted)

    def stop(self) -> tuple[Span, ...]:
        """Pauses for good; returns the spans that were not told yet, up to the last sign of life."""
        self._engine.pause()
        self._ear.heard.disconnect(self._hear)
        self._eye.saw.disconnect(self._see)
        spans = [span for seen in self._ear.take_all() for span in self.playhead.observe(seen)]
        return (*spans, *self.playhead.flush())

    def release(self) -> None:
        """Lets the engine go. May wait for a slow disk, so it is not for the thread that draws."""
        self._engine.close()
        self._engine.release()

    def _load(self, start_ms: int) -> None:
        self._broken = False
        session = self._lesson.session
        self._engine.load(self._lesson.source, start_ms=start_ms, expected_duration_ms=session.duration_ms)
        self._engine.set_rate(self.rate_percent)

    @property
    def recent(self) -> tuple[Observation, ...]:
        """What was observed last, without the pictures."""
        return tuple(self._recent)

    @Slot()
    def _hear(self) -> None:
        for seen in self._ear.take_all():
            if seen.sign not in (Sign.FRAME, Sign.ALIVE):
                self._recent.append(seen)
            self._tell(self.playhead.observe(seen))
            self._note(seen)
        self.moved.emit()

    def _note(self, seen: Observation) -> None:
        if seen.sign is Sign.FAILED:
            self._broken = True
            self.failed.emit(seen.problem or WillNotPlay(reason=seen.message))
        elif seen.sign is Sign.OPENED:
            self.opened.emit()
        elif seen.sign is Sign.ENDED:
            self.ended.emit()

    def _tell(self, spans: Iterable[Span]) -> None:
        for span in spans:
            self.played.emit(span)

    @Slot()
    def _see(self) -> None:
        frame = self._eye.take()
        if frame is not None:
            self.framed.emit(frame)
