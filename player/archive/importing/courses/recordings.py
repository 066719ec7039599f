"""Recordings, captions and handouts in a bundle: told by their first bytes and endings, and put together."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from player.archive.importing.bundle import Bundle
from player.archive.importing.courses.outline import Entry, Outline

VIDEO = ("mp4", "m4v", "webm", "mkv", "mov", "ogv", "avi", "mpg", "mpeg", "wmv", "flv")
SOUND = ("mp3", "m4a", "ogg", "oga", "opus", "flac", "wav", "aac")
CAPTIONS = ("vtt", "srt")
_STARTS = (
    b"\x1a\x45\xdf\xa3",
    b"OggS",
    b"ID3",
    b"fLaC",
    b"FLV",
    b"\x30\x26\xb2\x75",
    b"\x00\x00\x01\xba",
    b"\x00\x00\x01\xb3",
)
_RIFF = (b"WAVE", b"AVI ")
_BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip")
_LANGUAGE = re.compile(r"[._-]([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)$")
_ALONE = re.compile(r"[A-Za-z]{2}(?:-[A-Za-z]{2,4})?")
_NO_CAPTIONS = ("chapter", "thumb", "metadata", "sprite")


@dataclass(frozen=True, slots=True, kw_only=True)
class Captions:
    """`language` empty where the file's name does not tell it."""

    file: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A recording with what belongs to it; all names are names in the bundle."""

    media: str
    title: str
    captions: tuple[Captions, ...] = ()
    handouts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """`left`: files that were looked at and not taken, with their reasons."""

    recordings: tuple[Found, ...]
    left: tuple[tuple[str, str], ...]
    handouts: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Every file that is taken."""
        taken = [name for one in self.recordings for name in (one.media, *one.handouts)]
        captions = [caption.file for one in self.recordings for caption in one.captions]
        return frozenset((*taken, *captions, *self.handouts))


def find_recordings(bundle: Bundle, outline: Outline) -> Findings:
    """Raises `NotTaken` where the bundle is damaged."""
    left: list[tuple[str, str]] = []
    names = _in_order(bundle.names, outline.entries)
    media = _media(bundle, names, outline.entries, left)
    captions = [name for name in names if ending(name) in CAPTIONS]
    handouts = [name for name in names if ending(name) == "pdf"]
    broken = [name for name in handouts if not first_bytes(bundle, name).startswith(b"%PDF")]
    left += [(name, "It is called a PDF and is none.") for name in broken]
    handouts = [name for name in handouts if name not in broken]
    recordings: list[Found] = []
    used: set[str] = set()
    owners = {caption: _owner(caption, media) for caption in captions}
    for name in media:
        entry = next((entry for entry in outline.entries if name in entry.files), None)
        own = [caption for caption in captions if owners[caption] == name]
        papers = [paper for paper in handouts if paper not in used and (entry is None or paper in entry.files)]
        papers = papers if entry is not None or len(media) == 1 else []
        used.update((*own, *papers))
        recordings.append(
            Found(
                media=name,
                title=(entry.title if entry and _is_alone(name, entry, media) else "") or _title(name),
                captions=tuple(Captions(file=one, language=_language(one, name)) for one in own),
                handouts=tuple(papers),
            )
        )
    left += [(one, _why_not(one)) for one in captions if one not in used]
    rest = tuple(paper for paper in handouts if paper not in used)
    return Findings(recordings=_with_rest(recordings, rest), left=tuple(left), handouts=() if recordings else rest)


def _with_rest(recordings: Sequence[Found], rest: tuple[str, ...]) -> tuple[Found, ...]:
    """Handouts of which nothing says where they belong go to the first recording."""
    if not recordings or not rest:
        return tuple(recordings)
    first, *others = recordings
    together = Found(media=first.media, title=first.title, captions=first.captions, handouts=(*first.handouts, *rest))
    return (together, *others)


def ending(name: str) -> str:
    return posixpath.splitext(name)[1].lower().lstrip(".")


def stem(name: str) -> str:
    return posixpath.splitext(posixpath.basename(name))[0]


def first_bytes(bundle: Bundle, name: str) -> bytes:
    return next(iter(bundle.chunks(name)), b"")[:64]


def is_recording(start: bytes) -> bool:
    """By the first bytes of the kinds of file that players know."""
    if start[:4] == b"RIFF":
        return start[8:12] in _RIFF
    is_frame = len(start) > 1 and start[0] == 0xFF and start[1] & 0xE0 == 0xE0 and start[1] != 0xFF
    return start.startswith(_STARTS) or start[4:8] in _BOXES or is_frame


def _in_order(names: Iterable[str], entries: Sequence[Entry]) -> list[str]:
    """As the package shows them; what it does not show comes after, by name."""
    shown = [name for entry in entries for name in entry.files]
    return list(dict.fromkeys((*shown, *sorted(names))))


def _media(bundle: Bundle, names: list[str], entries: Sequence[Entry], left: list[tuple[str, str]]) -> list[str]:
    found: list[str] = []
    for name in names:
        if ending(name) not in (*VIDEO, *SOUND):
            continue
        if not is_recording(first_bytes(bundle, name)):
            left.append((name, "It is called a recording and does not begin as one."))
        else:
            found.append(name)
    videos = [name for name in found if ending(name) in VIDEO]
    opened = {entry.files[0] for entry in entries if entry.files}
    chosen: list[str] = []
    for name in found:
        same = [one for one in found if posixpath.splitext(one)[0] == posixpath.splitext(name)[0]]
        if name != min(same, key=_preference):
            left.append((name, "The same recording is taken over in another form."))
        elif videos and name not in videos and name not in opened:
            left.append((name, "It is a sound beside films; make it a session of its own if it is to be heard."))
        else:
            chosen.append(name)
    return chosen


def _preference(name: str) -> int:
    return (*VIDEO, *SOUND).index(ending(name))


def _owner(captions: str, media: Sequence[str]) -> str:
    """The recording that captions are called after, perhaps with a language behind it; the nearest of several.

    Captions that are called by a language alone belong to the only recording of their folder, or of the package.
    """
    if any(sign in stem(captions).lower() for sign in _NO_CAPTIONS):
        return ""
    fitting = [name for name in media if _is_called_after(captions, name)]
    if fitting:
        return max(fitting, key=lambda name: (len(stem(name)), _together(name, captions)))
    near = [name for name in media if posixpath.dirname(name) == posixpath.dirname(captions)]
    near = near if _ALONE.fullmatch(stem(captions)) else []
    only = near or media
    return only[0] if len(only) == 1 else ""


def _is_called_after(captions: str, media: str) -> bool:
    own, other = stem(media).lower(), stem(captions).lower()
    return other == own or (other.startswith(own) and not other[len(own)].isalnum())


def _together(one: str, other: str) -> int:
    """How many folders two files share, counted from the top."""
    pairs = zip(one.split("/")[:-1], other.split("/")[:-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _language(captions: str, media: str) -> str:
    name = stem(captions)
    found = _LANGUAGE.search(name)
    if found and name.lower() != stem(media).lower():
        return found[1]
    return name if _ALONE.fullmatch(name) else ""


def _is_alone(media: str, entry: Entry, all_media: list[str]) -> bool:
    return not any(one in entry.files for one in all_media if one != media)


def _title(name: str) -> str:
    return " ".join(re.split(r"[\s_-]+", stem(name))).strip().capitalize() or "Recording"


def _why_not(name: str) -> str:
    if any(sign in stem(name).lower() for sign in _NO_CAPTIONS):
        return "It holds no captions but chapters or pictures of them."
    return "Its name does not say to which recording these captions belong."
