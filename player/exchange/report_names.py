"""The names of report files: whose, of what, and for whom, in a way that every file system takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from player.domain.naming import safe_name
from player.domain.report_format import OF_ONE_LEARNER, ReportFormat
from player.domain.roster import RosterRow

_LONGEST_PART = 80
_ENDINGS: Mapping[ReportFormat, str] = {
    ReportFormat.XAPI: "json",
    ReportFormat.XAPI_LINES: "jsonl",
    ReportFormat.XAPI_SIGNED: "multipart",
    ReportFormat.BADGE: "json",
    ReportFormat.BADGE_PNG: "png",
    ReportFormat.BADGE_SVG: "svg",
}


def report_name(form: ReportFormat, rows: Sequence[RosterRow], *, today: date, ending: str = "") -> str:
    """ "Sleep after Shift Work - Ana Núñez - 2026-11-22 - xapi.json"; of many learners or courses, how many there are.

    `ending`: that of the layout, where the form has one. No two forms of the same rows have the same name.
    """
    titles = {row.course.title for row in rows}
    people = {row.learner.id for row in rows}
    what = safe_name(titles.pop(), longest=_LONGEST_PART) if len(titles) == 1 else f"{len(titles)} courses"
    who = _whose(rows[0]) if len(people) == 1 else f"{len(people)} learners"
    which = [rows[0].number] if form in OF_ONE_LEARNER else []
    parts = [part for part in (what, who, today.isoformat(), *which, str(form)) if part]
    return f"{' - '.join(parts)}.{ending or _ENDINGS[form]}"


def _whose(row: RosterRow) -> str:
    return safe_name(row.learner.name, longest=_LONGEST_PART) if row.learner.name.strip() else ""
