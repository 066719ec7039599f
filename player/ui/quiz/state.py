"""What the quiz page shows."""

from __future__ import annotations

from dataclasses import dataclass

from player.domain.event import CourseHash
from player.domain.progress import Progress, StepName, StepState
from player.domain.quiz import Answer, Feedback, Question, Quiz, QuizResult


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizState:
    """`answers` are the ones kept so far, `unsaved` those not yet in the ledger; a `result` is of the last attempt."""

    course: CourseHash
    course_title: str
    quiz: Quiz
    progress: Progress
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

    def chosen(self, question: Question) -> frozenset[str]:
        newer = any(answer.question == question.id for answer in self.unsaved)
        return _choices_in(self.unsaved if newer else self.answers, question)

    def given(self, question: Question) -> frozenset[str]:
        """What was ticked in the attempt that `result` is of."""
        return _choices_in(self.progress.last_answers, question)


def _choices_in(answers: tuple[Answer, ...], question: Question) -> frozenset[str]:
    return frozenset(choice for answer in answers if answer.question == question.id for choice in answer.choices)
