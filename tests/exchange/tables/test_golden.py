"""One roster in every form, byte by byte: a change of a layout or a writer shows as a diff of these files.

To take a change in: delete the golden file and run the test, which writes it anew and fails; then look at the diff.
"""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from player.domain.report_format import ReportFormat
from player.exchange.preflight.checking import objections
from player.exchange.tables.layouts import WITH_LAYOUT
from player.exchange.tables.writing import ending_of, table_bytes
from tests.exchange.tables.rosters import LAYOUTS, NOW, ROOT, ROSTER

GOLDEN = ROOT / "tests" / "exchange" / "golden"


def roster_in(form: ReportFormat) -> bytes:
    """What the check lets through."""
    found = objections(form, ROSTER, layouts=LAYOUTS, now=NOW)
    kept = {id(one.row) for one in found if not one.warning}
    rows = [row for row in ROSTER if id(row) not in kept]
    data = b"".join(table_bytes(form, rows, layouts=LAYOUTS, written=NOW))
    return sheets_of(data) if form is ReportFormat.COMPLETERS_XLSX else data


def sheets_of(data: bytes) -> bytes:
    """An archive makes no diff that can be read: its sheets, one cell a line."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return b"\n".join(re.sub(rb"(?=<(?:row|c|col|sheet\w*) )", b"\n", archive.read(name)) for name in parts)


@pytest.mark.parametrize("form", sorted(WITH_LAYOUT))
def test_the_roster_is_written_as_it_was_looked_at(form: ReportFormat) -> None:
    ending = "xml" if form is ReportFormat.COMPLETERS_XLSX else ending_of(form, LAYOUTS)
    file = GOLDEN / f"roster.{form}.{ending}"
    written = roster_in(form)
    if not file.exists():
        file.write_bytes(written)
        pytest.fail(f"{file.name} was written anew: look at it")
    assert written == file.read_bytes()
