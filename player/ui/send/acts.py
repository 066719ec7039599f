"""What is asked of the desk for the send page. All of it on the desk's lane."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from player.desk.desk import Desk
from player.desk.outgoing import Checked, Submission, WrittenReport
from player.desk.ports import Drive
from player.domain.event import CourseHash
from player.domain.outbox import WrittenFile
from player.domain.problem import Problem
from player.domain.report_format import OF_ONE_LEARNER, ReportFormat
from player.ui.send.state import Brought, Written

T = TypeVar("T")
Courses = Sequence[CourseHash]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came of an act, and how all stands afterwards."""

    submissions: tuple[Submission, ...]
    files: tuple[WrittenFile, ...]
    written: Written | None = None
    receipts: tuple[Brought, ...] = ()


def stand(desk: Desk, *, written: Written | None = None, receipts: tuple[Brought, ...] = ()) -> Sent:
    """How all stands now."""
    files: tuple[WrittenFile, ...] = ()
    with suppress(Problem):
        # A list that cannot be read keeps nobody from sending.
        files = desk.sending.written()
    return Sent(submissions=desk.sending.submissions(), files=files, written=written, receipts=receipts)


def sticks_here(desk: Desk) -> tuple[Drive, ...]:
    """On the lookout's lane: whatever the others are at, a stick is seen."""
    return desk.sticks.here()


def check(desk: Desk, form: ReportFormat, courses: Courses) -> Checked:
    return desk.sending.check(form, courses)


def write(desk: Desk, form: ReportFormat, courses: Courses, folder: Path) -> Sent:
    """Where every course has a file of its own, one that fails keeps none of the others back."""
    portions = [(course,) for course in courses] if form in OF_ONE_LEARNER else [tuple(courses)]
    reports: list[WrittenReport] = []
    problems: list[Problem] = []
    for portion in portions:
        try:
            reports.append(desk.sending.write(form, portion, folder))
        except Problem as problem:
            problems.append(problem)
    is_completion = form is ReportFormat.COMPLETION
    unread = _unreadable(desk, (file for report in reports for file in report.files)) if is_completion else []
    verified = is_completion and not unread
    written = Written(reports=tuple(reports), problems=(*problems, *unread), verified=verified)
    return stand(desk, written=written)


def take_receipts(desk: Desk, files: Iterable[Path]) -> Sent:
    """Each for itself: a problem belongs to its file."""
    receipts = [Brought(file=file, found=_or_problem(partial(desk.sending.take_receipt, file))) for file in files]
    return stand(desk, receipts=tuple(receipts))


def decide_reporting(desk: Desk, *, permitted: bool) -> Sent:
    desk.sending.decide_reporting(permitted=permitted)
    return stand(desk)


def _unreadable(desk: Desk, files: Iterable[Path]) -> list[Problem]:
    """Reads each file back from where it lies."""
    judged = (_or_problem(partial(desk.verify, file)) for file in files)
    return [one for one in judged if isinstance(one, Problem)]


def _or_problem(work: Callable[[], T]) -> T | Problem:
    try:
        return work()
    except Problem as problem:
        return problem
