"""The quiz: a sheet that fits, a score that follows from the key."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.quiz import (
    Answer,
    AnswersDoNotFit,
    Choice,
    Question,
    QuestionKind,
    Quiz,
    QuizResult,
)
from player.domain.scoring import check_answer, check_sheet, score
from tests.builders import QUIZ, RIGHT, WRONG


def test_a_question_counts_when_exactly_the_key_is_ticked_in_any_order() -> None:
    assert score(QUIZ, RIGHT).correct == {"q1", "q2"}
    assert score(QUIZ, tuple(reversed(RIGHT))).passed
    assert score(QUIZ, WRONG).correct == {"q2"}


@pytest.mark.parametrize("ticked", [("a",), ("a", "b", "c"), ("c",)])
def test_part_of_the_key_or_more_than_it_is_wrong(ticked: tuple[str, ...]) -> None:
    sheet = (RIGHT[0], Answer(question="q2", choices=ticked))
    assert score(QUIZ, sheet).correct == {"q1"}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(question="q9", choices=("a",)), "no question"),
        (Answer(question="q1", choices=("z",)), "no choice"),
        (Answer(question="q2", choices=("a", "a")), "ticked twice"),
        (Answer(question="q1", choices=("a", "b")), "one choice only"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(answer: Answer, reason: str) -> None:
    with pytest.raises(AnswersDoNotFit, match=reason):
        check_answer(QUIZ, answer)


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        (RIGHT[:1], "“q2” is not answered"),
        ((RIGHT[0], Answer(question="q2", choices=())), "“q2” is not answered"),
        ((*RIGHT, RIGHT[0]), "answered twice"),
        ((*RIGHT, Answer(question="q1", choices=())), "answered twice"),
        ((), "“q1” is not answered"),
    ],
)
def test_a_sheet_answers_every_question_once(sheet: tuple[Answer, ...], reason: str) -> None:
    with pytest.raises(AnswersDoNotFit, match=reason):
        check_sheet(QUIZ, sheet)


def test_a_draft_may_untick_everything() -> None:
    check_answer(QUIZ, Answer(question="q1", choices=()))


def _long_quiz(length: int, passing_percent: int) -> Quiz:
    choices = (Choice(id="yes", text="Yes", correct=True), Choice(id="no", text="No"))
    questions = tuple(
        Question(id=f"q{n}", kind=QuestionKind.TRUE_FALSE, text="?", choices=choices) for n in range(length)
    )
    return Quiz(passing_percent=passing_percent, questions=questions)


@given(st.lists(st.booleans(), min_size=1, max_size=20), st.integers(0, 100))
def test_the_score_is_the_share_of_right_answers_and_passing_needs_the_stated_score(
    right: list[bool], passing: int
) -> None:
    sheet = tuple(Answer(question=f"q{n}", choices=("yes" if is_right else "no",)) for n, is_right in enumerate(right))
    result = score(_long_quiz(len(right), passing), sheet)
    assert len(result.correct) == sum(right)
    assert result.percent <= 100 * sum(right) / len(right) < result.percent + 1
    assert result.passed == (100 * sum(right) >= passing * len(right))


def test_two_of_three_is_66_percent_and_does_not_pass_67() -> None:
    result = QuizResult(
        correct=frozenset({"a", "b"}), total=3, points=Decimal(2), possible=Decimal(3), passing_percent=67
    )
    assert (result.percent, result.passed) == (66, False)
    assert replace(result, passing_percent=66).passed
