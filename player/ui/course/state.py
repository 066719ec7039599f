"""What the course page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtGui import QImage

from player.domain.course import Course
from player.domain.progress import Progress
from player.domain.requirement import Finding
from player.proof.manifest import SignedCourse


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseState:
    """`findings`: this machine held against the course's requirements; `membership` chooses the price shown."""

    signed: SignedCourse
    progress: Progress
    cover: QImage | None
    findings: tuple[Finding, ...]
    membership: str
    now: datetime

    @property
    def course(self) -> Course:
        return self.signed.course
