"""Collects words with the tags around them into lines of spans; what the tags mean is their reader's affair."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import unescape

from player.ui.captions.cues import PLAIN, Line, Span, Style

_DEEPEST = 32
"""Tags within tags; deeper ones change nothing any more."""


@dataclass(frozen=True, slots=True)
class Open:
    """A tag that is not closed yet."""

    name: str
    style: Style
    voice: str


class Scribe:
    """Takes words and tags in their order; `lines` is what came of them."""

    def __init__(self, style: Style = PLAIN) -> None:
        self._around = [Open("", style, "")]
        self._lines: list[list[Span]] = [[]]

    @property
    def here(self) -> Open:
        """The innermost tag that is open."""
        return self._around[-1]

    def emphasised(self, name: str) -> Style:
        """The style of here with what the tags for bold, italics and underlined words add."""
        match name:
            case "b":
                return replace(self.here.style, bold=True)
            case "i":
                return replace(self.here.style, italic=True)
            case "u":
                return replace(self.here.style, underline=True)
            case _:
                return self.here.style

    def open(self, name: str, style: Style, voice: str = "") -> None:
        if len(self._around) < _DEEPEST:
            self._around.append(Open(name, style, voice or self.here.voice))

    def close(self, name: str) -> None:
        """Closes the tag and whatever was left open within it; one that is not open is ignored."""
        for number in range(len(self._around) - 1, 0, -1):
            if self._around[number].name == name:
                del self._around[number:]
                return

    def write(self, text: str) -> None:
        """Words as they stand in the file, with entities and newlines."""
        for number, piece in enumerate(text.split("\n")):
            if number:
                self._lines.append([])
            # An entity can stand for a newline or a NUL; within a line neither means anything.
            words = " ".join((unescape(piece) if "&" in piece else piece).splitlines())
            if words:
                self._lines[-1].append(Span(words, self.here.style, self.here.voice))

    @property
    def lines(self) -> tuple[Line, ...]:
        """What was written, without empty lines and without space at the ends of lines."""
        return tuple(line for spans in self._lines if (line := _trimmed(spans)))


def _trimmed(spans: list[Span]) -> Line:
    kept = list(spans)
    while kept and not kept[0].text.strip():
        del kept[0]
    while kept and not kept[-1].text.strip():
        del kept[-1]
    if kept:
        kept[0] = Span(kept[0].text.lstrip(), kept[0].style, kept[0].voice)
        kept[-1] = Span(kept[-1].text.rstrip(), kept[-1].style, kept[-1].voice)
    return tuple(kept)
