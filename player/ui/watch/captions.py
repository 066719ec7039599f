"""Captions as WebVTT keeps them: a strict, small reader of cues; what it cannot read it leaves out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

MOST_BYTES = 8 << 20
"""A day of talking is below 2 MB; anything far larger is no caption file."""

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"\s*{_TIME}\s+-->\s+{_TIME}(?:\s.*)?$")
_TAG = re.compile(r"<[^>]*>")
_ASIDES = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What is said from `start_ms` until `end_ms`: plain text, its lines parted by newlines."""

    start_ms: int
    end_ms: int
    text: str

    @property
    def sentence(self) -> str:
        """The text as one line, for the transcript."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues of one language, in the order of their beginnings."""

    all: tuple[Cue, ...] = ()

    def text_at(self, position_ms: int) -> str:
        """What is said at that moment; cues that overlap stand one above the other."""
        nearby = self.all[max(0, self.index_at(position_ms) - 3) : self.index_at(position_ms) + 1]
        return "\n".join(cue.text for cue in nearby if cue.start_ms <= position_ms < cue.end_ms)

    def index_at(self, position_ms: int) -> int:
        """The last cue that has begun by then, or -1."""
        return bisect_right(self.all, position_ms, key=_start) - 1


def read_captions(data: bytes) -> Cues:
    """The cues of a WebVTT file (W3C WebVTT 1, section 4). Another kind of file has none; a broken cue is skipped."""
    text = data[:MOST_BYTES].decode("utf-8", errors="replace").removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").split("\n")
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        return Cues()
    found = (cue for block in _blocks(lines[1:]) if (cue := _cue(block)) is not None)
    return Cues(tuple(sorted(found, key=_start)))


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []


def _cue(block: list[str]) -> Cue | None:
    if block[0].startswith(_ASIDES) and "-->" not in block[0]:
        return None
    for number, line in enumerate(block[:2]):
        match = _TIMING.match(line)
        if match is not None:
            start, end = _ms(match, 0), _ms(match, 4)
            text = "\n".join(_plain(words) for words in block[number + 1 :]).strip()
            return Cue(start_ms=start, end_ms=end, text=text) if end > start and text else None
    return None


def _ms(match: re.Match[str], first: int) -> int:
    hours, minutes, seconds, thousandths = (int(match[first + part] or 0) for part in range(1, 5))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _plain(words: str) -> str:
    """Without voice, class and timing tags: how captions look is the learner's choice."""
    return unescape(_TAG.sub("", words)).strip()


def _start(cue: Cue) -> int:
    return cue.start_ms
