"""What is counted of many learners in one course: sums that can be added up in any order, and no names."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from heapq import heapify, heappop, heappush

from player.domain.course import Course
from player.domain.event import CourseHash

MOST_TEXTS = 500
"""Different answers in words that are kept of one item or question: as many as anybody reads."""
LONGEST_TEXT = 2_000
"""Letters of one such answer."""
MOST_MINUTES = 24 * 60
MOST_DAYS = 400
MOST_ATTEMPTS = 50
"""What is above counts as this, so that no file, however odd, makes the sums large."""


class Stage(StrEnum):
    """How far a learner came."""

    BEGAN = "began"
    WATCHED = "watched"
    PASSED = "passed"
    EVALUATED = "evaluated"
    CLAIMED = "claimed"


Place = tuple[str, str]
"""An item and, of a rating, one of its rows."""


@dataclass(slots=True)
class Kept:
    """How often each text was given. `total`: all of them; `counts`: of more than `MOST_TEXTS` different ones those
    with the lowest digests.

    A digest chooses as blindly as a lot, and alike whoever adds up and in whatever order: what is lowest of all is
    lowest of each part. So what is kept is counted in full.
    """

    total: int = 0
    counts: Counter[str] = field(default_factory=Counter[str])
    _highest: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]], compare=False, repr=False)

    def add(self, text: str, count: int = 1) -> None:
        self.total += count
        self._put(_shown(text[:LONGEST_TEXT]), count)

    def merge(self, other: Kept) -> None:
        self.total += other.total
        for text, count in other.counts.items():
            self._put(text, count)

    @property
    def is_all(self) -> bool:
        return self.total == self.counts.total()

    def in_lot(self) -> list[str]:
        """The texts in the order of their digests, which tells nothing of who gave them or when."""
        return sorted(self.counts, key=_digest)

    def _put(self, text: str, count: int) -> None:
        if text not in self.counts:
            heappush(self._highest, (-_digest(text), text))
        self.counts[text] += count
        if len(self.counts) > MOST_TEXTS:
            del self.counts[heappop(self._highest)[1]]

    def __setstate__(self, state: tuple[int, Counter[str]]) -> None:
        self.total, self.counts = state
        self._highest = [(-_digest(text), text) for text in self.counts]
        heapify(self._highest)

    def __getstate__(self) -> tuple[int, Counter[str]]:
        return self.total, self.counts


def _shown(text: str) -> str:
    """Without what cannot be shown: control characters, halves of characters; joiners and marks of direction stay."""
    return "".join(letter for letter in text if letter.isprintable() or letter in _KEPT)


_KEPT = "\n\u200c\u200d\u200e\u200f"


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


@dataclass(slots=True)
class QuestionCounts:
    """How often a question was asked and answered rightly, at first attempts and at all. `wrong`: what was wrong in
    the answers: ids of choices, of blanks with choices ("blank: choice"), or what was typed."""

    first_asked: int = 0
    first_right: int = 0
    asked: int = 0
    right: int = 0
    wrong: Kept = field(default_factory=Kept)

    def merge(self, other: QuestionCounts) -> None:
        self.first_asked += other.first_asked
        self.first_right += other.first_right
        self.asked += other.asked
        self.right += other.right
        self.wrong.merge(other.wrong)


@dataclass(slots=True)
class CourseCounts:
    """The sums of one course in one version.

    `professions`: of all learners; `evaluations`: of those who sent the evaluation; `picked`: by profession, place and
    option; `answered`: how many answered at a place; `texts`: by item. `passed_at`: at which attempt the quiz was
    passed; `failed`: how many tried and have not passed. `engaged_minutes`, `days`: of those who completed: time spent
    playing, and from the first playing to completion. `claims`: by offer and amount; `taken_back`: by offer.
    """

    course: Course
    course_hash: CourseHash
    learners: int = 0
    reached: Counter[Stage] = field(default_factory=Counter[Stage])
    professions: Counter[str] = field(default_factory=Counter[str])
    evaluations: Counter[str] = field(default_factory=Counter[str])
    picked: Counter[tuple[str, Place, str]] = field(default_factory=Counter[tuple[str, Place, str]])
    answered: Counter[tuple[str, Place]] = field(default_factory=Counter[tuple[str, Place]])
    texts: dict[str, Kept] = field(default_factory=dict[str, Kept])
    passed_at: Counter[int] = field(default_factory=Counter[int])
    failed: int = 0
    questions: dict[str, QuestionCounts] = field(default_factory=dict[str, QuestionCounts])
    engaged_minutes: Counter[int] = field(default_factory=Counter[int])
    days: Counter[int] = field(default_factory=Counter[int])
    claims: Counter[tuple[str, Decimal]] = field(default_factory=Counter[tuple[str, Decimal]])
    taken_back: Counter[str] = field(default_factory=Counter[str])

    def merge(self, other: CourseCounts) -> None:
        """Adds what was counted elsewhere of the same course."""
        self.learners += other.learners
        self.failed += other.failed
        self.reached.update(other.reached)
        self.professions.update(other.professions)
        self.evaluations.update(other.evaluations)
        self.picked.update(other.picked)
        self.answered.update(other.answered)
        self.passed_at.update(other.passed_at)
        self.engaged_minutes.update(other.engaged_minutes)
        self.days.update(other.days)
        self.claims.update(other.claims)
        self.taken_back.update(other.taken_back)
        for item, kept in other.texts.items():
            self.texts.setdefault(item, Kept()).merge(kept)
        for question, counts in other.questions.items():
            self.questions.setdefault(question, QuestionCounts()).merge(counts)
