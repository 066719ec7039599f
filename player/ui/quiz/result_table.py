"""The result of an attempt as a table: each question with what was answered, what was right, and its points."""

from __future__ import annotations

from collections.abc import Sequence

from player.domain.quiz import Answer, Question
from player.domain.scoring import points_of
from player.ui.language import tr
from player.ui.quiz.answer_words import Line, given_lines, number_text, right_lines, spoken_text
from player.ui.quiz.state import QuizState
from player.ui.widgets.table_text import Table


def result_table(state: QuizState) -> Table:
    """Only for a course that lets the learner see which answers were right."""
    headings = (
        tr("Number"), tr("Question"), tr("Your answer"), tr("The right answer"), tr("Points"), tr("Possible"),
    )  # fmt: skip
    rows = (_cells(state, number, question) for number, question in enumerate(state.last_questions, 1))
    title = tr("Quiz of {course}").format(course=state.course_title)
    return Table(title=title, headings=headings, rows=tuple(rows))


def _cells(state: QuizState, number: int, question: Question) -> tuple[str, ...]:
    # As the quiz has it: the order of an ordering's choices is the right one there.
    known = state.quiz.question(question.id) or question
    given = state.given_last(question)
    points = points_of(known, Answer(question=known.id, choices=given))
    return (
        str(number),
        spoken_text(known),
        _joined(given_lines(known, given)),
        _joined(right_lines(known)),
        number_text(points),
        number_text(known.points),
    )


def _joined(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)
