"""What a collection answers: files that were met, refusals, counts, and which credit is wanted of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from player.domain.collection.account import Outcome
from player.domain.course import CourseId
from player.domain.report_format import ReportFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A file that was met before, whatever became of it. `receipt` is empty where none was signed."""

    outcome: Outcome
    receipt: bytes
    setting: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file that was not taken in. `digest`: 32 bytes; `code` names the kind of problem; `what`, `reason`: one
    sentence, and all of them."""

    digest: bytes
    name: str
    size: int
    received: datetime
    code: str
    what: str
    reason: str
    setting: str
    receipt: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of all that was collected."""

    files: int
    older: int
    refused: int
    learners: int
    persons: int
    courses: int
    streams: int
    credits: int
    taken_back: int
    flags: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterChoice:
    """Which credit is wanted. `form`, with `only_new`: what was not yet told in it, and what is to be deleted."""

    course: CourseId | None = None
    since: datetime | None = None
    form: ReportFormat | None = None
    only_new: bool = False
