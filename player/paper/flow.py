"""Flow: texts that run down one page after another, in rows of cells side by side."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace

from player.paper.drawing import BASELINE
from player.paper.lines import Composer, Line, Piece, is_right_to_left
from player.paper.sheet import Colour, Pen, Sheet, operands
from player.paper.typefaces import Cut, Typefaces, clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a text is set: `size` in points, `leading` as a share of it."""

    cut: Cut
    size: float
    colour: Colour
    leading: float = 1.36
    tracking: float = 0

    @property
    def height(self) -> float:
        return self.size * self.leading


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A text broken into lines that begin at `x` and are at most `width` wide; `kind` is what it is tagged as.

    `turns`: what is written from right to left stands at the right; not in a table, whose columns would run together.
    """

    lines: tuple[Line, ...]
    style: Style
    x: float
    width: float
    kind: str = "P"
    language: str | None = None
    attributes: str = ""
    is_at_right: bool = False
    turns: bool = True

    @property
    def height(self) -> float:
        return self.style.height * len(self.lines)

    def part(self, first: int, last: int) -> Cell:
        return replace(self, lines=self.lines[first:last])

    def left_of(self, line: Line) -> float:
        is_turned = self.turns and is_right_to_left("".join(one.text for one in self.lines))
        is_at_right = self.is_at_right or is_turned
        return self.x + (self.width - line.width * self.style.size if is_at_right else 0)


class Flow:
    """Draws rows from `top` down to `floor`, and goes on at the top of the next page."""

    def __init__(self, sheet: Sheet, faces: Typefaces, composer: Composer, *, top: float, floor: float) -> None:
        self._sheet = sheet
        self._faces = faces
        self._composer = composer
        self._top = top
        self._floor = floor
        self.y = top

    @property
    def floor(self) -> float:
        """How far down a page goes."""
        return self._floor

    def cell(
        self,
        text: str,
        style: Style,
        *,
        x: float,
        width: float,
        kind: str = "P",
        language: str | None = None,
        attributes: str = "",
        after: str = "",
    ) -> Cell:
        """A text set for a row, and a remark `after` it that is not bold.

        A character that no font has is replaced, so that every text can be set.
        """
        pieces = [Piece(self.printable(text), style.cut)]
        if after:
            pieces.append(Piece(f" {self.printable(after)}", Cut.SANS))
        cell = self.composed(pieces, style, x=x, width=width, kind=kind, attributes=attributes)
        return replace(cell, language=language)

    def composed(
        self, pieces: Sequence[Piece], style: Style, *, x: float, width: float, kind: str = "P", attributes: str = ""
    ) -> Cell:
        """As `cell`, of pieces that are `printable`, each in its own cut."""
        lines = self._composer.broken(pieces, width / style.size)
        return Cell(lines=lines, style=style, x=x, width=width, kind=kind, attributes=attributes)

    def printable(self, text: str) -> str:
        """`text` with a sign in place of each character that no font has."""
        return self._faces.printable(clean(text))

    @contextmanager
    def group(self, kind: str, *, attributes: str = "") -> Generator[None, None, None]:
        """The rows inside are parts of one element of the document's structure."""
        with self._sheet.group(kind, attributes=attributes):
            yield

    def keep(self, height: float) -> bool:
        """Goes to the next page unless there is room for this much, and says whether it did."""
        if self.y + height <= self._floor or self.y <= self._top:
            return False
        self._sheet.next_page()
        self.y = self._top
        return True

    def space(self, height: float) -> None:
        """Empty space, not at the top of a page."""
        if self.y > self._top:
            self.y += height

    def row(self, *cells: Cell, within: str = "") -> None:
        """Cells side by side on one first line, and part of one element; a row higher than a page is cut into rows."""
        room = self._floor - self._top
        most = max(1, int(room / max(cell.style.height for cell in cells)))
        longest = max(len(cell.lines) for cell in cells)
        for first in range(0, max(longest, 1), most):
            with self.group(within) if within else nullcontext():
                self._row([cell.part(first, first + most) for cell in cells])

    def beside(self, cell: Cell) -> None:
        """Draws a cell without going on: what comes next stands beside it."""
        y = self.y
        self._row([cell])
        self.y = y

    def rule(self, colour: Colour, *, x: float, width: float, weight: float = 0.6) -> None:
        up = self._sheet.up(self.y)
        with self._sheet.ornament():
            self._sheet.draw(f"{weight:.2f} w {operands(colour)} RG {x:.2f} {up:.2f} m {x + width:.2f} {up:.2f} l S")

    def bar(self, colour: Colour, *, x: float, y: float, width: float, height: float) -> None:
        low = self._sheet.up(y + height)
        with self._sheet.ornament():
            self._sheet.draw(f"{operands(colour)} rg {x:.2f} {low:.2f} {width:.2f} {height:.2f} re f")

    def frame(self, colour: Colour, *, x: float, y: float, width: float, height: float) -> None:
        low = self._sheet.up(y + height)
        with self._sheet.ornament():
            self._sheet.draw(f"0.6 w {operands(colour)} RG {x:.2f} {low:.2f} {width:.2f} {height:.2f} re S")

    def ornament(self, cell: Cell, y: float) -> None:
        """A text that is not read out: what every page says again."""
        with self._sheet.ornament():
            self.lettering(cell, y)

    def lettering(self, cell: Cell, y: float) -> None:
        """A text that is part of whatever is being drawn: of a picture, of an ornament."""
        self._lines(cell, y + cell.style.height * BASELINE)

    def _row(self, cells: Sequence[Cell]) -> None:
        self.keep(max(cell.height for cell in cells))
        baseline = max(cell.style.height for cell in cells) * BASELINE
        for cell in cells:
            with self._sheet.tag(cell.kind, language=cell.language, attributes=cell.attributes):
                self._lines(cell, self.y + baseline)
        self.y += max(baseline - cell.style.height * BASELINE + cell.height for cell in cells)

    def _lines(self, cell: Cell, baseline: float) -> None:
        pen = Pen(size=cell.style.size, colour=cell.style.colour, tracking=cell.style.tracking)
        for place, line in enumerate(cell.lines, start=1):
            goes_on = place < len(cell.lines)
            self._sheet.line(line.pieces, x=cell.left_of(line), baseline=baseline, pen=pen, goes_on=goes_on)
            baseline += cell.style.height
