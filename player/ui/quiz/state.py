"""What the quiz page shows."""

from __future__ import annotations

from dataclasses import dataclass

from player.domain.event import CourseHash
from player.domain.progress import Progress, StepName, StepState
from player.domain.quiz import Answer, Feedback, Question, Quiz, QuizResult
from player.domain.scoring import is_answered


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizState:
    """`questions` are those of the attempt that comes, as they are shown, `last_questions` those of the last one.

    `answers` are the ones kept so far, `unsaved` those not yet in the ledger; a `result` is of the last attempt.
    """

    course: CourseHash
    course_title: str
    quiz: Quiz
    progress: Progress
    questions: tuple[Question, ...]
    last_questions: tuple[Question, ...]
    answers: tuple[Answer, ...]
    unsaved: tuple[Answer, ...] = ()

    @property
    def result(self) -> QuizResult | None:
        return self.progress.quiz_results[-1] if self.progress.quiz_results else None

    @property
    def passed(self) -> bool:
        return any(result.passed for result in self.progress.quiz_results)

    @property
    def is_open(self) -> bool:
        return self.progress.step(StepName.QUIZ).state is StepState.OPEN

    @property
    def shows_key(self) -> bool:
        """Whether the course lets the learner see now which answers were right."""
        allowed = self.quiz.feedback
        return allowed is Feedback.AFTER_SUBMISSION or (allowed is Feedback.AFTER_PASSING and self.passed)

    def given(self, question: Question) -> tuple[str, ...]:
        """What stands for an answer to this question so far."""
        return _given_in((*self.answers, *self.unsaved), question)

    def is_answered(self, question: Question) -> bool:
        return is_answered(question, self.given(question))

    def given_last(self, question: Question) -> tuple[str, ...]:
        """What was answered in the attempt that `result` is of."""
        return _given_in(self.progress.last_answers, question)


def _given_in(answers: tuple[Answer, ...], question: Question) -> tuple[str, ...]:
    """The newest stands last."""
    return next((answer.choices for answer in reversed(answers) if answer.question == question.id), ())
