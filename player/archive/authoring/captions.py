"""Captions as authors bring them, WebVTT or SRT: each cue read strictly, with the line of whatever is wrong.

The libraries that read captions drop or repair what they do not like; an author has to be told, and what a build
writes must not change with a library's version. What learners see is read by the player's own tolerant reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_BYTES = 8 << 20
"""As much as the player reads of a captions file."""
_VTT_TIME = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_SRT_TIME = r"(\d{1,3}):([0-5]?\d):([0-5]?\d)[,.](\d{1,3})"
_VTT_TIMING = re.compile(rf"\s*{_VTT_TIME}[ \t]+-->[ \t]+{_VTT_TIME}(?:[ \t].*)?")
_SRT_TIMING = re.compile(rf"\s*{_SRT_TIME}\s*-->\s*{_SRT_TIME}(?:\s.*)?")
_ASIDES = ("NOTE", "STYLE", "REGION")
_KEPT = re.compile(r"&lt;(/?[ibu])&gt;", re.IGNORECASE)
_MARKS = re.compile(r"\{\\[^{}]{0,300}\}")
_FONT = re.compile(r"&lt;(/?)font(?:\s([^<>]{0,300}?))?&gt;", re.IGNORECASE)
_COLOUR = re.compile(r"\bcolor\s*=\s*[\"']?(#?[0-9a-z]{1,20})\b", re.IGNORECASE)
_PLACE = re.compile(r"\{\\an([1-9])\}")
# Tags have a longest length: without one, the end of each would be looked for in all that follows.
_TAG = re.compile(r"<[^<>]{0,300}>")


class NotCaptions(ValueError):
    """No captions at all; `line` is where that showed, and the text the end of a sentence."""

    def __init__(self, text: str, line: int = 1) -> None:
        self.line = line
        super().__init__(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One caption; `lines` as they stand in the file, with their tags."""

    line: int
    start_ms: int
    end_ms: int
    lines: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The lines without tags."""
        return tuple(_TAG.sub("", line).strip() for line in self.lines)


@dataclass(frozen=True, slots=True)
class Broken:
    """A cue that no player shows, and why, as a sentence."""

    line: int
    text: str


def read_captions(data: bytes, *, name: str) -> tuple[tuple[Cue, ...], tuple[Broken, ...]]:
    """All cues of the file `name`, and what could not be read. Raises `NotCaptions`."""
    lines = _lines(data)
    if is_srt(name):
        blocks, timing = tuple(_blocks(lines, 1)), _SRT_TIMING
        if not blocks:
            raise NotCaptions("it holds no captions.")
    else:
        if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
            raise NotCaptions("it is no WebVTT file: it does not begin with “WEBVTT”.")
        # What stands directly below the first line belongs to the file's heading.
        heading = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
        blocks = tuple(b for b in _blocks(lines[heading:], heading + 1) if not _is_aside(b[1]))
        timing = _VTT_TIMING
    read = [_cue(line, block, timing) for line, block in blocks]
    cues = tuple(found for found in read if isinstance(found, Cue))
    return cues, tuple(found for found in read if isinstance(found, Broken))


def is_srt(name: str) -> bool:
    return name.lower().endswith(".srt")


def vtt_name(name: str) -> str:
    """The name of a captions file within the package: SRT becomes WebVTT when the course is built."""
    return f"{name[:-4]}.vtt" if is_srt(name) else name


def as_vtt(cues: Sequence[Cue]) -> bytes:
    """Captions read from SRT, written as WebVTT; the same cues always give the same bytes."""
    blocks: list[str] = []
    colours: set[str] = set()
    for cue in sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms)):
        words = "\n".join(line for line in (_vtt_text(line, colours) for line in cue.lines) if line.strip())
        blocks.append(f"{_stamp(cue.start_ms)} --> {_stamp(cue.end_ms)}{_place(cue)}\n{words}\n")
    rules = "\n".join(f"::cue(.{_class(colour)}) {{ color: {colour} }}" for colour in sorted(colours))
    return "\n".join(["WEBVTT\n", *([f"STYLE\n{rules}\n"] if rules else []), *blocks]).encode()


def _lines(data: bytes) -> list[str]:
    if len(data) > MOST_BYTES:
        raise NotCaptions("it is larger than 8 MiB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise NotCaptions(f"it is not written in UTF-8 (line {line}).", line) from None
    if "\0" in text:
        raise NotCaptions("it holds bytes that are no text.")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _blocks(lines: list[str], first: int) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are not empty, each with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], first):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _is_aside(block: list[str]) -> bool:
    """A comment or a style; what has a time is a cue, whatever it is called."""
    return block[0].startswith(_ASIDES) and "-->" not in block[0]


def _cue(line: int, block: list[str], timing: re.Pattern[str]) -> Cue | Broken:
    at = next((n for n, words in enumerate(block[:2]) if "-->" in words), None)
    if at is None:
        return Broken(line, "A caption has no times.")
    match = timing.fullmatch(block[at])
    if match is None:
        return Broken(line + at, f"“{block[at].strip()[:60]}” is not how the times of a caption are written.")
    start, end, words = _ms(match, 0), _ms(match, 4), tuple(block[at + 1 :])
    if any("-->" in text for text in words):
        return Broken(line + at, "There is no empty line between two captions.")
    if end <= start:
        return Broken(line + at, "A caption ends before it begins.")
    if not any(_TAG.sub("", text).strip() for text in words):
        return Broken(line + at, "A caption says nothing.")
    return Cue(line=line + at, start_ms=start, end_ms=end, lines=words)


def _ms(match: re.Match[str], first: int) -> int:
    hours, minutes, seconds = (int(match[first + part] or 0) for part in range(1, 4))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int(match[first + 4].ljust(3, "0"))


def _stamp(ms: int) -> str:
    seconds, thousandths = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"


def _vtt_text(line: str, colours: set[str]) -> str:
    """SRT's text in WebVTT's writing: bold, italics and underlines stay; colours become classes, and are noted."""
    bare = _MARKS.sub("", line).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    def coloured(tag: re.Match[str]) -> str:
        if tag[1]:
            return "</c>"
        found = _COLOUR.search(tag[2] or "")
        if found is None:
            return "<c>"
        colours.add(found[1].lower())
        return f"<c.{_class(found[1].lower())}>"

    return _KEPT.sub(lambda tag: f"<{tag[1].lower()}>", _FONT.sub(coloured, bare)).strip()


def _class(colour: str) -> str:
    return f"colour-{colour.removeprefix('#')}"


def _place(cue: Cue) -> str:
    """The settings for SRT's marks `an1` to `an9`, which lie as the keys of a number pad; 2 is the usual place."""
    found = next((match for line in cue.lines if (match := _PLACE.search(line)) is not None), None)
    if found is None:
        return ""
    row, column = divmod(int(found[1]) - 1, 3)
    return ("", " line:50%,center", " line:0")[row] + (" align:left", "", " align:right")[column]
