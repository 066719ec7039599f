"""What the check-up shows."""

from __future__ import annotations

from dataclasses import dataclass

from player.domain.checkup.report import CheckUp
from player.domain.event import CourseHash
from player.domain.requirement import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseChoice:
    """A course that can be checked."""

    hash: CourseHash
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckupState:
    """`course` None: only what Carrel itself asks is checked. `asked_anew`: the rules that one asked about again."""

    courses: tuple[CourseChoice, ...]
    course: CourseHash | None
    checkup: CheckUp
    asked_anew: frozenset[str] = frozenset()

    def is_pending(self, finding: Finding) -> bool:
        """Whether its row says that it is being found out; one that was asked again says so whatever it said before."""
        anew = finding.requirement.id in self.asked_anew
        return self.checkup.is_pending(finding) or (anew and not self.checkup.pending.isdisjoint(finding.asked))
