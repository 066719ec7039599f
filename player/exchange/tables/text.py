"""A roster as lines of text, each value where its receiver looks for it, none that a spreadsheet calculates."""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterable, Sequence

from player.domain.cell import harmless
from player.domain.roster import RosterRow
from player.exchange.tables.layout import Encoding, Layout, Quoting
from player.exchange.tables.pieces import PIECE, taken


def text_bytes(rows: Iterable[RosterRow], layout: Layout) -> Generator[bytes]:
    """In pieces of some 64 KiB. No value has a line break: `sources` takes them out."""
    text = io.StringIO(newline="")
    lines = _Lines(text, layout)
    if layout.encoding is Encoding.MARKED:
        text.write("\ufeff")
    if layout.with_headings:
        lines.write(layout.headings)
    for row in rows:
        lines.write(_cells(row, layout))
        if text.tell() >= PIECE:
            yield taken(text)
    if text.tell():
        yield taken(text)


class _Lines:
    """Writes cells as the layout quotes them."""

    def __init__(self, text: io.StringIO, layout: Layout) -> None:
        quoting = csv.QUOTE_ALL if layout.quoting is Quoting.ALWAYS else csv.QUOTE_MINIMAL
        separator, end = layout.separator.character, layout.line_end.characters
        self._writer = csv.writer(text, delimiter=separator, lineterminator=end, quoting=quoting)
        self._text, self._separator, self._end = text, separator, end
        self._bare = layout.quoting is Quoting.NEVER

    def write(self, cells: Sequence[str]) -> None:
        if self._bare:
            self._text.write(self._separator.join(cell.replace(self._separator, " ") for cell in cells) + self._end)
        else:
            self._writer.writerow(cells)


def _cells(row: RosterRow, layout: Layout) -> list[str]:
    """Only what people wrote can begin like a formula; days and amounts are written here and stay what they are."""
    return [
        harmless(column.text(value)) if layout.defused and isinstance(value, str) else column.text(value)
        for column, value in layout.values(row)
    ]
