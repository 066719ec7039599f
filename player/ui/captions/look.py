"""How a learner wants captions to look; kept with the settings of the installation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SMALLEST, LARGEST = 50, 300
"""The size of the letters in per cent of what is usual."""
EASY, READABLE = 45, 30
"""Tenths of a contrast ratio (W3C WCAG 2.2, 1.4.3): for words, and the least for large ones."""


class Tint(StrEnum):
    """A colour of letters or of what lies behind them; COURSE leaves it to the file, and without a word from it
    letters are white on black."""

    COURSE = "course"
    WHITE = "white"
    YELLOW = "yellow"
    CYAN = "cyan"
    GREEN = "green"
    BLUE = "blue"
    GREY = "grey"
    BLACK = "black"


class Edge(StrEnum):
    """What sets letters off from the picture."""

    NONE = "none"
    OUTLINE = "outline"
    SHADOW = "shadow"


class CaptionPlace(StrEnum):
    """Where captions stand; COURSE leaves it to the file, and without a word from it that is the foot."""

    COURSE = "course"
    TOP = "top"
    BOTTOM = "bottom"


INKS = (Tint.COURSE, Tint.WHITE, Tint.YELLOW, Tint.CYAN, Tint.GREEN, Tint.BLACK)
GROUNDS = (Tint.COURSE, Tint.BLACK, Tint.GREY, Tint.BLUE, Tint.WHITE, Tint.YELLOW)
_COLOURS = {
    Tint.WHITE: "#ffffff",
    Tint.YELLOW: "#ffe94d",
    Tint.CYAN: "#6ff2ff",
    Tint.GREEN: "#7dff8a",
    Tint.BLUE: "#0b2a6b",
    Tint.GREY: "#3a3f47",
    Tint.BLACK: "#000000",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionLook:
    """`opacity_percent` is that of what lies behind the letters."""

    size_percent: int = 100
    ink: Tint = Tint.COURSE
    ground: Tint = Tint.COURSE
    opacity_percent: int = 75
    edge: Edge = Edge.NONE
    place: CaptionPlace = CaptionPlace.COURSE

    def ink_over(self, said: str) -> str:
        """The colour of letters (`#rrggbb`) where the file says this one, or nothing."""
        return said or _COLOURS[Tint.WHITE] if self.ink is Tint.COURSE else _COLOURS[self.ink]

    def ground_over(self, said: str) -> str:
        """The colour behind letters (`#rrggbb`) where the file says this one, or nothing."""
        return said or _COLOURS[Tint.BLACK] if self.ground is Tint.COURSE else _COLOURS[self.ground]

    @property
    def is_hard_to_read(self) -> bool:
        """Whether letters and what lies behind them are too much alike, whatever the picture."""
        if self.opacity_percent < 50:
            return self.edge is Edge.NONE
        return contrast_tenths(self.ink_over(""), self.ground_over("")) < EASY


def contrast_tenths(one: str, other: str) -> int:
    """Ten times the contrast ratio of two colours, 10 to 210."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return int((light + 0.05) / (dark + 0.05) * 10)


def readable_ink(ink: str, ground: str) -> str:
    """The colour itself, or so much lighter (on a light ground: darker) that it can be told from its ground."""
    towards = 255 if _luminance(ground) < 0.2 else 0
    red, green, blue = _parts(ink)
    for step in range(8):
        mixed = "#" + "".join(f"{part + (towards - part) * step // 8:02x}" for part in (red, green, blue))
        if contrast_tenths(mixed, ground) >= READABLE:
            return mixed
    return "#ffffff" if towards else "#000000"


def edge_of(ink: str) -> str:
    """The colour that sets letters of this colour off."""
    return "#000000" if _luminance(ink) > 0.18 else "#ffffff"


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
