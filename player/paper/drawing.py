"""Drawing: the laid-out certificate on its sheet: frame, texts, signature, number and QR code, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin

import segno
from PIL import Image

from player.paper.layout import (
    CELL_GAP,
    COLUMN_GAP,
    FOOTER_GAP,
    SIGNATURE_HEIGHT,
    SIGNATURE_WIDTH,
    Block,
    Layout,
    Paragraph,
    footer_height,
)
from player.paper.lines import Composer, Piece
from player.paper.looks import (
    BOTTOM,
    HAIRLINE,
    INK,
    LOOKS,
    MARGIN,
    MUTED,
    NAVY,
    QR_SIDE,
    TOP,
    WATERMARK,
    Paper,
)
from player.paper.sheet import Colour, Pen, Sheet, operands
from player.paper.typefaces import Cut
from player.paper.wording import Part

STRETCH = 1.1
"""Gaps grow at most by this share; what room is then left stands above and below."""
BASELINE = 0.78
"""Of a line's height, where its letters stand."""
RULE_WIDTH = 250.0


class Drawing:
    """Draws one layout on one sheet. The order of the calls is the order in which the page is read."""

    def __init__(self, sheet: Sheet, layout: Layout, paper: Paper, composer: Composer) -> None:
        self._sheet = sheet
        self._layout = layout
        self._paper = paper
        self._composer = composer
        gaps = layout.gaps
        stretch = min(layout.slack, gaps * STRETCH)
        self._stretch = 1 + stretch / gaps if gaps else 1
        self._floor = paper.height - BOTTOM
        self._top = TOP + (layout.slack - stretch) * 0.4

    def ornaments(self, *, specimen: bool) -> None:
        """Frame and watermark: nothing that is read out."""
        if specimen:
            self._watermark()
        width, height = self._paper.width, self._paper.height
        self._rectangle(22, 22, width - 44, height - 44, NAVY, 1.4)
        self._notched(28, 28, width - 56, height - 56, 11)

    def texts(self) -> None:
        """All that stands above the footer."""
        y = self._top
        for paragraph in self._layout.upper:
            y += paragraph.look.gap * self._stretch
            y = self._paragraph(paragraph, (self._paper.width - paragraph.width) / 2, y)
            if paragraph.text.part is Part.NAME:
                self._rule((self._paper.width - RULE_WIDTH) / 2, y + 3, RULE_WIDTH, HAIRLINE)
        self._facts(y + LOOKS[Part.LABEL].gap * self._stretch)
        self._statements(self._floor - footer_height(self._layout) - FOOTER_GAP)

    def signature(self, picture: Image.Image | None, *, alt: str) -> None:
        """Who signs, over a line; the picture stands on the line."""
        names = self._layout.signatory
        line = self._floor - sum(p.height for p in names) - names[0].look.gap
        if picture is not None:
            scale = min(SIGNATURE_WIDTH / picture.width, SIGNATURE_HEIGHT / picture.height)
            with self._sheet.tag("Figure", alt=alt or "Signature"):
                top = line - picture.height * scale - 2
                self._sheet.picture(picture, x=MARGIN, y=top, width=picture.width * scale)
        self._rule(MARGIN, line, SIGNATURE_WIDTH, MUTED)
        self._stacked(names, MARGIN, line + names[0].look.gap)

    def number(self, token: str, alt: str) -> None:
        """The number and how to check it, beside the code."""
        code_left = self._paper.width - MARGIN - QR_SIDE
        paragraphs = (*self._layout.number, *self._layout.notes)
        left = code_left - FOOTER_GAP - paragraphs[0].width
        gap = 7.0
        top = self._floor - sum(p.height for p in paragraphs) - gap
        self._stacked(self._layout.notes, left, self._stacked(self._layout.number, left, top) + gap)
        with self._sheet.tag("Figure", alt=alt):
            self._code(token, code_left, self._floor - QR_SIDE)

    def _facts(self, y: float) -> None:
        facts = self._layout.facts
        if not facts:
            return
        step = facts[0].text.width + CELL_GAP
        x = (self._paper.width - step * len(facts) + CELL_GAP) / 2
        for place, block in enumerate(facts):
            if place:
                self._upright(x - CELL_GAP / 2, y + 1, self._layout.facts_height - 2)
            self._block(block, x, y)
            x += step

    def _statements(self, bottom: float) -> None:
        statements = self._layout.statements
        y = bottom - self._layout.statements_height
        if len(statements) == 1:
            self._block(statements[0], (self._paper.width - statements[0].text.width) / 2, y)
            return
        for place, block in enumerate(statements):
            self._block(block, MARGIN + place * (block.text.width + COLUMN_GAP), y)

    def _block(self, block: Block, x: float, y: float) -> None:
        y = self._paragraph(block.label, x, y)
        self._paragraph(block.text, x, y + block.text.look.gap)

    def _stacked(self, paragraphs: Sequence[Paragraph], x: float, y: float) -> float:
        for paragraph in paragraphs:
            y = self._paragraph(paragraph, x, y)
        return y

    def _paragraph(self, paragraph: Paragraph, x: float, y: float) -> float:
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

    def _code(self, token: str, x: float, y: float) -> None:
        """The QR code as one path: each run of dark modules a rectangle. The page's white is its quiet zone."""
        # Any of the eight masks may be read; trying them all would take longer than the rest of the page.
        code = segno.make(token, error="m", micro=False, boost_error=False, mask=2)
        rows = [bytes(row) for row in code.matrix]
        side = QR_SIDE / len(rows)
        out = [f"q {operands(INK)} rg"]
        for down, row in enumerate(rows):
            for start, length in _dark_runs(row):
                low = self._sheet.up(y + (down + 1) * side)
                out.append(f"{x + start * side:.3f} {low:.3f} {length * side:.3f} {side:.3f} re")
        self._sheet.draw(" ".join((*out, "f Q")))

    def _watermark(self) -> None:
        word = (Piece("SPECIMEN", Cut.SANS_BOLD),)
        size = self._paper.width * 0.86 / self._composer.width(word)
        angle = radians(30)
        along, across = cos(angle), sin(angle)
        middle = self._paper.width / 2, self._paper.height / 2
        with self._sheet.ornament():
            self._sheet.draw(f"{along:.4f} {across:.4f} {-across:.4f} {along:.4f} {middle[0]:.2f} {middle[1]:.2f} cm")
            left = -self._composer.width(word) * size / 2
            baseline = self._sheet.up(0) + size * 0.36
            self._sheet.line(word, x=left, baseline=baseline, pen=Pen(size=size, colour=WATERMARK), goes_on=False)

    def _rule(self, x: float, y: float, width: float, colour: Colour) -> None:
        up = self._sheet.up(y)
        self._stroke(f"{x:.2f} {up:.2f} m {x + width:.2f} {up:.2f} l", colour, 0.6)

    def _upright(self, x: float, y: float, height: float) -> None:
        top, foot = self._sheet.up(y), self._sheet.up(y + height)
        self._stroke(f"{x:.2f} {top:.2f} m {x:.2f} {foot:.2f} l", HAIRLINE, 0.6)

    def _rectangle(self, x: float, y: float, width: float, height: float, colour: Colour, weight: float) -> None:
        self._stroke(f"{x:.2f} {self._sheet.up(y + height):.2f} {width:.2f} {height:.2f} re", colour, weight)

    def _notched(self, x: float, y: float, width: float, height: float, notch: float) -> None:
        """A frame whose corners are stepped inward."""
        steps = [(0, notch), (notch, notch), (notch, 0)]
        corners = [
            *((x + dx, y + dy) for dx, dy in steps),
            *((x + width - dx, y + dy) for dx, dy in reversed(steps)),
            *((x + width - dx, y + height - dy) for dx, dy in steps),
            *((x + dx, y + height - dy) for dx, dy in reversed(steps)),
        ]
        points = [f"{px:.2f} {self._sheet.up(py):.2f}" for px, py in corners]
        self._stroke(f"{points[0]} m " + " ".join(f"{point} l" for point in points[1:]) + " s", HAIRLINE, 0.6)

    def _stroke(self, path: str, colour: Colour, weight: float) -> None:
        ending = "" if path.endswith(" s") else " S"
        with self._sheet.ornament():
            self._sheet.draw(f"{operands(colour)} RG {weight} w {path}{ending}")


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
