"""Plays recordings with libVLC, straight out of a verified source, and tells truthfully what was played."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from dataclasses import dataclass

from player.domain.engine import MediaSource, MediaTrack, Observation, Still
from player.media.canvas import Canvas, FrameListener
from player.media.keepsake import Keepsake
from player.media.library import new_instance
from player.media.operator import Operator
from player.media.teller import Teller
from player.media.turntable import Turntable
from player.media.worker import Worker, mono_ms

RELEASE_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """How an engine is set up.

    `silent`: no sound even where there is a device. `headless`: neither picture nor sound come out, everything
    is decoded all the same. `hardware_decoding`: let the graphics chip decode where it can.
    """

    silent: bool = False
    headless: bool = False
    hardware_decoding: bool = True


def create_engine(*, silent: bool = False, headless: bool = False, hardware_decoding: bool = True) -> VlcEngine:
    """An engine ready to load. Raises `NoEngine` when libVLC cannot be used; so does importing this module."""
    return VlcEngine(EngineOptions(silent=silent, headless=headless, hardware_decoding=hardware_decoding))


class VlcEngine:
    """`domain.watch.MediaEngine` over libVLC 3.

    Every method only posts an errand to the engine's own thread, the one that talks to libVLC. Call `release`
    when done; a forgotten one is released when the program ends.
    """

    def __init__(self, options: EngineOptions) -> None:
        self._teller = Teller()
        self._canvas = None if options.headless else Canvas(self._on_shown)
        self._keepsake = Keepsake()
        if self._canvas is not None:
            self._canvas.listen(self._keepsake.keep)
        self._has_sound = False
        self._worker = Worker()
        self._table = Turntable(
            new_instance(*(("--vout=vdummy",) if options.headless else ())),
            canvas=self._canvas,
            on_heard=lambda heard: self._worker.post(lambda: self._operator.hear(heard)),
            media_options=(":avcodec-hw=any" if options.hardware_decoding else ":avcodec-hw=none",),
        )
        self._operator = Operator(self._table, teller=self._teller, post=self._worker.post)
        self._released = False
        self._worker.post(lambda: self._find_sound(options.silent or options.headless))
        self._worker.start(tick=self._operator.tick, broken=self._operator.broken)
        atexit.register(self.release)

    def load(self, source: MediaSource, *, start_ms: int = 0, expected_duration_ms: int | None = None) -> None:
        self._worker.post(lambda: self._load(source, start_ms, expected_duration_ms))

    def play(self) -> None:
        self._worker.post(self._operator.play)

    def pause(self) -> None:
        self._worker.post(self._operator.pause)

    def seek(self, position_ms: int) -> None:
        self._worker.post(lambda: self._operator.seek(position_ms))

    def set_rate(self, rate_percent: int) -> None:
        """The pitch of voices stays as it is."""
        self._worker.post(lambda: self._operator.set_rate(rate_percent))

    def set_volume(self, percent: int) -> None:
        self._worker.post(lambda: self._table.set_volume(percent))

    def set_muted(self, muted: bool) -> None:
        self._worker.post(lambda: self._table.set_muted(muted))

    def step(self) -> None:
        self._worker.post(self._operator.step)

    def choose_sound(self, track: int) -> None:
        self._worker.post(lambda: self._table.choose_sound(track))

    def choose_subtitles(self, track: int | None) -> None:
        self._worker.post(lambda: self._table.choose_subtitles(track))

    def snapshot(self) -> Still | None:
        return self._keepsake.still()

    def close(self) -> None:
        self._worker.post(self._close)

    def release(self) -> None:
        """Stops and lets everything go, once; waits a moment for it. The engine is of no use afterwards."""
        if self._released:
            return
        self._released = True
        atexit.unregister(self.release)
        self._worker.finish(self._operator.release, timeout_s=RELEASE_S)

    @property
    def duration_ms(self) -> int | None:
        """The length of what is loaded, as soon as it is known."""
        return self._operator.duration_ms

    @property
    def has_sound_device(self) -> bool:
        """Whether there is something to hear with; certain from the first observation on."""
        return self._has_sound

    @property
    def sounds(self) -> tuple[MediaTrack, ...]:
        return self._table.choices.sounds

    @property
    def subtitles(self) -> tuple[MediaTrack, ...]:
        return self._table.choices.subtitles

    def on_observation(self, listener: Callable[[Observation], None]) -> None:
        self._teller.listen(listener)

    def on_frame(self, listener: FrameListener) -> None:
        if self._canvas is not None:
            self._canvas.listen(listener)

    def _load(self, source: MediaSource, start_ms: int, expected_ms: int | None) -> None:
        self._close()
        self._operator.load(source, start_ms, expected_ms)

    def _close(self) -> None:
        self._operator.close()
        self._table.choices.forget()
        self._keepsake.forget()

    def _find_sound(self, silent: bool) -> None:
        self._has_sound = self._table.find_sound(silent=silent)

    def _on_shown(self, changed: bool) -> None:
        """Comes from libVLC's thread: takes down when, and leaves the rest to the worker."""
        now, generation = mono_ms(), self._table.generation
        self._worker.post(lambda: self._operator.shown(now, generation, changed))
