"""What the course page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtGui import QImage

from player.domain.course import Course
from player.domain.progress import Progress
from player.domain.requirement import Finding
from player.domain.timekeeping import ClockRemark
from player.domain.update import Update
from player.proof.manifest import SignedCourse


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseState:
    """`findings`: this machine held against the course's requirements; `membership` chooses the price shown.

    `update`: what this version keeps of an earlier one in which the learner did something; None when all is claimed.
    `now` is by the computer's clock, `today` what counts in this course: by the learner's word where that was given.
    """

    signed: SignedCourse
    progress: Progress
    cover: QImage | None
    findings: tuple[Finding, ...]
    membership: str
    now: datetime
    today: datetime
    remarks: tuple[ClockRemark, ...] = ()
    update: Update | None = None

    @property
    def course(self) -> Course:
        return self.signed.course
