"""Small pictures for the timeline under the pointer: a second, small libVLC that jumps from keyframe to keyframe."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from dataclasses import dataclass

from player.domain.engine import MediaSource, Still
from player.domain.problem import Problem
from player.media.containers import HEAD, is_mpeg_stream
from player.media.deck import LAST_SEEK_MS
from player.media.events import Events, Heard
from player.media.library import ONE_TRACK as BY_FFMPEG
from player.media.library import new_instance, vlc
from player.media.problems import NoEngine
from player.media.stream import SourceStream
from player.media.thumbnail import Thumbnail
from player.media.worker import Worker, mono_ms

OPTIONS = (
    ":no-audio",
    ":no-spu",
    ":input-fast-seek",
    ":avcodec-hw=none",
    ":avcodec-threads=1",
    ":avcodec-skiploopfilter=4",
)
"""One thread: several would each hold a picture back until the next has been read."""
AGAIN_MS = 600
"""A seek whose picture has not come after this is made once more."""
SAME_MS = 350
"""libVLC shows its picture again and again. One that is the same after this is that of the new place, too."""
IDLE_MS = 4_000
"""Showing it again and again costs; so the recording is closed when nothing is asked for, and opened anew."""
SURE = 2
"""The first picture after a seek may still be one of the place before."""
FULL = 100
RELEASE_S = 5.0

StillListener = Callable[[int, Still], None]


def create_previews(source: MediaSource) -> Previews:
    """Opens nothing until something is asked for. Importing this module raises `NoEngine` where libVLC is missing."""
    return Previews(source)


@dataclass(slots=True)
class _Wish:
    position_ms: int
    first_mono: int
    sought_mono: int
    has_left: bool = False
    is_there: bool = False
    pictures: int = 0


class Previews:
    """`player.domain.engine.PreviewMaker` over libVLC 3; everything is done on a thread of its own.

    Costs nothing until the first wish. Whatever fails, fails in silence: the one who plays the recording says why.
    """

    def __init__(self, source: MediaSource) -> None:
        self._source = source
        self._listeners: tuple[StillListener, ...] = ()
        self._lock = threading.Lock()
        self._next: int | None = None
        self._worker: Worker | None = None
        self._released = False
        self._view: _View | None = None

    def ask(self, position_ms: int) -> None:
        with self._lock:
            if self._released:
                return
            self._next = position_ms
            if self._worker is None:
                self._worker = self._begin()
            self._worker.post(self._go_on)

    def on_still(self, listener: StillListener) -> None:
        self._listeners = (*self._listeners, listener)

    def release(self) -> None:
        """Lets everything go, once; waits a moment for it."""
        with self._lock:
            worker, self._released = self._worker, True
        atexit.unregister(self.release)
        if worker is not None:
            worker.finish(self._shut, timeout_s=RELEASE_S)

    def _begin(self) -> Worker:
        worker = Worker()
        worker.start(tick=self._tick, broken=lambda _: self._shut())
        atexit.register(self.release)
        return worker

    def _go_on(self) -> None:
        if self._view is None and not self._released:
            self._view = _View(self._source, on_shown=self._shown, on_heard=self._heard)
        self._tick()

    def _tick(self) -> None:
        view = self._view
        if view is None:
            return
        view.tick(self._take)
        if view.is_idle(mono_ms()):
            view.close()
            self._view = None

    def _take(self) -> int | None:
        with self._lock:
            wish, self._next = self._next, None
        return wish

    def _shown(self, changed: bool) -> None:
        """Comes from libVLC's thread."""
        now, worker = mono_ms(), self._worker
        if worker is not None:
            worker.post(lambda: self._see(now, changed))

    def _heard(self, heard: Heard) -> None:
        """Comes from libVLC's thread."""
        worker = self._worker
        if worker is not None:
            worker.post(lambda: self._hear(heard))

    def _hear(self, heard: Heard) -> None:
        if self._view is None:
            return
        if heard.kind in ("end", "error"):
            self._shut()
        else:
            self._view.hear(heard)

    def _see(self, now: int, changed: bool) -> None:
        found = self._view.see(now, changed=changed) if self._view is not None else None
        if found is not None:
            for listener in self._listeners:
                listener(*found)
            self._tick()

    def _shut(self) -> None:
        view, self._view = self._view, None
        if view is not None:
            view.close()


class _View:
    """The small player. Used on one thread."""

    def __init__(
        self, source: MediaSource, *, on_shown: Callable[[bool], None], on_heard: Callable[[Heard], None]
    ) -> None:
        self._thumbnail = Thumbnail(on_shown)
        self._used_mono = mono_ms()
        self._is_open = self._is_full = False
        self._wish: _Wish | None = None
        self._player: vlc.MediaPlayer | None = None
        try:
            self._instance = new_instance()
        except NoEngine:
            return
        self._stream = SourceStream(source, _pass_over)
        self._media = self._stream.new_media(self._instance)
        if self._media is None:
            self._instance.release()
            return
        for option in (*OPTIONS, *((BY_FFMPEG,) if _needs_ffmpeg(source) else ())):
            self._media.add_option(option)
        player: vlc.MediaPlayer = self._instance.media_player_new()
        self._player = player
        self._thumbnail.attach(player)
        self._events = Events(player, on_heard)
        player.set_media(self._media)
        player.play()

    def see(self, now: int, *, changed: bool) -> tuple[int, Still] | None:
        """A picture was shown: the place that was asked for and its picture, if it is that."""
        if self._player is None:
            return None
        if not self._is_open:
            self._is_open = True
            self._player.set_pause(1)
        wish = self._wish
        if wish is None or not wish.is_there:
            return None
        wish.pictures += changed
        if wish.pictures < SURE and now < wish.first_mono + SAME_MS:
            return None
        self._wish = None
        self._player.set_pause(1)
        still = self._thumbnail.still()
        return (wish.position_ms, still) if still is not None else None

    def hear(self, heard: Heard) -> None:
        """From the moment that it has read what lies there, no picture of before comes any more."""
        wish = self._wish
        self._is_full = self._is_full or (heard.kind == "buffering" and heard.value >= FULL)
        if wish is None or heard.kind != "buffering" or heard.mono_ms < wish.sought_mono:
            return
        if heard.value < FULL:
            wish.has_left = True
        elif wish.has_left:
            wish.is_there = True

    def tick(self, take: Callable[[], int | None]) -> None:
        """Takes up the next wish when nothing is under way, and makes a seek again whose picture did not come."""
        now, wish = mono_ms(), self._wish
        if self._player is None or not (self._is_open and self._is_full):
            return
        if wish is not None:
            if now - wish.sought_mono >= AGAIN_MS:
                self._go_to(wish, now)
            return
        position_ms = take()
        if position_ms is not None:
            self._used_mono = now
            self._wish = _Wish(position_ms, now, now)
            self._go_to(self._wish, now)

    def _go_to(self, wish: _Wish, now: int) -> None:
        """It plays until the picture is there: a seek while it stands still now and then shows nothing at all."""
        if self._player is not None:
            wish.sought_mono, wish.has_left, wish.is_there, wish.pictures = now, False, False, 0
            self._player.set_pause(0)
            self._player.set_time(max(0, min(wish.position_ms, self._player.get_length() - LAST_SEEK_MS)))

    def is_idle(self, now: int) -> bool:
        """Nobody has asked for anything for a while, or what was asked for did not come."""
        return now - self._used_mono > IDLE_MS

    def close(self) -> None:
        player, self._player = self._player, None
        if player is None:
            return
        self._stream.shut()
        player.stop()
        self._events.detach()
        player.release()
        if self._media is not None:
            self._media.release()
        self._instance.release()


def _needs_ffmpeg(source: MediaSource) -> bool:
    try:
        return is_mpeg_stream(source.read_at(0, HEAD))
    except (Problem, OSError):
        return False


def _pass_over(_problem: Problem) -> None:
    """Whoever plays the recording meets the same and says so."""
