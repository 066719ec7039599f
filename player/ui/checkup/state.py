"""What the check-up shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from player.domain.event import CourseHash
from player.domain.requirement import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseChoice:
    """A course that can be checked."""

    hash: CourseHash
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckupState:
    """`course` None: only what Carrel itself asks was checked."""

    courses: tuple[CourseChoice, ...]
    course: CourseHash | None
    findings: tuple[Finding, ...]
    moment: datetime
