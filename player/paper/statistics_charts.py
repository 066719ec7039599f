"""Charts of statistics: horizontal bars, and bars divided as the answers are; drawn within a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from player.domain.statistics.figures import percent
from player.domain.statistics.report import Bars, Stacks
from player.paper.flow import Cell, Flow, Style
from player.paper.looks import INK, MUTED, NAVY, WHITE
from player.paper.sheet import Colour, Sheet, operands
from player.paper.typefaces import Cut

LABEL = Style(cut=Cut.SANS, size=8, colour=INK, leading=1.3)
VALUE = Style(cut=Cut.SANS_BOLD, size=8, colour=INK, leading=1.3)
LEGEND = Style(cut=Cut.SANS, size=7.5, colour=MUTED, leading=1.4)
INSIDE = Style(cut=Cut.SANS_BOLD, size=7, colour=INK, leading=1.3)
TRACK: Colour = (233, 237, 242)
PALEST: Colour = (205, 221, 238)
THICK = 9.0
GAP = 6.0
SWATCH = 7.5
_LABELS, _VALUES = 0.36, 0.14
"""Of the width: what the labels of bars take, and what their values take."""
_DARK = 0.55
"""From here on a step of the scale is dark enough for white letters."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar to be drawn: its label and how high both are together."""

    label: Cell
    height: float


class Pen:
    """Draws on a sheet within `width` from `x` on."""

    def __init__(self, sheet: Sheet, flow: Flow, *, x: float, width: float) -> None:
        self.sheet = sheet
        self.flow = flow
        self.x = x
        self.width = width

    def cell(self, text: str, style: Style, *, x: float = 0, width: float | None = None) -> Cell:
        return self.flow.cell(text, style, x=self.x + x, width=self.width if width is None else width)

    def box(self, colour: Colour, *, x: float, y: float, width: float, height: float) -> None:
        low = self.sheet.up(y + height)
        path = f"{self.x + x:.2f} {low:.2f} {width:.2f} {height:.2f} re"
        self.sheet.draw(f"q {operands(colour)} rg {path} f Q")

    def text(self, cell: Cell, y: float) -> None:
        self.flow.lettering(cell, y)


class DrawnBars:
    """Bars with their labels at the left and their values at the right."""

    def __init__(self, bars: Bars, pen: Pen) -> None:
        self._bars = bars
        self._pen = pen
        self._left = pen.width * _LABELS
        self._room = pen.width * (1 - _LABELS - _VALUES)
        self._rows = [_Row(label := self._label(bar.label), max(label.height, THICK) + GAP) for bar in bars.bars]

    def heights(self) -> list[float]:
        return [row.height for row in self._rows]

    def draw(self, y: float, first: int, last: int) -> None:
        pen = self._pen
        for bar, row in list(zip(self._bars.bars, self._rows, strict=True))[first:last]:
            top = y + (LABEL.height - THICK) / 2
            pen.text(row.label, y)
            pen.box(TRACK, x=self._left, y=top, width=self._room, height=THICK)
            share = bar.count / self._bars.whole if self._bars.whole else 0
            if share:
                pen.box(NAVY, x=self._left, y=top, width=max(1, self._room * min(share, 1)), height=THICK)
            value = pen.cell(self._bars.value(bar), VALUE, x=self._left + self._room + 6, width=pen.width * _VALUES)
            pen.text(value, y)
            y += row.height

    def _label(self, text: str) -> Cell:
        return replace(self._pen.cell(text, LABEL, width=self._left - 8), turns=False)


class DrawnStacks:
    """Under a legend, each statement over a bar that is divided as its answers are."""

    def __init__(self, stacks: Stacks, pen: Pen) -> None:
        self._stacks = stacks
        self._pen = pen
        self._labels = [replace(pen.cell(stack.label, LABEL), turns=False) for stack in stacks.stacks]
        self._legend = list(self._placed())

    @property
    def legend_height(self) -> float:
        return (self._legend[-1][2] if self._legend else 0) + LEGEND.height + 4

    def heights(self) -> list[float]:
        return [label.height + 1 + THICK + 3 + GAP for label in self._labels]

    def draw_legend(self, y: float) -> None:
        for place, (cell, x, down) in enumerate(self._legend):
            self._pen.box(self._colour(place), x=x, y=y + down + 1.5, width=SWATCH, height=SWATCH)
            self._pen.text(cell, y + down)

    def draw(self, y: float, first: int, last: int) -> None:
        rows = list(zip(self._stacks.stacks, self._labels, self.heights(), strict=True))
        for stack, label, height in rows[first:last]:
            self._pen.text(label, y)
            self._divided(stack.counts, y + label.height + 1)
            y += height

    def _divided(self, counts: Sequence[int], y: float) -> None:
        whole, x, pen = sum(counts), 0.0, self._pen
        for place, count in enumerate(counts):
            width = pen.width * count / whole if whole else 0
            if width:
                # A hair's breadth of white keeps neighbours apart for whoever sees no difference of colour.
                pen.box(self._colour(place), x=x, y=y, width=max(0.6, width - 0.8), height=THICK + 2)
                self._share(percent(count, whole), place, x, y, width)
            x += width

    def _share(self, text: str, place: int, x: float, y: float, width: float) -> None:
        colour = WHITE if self._depth(place) >= _DARK else INK
        cell = self._pen.cell(text, replace(INSIDE, colour=colour))
        wide = cell.lines[0].width * INSIDE.size
        if wide + 4 <= width:
            self._pen.text(replace(cell, x=self._pen.x + x + (width - wide) / 2), y + 0.8)

    def _placed(self) -> Iterator[tuple[Cell, float, float]]:
        """The steps of the scale side by side, on further lines where they are many: each with its place."""
        x = down = 0.0
        for text in self._stacks.scale:
            cell = self._pen.cell(text, LEGEND, width=self._pen.width - SWATCH - 4)
            wide = SWATCH + 4 + cell.lines[0].width * LEGEND.size
            if x and x + wide > self._pen.width:
                x, down = 0.0, down + LEGEND.height
            yield replace(cell, x=self._pen.x + x + SWATCH + 4, lines=cell.lines[:1], turns=False), x, down
            x += wide + 14

    def _depth(self, place: int) -> float:
        return place / max(1, len(self._stacks.scale) - 1)

    def _colour(self, place: int) -> Colour:
        depth = self._depth(place)
        red, green, blue = (round(a + (b - a) * depth) for a, b in zip(PALEST, NAVY, strict=True))
        return red, green, blue
