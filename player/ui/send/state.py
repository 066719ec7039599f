"""What the send page shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from player.desk.earned import Sendable
from player.domain.event import CourseHash
from player.domain.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of writing one course's file: where it lies, read back and found genuine; or the problem.

    With a `file` and a `problem` it was written, and could not be read back.
    """

    course: CourseHash
    file: Path | None
    grade: str = ""
    specimen: bool = False
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRow:
    """One course. `busy` while its file is being written."""

    sendable: Sendable
    outcome: Outcome | None = None
    busy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SendState:
    """`folder` is where files are written; `is_stick` when it lies on a stick that was found by itself."""

    rows: tuple[SendRow, ...]
    folder: Path
    is_stick: bool
