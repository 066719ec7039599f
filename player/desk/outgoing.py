"""What is on its way out: where each course stands, what would go into a file, and what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from player.desk.earned import CreditRow
from player.domain.event import CourseHash
from player.domain.report_format import Objection, ReportFormat
from player.domain.roster import RosterRow


class Standing(StrEnum):
    """Where the credit of one course stands on its way to the provider."""

    NOT_WRITTEN = "not-written"
    WRITTEN = "written"
    """A file was written; no receipt speaks of what is in it by now."""
    SUBMITTED = "submitted"
    """The provider's receipts cover everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One course on its way to the provider.

    `to_submit`: numbers that no receipt covers yet, those that were taken back after a receipt among them;
    `submitted`: those that a receipt covers; `confirmed`: when the last one was taken in; `sealed`: in the completion
    file the provider alone can read who the learner is, else whoever has the file can; `store`: the address of the
    provider's learning record store, empty where it has none; `untold`: no completion file says yet what was decided
    last on reporting, and an earlier one is out. `specimen`: it proves no credit, and nobody takes it in.
    """

    course: CourseHash
    title: str
    provider: str
    claims: tuple[CreditRow, ...]
    standing: Standing
    to_submit: frozenset[str]
    submitted: frozenset[str]
    confirmed: datetime | None
    exports: int
    sealed: bool
    untold: bool
    store: str
    specimen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What would go into a file, row by row, and what stands against it."""

    form: ReportFormat
    rows: tuple[RosterRow, ...]
    objections: tuple[Objection, ...]

    def against(self, row: RosterRow) -> tuple[Objection, ...]:
        return tuple(objection for objection in self.objections if objection.row is row)

    @property
    def ready(self) -> tuple[RosterRow, ...]:
        """The rows that nothing keeps from being sent."""
        kept = {id(objection.row) for objection in self.objections if not objection.warning}
        return tuple(row for row in self.rows if id(row) not in kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReport:
    """What was written: the files, which rows are in them, and what was left out with the reason."""

    form: ReportFormat
    files: tuple[Path, ...]
    rows: tuple[RosterRow, ...]
    left_out: tuple[Objection, ...]
