"""An attendee roster's file, whatever it is: its own bytes say which kind, not its name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from player.domain.kiosk.roster import TableRow
from player.domain.phrase import Phrase
from player.exchange.attendees.problems import RosterUnreadable
from player.exchange.attendees.text import text_rows
from player.exchange.attendees.workbook import workbook_rows
from player.proof.files import read_file

MOST_BYTES = 64 << 20
MOST_ROWS = 200_000
_ZIP, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_attendees(file: Path) -> Iterator[TableRow]:
    """The rows of a CSV file or workbook. Raises `CannotRead` or `RosterUnreadable`, also while they are read."""
    data = read_file(file, most=MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise RosterUnreadable(name=file.name, reason=Phrase("it is far larger than any roster."))
    if data.startswith(_OLD_WORKBOOK):
        raise RosterUnreadable(name=file.name, reason=Phrase("it is an old workbook (.xls), or one with a password."))
    rows = workbook_rows if data.startswith(_ZIP) else text_rows
    return islice(rows(data, name=file.name), MOST_ROWS)
