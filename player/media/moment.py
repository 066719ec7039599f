"""The first moment of a recording: played unseen and unheard, by a libVLC of its own, until it is known what comes."""

from __future__ import annotations

import atexit
import ctypes
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from player.domain.engine import MediaSource
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.media.containers import HEAD, is_mpeg_stream
from player.media.events import Events
from player.media.glimpse import Glimpse, Track
from player.media.library import ONE_TRACK as BY_FFMPEG
from player.media.library import ComplaintShape, SoundShape, new_instance, vlc
from player.media.problems import MediaUnplayable
from player.media.stream import SourceStream
from player.media.thumbnail import Thumbnail
from player.media.tracks import Tracks, read_tracks
from player.media.worker import mono_ms

OPTIONS = (":no-spu", ":avcodec-hw=none", ":avcodec-threads=1", ":low-delay")
"""Decoders hold pictures back, one for each thread and some for their order: of slides, the next come minutes later."""
SAMPLES = ("S16N", 44_100, 2)
POLL_S = 0.02
"""libVLC does not tell when it has learnt which tracks there are."""
LET_GO_S, LEAVE_S = 0.2, 5.0


def look(source: MediaSource, *, limit_s: float, is_enough: Callable[[Glimpse], bool]) -> Glimpse:
    """What is seen of the first moment until that is enough, or the time is over. Raises `NoEngine`.

    Takes some 50 ms more to stop, and leaves nothing behind: the source may be closed then. From any thread, several
    at once.
    """
    until = time.monotonic() + limit_s
    name = source.name
    if not source.size:
        return Glimpse(name=name, problem=MediaUnplayable(name=name, reason=Phrase("it is empty.")))
    news = _News()
    stream = SourceStream(source, news.fail)
    # libVLC must not call into a Python that is ending.
    atexit.register(news.leave)
    try:
        head = stream.peek(HEAD, limit_s)
        if not isinstance(head, bytes):
            return Glimpse(name=name, problem=head, waits=head is None)
        with _opened(stream, news, (BY_FFMPEG,) if is_mpeg_stream(head) else ()) as tracks:
            seen = _glimpse(stream, news, tracks())
            while not (is_enough(seen) or news.leaving) and (left := until - time.monotonic()) > 0:
                news.wait(min(left, POLL_S))
                seen = _glimpse(stream, news, tracks())
            return seen
    finally:
        stream.shut()
        stream.rest(LET_GO_S)
        news.over.set()
        atexit.unregister(news.leave)


class _News:
    """What came so far: told on libVLC's threads without touching libVLC, awaited on another."""

    def __init__(self) -> None:
        self._fresh = threading.Event()
        self.kinds: set[str] = set()
        self.complaints: list[str] = []
        self.problem: Problem | None = None
        self.leaving = False
        self.over = threading.Event()

    def leave(self) -> None:
        """The program ends: whoever looks stops, and is waited for."""
        self.leaving = True
        self._fresh.set()
        self.over.wait(LEAVE_S)

    def tell(self, kind: str) -> None:
        if kind not in self.kinds:
            self.kinds.add(kind)
            self._fresh.set()

    def complain(self, _opaque: Any, _title: bytes | None, words: bytes | None) -> None:
        self.complaints.append((words or b"").decode("utf-8", "replace"))
        self._fresh.set()

    def fail(self, problem: Problem) -> None:
        self.problem = problem
        self._fresh.set()

    def wait(self, limit_s: float) -> None:
        self._fresh.wait(limit_s)
        self._fresh.clear()


@contextmanager
def _opened(stream: SourceStream, news: _News, options: tuple[str, ...]) -> Generator[Callable[[], Tracks | None]]:
    """Plays a recording; hands out how to ask which tracks it has, None before it is open."""
    instance = new_instance()
    dialogs = vlc.DialogCbs(pf_display_error=ComplaintShape(news.complain))
    vlc.libvlc_dialog_set_callbacks(instance, ctypes.byref(dialogs), None)
    player: vlc.MediaPlayer = instance.media_player_new()
    picture, sound = Thumbnail(lambda _: news.tell("picture")), SoundShape(lambda *_: news.tell("sound"))
    picture.attach(player)
    player.audio_set_callbacks(sound, None, None, None, None, None)
    player.audio_set_format(*SAMPLES)
    events = Events(player, lambda heard: news.tell(heard.kind))
    media = stream.new_media(instance)
    try:
        if media is None:
            news.tell("error")
        else:
            for option in (*OPTIONS, *options):
                media.add_option(option)
            player.set_media(media)
            player.play()
        yield lambda: read_tracks(player, media) if media is not None and "playing" in news.kinds else None
    finally:
        stream.shut()
        player.stop()
        events.detach()
        player.release()
        if media is not None:
            media.release()
        vlc.libvlc_dialog_set_callbacks(instance, None, None)
        instance.release()


def _glimpse(stream: SourceStream, news: _News, tracks: Tracks | None) -> Glimpse:
    picture, sound = _tracks(tracks, news) if tracks is not None else (None, None)
    return Glimpse(
        name=stream.source.name,
        picture=picture,
        sound=sound,
        complaints=tuple(news.complaints),
        problem=news.problem,
        refused="error" in news.kinds,
        ended="end" in news.kinds,
        cut_off=stream.is_cut_off,
        waits=stream.is_waiting(mono_ms()),
    )


def _tracks(tracks: Tracks, news: _News) -> tuple[Track | None, Track | None]:
    """The picture and the sound; without letters until libVLC knows them all."""
    letters = iter(tracks.codecs if len(tracks.codecs) == tracks.has_picture + tracks.has_sound else ("", ""))
    picture = Track(letters=next(letters), came="picture" in news.kinds) if tracks.has_picture else None
    sound = Track(letters=next(letters), came="sound" in news.kinds) if tracks.has_sound else None
    return picture, sound
