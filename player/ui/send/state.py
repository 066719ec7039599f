"""What the send page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from player.desk.earned import CreditRow
from player.desk.outgoing import Checked, Standing, Submission, WrittenReport
from player.domain.event import CourseHash
from player.domain.outbox import WrittenFile
from player.domain.problem import Problem
from player.domain.receipt import Receipt
from player.domain.report_format import ReportFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came of writing: reports that lie there, of a completion file each read back and found genuine (`grade`),
    and the problems of those that could not be written or read back."""

    reports: tuple[WrittenReport, ...] = ()
    problems: tuple[Problem, ...] = ()
    verified: bool = False

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(file for report in self.reports for file in report.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file that was brought as a receipt, and what it is, or why it is none."""

    file: Path
    found: Receipt | Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class SendState:
    """`folder` is where files are written; `is_stick` when it lies on a stick that was found by itself.

    `chosen`: the courses that are to be sent; `checked`: what would go into a file of them, None while that is being
    found out, or the `problem` that kept it from being found out. `asks_permission`: the question stands on the page.
    `files`: what was written before, the latest first.
    """

    submissions: tuple[Submission, ...]
    folder: Path
    is_stick: bool
    form: ReportFormat = ReportFormat.COMPLETION
    chosen: frozenset[CourseHash] = field(default_factory=frozenset[CourseHash])
    checked: Checked | None = None
    problem: Problem | None = None
    asks_permission: bool = False
    files: tuple[WrittenFile, ...] = ()
    busy: bool = False

    @property
    def courses(self) -> tuple[CourseHash, ...]:
        """Those chosen, in the order of the page."""
        return tuple(one.course for one in self.submissions if one.course in self.chosen)

    @property
    def to_send(self) -> tuple[Submission, ...]:
        """Those chosen, or all where none is."""
        return tuple(one for one in self.submissions if one.course in self.chosen) or self.submissions

    @property
    def submitted(self) -> frozenset[str]:
        """The numbers of all claims that a receipt covers."""
        return frozenset(number for one in self.submissions for number in one.submitted)

    @property
    def last_receipt(self) -> datetime | None:
        return max((one.confirmed for one in self.submissions if one.confirmed is not None), default=None)

    @property
    def waiting(self) -> tuple[Submission, ...]:
        """What is still to be submitted; nobody takes specimens in."""
        return tuple(one for one in self.submissions if is_waiting(one))

    def claims(self, receipt: Receipt) -> tuple[CreditRow, ...]:
        """The claims of which a receipt says that they count."""
        known = (claim for one in self.submissions if one.course == receipt.course_hash for claim in one.claims)
        return tuple(claim for claim in known if claim.number in receipt.credited)

    def is_settled(self, receipt: Receipt) -> bool:
        """Whether receipts cover by now all that was claimed in its course."""
        found = [one for one in self.submissions if one.course == receipt.course_hash]
        return all(one.standing is Standing.SUBMITTED and one.confirmed is not None for one in found) and bool(found)


def is_waiting(submission: Submission) -> bool:
    return submission.standing is not Standing.SUBMITTED and not submission.specimen


def first_choice(submissions: Iterable[Submission], came_from: CourseHash | None) -> frozenset[CourseHash]:
    """The course that one came from; else all that waits or has a decision to tell, else everything."""
    known = tuple(submissions)
    if any(one.course == came_from for one in known):
        return frozenset(one.course for one in known if one.course == came_from)
    waiting = frozenset(one.course for one in known if is_waiting(one) or one.untold)
    return waiting or frozenset(one.course for one in known)
