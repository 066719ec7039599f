"""What captions are once they are read: cues of styled words, each with its time, its place and who speaks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate


class Side(StrEnum):
    """Which side of something is meant; START and END follow the direction of the script."""

    START = "start"
    CENTRE = "center"
    END = "end"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How words look, as far as the file says so; colours as `#rrggbb`, empty where it says nothing."""

    ink: str = ""
    ground: str = ""
    bold: bool = False
    italic: bool = False
    underline: bool = False


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look and one speaker, on one line."""

    text: str
    style: Style = PLAIN
    voice: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where the file wants a cue, as WebVTT says it (W3C WebVTT 1, section 3.1).

    `line` counts lines from the top (0, 1, …) or from the foot (-1, -2, …), or is a share of the height in per cent
    with `line_in_percent`; `line_side` is the edge of the cue that stands there. `position` is a share of the width in
    per cent, `position_side` the edge that stands there. `width` is the most it may take of the width, in per cent.
    """

    line: float | None = None
    line_in_percent: bool = False
    line_side: Side = Side.START
    position: float | None = None
    position_side: Side | None = None
    width: float = 100.0
    align: Side = Side.CENTRE


AT_THE_FOOT = Spot()
_FARTHEST_BACK = 200
"""How many cues back one is looked for that still stands: a file may have a million of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What is said from `start_ms` until `end_ms`. `introduces`: another voice than before begins, and is named."""

    start_ms: int
    end_ms: int
    lines: tuple[Line, ...]
    spot: Spot = AT_THE_FOOT
    introduces: bool = False

    @property
    def voice(self) -> str:
        """Who begins to speak, or nobody that is known."""
        return self.lines[0][0].voice

    @property
    def text(self) -> str:
        """The plain words, lines parted by newlines."""
        return _text(self.lines)

    @property
    def named_lines(self) -> tuple[Line, ...]:
        """The lines with the name of each voice in front of where it begins."""
        said = self.voice if not self.introduces else ""
        named: list[Line] = []
        for line in self.lines:
            spans: list[Span] = []
            for span in line:
                if span.voice and span.voice != said:
                    spans.append(Span(f"{span.voice}: ", replace(span.style, bold=True, italic=False), span.voice))
                    span = replace(span, text=_without_dash(span.text))
                said = span.voice or said
                spans.append(span)
            named.append(tuple(spans))
        return tuple(named)

    @property
    def turns(self) -> tuple[tuple[str, str], ...]:
        """Who says what in it, each in one line; without a name where somebody speaks on, or nobody knows who."""
        said = self.voice if not self.introduces else ""
        turns: list[tuple[str, list[str]]] = [("", [])]
        for line in self.lines:
            for span in line:
                if span.voice and span.voice != said:
                    turns.append((span.voice, []))
                said = span.voice or said
                turns[-1][1].append(span.text)
            turns[-1][1].append(" ")
        told = ((name, " ".join("".join(parts).split())) for name, parts in turns)
        return tuple((name, _without_dash(words) if name else words) for name, words in told if words)

    @property
    def sentence(self) -> str:
        """The words as one line with the names of those who begin to speak."""
        return " ".join(f"{name}: {words}" if name else words for name, words in self.turns)


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues of one language, in the order of their beginnings."""

    all: tuple[Cue, ...] = ()
    until_ms: tuple[int, ...] = ()
    """For each cue the latest end of it and all before it: tells where to stop looking back."""

    def at(self, position_ms: int) -> tuple[Cue, ...]:
        """What is said at that moment, in the order in which it began; costs what there is to show, not the file."""
        found: list[Cue] = []
        last = self.index_at(position_ms)
        for number in range(last, max(-1, last - _FARTHEST_BACK), -1):
            if self.until_ms[number] <= position_ms:
                break
            if self.all[number].end_ms > position_ms:
                found.append(self.all[number])
        return tuple(reversed(found))

    def index_at(self, position_ms: int) -> int:
        """The last cue that has begun by then, or -1."""
        return bisect_right(self.all, position_ms, key=_start) - 1


def cues_of(found: Iterable[Cue]) -> Cues:
    """Brings cues in order, and marks those with which another voice begins."""
    ordered: list[Cue] = []
    said = ""
    for cue in sorted(found, key=_start):
        ordered.append(replace(cue, introduces=True) if cue.voice and cue.voice != said else cue)
        said = next((span.voice for line in reversed(cue.lines) for span in reversed(line) if span.voice), said)
    return Cues(tuple(ordered), tuple(accumulate((cue.end_ms for cue in ordered), max)))


def words_of(cues: Iterable[Cue]) -> str:
    """The plain words of several cues, for those who do not see them."""
    return "\n".join(cue.text for cue in cues)


def _text(lines: tuple[Line, ...]) -> str:
    return "\n".join("".join(span.text for span in line) for line in lines)


def _without_dash(text: str) -> str:
    """A dash tells that somebody else speaks; beside the name it says nothing."""
    bare = text.removeprefix("-").removeprefix("\u2013").lstrip()
    return bare or text


def _start(cue: Cue) -> int:
    return cue.start_ms
