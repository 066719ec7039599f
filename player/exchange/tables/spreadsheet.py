"""A roster as a spreadsheet: days as days, amounts as numbers, text as text; XlsxWriter only here."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import IO, Protocol, cast

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from player.domain.roster import RosterRow
from player.exchange.tables.layout import Column, Layout
from player.exchange.tables.sources import Value

Format = object
"""How cells look: handed to the library as it came from there."""


class Sheet(Protocol):
    """What is used of the library's sheets, which carry no types of their own; lines and places count from 0.

    Not `write`, which guesses: it makes formulas, links and numbers of text.
    """

    def freeze_panes(self, row: int, column: int) -> None: ...
    def set_column(self, first: int, last: int, width: float) -> None: ...
    def autofilter(self, first_row: int, first: int, last_row: int, last: int) -> None: ...
    def write_string(self, row: int, column: int, text: str, look: Format | None = None) -> object: ...
    def write_number(self, row: int, column: int, number: float) -> object: ...
    def write_datetime(self, row: int, column: int, day: date, look: Format) -> object: ...


class Book(Protocol):
    def set_properties(self, properties: dict[str, object]) -> None: ...
    def add_format(self, properties: dict[str, object]) -> Format: ...
    def add_worksheet(self, name: str) -> Sheet: ...
    def close(self) -> None: ...


CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the library takes none with a zone, and writes it as UTC
"""In every file: the same rows make the same bytes, and nobody learns from a list when it was made."""
LONGEST_CELL = 32_767
"""Characters (as Excel counts them, in UTF-16) that a cell holds."""
_CHUNK = 64 * 1024
_USUAL_WIDTH = 16


def spreadsheet_bytes(rows: Iterable[RosterRow], layout: Layout) -> Generator[bytes]:
    """By way of the disk: rows are written as they come, and the archive is read back in pieces."""
    with tempfile.TemporaryFile() as file, tempfile.TemporaryDirectory(prefix="carrel-") as folder:
        _write(file, folder, rows, layout)
        file.seek(0)
        while data := file.read(_CHUNK):
            yield data


def _write(file: IO[bytes], folder: str, rows: Iterable[RosterRow], layout: Layout) -> None:
    book = _book(file, folder)
    book.set_properties({"title": layout.receiver, "created": CREATED})
    bold = book.add_format({"bold": True, "bottom": 1})
    cells = _Cells(
        book.add_worksheet("Completers"),
        day=book.add_format({"num_format": "yyyy-mm-dd"}),
        moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        text=book.add_format({"num_format": "@"}),
    )
    cells.head(layout.columns, bold)
    written = 0
    for written, row in enumerate(rows, 1):
        for place, (column, value) in enumerate(layout.values(row)):
            cells.put(written, place, column, value)
    cells.sheet.autofilter(0, 0, written, len(layout.columns) - 1)
    _about(book.add_worksheet("About"), bold, layout, written)
    _close(book)


def _book(file: IO[bytes], folder: str) -> Book:
    """Rows go to `folder` as they come."""
    return cast(
        "Book", xlsxwriter.Workbook(cast("IO[bytes]", _Sink(file)), {"constant_memory": True, "tmpdir": folder})
    )


def _close(book: Book) -> None:
    """Raises what the disk said, which the library wraps: OSError."""
    try:
        book.close()
    except FileCreateError as error:
        if isinstance(error.__context__, OSError):
            raise error.__context__ from None
        raise


class _Sink:
    """A file that takes nothing in once the disk refused, or it was closed: an archive that was only begun is ended by
    its library when it is thrown away, and would complain where nobody listens."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._refused = False

    @property
    def _is_over(self) -> bool:
        return self._refused or self._file.closed

    def write(self, data: bytes) -> int:
        if self._is_over:
            return len(data)
        try:
            return self._file.write(data)
        except OSError:
            self._refused = True
            raise

    def flush(self) -> None:
        if not self._is_over:
            self._file.flush()

    def seek(self, place: int, whence: int = 0) -> int:
        return 0 if self._is_over else self._file.seek(place, whence)

    def tell(self) -> int:
        return 0 if self._is_over else self._file.tell()


class _Cells:
    def __init__(self, sheet: Sheet, *, day: Format, moment: Format, text: Format) -> None:
        self.sheet = sheet
        self._day, self._moment, self._text = day, moment, text

    def head(self, columns: tuple[Column, ...], bold: Format) -> None:
        self.sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            self.sheet.set_column(place, place, column.width or _USUAL_WIDTH)
            self.sheet.write_string(0, place, column.heading, bold)

    def put(self, line: int, place: int, column: Column, value: Value) -> None:
        match value:
            case None:
                return
            case datetime():
                naive = value.astimezone(UTC).replace(tzinfo=None, microsecond=0)
                self.sheet.write_datetime(line, place, naive, self._moment)
            case date():
                self.sheet.write_datetime(line, place, value, self._day)
            case Decimal():
                self.sheet.write_number(line, place, float(value))
            case str():
                self.sheet.write_string(line, place, _cut(column.text(value)), self._text)


def _about(sheet: Sheet, bold: Format, layout: Layout, rows: int) -> None:
    lines = (
        ("What this is", layout.receiver),
        ("Rows", str(rows)),
        ("Days", "Where the provider is; moments are UTC."),
        ("Status", "“taken back” counts no more; the line stays so that nothing is missed."),
        ("Grade of proof", "A: on a device of the provider; B: on an enrolled device; C: on any other."),
        ("Clock", "What the computer's clock went through: look at the days of these lines."),
        ("Personal data", "Names and numbers of people: keep it as you keep their records."),
    )
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    for number, (name, text) in enumerate(lines):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, text)


def _cut(text: str) -> str:
    """To what a cell holds: nothing comes near it, and the file is not lost for one that does."""
    if len(text) * 2 <= LONGEST_CELL:
        return text
    return text.encode("utf-16-le")[: 2 * LONGEST_CELL].decode("utf-16-le", errors="ignore")
