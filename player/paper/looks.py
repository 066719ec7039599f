"""Looks: paper sizes, colours, and how large each part of a certificate is set."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

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


INK: Colour = (23, 33, 43)
MUTED: Colour = (85, 97, 110)
NAVY: Colour = (27, 58, 92)
HAIRLINE: Colour = (184, 167, 122)
RED: Colour = (163, 32, 29)
WATERMARK: Colour = (250, 226, 224)

MARGIN = 58.0
"""From the paper's edge to the text, left and right."""
TOP = 48.0
BOTTOM = 46.0
QR_SIDE = 106.0
"""With the 61 modules of a token: 1.7 points each, read by a scanner even from a screen at 96 dots per inch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a part is set: between `largest` and `smallest` (points), as the page has room.

    `lines`: it shrinks down to `floor` rather than take more lines; then it takes one more and may shrink further.
    0: it takes the lines that it needs.
    `share` of the text's width; `gap` above it; `tracking` in thousandths of the size.
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

    def size(self, density: float) -> float:
        """`density` 0: airy; 1: as dense as can be read."""
        return self.largest - (self.largest - self.smallest) * density


LOOKS: dict[Part, Look] = {
    Part.ISSUER: Look(largest=12.5, smallest=9, colour=NAVY, lines=1, floor=9, share=0.9, tracking=15),
    Part.ADDRESS: Look(largest=8, smallest=6.5, colour=MUTED, share=0.8, gap=1),
    Part.SPECIMEN: Look(largest=11, smallest=9, colour=RED, gap=7, tracking=30),
    Part.HEADING: Look(
        largest=28, smallest=20, colour=NAVY, leading=1.2, lines=1, floor=18, share=0.96, gap=9, tracking=8
    ),
    Part.LEAD: Look(largest=13, smallest=10, colour=MUTED, gap=8),
    Part.NAME: Look(largest=36, smallest=22, leading=1.25, lines=1, floor=20, share=0.96, gap=2),
    Part.SENTENCE: Look(largest=12, smallest=9, leading=1.4, share=0.84, gap=10),
    Part.TITLE: Look(largest=18, smallest=10, colour=NAVY, lines=2, floor=12.5, share=0.88, gap=8),
    Part.LABEL: Look(largest=7.5, smallest=6.5, colour=MUTED, gap=11, tracking=20),
    Part.VALUE: Look(largest=10, smallest=7.5, gap=1),
    Part.STATEMENT_LABEL: Look(largest=7.5, smallest=6.5, colour=NAVY, gap=14, tracking=20),
    Part.STATEMENT: Look(largest=7.8, smallest=5.6, colour=INK, leading=1.34, gap=1),
    Part.SIGNATORY: Look(largest=9.5, smallest=8, gap=3),
    Part.SIGNATORY_TITLE: Look(largest=8, smallest=6.5, colour=MUTED),
    Part.NUMBER_LABEL: Look(largest=7.5, smallest=7, colour=MUTED, tracking=20),
    Part.NUMBER: Look(largest=11.5, smallest=10, tracking=25),
    Part.NOTE: Look(largest=7.2, smallest=6.6, colour=MUTED, leading=1.4),
}
