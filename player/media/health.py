"""Judging by facts whether a recording really plays: libVLC plays a text file to its end without a word."""

from __future__ import annotations

from dataclasses import dataclass, replace

from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.media.problems import MediaEndsEarly, MediaUnplayable, PictureUnknown, SoundUnknown

PATIENCE_MS = 2_000
"""After playing for so long, each track must have given something."""
SHORT_TOLERANCE_MS = 2_000
PICTURES_HELD_BACK = 4


@dataclass(slots=True, kw_only=True)
class Facts:
    """What is known about a recording being played: lengths and positions in ms of media time.

    `picture_ms`: how long each picture stands, where that is known: a minute, where slides are shown;
    `played_ms`: monotonic time since libVLC said that it plays, pauses left out; `decoded_*`: pictures and
    sound buffers that came out of the decoders, `pictures_now` those since it was last opened; `began_ms`: where
    it was opened; `position_ms`: as far as the engine reported; `cut_off`: bytes are missing at its end.
    """

    name: str
    expected_ms: int | None
    length_ms: int = 0
    has_picture: bool = False
    has_sound: bool = False
    picture_codec: str = ""
    sound_codec: str = ""
    decoded_pictures: int = 0
    pictures_now: int = 0
    decoded_sounds: int = 0
    frames: int = 0
    picture_ms: int = 0
    played_ms: int = 0
    position_ms: int = 0
    began_ms: int = 0
    refused: bool = False
    ended: bool = False
    cut_off: bool = False

    @property
    def tail_ms(self) -> int:
        """So long after its end libVLC may leave the last picture standing, where no sound device sets the pace."""
        return 0 if self.cut_off else self.picture_ms

    def again(self, began_ms: int) -> Facts:
        """What stays known when the same recording is opened again elsewhere."""
        return replace(self, began_ms=began_ms, position_ms=began_ms, played_ms=0, refused=False, ended=False)

    @property
    def has_tracks(self) -> bool:
        return self.has_picture or self.has_sound

    @property
    def has_one_track(self) -> bool:
        """Whether it has a picture without sound, or sound without a picture."""
        return self.has_picture != self.has_sound


def judge(facts: Facts) -> Problem | None:
    """Why this recording does not play as it should, or None while nothing speaks against it."""
    if facts.refused:
        return MediaUnplayable(name=facts.name, reason=Phrase("it is not a sound or video file that can be read."))
    if facts.ended:
        return _judge_end(facts)
    if facts.length_ms and _too_short(facts.length_ms, facts):
        return _ends_early(facts, facts.length_ms)
    if facts.played_ms >= PATIENCE_MS:
        return _judge_tracks(facts)
    return None


def _judge_end(facts: Facts) -> Problem | None:
    if not facts.has_tracks:
        return MediaUnplayable(name=facts.name, reason=Phrase("it holds neither picture nor sound."))
    silent = not facts.decoded_pictures and not facts.decoded_sounds and not facts.frames
    if silent and not facts.cut_off and facts.began_ms + SHORT_TOLERANCE_MS < facts.length_ms:
        return MediaUnplayable(name=facts.name, reason=Phrase("nothing in it could be decoded."))
    if _too_short(facts.position_ms, facts):
        return _ends_early(facts, facts.position_ms)
    return None


def _judge_tracks(facts: Facts) -> Problem | None:
    if not facts.has_tracks:
        return MediaUnplayable(name=facts.name, reason=Phrase("it holds neither picture nor sound."))
    if facts.has_picture and not facts.decoded_pictures and not facts.frames and _is_due(facts):
        return PictureUnknown(name=facts.name, codec=facts.picture_codec or Phrase("unknown"))
    if facts.has_sound and not facts.decoded_sounds and _is_due(facts):
        return SoundUnknown(name=facts.name, codec=facts.sound_codec or Phrase("unknown"))
    return None


def _is_due(facts: Facts) -> bool:
    """Whether a picture must have come out: decoders hold some back, and slides come one in a while."""
    return facts.played_ms >= PATIENCE_MS + PICTURES_HELD_BACK * facts.picture_ms


def _too_short(at_ms: int, facts: Facts) -> bool:
    """Whether the recording is at an end at `at_ms` although the course, or its own table, says that it is longer."""
    whole_ms = facts.expected_ms if facts.expected_ms is not None else facts.length_ms
    # Without a sound device libVLC ends soon after it has shown the last picture, however long that should stand.
    return at_ms + max(SHORT_TOLERANCE_MS, whole_ms // 100, facts.tail_ms) < whole_ms


def _ends_early(facts: Facts, at_ms: int) -> Problem:
    whole_ms = facts.expected_ms if facts.expected_ms is not None else facts.length_ms
    return MediaEndsEarly(name=facts.name, at=clock_words(at_ms), end=clock_words(whole_ms))


def clock_words(ms: int) -> str:
    """A time in a recording as people write it: 4:05 or 1:02:03."""
    seconds = ms // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
