"""The quiz: its questions of eight kinds, the passing score told beforehand, answers, and what an attempt came to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from player.domain.picture import Picture
from player.domain.problem import Problem


class QuestionKind(StrEnum):
    """How a question is answered.

    `INLINE` fills the places marked `[[id of the blank]]` in its text, `MATCHING` gives each blank (shown as a line
    of its own) one of the choices, `ORDERING` puts all choices in order.
    """

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true-false"
    INLINE = "inline-choice"
    MATCHING = "matching"
    ORDERING = "ordering"
    NUMERIC = "numeric"
    TEXT = "short-text"


TICKED = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE})
FILLED = frozenset({QuestionKind.INLINE, QuestionKind.MATCHING})
TYPED = frozenset({QuestionKind.NUMERIC, QuestionKind.TEXT})

MARKER = re.compile(r"\[\[([^\[\]]*)\]\]")
"""The place of a blank in the text of an inline choice; its group is the blank's id."""


class Scoring(StrEnum):
    """`EXACT`: all points for the right answer, none for any other. `PARTIAL`: the sum of what its parts are worth."""

    EXACT = "exact"
    PARTIAL = "partial"


class Feedback(StrEnum):
    """When a learner may see which answers were right."""

    NEVER = "never"
    AFTER_SUBMISSION = "after-submission"
    AFTER_PASSING = "after-passing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`worth`: the points for choosing it where scoring is partial, perhaps below 0. `fixed`: stays in its place when
    choices are shuffled ("none of the above")."""

    id: str
    text: str
    correct: bool = False
    feedback: str = ""
    worth: Decimal = Decimal(0)
    fixed: bool = False
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A place to fill with one choice: a gap in a text, or the left side of a pair.

    `right`: ids of the choices that are right there; `choices`: ids of those that are on offer there, empty for all;
    `worth`: the points for a right one where scoring is partial.
    """

    id: str
    right: tuple[str, ...]
    text: str = ""
    choices: tuple[str, ...] = ()
    worth: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A typed answer that counts: a number from `low` to `high` (both included), or a `wording`.

    In a wording `*` stands for any letters. `worth` as in `Choice`; with `EXACT` scoring each accepted answer is
    right. The first that fits an answer decides.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    wording: str = ""
    case_matters: bool = False
    worth: Decimal = Decimal(0)
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; `rationale` explains the key once feedback may be shown.

    Used are `choices` by all kinds but numeric and short text, `blanks` by inline choice and matching, `accepted` by
    numeric and short text. The right order of an ordering is the order of its choices. Points are kept between
    `least` and `points`. `most_choices`: how many may be ticked, 0 for any number. `reuse`: whether one choice may
    fill several blanks. `bank`: of which bank it is drawn, empty when it is always asked.
    """

    id: str
    kind: QuestionKind
    text: str
    choices: tuple[Choice, ...] = ()
    rationale: str = ""
    blanks: tuple[Blank, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    points: Decimal = Decimal(1)
    least: Decimal = Decimal(0)
    scoring: Scoring = Scoring.EXACT
    shuffle: bool = False
    most_choices: int = 0
    reuse: bool = True
    bank: str = ""
    pictures: tuple[Picture, ...] = ()
    when_right: str = ""
    when_wrong: str = ""

    @property
    def key(self) -> frozenset[str]:
        return frozenset(choice.id for choice in self.choices if choice.correct)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """So many questions are drawn from a bank, anew for each attempt."""

    bank: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """`passing_percent` is shown before the first question (an AMA rule); `attempts` None: retakes are unlimited."""

    passing_percent: int
    questions: tuple[Question, ...]
    attempts: int | None = None
    feedback: Feedback = Feedback.AFTER_SUBMISSION
    introduction: str = ""
    draws: tuple[Draw, ...] = ()
    shuffle: bool = False

    @property
    def count(self) -> int:
        """How many questions an attempt asks."""
        return sum(not question.bank for question in self.questions) + sum(draw.count for draw in self.draws)

    def question(self, question: str) -> Question | None:
        return next((known for known in self.questions if known.id == question), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered to one question, as the question's kind has it.

    `choices`: ids of what was ticked; for inline choice and matching one id for each blank in their order, empty
    where none was chosen; for an ordering all ids in the order given; for a number or a short text what was typed.
    """

    question: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizResult:
    """What an attempt came to. `correct`: ids of the questions that earned all their points; `total`: how many there
    were; `points` of the `possible` ones decide."""

    correct: frozenset[str]
    total: int
    points: Decimal
    possible: Decimal
    passing_percent: int

    @property
    def percent(self) -> int:
        """Whole percent, rounded down, so that what is shown never looks better than it is."""
        return max(0, int(self.points * 100 // self.possible))

    @property
    def passed(self) -> bool:
        return self.points * 100 >= self.passing_percent * self.possible


class AnswersDoNotFit(Problem):
    what_template = "The answers do not fit this quiz: {reason}"
    meaning_template = "The quiz was not counted, and no attempt was used up."
    remedy_template = "Answer the questions of this course as they are shown, and submit again."
