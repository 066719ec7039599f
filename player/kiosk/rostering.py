"""The attendee roster is taken in, or looked at before: the operator's act, over whatever file it came in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from player.domain.kiosk.roster import Outcome, RosterReport, TableRow, listed
from player.kiosk.attendees import Attendees
from player.kiosk.diary import Diary, Entry


class Tables(Protocol):
    """Reads a table's file, row by row. Raises a `Problem`, also while the rows come."""

    def __call__(self, file: Path) -> Iterator[TableRow]: ...


def take_in_roster(
    file: Path, attendees: Attendees, tables: Tables, *, preview: bool = False, diary: Diary | None = None
) -> RosterReport:
    """What came of each row; with `preview`, what would come of it, and nothing is written.

    All that can be taken is taken in at once, or nothing is. Raises `RosterNotUnderstood`, or a `Problem` of the file
    or of the records.
    """
    roster = listed(tables(file), name=file.name)
    reports = tuple(attendees.take_in(roster.rows, writing=not preview))
    report = RosterReport(columns=roster.columns, rows=reports, preview=preview)
    if diary is not None and not preview:
        diary.note(Entry.ROSTER_TAKEN_IN, count=report.count(Outcome.TAKEN) + report.count(Outcome.CHANGED))
    return report
