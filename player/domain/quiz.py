"""The quiz: questions, the passing score told beforehand, and how answers are judged."""

from __future__ import annotations

from collections.abc import Mapping
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
    """`correct` holds the ids of the questions answered exactly as the key says."""

    correct: frozenset[str]
    total: int
    passing_percent: int

    @property
    def percent(self) -> int:
        """Whole percent, rounded down, so that what is shown never looks better than it is."""
        return len(self.correct) * 100 // self.total

    @property
    def passed(self) -> bool:
        return len(self.correct) * 100 >= self.passing_percent * self.total


class AnswersDoNotFit(Problem):
    what_template = "The answers do not fit this quiz: {reason}"
    meaning_template = "The quiz was not counted, and no attempt was used up."
    remedy_template = "Answer the questions of this course as they are shown, and submit again."


def check_answer(quiz: Quiz, answer: Answer) -> None:
    """Raises `AnswersDoNotFit` when the question or a choice is unknown, or one choice too many is ticked."""
    question = next((q for q in quiz.questions if q.id == answer.question), None)
    if question is None:
        raise AnswersDoNotFit(reason=f"there is no question “{answer.question}”.")
    unknown = set(answer.choices) - {choice.id for choice in question.choices}
    if unknown:
        raise AnswersDoNotFit(reason=f"question “{question.id}” has no choice “{min(unknown)}”.")
    if len(set(answer.choices)) != len(answer.choices):
        raise AnswersDoNotFit(reason=f"question “{question.id}” has one choice ticked twice.")
    if question.kind is not QuestionKind.MULTIPLE and len(answer.choices) > 1:
        raise AnswersDoNotFit(reason=f"question “{question.id}” takes one choice only.")


def check_sheet(quiz: Quiz, answers: tuple[Answer, ...]) -> None:
    """Raises `AnswersDoNotFit` unless every question is answered exactly once."""
    for answer in answers:
        check_answer(quiz, answer)
    given = [answer.question for answer in answers if answer.choices]
    missing = [q.id for q in quiz.questions if q.id not in given]
    if missing:
        raise AnswersDoNotFit(reason=f"question “{missing[0]}” is not answered.")
    if len(answers) != len(quiz.questions):
        raise AnswersDoNotFit(reason="a question is answered twice.")


def score(quiz: Quiz, answers: tuple[Answer, ...]) -> QuizResult:
    """A question counts when exactly the key's choices are ticked; order does not matter."""
    check_sheet(quiz, answers)
    given: Mapping[str, frozenset[str]] = {a.question: frozenset(a.choices) for a in answers}
    correct = frozenset(q.id for q in quiz.questions if given[q.id] == q.key)
    return QuizResult(correct=correct, total=len(quiz.questions), passing_percent=quiz.passing_percent)
