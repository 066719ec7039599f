"""The sounds and subtitles inside a recording, and which of them libVLC plays."""

from __future__ import annotations

from typing import Any

from player.domain.engine import MediaTrack
from player.media.describing import is_description
from player.media.library import TrackType, vlc
from player.media.tracks import Named, named_tracks

NO_SUBTITLES = ":sub-language=none"
"""libVLC by itself shows subtitles that their recording calls its default; nobody asked for them."""
OFF = -1


class Choices:
    """What can be chosen in the recording that is loaded, and what was; used on the engine's thread.

    `sounds` and `subtitles` may be read from any thread. libVLC's player and its media number the tracks
    differently in some containers, so that they are matched by their order.
    """

    sounds: tuple[MediaTrack, ...]
    subtitles: tuple[MediaTrack, ...]
    _sound: int | None
    _subtitles: int | None

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.sounds = self.subtitles = ()
        self._sound = self._subtitles = None

    def learn(self, player: vlc.MediaPlayer, media: vlc.Media) -> None:
        names = named_tracks(media)
        sounds = _matched(_numbers(player.audio_get_track_description()), names.get(TrackType.audio.value, []))
        self.sounds = sounds or self.sounds
        subtitles = _matched(_numbers(player.video_get_spu_description()), names.get(TrackType.ext.value, []))
        self.subtitles = subtitles or self.subtitles
        self._renew(player)

    def _renew(self, player: vlc.MediaPlayer) -> None:
        """What was chosen stays chosen when the recording is opened again."""
        if self._sound is not None and player.audio_get_track() != self._sound:
            player.audio_set_track(self._sound)
        if self._subtitles is not None and player.video_get_spu() != self._subtitles:
            player.video_set_spu(self._subtitles)

    def choose_sound(self, player: vlc.MediaPlayer, track: int) -> None:
        if _is_among(track, self.sounds):
            self._sound = track
            player.audio_set_track(track)

    def choose_subtitles(self, player: vlc.MediaPlayer, track: int | None) -> None:
        if track is None or _is_among(track, self.subtitles):
            self._subtitles = track
            player.video_set_spu(OFF if track is None else track)


def _numbers(described: list[tuple[int, Any]]) -> list[int]:
    return [number for number, _ in described if number != OFF]


def _matched(numbers: list[int], names: list[Named]) -> tuple[MediaTrack, ...]:
    if len(numbers) != len(names):
        return tuple(MediaTrack(id=number) for number in numbers)
    return tuple(
        MediaTrack(id=number, language=named.language, label=named.label, describes=is_description(named.label))
        for number, named in zip(numbers, names, strict=True)
    )


def _is_among(track: int, tracks: tuple[MediaTrack, ...]) -> bool:
    return any(known.id == track for known in tracks)
