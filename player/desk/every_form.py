"""Every form at once: one course, or several, as each receiving system reads it, and why one could not be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from player.desk.outgoing import WrittenReport
from player.desk.sending import Sending
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.report_format import ReportFormat, XapiVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryForm:
    """`missing`: forms that were not written, and what stood against each."""

    reports: tuple[WrittenReport, ...]
    missing: tuple[tuple[ReportFormat, Problem], ...]


def write_every_form(
    sending: Sending, courses: Sequence[CourseHash], to: Path, *, xapi: XapiVersion = XapiVersion.ONE
) -> EveryForm:
    """Each form in files of its own in the folder `to`; one that cannot be written keeps no other from it."""
    reports: list[WrittenReport] = []
    missing: list[tuple[ReportFormat, Problem]] = []
    for form in ReportFormat:
        try:
            reports.append(sending.write(form, courses, to, xapi=xapi))
        except Problem as problem:
            missing.append((form, problem))
    return EveryForm(reports=tuple(reports), missing=tuple(missing))
