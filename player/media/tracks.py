"""What a recording holds, and what came out of its decoders, as libVLC knows it."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

from player.media.library import TrackShape, TrackType, vlc


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracks:
    """Which tracks there are, and their codecs' names: empty while libVLC does not say.

    `codecs`: the four letters of each, the picture's first.
    """

    has_picture: bool
    has_sound: bool
    picture_codec: str = ""
    sound_codec: str = ""
    codecs: tuple[str, ...] = ()


def read_tracks(player: vlc.MediaPlayer, media: vlc.Media) -> Tracks:
    """What the opened media holds. The names of codecs come a moment after the tracks themselves."""
    codecs = _codecs(media)
    video, audio = TrackType.video.value, TrackType.audio.value
    return Tracks(
        has_picture=video in codecs or player.video_get_track_count() > 0,
        has_sound=audio in codecs or player.audio_get_track_count() > 0,
        picture_codec=codecs[video].name if video in codecs else "",
        sound_codec=codecs[audio].name if audio in codecs else "",
        codecs=tuple(codecs[kind].letters for kind in (video, audio) if kind in codecs),
    )


@dataclass(frozen=True, slots=True)
class _Codec:
    letters: str
    name: str


def _codecs(media: vlc.Media) -> dict[int, _Codec]:
    """The codec of the first track of each kind."""
    found: dict[int, _Codec] = {}
    for track in _table(media):
        found.setdefault(track.kind, _Codec(codec_letters(track.codec), codec_name(track.kind, track.codec)))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a recording says of one of its tracks: language (usually ISO 639) and name, or empty."""

    language: str
    label: str


def named_tracks(media: vlc.Media) -> dict[int, list[Named]]:
    """What is said of the tracks of each kind, in their order."""
    found: dict[int, list[Named]] = {}
    for track in _table(media):
        language = "" if track.language == "und" else track.language
        found.setdefault(track.kind, []).append(Named(language=language, label=track.label))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Track:
    kind: int
    codec: int
    language: str
    label: str


def _table(media: vlc.Media) -> list[_Track]:
    """All tracks of the media. Plain values are taken out before libVLC frees its table."""
    table = ctypes.POINTER(vlc.MediaTrack)()
    count = vlc.libvlc_media_tracks_get(media, ctypes.byref(table))
    if not count:
        return []
    tracks = ctypes.cast(table, ctypes.POINTER(ctypes.POINTER(TrackShape)))
    try:
        return [_taken(tracks[i].contents) for i in range(count)]
    finally:
        vlc.libvlc_media_tracks_release(ctypes.cast(table, ctypes.POINTER(ctypes.POINTER(vlc.MediaTrack))), count)


def _taken(track: Any) -> _Track:
    return _Track(
        kind=int(track.type),
        codec=int(track.codec),
        language=(track.language or b"").decode("utf-8", "replace"),
        label=(track.description or b"").decode("utf-8", "replace"),
    )


def codec_name(kind: int, codec: int) -> str:
    """The name of a codec as libVLC calls it, or its four letters."""
    described = vlc.libvlc_media_get_codec_description(vlc.TrackType(kind), codec)
    return described.decode("utf-8", "replace") if described else codec_letters(codec)


def codec_letters(codec: int) -> str:
    return codec.to_bytes(4, "little").decode("ascii", "replace").strip("\0 ")


def read_stats(media: vlc.Media) -> tuple[int, int]:
    """How many pictures and how many pieces of sound were decoded so far."""
    stats = vlc.MediaStats()
    if not media.get_stats(stats):
        return 0, 0
    return stats.decoded_video, stats.decoded_audio
