"""Tables as text: CSV with commas, semicolons, tabs or bars, in the encodings that spreadsheets write."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from player.domain.kiosk.roster import TableRow, columns_of
from player.domain.phrase import Phrase
from player.exchange.attendees.problems import RosterUnreadable

_BETWEEN = ",;\t|"
_LOOKED_AT = 10
"""Rows among which the headings are looked for, and bytes that tell text from anything else."""
_FIRST_BYTES = 512
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def text_rows(data: bytes, *, name: str) -> Iterator[TableRow]:
    """The rows of a table as text. Raises `RosterUnreadable` where it is none."""
    written = _decoded(data, name)
    first, _, rest = written.partition("\n")
    # Excel's own hint, which it does not count as a row.
    hint = re.fullmatch(r'"?sep=(.)"?\r?', first)
    if hint:
        return _rows(rest, hint[1])
    return _rows(written, max(_BETWEEN, key=lambda between: _understood(written, between)))


def _decoded(data: bytes, name: str) -> str:
    encoding = next((found for bom, found in _BOMS.items() if data.startswith(bom)), "")
    if not encoding and b"\0" in data[:_FIRST_BYTES]:
        raise RosterUnreadable(name=name, reason=Phrase("it is no table of text."))
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        # As spreadsheets in Western Europe and America write it without being asked.
        return data.decode(encoding or "cp1252", errors="replace")


def _understood(written: str, between: str) -> int:
    """How many headings are known where the cells are parted so."""
    rows = zip(_rows(written, between), range(_LOOKED_AT), strict=False)
    return max((len(columns_of(row.cells).places) for row, _ in rows), default=0)


def _rows(written: str, between: str) -> Iterator[TableRow]:
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=between)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error:
            # A cell beyond the reader's own bound (128 KiB): the row is lost, and the next one begins with a new line.
            yield TableRow(number=number, broken=True)
            continue
        if cells is None:
            return
        yield TableRow(number=number, cells=tuple(cells))
