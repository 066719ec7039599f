"""Excel workbooks (.xlsx): the first sheet that is shown, as text; every part is measured before anything is read."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from player.domain.kiosk.roster import TableRow
from player.domain.phrase import Phrase
from player.exchange.attendees.problems import RosterUnreadable

MOST_PARTS = 2_000
MOST_UNPACKED = 256 << 20
"""Of all parts together; a roster of 50,000 has 30 MiB."""
_CHUNK = 1 << 20
_MOST_COLUMNS = 200
_FALLS = (
    ArithmeticError,
    AttributeError,
    InvalidFileException,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
)
"""In all of these ways openpyxl falls over a workbook that is not as it should be (`ParseError` is a `SyntaxError`)."""


def workbook_rows(data: bytes, *, name: str) -> Iterator[TableRow]:
    """The rows of the first sheet that is shown. Raises `RosterUnreadable`, also while they are read."""
    try:
        _measure(data)
        book = _opened(data)
        sheet: Any = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if sheet is None:
            raise ValueError("no sheet is shown in it")
        # What the sheet says of its own size may be wrong.
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), start=1):
            yield TableRow(number=number, cells=_shown(row))
    except _FALLS as error:
        reason = Phrase("it is no workbook, or a damaged or locked one.")
        raise RosterUnreadable(name=name, reason=reason, details=str(error)) from None


def _opened(data: bytes) -> Any:
    with warnings.catch_warnings():
        # What it would warn of (styles, links, printing) is nothing that a roster is read for.
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)


def _measure(data: bytes) -> None:
    """Raises ValueError for a workbook that would unpack to far more than any roster has, or that declares entities."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS:
            raise ValueError("it has far too many parts")
        room = MOST_UNPACKED
        for part in parts:
            room -= _measure_part(packed, part, room)


def _measure_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> int:
    """What a part says of its own size may be wrong: it is unpacked, a piece at a time."""
    size, before = 0, b""
    with packed.open(part) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > room:
                raise ValueError("it would unpack to far more than any roster has")
            # In any encoding; no spreadsheet program writes one.
            if b"<!DOCTYPE" in (before + piece).replace(b"\0", b"").upper():
                raise ValueError("it declares entities")
            before = piece[-64:]
    return size


def _shown(row: Iterable[Any]) -> tuple[str, ...]:
    """As far as there is anything in the row."""
    cells = [_text(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _text(cell: Any) -> str:
    """What a cell shows, as far as a roster has any of it."""
    value = cell.value
    if value is None or isinstance(value, bool | time):
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, int | float):
        whole = int(value) if float(value).is_integer() else value
        # Postcodes and numbers are often kept as numbers that are only shown with zeros in front.
        shown = str(cell.number_format)
        return str(whole).zfill(len(shown)) if shown and not shown.strip("0") else str(whole)
    return str(value)
