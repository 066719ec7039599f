"""The chart: bars for years, in one panel for each credit type; what is proven solid, what is not hatched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import ceil

from player.domain.transcript_chart import Bar, Chart, Panel
from player.paper.flow import Flow, Style
from player.paper.lines import Piece
from player.paper.looks import INK, MUTED, NAVY
from player.paper.sheet import Colour, Sheet, operands
from player.paper.typefaces import Cut

AMBER: Colour = (150, 98, 10)
AXIS: Colour = (150, 160, 171)
KIND = Style(cut=Cut.SANS_BOLD, size=7.5, colour=INK, leading=1.3)
LABEL = Style(cut=Cut.SANS, size=6.5, colour=MUTED, leading=1.3)
AMOUNT = Style(cut=Cut.SANS, size=6.5, colour=INK, leading=1.3)
LEGEND = Style(cut=Cut.SANS, size=7.5, colour=INK)
PLOT = 46.0
"""How high the highest bar is."""
WIDEST_BAR = 22.0
GUTTER = 20.0
BELOW = 14.0
"""From the years to the next row."""
SWATCH = 8.0
"""The side of a sample in the legend."""
_HATCH = 3.0


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle, its upper left corner first."""

    x: float
    y: float
    width: float
    height: float


class Drawn:
    """One chart, `width` wide; draw it within the element that it is. `name_of`: how a credit type is set."""

    def __init__(
        self, chart: Chart, sheet: Sheet, flow: Flow, *, x: float, width: float, name_of: Callable[[str], list[Piece]]
    ) -> None:
        self._chart = chart
        self._sheet = sheet
        self._flow = flow
        self._x = x
        self._panel_width = (width - GUTTER * (chart.columns - 1)) / chart.columns
        self._rows = [list(row) for row in _rows(chart.panels, chart.columns)]
        self._kinds = {
            panel.kind: flow.composed(name_of(panel.kind), KIND, x=0, width=self._panel_width) for panel in chart.panels
        }

    @property
    def height(self) -> float:
        legend = LEGEND.height + 6 if self._chart.legend else 0
        return legend + sum(self._row_height(row) for row in self._rows)

    def draw(self, y: float) -> None:
        if self._chart.legend:
            self._legend(y)
            y += LEGEND.height + 6
        for row in self._rows:
            bottom = y + self._row_height(row) - LABEL.height - BELOW
            for place, panel in enumerate(row):
                self._panel(panel, self._x + place * (self._panel_width + GUTTER), y, bottom)
            y += self._row_height(row)

    def _row_height(self, row: list[Panel]) -> float:
        kinds = max(self._kinds[panel.kind].height for panel in row)
        return kinds + 4 + AMOUNT.height + PLOT + LABEL.height + BELOW

    def _panel(self, panel: Panel, x: float, y: float, bottom: float) -> None:
        """`bottom`: where the bars stand, the same for all that are side by side."""
        self._flow.lettering(replace(self._kinds[panel.kind], x=x, turns=False), y)
        slot = min(self._panel_width / len(panel.bars), 2.2 * WIDEST_BAR)
        broad = min(slot * 0.62, WIDEST_BAR)
        scale = PLOT / float(panel.highest) if panel.highest else 0
        for place, bar in enumerate(panel.bars):
            middle = x + (place + 0.5) * slot
            top = self._bar(bar, middle - broad / 2, bottom, broad, scale)
            self._centred(panel.amounts[place], AMOUNT, middle, top - AMOUNT.height - 0.5, least=x)
            self._centred(panel.years[place], LABEL, middle, bottom + 2, least=x)
        self._line(x, bottom, slot * len(panel.bars))

    def _bar(self, bar: Bar, x: float, bottom: float, width: float, scale: float) -> float:
        """What is proven stands below; returns where the bar ends."""
        proven, reported = float(bar.proven) * scale, float(bar.reported) * scale
        if proven:
            self._solid(_Box(x, bottom - proven, width, proven))
        if reported:
            self._hatched(_Box(x, bottom - proven - reported, width, reported))
        return bottom - proven - reported

    def _legend(self, y: float) -> None:
        x = self._x
        for text, fill in zip(self._chart.legend, (self._solid, self._hatched), strict=True):
            fill(_Box(x, y + 1.5, SWATCH, SWATCH))
            cell = self._flow.cell(text, LEGEND, x=x + SWATCH + 4, width=self._panel_width)
            self._flow.lettering(cell, y)
            x += SWATCH + 4 + cell.lines[0].width * LEGEND.size + 16

    def _centred(self, text: str, style: Style, middle: float, y: float, *, least: float) -> None:
        """Not further left than `least`."""
        if text:
            cell = self._flow.cell(text, style, x=0, width=self._panel_width)
            self._flow.lettering(replace(cell, x=max(least, middle - cell.lines[0].width * style.size / 2)), y)

    def _solid(self, box: _Box) -> None:
        self._sheet.draw(f"q {operands(NAVY)} rg {self._path(box)} f Q")

    def _hatched(self, box: _Box) -> None:
        """Lines that rise to the right, within an outline."""
        low, reach = self._sheet.up(box.y + box.height), box.height
        starts = range(-ceil(reach / _HATCH), ceil(box.width / _HATCH) + 1)
        lines = " ".join(
            f"{box.x + place * _HATCH:.2f} {low:.2f} m {box.x + place * _HATCH + reach:.2f} {low + reach:.2f} l"
            for place in starts
        )
        path = self._path(box)
        self._sheet.draw(f"q {path} W n 0.7 w {operands(AMBER)} RG {lines} S Q")
        self._sheet.draw(f"q 0.7 w {operands(AMBER)} RG {path} S Q")

    def _line(self, x: float, y: float, width: float) -> None:
        up = self._sheet.up(y)
        self._sheet.draw(f"q 0.6 w {operands(AXIS)} RG {x:.2f} {up:.2f} m {x + width:.2f} {up:.2f} l S Q")

    def _path(self, box: _Box) -> str:
        return f"{box.x:.2f} {self._sheet.up(box.y + box.height):.2f} {box.width:.2f} {box.height:.2f} re"


def _rows(panels: tuple[Panel, ...], columns: int) -> Iterator[tuple[Panel, ...]]:
    for first in range(0, len(panels), columns):
        yield panels[first : first + columns]
