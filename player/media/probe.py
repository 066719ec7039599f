"""What a recording is, before it is packed: how long, with what tracks, and whether it really plays to its end."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from player.domain.engine import MediaSource, Observation, Sign
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.media.containers import HEAD, is_mpeg_stream
from player.media.keyframes import widest_gap_ms
from player.media.library import ONE_TRACK, new_instance, vlc
from player.media.problems import MediaUnplayable, SourceUnreadable
from player.media.source import FileSource
from player.media.stream import SourceStream
from player.media.tracks import Tracks, read_tracks
from player.media.vlc_engine import create_engine

OPEN_S = 10.0
NAMES_S = 3.0
POLL_S = 0.005
UNSETTLED = (0, 1, 2)
"""The states of libVLC before it plays, pauses, ends or gives up."""
START_MS = 2_500
END_MS = 4_000
END_S = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What a recording holds. Codecs by the names that libVLC gives them, empty where there is no such track.

    `codecs`: their four letters, the picture's first.
    `keyframe_gap_ms`: the longest way between two pictures to which one can jump at once, where its tables tell.
    """

    duration_ms: int
    has_picture: bool
    has_sound: bool
    picture_codec: str
    sound_codec: str
    codecs: tuple[str, ...] = ()
    keyframe_gap_ms: int | None = None


def probe(recording: Path | MediaSource) -> Probe:
    """Reads a recording's tables, in a few ms. Raises a `Problem` when it is no recording with a length."""
    if isinstance(recording, Path):
        source = _open(recording)
        try:
            return probe(source)
        finally:
            source.close()
    with _readable(recording.name):
        head = recording.read_at(0, HEAD)
        gap_ms = widest_gap_ms(recording)
    by_ffmpeg = is_mpeg_stream(head)
    found = _look(recording, *((ONE_TRACK,) if by_ffmpeg else ()))
    if found is not None and found.has_picture != found.has_sound and not by_ffmpeg:
        # Playing uses FFmpeg's readers for recordings of one track; so their length is the one that counts.
        found = _look(recording, ONE_TRACK) or found
    if found is None or not (found.has_picture or found.has_sound):
        raise MediaUnplayable(name=recording.name, reason=Phrase("it holds neither picture nor sound."))
    if found.duration_ms <= 0:
        raise MediaUnplayable(name=recording.name, reason=Phrase("it does not say how long it is."))
    return replace(found, keyframe_gap_ms=gap_ms if found.has_picture else None)


def _look(source: MediaSource, *options: str) -> Probe | None:
    """What libVLC finds when it opens the source, None when it does not take it."""
    problems: list[Problem] = []
    instance = new_instance("--vout=vdummy", "--aout=adummy")
    player = instance.media_player_new()
    stream = SourceStream(source, problems.append)
    media = stream.new_media(instance)
    try:
        found = _opened(player, media, options) if media is not None else None
    finally:
        stream.shut()
        player.stop()
        player.release()
        if media is not None:
            media.release()
        instance.release()
    if problems:
        raise problems[0]
    return found


def check_plays(recording: Path | MediaSource) -> Probe:
    """Plays the beginning and the end of a recording, unseen and unheard, in about 5 s; else like `probe`.

    Finds what tables do not tell: a codec that is missing, a file that breaks off.
    """
    if isinstance(recording, Path):
        source = _open(recording)
        try:
            return check_plays(source)
        finally:
            source.close()
    found = probe(recording)
    engine = create_engine(headless=True)
    seen: queue.SimpleQueue[Observation] = queue.SimpleQueue()
    engine.on_observation(seen.put)
    try:
        engine.load(recording, expected_duration_ms=found.duration_ms)
        engine.play()
        _watch(seen, START_MS / 1000)
        engine.seek(max(0, found.duration_ms - END_MS))
        engine.play()
        if not _watch(seen, END_S):
            raise MediaUnplayable(name=recording.name, reason=Phrase("it does not come to its end."))
    finally:
        engine.release()
    return found


def _watch(seen: queue.SimpleQueue[Observation], limit_s: float) -> bool:
    """Whether it ended within the time; raises what it failed of."""
    until = time.monotonic() + limit_s
    while (left := until - time.monotonic()) > 0:
        try:
            observation = seen.get(timeout=left)
        except queue.Empty:
            return False
        if observation.problem is not None:
            raise observation.problem
        if observation.sign is Sign.ENDED:
            return True
    return False


def _open(path: Path) -> FileSource:
    with _readable(path.name):
        return FileSource(path)


@contextmanager
def _readable(name: str) -> Generator[None]:
    """What the disk says against it is told as a `Problem`."""
    try:
        yield
    except OSError as error:
        reason = f"{error.strerror or Phrase('it cannot be opened')}."
        raise SourceUnreadable(name=name, reason=reason, details=str(error)) from error


def _opened(player: vlc.MediaPlayer, media: vlc.Media, options: tuple[str, ...]) -> Probe | None:
    """Media from callbacks cannot be parsed alone; so a player opens it, paused, and is asked every few ms."""
    for option in (":start-paused", *options):
        media.add_option(option)
    player.set_media(media)
    player.play()
    _wait(lambda: player.get_state().value not in UNSETTLED, OPEN_S)
    if not player.will_play():
        return None
    _wait(lambda: _is_named(read_tracks(player, media)), NAMES_S)
    tracks = read_tracks(player, media)
    return Probe(
        duration_ms=max(player.get_length(), media.get_duration()),
        has_picture=tracks.has_picture,
        has_sound=tracks.has_sound,
        picture_codec=tracks.picture_codec,
        sound_codec=tracks.sound_codec,
        codecs=tracks.codecs,
    )


def _is_named(tracks: Tracks) -> bool:
    return tracks.has_picture == bool(tracks.picture_codec) and tracks.has_sound == bool(tracks.sound_codec)


def _wait(is_so: Callable[[], bool], limit_s: float) -> None:
    until = time.monotonic() + limit_s
    while not is_so() and time.monotonic() < until:
        time.sleep(POLL_S)
