"""Drawing: paragraphs, rules, pictures and codes put on a sheet, tagged where they say something."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, radians, sin

import segno
from PIL import Image

from player.paper.lines import Composer, Piece
from player.paper.looks import INK, WATERMARK, Paper
from player.paper.setting import Block, Paragraph
from player.paper.sheet import Colour, Pen, Sheet, operands
from player.paper.typefaces import Cut
from player.paper.wording import WATERMARK as SPECIMEN
from player.paper.wording import Part

BASELINE = 0.78
"""Of a line's height, where its letters stand."""


class Brush:
    """Draws on one sheet. The order of the calls is the order in which the page is read."""

    def __init__(self, sheet: Sheet, composer: Composer) -> None:
        self._sheet = sheet
        self._composer = composer

    def paragraph(self, paragraph: Paragraph, x: float, y: float) -> float:
        """Draws from `y` down and returns where it ends."""
        pen = Pen(size=paragraph.size, colour=paragraph.look.colour, tracking=paragraph.tracking)
        kind = "H1" if paragraph.text.part is Part.HEADING else "P"
        with self._sheet.tag(kind, language=paragraph.text.language):
            for place, line in enumerate(paragraph.lines, start=1):
                self._sheet.line(
                    line.pieces,
                    x=paragraph.left_of(line, x),
                    baseline=y + paragraph.leading * BASELINE,
                    pen=pen,
                    goes_on=place < len(paragraph.lines),
                )
                y += paragraph.leading
        return y

    def stacked(self, paragraphs: Iterable[Paragraph], x: float, y: float) -> float:
        """One under the other, without gaps."""
        for paragraph in paragraphs:
            y = self.paragraph(paragraph, x, y)
        return y

    def block(self, block: Block, x: float, y: float) -> float:
        y = self.paragraph(block.label, x, y)
        return self.paragraph(block.text, x, y + block.text.look.gap)

    def picture(self, picture: Image.Image, *, x: float, y: float, width: float, alt: str) -> None:
        with self._sheet.tag("Figure", alt=alt):
            self._sheet.picture(picture, x=x, y=y, width=width)

    def code(self, token: str, *, x: float, y: float, side: float, alt: str) -> None:
        """The QR code as one path: each run of dark modules a rectangle. The page's white is its quiet zone."""
        # Any of the eight masks may be read; trying them all would take longer than the rest of the page.
        code = segno.make(token, error="m", micro=False, boost_error=False, mask=2)
        rows = [bytes(row) for row in code.matrix]
        module = side / len(rows)
        out = [f"q {operands(INK)} rg"]
        for down, row in enumerate(rows):
            for start, length in _dark_runs(row):
                low = self._sheet.up(y + (down + 1) * module)
                out.append(f"{x + start * module:.3f} {low:.3f} {length * module:.3f} {module:.3f} re")
        with self._sheet.tag("Figure", alt=alt):
            self._sheet.draw(" ".join((*out, "f Q")))

    def watermark(self, paper: Paper) -> None:
        """What nobody can miss on a specimen."""
        word = (Piece(SPECIMEN, Cut.SANS_BOLD),)
        size = paper.width * 0.86 / self._composer.width(word)
        angle = radians(30)
        along, across = cos(angle), sin(angle)
        middle = paper.width / 2, paper.height / 2
        with self._sheet.ornament():
            self._sheet.draw(f"{along:.4f} {across:.4f} {-across:.4f} {along:.4f} {middle[0]:.2f} {middle[1]:.2f} cm")
            left = -self._composer.width(word) * size / 2
            baseline = self._sheet.up(0) + size * 0.36
            self._sheet.line(word, x=left, baseline=baseline, pen=Pen(size=size, colour=WATERMARK), goes_on=False)

    def rule(self, x: float, y: float, width: float, colour: Colour, weight: float = 0.6) -> None:
        up = self._sheet.up(y)
        self.stroke(f"{x:.2f} {up:.2f} m {x + width:.2f} {up:.2f} l S", colour, weight)

    def upright(self, x: float, y: float, height: float, colour: Colour) -> None:
        top, foot = self._sheet.up(y), self._sheet.up(y + height)
        self.stroke(f"{x:.2f} {top:.2f} m {x:.2f} {foot:.2f} l S", colour, 0.6)

    def frame(self, x: float, y: float, width: float, height: float, colour: Colour, weight: float) -> None:
        self.stroke(f"{x:.2f} {self._sheet.up(y + height):.2f} {width:.2f} {height:.2f} re S", colour, weight)

    def area(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        with self._sheet.ornament():
            low = self._sheet.up(y + height)
            self._sheet.draw(f"{operands(colour)} rg {x:.2f} {low:.2f} {width:.2f} {height:.2f} re f")

    def notched(self, x: float, y: float, width: float, height: float, notch: float, colour: Colour) -> None:
        """A frame whose corners are stepped inward."""
        steps = [(0, notch), (notch, notch), (notch, 0)]
        corners = [
            *((x + dx, y + dy) for dx, dy in steps),
            *((x + width - dx, y + dy) for dx, dy in reversed(steps)),
            *((x + width - dx, y + height - dy) for dx, dy in steps),
            *((x + dx, y + height - dy) for dx, dy in reversed(steps)),
        ]
        points = [f"{px:.2f} {self._sheet.up(py):.2f}" for px, py in corners]
        self.stroke(f"{points[0]} m " + " ".join(f"{point} l" for point in points[1:]) + " s", colour, 0.6)

    def stroke(self, path: str, colour: Colour, weight: float) -> None:
        """A path in PDF's own coordinates, with the operator that strokes it."""
        with self._sheet.ornament():
            self._sheet.draw(f"{operands(colour)} RG {weight} w {path}")


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    for place, module in enumerate(row):
        if not module:
            continue
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return runs
