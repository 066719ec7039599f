"""What was seen of a recording's first moment, and what that says: it is decoded here, it is not, or nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from player.domain.phrase import Phrase, Worded, listed
from player.domain.problem import OutOfReach, Problem
from player.media.problems import MediaUnplayable, PictureUnknown, SoundUnknown

Reading = tuple[str | None, str]
"""“yes”, “no” or None (cannot tell), and how it was found, or why not."""
DISK_LATE = Phrase("The disk did not answer in time.")
NAMES = {
    "h264": "H.264",
    "hevc": "HEVC",
    "av01": "AV1",
    "VP80": "VP8",
    "VP90": "VP9",
    "theo": "Theora",
    "mpgv": "MPEG",
    "mp1v": "MPEG-1",
    "mp2v": "MPEG-2",
    "mp4v": "MPEG-4",
    "mp4a": "AAC",
    "mpga": "MPEG",
    "mp3": "MP3",
    "vorb": "Vorbis",
    "flac": "FLAC",
    "a52": "AC-3",
    "eac3": "E-AC-3",
    "s16l": "PCM",
    "s24l": "PCM",
    "f32l": "PCM",
}
"""What people call the codecs for which libVLC has these letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A picture or a sound: its codec's four letters, and whether anything came out of its decoder."""

    letters: str
    came: bool = False

    @property
    def codec(self) -> str:
        return NAMES.get(self.letters, self.letters) or "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """What is known of a recording's first moment so far.

    `picture` and `sound`: None where the recording has none, or it is not open yet; `complaints`: what libVLC says
    of codecs that it lacks, in some language, with the codec's four letters in it; `problem`: why it cannot be
    read; `cut_off`: bytes are missing at its end; `waits`: the disk has not answered.
    """

    name: str
    picture: Track | None = None
    sound: Track | None = None
    complaints: tuple[str, ...] = ()
    problem: Problem | None = None
    refused: bool = False
    ended: bool = False
    cut_off: bool = False
    waits: bool = False

    @property
    def tracks(self) -> tuple[Track, ...]:
        return tuple(track for track in (self.picture, self.sound) if track is not None)

    def lacks(self, track: Track | None) -> bool:
        """Whether libVLC said that it has no decoder for this track."""
        if track is None or track.came or not track.letters:
            return False
        return any(track.letters in words for words in self.complaints)


def answer(seen: Glimpse) -> Reading | None:
    """What is certain by now; None while more can come. A black or silent recording is decoded like any other."""
    problem = _wrong(seen)
    if problem is not None:
        # A disk that was taken out says nothing of this computer; a damaged file plays on none.
        return None if isinstance(problem, OutOfReach) else "no", problem.what
    if seen.tracks and all(track.came for track in seen.tracks):
        return "yes", Worded("the first moment was decoded: {tracks}", tracks=listed(_named(seen)))
    return None


def out_of_time(seen: Glimpse) -> Reading:
    """Nothing failed, but the time is over."""
    if seen.waits:
        return None, DISK_LATE
    late = [track for track in seen.tracks if not track.came]
    if len(late) == len(seen.tracks):
        return None, Phrase("This computer did not decode it in time.")
    if late[0] is seen.picture:
        return None, Phrase("This computer did not decode its picture in time.")
    return None, Phrase("This computer did not decode its sound in time.")


def _wrong(seen: Glimpse) -> Problem | None:
    if seen.problem is not None:
        return seen.problem
    if seen.refused:
        return MediaUnplayable(name=seen.name, reason=Phrase("it is not a sound or video file that can be read."))
    if seen.picture is not None and seen.lacks(seen.picture):
        return PictureUnknown(name=seen.name, codec=seen.picture.codec)
    if seen.sound is not None and seen.lacks(seen.sound):
        return SoundUnknown(name=seen.name, codec=seen.sound.codec)
    if seen.cut_off:
        return MediaUnplayable(name=seen.name, reason=Phrase("bytes are missing at its end."))
    return _wrong_at_end(seen) if seen.ended else None


def _wrong_at_end(seen: Glimpse) -> Problem | None:
    """A text file, too, is played to its end by libVLC, without a word."""
    if not seen.tracks:
        return MediaUnplayable(name=seen.name, reason=Phrase("it holds neither picture nor sound."))
    if not any(track.came for track in seen.tracks):
        return MediaUnplayable(name=seen.name, reason=Phrase("nothing in it could be decoded."))
    if seen.picture is not None and not seen.picture.came:
        return PictureUnknown(name=seen.name, codec=seen.picture.codec)
    if seen.sound is not None and not seen.sound.came:
        return SoundUnknown(name=seen.name, codec=seen.sound.codec)
    return None


def _named(seen: Glimpse) -> Iterator[str]:
    if seen.picture is not None:
        yield Worded("{codec} picture", codec=seen.picture.codec)
    if seen.sound is not None:
        yield Worded("{codec} sound", codec=seen.sound.codec)
