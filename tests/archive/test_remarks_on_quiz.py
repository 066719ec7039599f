"""The linter on quizzes: silent where a question is as it should be, and on every question that breaks a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from player.archive.authoring import remarks_on_quiz as rules
from player.archive.authoring.notes import Note
from player.archive.authoring.remarks import remarks_on
from player.domain.course import Course
from player.domain.picture import Picture
from player.domain.quiz import Blank, Choice, Feedback, Question, QuestionKind, Quiz, Scoring
from tests.builders import COURSE, QUIZ, SHORT_COURSE
from tests.questions import quizzes
from tests.trying import tries

RULES = (
    rules.key_missing,
    rules.key_at_odds,
    rules.too_few_ticks,
    rules.all_ticks_earn_all,
    rules.choices_alike,
    rules.too_few_choices,
    rules.moved_out_of_place,
    rules.answer_given_away,
    rules.rationale_missing,
    rules.always_passed,
    rules.banks_used_up,
    rules.bank_uneven,
    rules.words_for_pictures_missing,
)
SINGLE = replace(QUIZ.questions[0], rationale="Because.")
MULTIPLE = replace(QUIZ.questions[1], rationale="Because.")
RIGHT, WRONG = Choice(id="r", text="Right", correct=True), Choice(id="w", text="Wrong")


def notes(*questions: Question, passing: int = 50, feedback: Feedback = Feedback.AFTER_SUBMISSION) -> list[str]:
    course = replace(COURSE, quiz=Quiz(passing_percent=passing, questions=questions, feedback=feedback))
    return [note.rule for note in _all(course)]


def _all(course: Course) -> Iterator[Note]:
    return (note for rule in RULES for note in rule(course))


def graded(*worths: str, kind: QuestionKind = QuestionKind.MULTIPLE) -> Question:
    """A question of which the first choice is right, with what its choices are worth."""
    choices = tuple(
        Choice(id=str(n), text=str(n), correct=n == 0, worth=Decimal(worth)) for n, worth in enumerate(worths)
    )
    return replace(SINGLE, kind=kind, choices=choices, scoring=Scoring.PARTIAL)


def test_a_course_without_a_quiz_has_no_remarks_on_it() -> None:
    assert list(_all(SHORT_COURSE)) == []


SILENT = {
    "as it should be": SINGLE,
    "several": MULTIPLE,
    "a wrong tick costs": graded("1", "-1"),
    "none of the above, in its place": replace(
        SINGLE, shuffle=True, choices=(*SINGLE.choices, Choice(id="n", text="None of the above", fixed=True))
    ),
    "none of the above, not shuffled": replace(SINGLE, choices=(RIGHT, Choice(id="n", text="None of the above"))),
    "pictures tell the choices apart": replace(
        SINGLE,
        choices=tuple(replace(c, text="", picture=Picture(path=f"{c.id}.png", alt="An ECG")) for c in (RIGHT, WRONG)),
    ),
    "feedback beside the wrong choice": replace(
        SINGLE, rationale="", choices=(RIGHT, replace(WRONG, feedback="No, because …"))
    ),
    "pairs out of order": replace(
        SINGLE,
        kind=QuestionKind.MATCHING,
        choices=(RIGHT, WRONG),
        blanks=(Blank(id="1", right=("w",)), Blank(id="2", right=("r",))),
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_a_good_question_has_no_remark(name: str) -> None:
    assert notes(SILENT[name]) == []


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        (replace(graded("1", "0.5"), choices=(replace(WRONG, worth=Decimal(1)), WRONG)), "question-key"),
        (graded("0.5", "1", kind=QuestionKind.SINGLE), "question-key"),
        (graded("1", "0"), "question-worth"),
        (replace(SINGLE, choices=(RIGHT, replace(WRONG, text=" right "))), "question-choices"),
        (replace(SINGLE, choices=(RIGHT,)), "question-choices"),
        (replace(SINGLE, shuffle=True, choices=(RIGHT, replace(WRONG, text="All of the above."))), "question-fixed"),
        (replace(SINGLE, pictures=(Picture(path="a/ecg.png", alt="ecg.png"),)), "alt-text"),
        (replace(SINGLE, choices=(RIGHT, replace(WRONG, picture=Picture(path="b.png", alt="")))), "alt-text"),
        (replace(SINGLE, rationale=" "), "question-rationale"),
        (replace(MULTIPLE, most_choices=1), "question-most-choices"),
    ],
)
def test_a_question_that_breaks_a_rule_is_named(question: Question, rule: str) -> None:
    assert rule in notes(question)


def test_where_no_feedback_is_shown_no_rationale_is_asked_for() -> None:
    assert notes(replace(SINGLE, rationale=""), feedback=Feedback.NEVER) == []


def test_a_quiz_that_nobody_can_fail_is_named() -> None:
    generous = graded("1", "0.8", kind=QuestionKind.SINGLE)
    assert notes(generous, passing=80) == ["quiz-always-passed"]
    assert notes(generous, passing=81) == []
    assert notes(generous, replace(SINGLE, id="q2"), passing=40) == ["quiz-always-passed"]
    assert notes(replace(graded("1", "-1"), least=Decimal("0.5")), passing=50) == ["quiz-always-passed"]


@settings(max_examples=tries(30))
@given(quizzes())
def test_any_sound_quiz_can_be_checked_and_nothing_in_it_is_called_unsound(quiz: Quiz) -> None:
    assert "not-sound" not in {remark.rule for remark in remarks_on(replace(COURSE, quiz=quiz))}
