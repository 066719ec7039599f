"""The quiz: questions, the passing score told beforehand, and how answers are judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from player.domain.problem import Problem


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true-false"


class Feedback(StrEnum):
    """When a learner may see which answers were right."""

    NEVER = "never"
    AFTER_SUBMISSION = "after-submission"
    AFTER_PASSING = "after-passing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    id: str
    text: str
    correct: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; `rationale` explains the key once feedback may be shown."""

    id: str
    kind: QuestionKind
    text: str
    choices: tuple[Choice, ...]
    rationale: str = ""

    @property
    def key(self) -> frozenset[str]:
        return frozenset(choice.id for choice in self.choices if choice.correct)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """`passing_percent` is shown before the first question (an AMA rule); `attempts` None: retakes are unlimited."""

    passing_percent: int
    questions: tuple[Question, ...]
    attempts: int | None = None
    feedback: Feedback = Feedback.AFTER_SUBMISSION
    introduction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The choices ticked for one question."""

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
