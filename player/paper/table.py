"""The table: rows that run over pages, under headings that stand on each of them."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from player.paper.flow import Cell, Flow, Style
from player.paper.lines import Piece
from player.paper.looks import NAVY
from player.paper.sheet import Colour
from player.paper.typefaces import Cut

HEAD = Style(cut=Cut.SANS_BOLD, size=7.5, colour=NAVY)
PALE: Colour = (222, 226, 231)
PADDING = 2.5
"""Above and below a row's letters."""
_COLUMN_HEAD = "<</O /Table /Scope /Column>>"
_ROW_HEAD = "<</O /Table /Scope /Row>>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`width` of its texts; amounts stand `is_at_right`."""

    head: str
    x: float
    width: float
    is_at_right: bool = False


def columns(
    heads: Sequence[str], widths: Sequence[float], *, x: float, gutter: float, at_right: frozenset[int] = frozenset()
) -> tuple[Column, ...]:
    """Side by side from `x` on, `gutter` between them."""
    found: list[Column] = []
    for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
        found.append(Column(head=head, x=x, width=width, is_at_right=place in at_right))
        x += width + gutter
    return tuple(found)


class Table:
    """Draws rows, each whole on one page where a page has room for it."""

    def __init__(self, flow: Flow, columns: Sequence[Column]) -> None:
        self._flow = flow
        self._columns = columns
        self._left = columns[0].x
        self._width = columns[-1].x + columns[-1].width - columns[0].x

    @contextmanager
    def opened(self) -> Generator[None, None, None]:
        """Under its headings."""
        flow, heads = self._flow, self._heads()
        with flow.group("Table"):
            flow.keep(self.head_height + 30)
            flow.row(*heads, within="TR")
            flow.y += PADDING
            yield

    @property
    def head_height(self) -> float:
        return max(cell.height for cell in self._heads()) + PADDING

    def cell(self, column: int, text: str, style: Style, *, is_head: bool = False) -> Cell:
        """`is_head`: it says what its row is about."""
        place = self._columns[column]
        kind, attributes = ("TH", _ROW_HEAD) if is_head else ("TD", "")
        cell = self._flow.cell(text, style, x=place.x, width=place.width, kind=kind, attributes=attributes)
        return replace(cell, is_at_right=place.is_at_right, turns=False)

    def composed(self, column: int, pieces: Sequence[Piece], style: Style, *, is_head: bool = False) -> Cell:
        place = self._columns[column]
        kind, attributes = ("TH", _ROW_HEAD) if is_head else ("TD", "")
        cell = self._flow.composed(pieces, style, x=place.x, width=place.width, kind=kind, attributes=attributes)
        return replace(cell, turns=False)

    def spanning(self, first: int, last: int, text: str, style: Style) -> Cell:
        """What a row is about, over the columns from `first` to `last`."""
        left, end = self._columns[first], self._columns[last]
        width = end.x + end.width - left.x
        attributes = f"<</O /Table /Scope /Row /ColSpan {last - first + 1}>>"
        return self._flow.cell(text, style, x=left.x, width=width, kind="TH", attributes=attributes)

    @staticmethod
    def height_of(cells: Sequence[Cell]) -> float:
        return max(cell.height for cell in cells) + 2 * PADDING

    def row(
        self, cells: Sequence[Cell], *, line: Colour = PALE, tint: Colour | None = None, followed_by: float = 0
    ) -> None:
        """A row under a line; `tint`: what is behind it; `followed_by`: how high the rows are that stay with it."""
        flow, height = self._flow, self.height_of(cells)
        if flow.keep(height + followed_by):
            self._heads_again()
        if tint is not None and flow.y + height <= flow.floor:
            flow.bar(tint, x=self._left - 4, y=flow.y, width=self._width + 8, height=height)
        flow.rule(line, x=self._left, width=self._width, weight=0.5)
        flow.y += PADDING
        flow.row(*cells, within="TR")
        flow.y += PADDING

    def _heads(self) -> list[Cell]:
        return [
            replace(
                self._flow.cell(column.head, HEAD, x=column.x, width=column.width, kind="TH", attributes=_COLUMN_HEAD),
                is_at_right=column.is_at_right,
            )
            for column in self._columns
        ]

    def _heads_again(self) -> None:
        """At the top of a further page, for the eye alone."""
        flow, heads = self._flow, self._heads()
        for cell in heads:
            flow.ornament(cell, flow.y)
        flow.y += self.head_height
