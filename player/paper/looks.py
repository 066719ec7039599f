"""Looks: paper sizes, colours, and how a part of a certificate is set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from player.domain.template import CertificateTemplate, PaperSize
from player.paper.sheet import Colour
from player.paper.wording import Part


class Paper(Enum):
    """Paper on its long side, in points (72 to the inch)."""

    LETTER = (792.0, 612.0)
    A4 = (841.89, 595.28)

    @property
    def width(self) -> float:
        return self.value[0]

    @property
    def height(self) -> float:
        return self.value[1]


PAPERS = {PaperSize.LETTER: Paper.LETTER, PaperSize.A4: Paper.A4}

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
INK: Colour = (23, 33, 43)
MUTED: Colour = (85, 97, 110)
NAVY: Colour = (27, 58, 92)
HAIRLINE: Colour = (184, 167, 122)
RED: Colour = (163, 32, 29)
WATERMARK: Colour = (247, 214, 211)

QR_SIDE = 106.0
"""With the 61 modules of a token: 1.7 points each, read by a scanner even from a screen at 96 dots per inch."""


HELD = 0.85
"""Up to this density small print holds the size at which it is read with ease."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a part is set: between `largest` and `smallest` (points), as the page has room.

    `lines`: it shrinks down to `floor` rather than take more lines; then it takes one more and may shrink further.
    0: it takes the lines that it needs.
    `share` of the text's width; `gap` above it; `tracking` in thousandths of the size. `turns`: at the left, text that
    is written from right to left stands at the right of its column. `even`: at the left, too, lines are of about one
    length; in the middle they always are. `holds`: a size below which it goes only when everything else is small.
    """

    largest: float
    smallest: float
    colour: Colour = INK
    leading: float = 1.3
    lines: int = 0
    floor: float = 0
    share: float = 1.0
    gap: float = 0
    tracking: float = 0
    turns: bool = True
    even: bool = False
    holds: float = 0

    def size(self, density: float) -> float:
        """`density` 0: airy; 1: as dense as can be read."""
        if self.holds <= self.smallest:
            return self.largest - (self.largest - self.smallest) * density
        if density <= HELD:
            return self.largest - (self.largest - self.holds) * density / HELD
        return self.holds - (self.holds - self.smallest) * (density - HELD) / (1 - HELD)


Looks = Mapping[Part, Look]


def accent_of(template: CertificateTemplate | None) -> Colour:
    """The template's colour; where it has none that can be read, navy."""
    written = re.fullmatch(r"#([0-9A-Fa-f]{6})", template.accent) if template else None
    if written is None:
        return NAVY
    red, green, blue = bytes.fromhex(written[1])
    return red, green, blue


def tint(colour: Colour, share: float) -> Colour:
    """White with this share of `colour` in it."""
    red, green, blue = (round(255 - (255 - part) * share) for part in colour)
    return red, green, blue
