"""Scoring: what any question gives for any answer, and what must never follow from it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.key import key_of, right_answer
from player.domain.quiz import (
    Accepted,
    Answer,
    AnswersDoNotFit,
    Blank,
    Choice,
    Draw,
    Question,
    QuestionKind,
    Quiz,
    Scoring,
)
from player.domain.scoring import (
    check_answer,
    check_sheet,
    feedback_for,
    is_answered,
    is_right,
    misfit,
    points_of,
    score,
)
from tests.questions import answers, questions, quizzes
from tests.trying import tries


def choices(*ids: str, right: str = "", worth: str = "0") -> tuple[Choice, ...]:
    return tuple(Choice(id=one, text=one.upper(), correct=one in right, worth=Decimal(worth)) for one in ids)


def question(kind: QuestionKind, **parts: object) -> Question:
    return replace(Question(id="q", kind=kind, text="?"), **parts)  # pyright: ignore[reportArgumentType]


def points(asked: Question, *given: str) -> Decimal:
    return points_of(asked, Answer(question="q", choices=given))


PAIRS = (Blank(id="1", right=("a",), worth=Decimal("0.5")), Blank(id="2", right=("b", "c"), worth=Decimal("0.5")))
MATCHING = question(QuestionKind.MATCHING, choices=choices("a", "b", "c"), blanks=PAIRS)
ORDERING = question(QuestionKind.ORDERING, choices=choices("a", "b", "c", worth="0.5"), points=Decimal("1.5"))
DOSE = question(QuestionKind.NUMERIC, accepted=(Accepted(low=Decimal("0.5"), high=Decimal(2)),))
DRUG = question(
    QuestionKind.TEXT, accepted=(Accepted(wording="aspirin"), Accepted(wording="acetylsalicyl*", feedback="Formal."))
)


def partial(asked: Question) -> Question:
    return replace(asked, scoring=Scoring.PARTIAL)


@pytest.mark.parametrize(
    ("asked", "given", "exact", "in_part"),
    [
        (MATCHING, ("a", "b"), "1", "1"),
        (MATCHING, ("a", "c"), "1", "1"),
        (MATCHING, ("a", "a"), "0", "0.5"),
        (MATCHING, ("c", ""), "0", "0"),
        (MATCHING, (), "0", "0"),
        (ORDERING, ("a", "b", "c"), "1.5", "1.5"),
        (ORDERING, ("a", "c", "b"), "0", "0.5"),
        (ORDERING, ("b", "c", "a"), "0", "0"),
    ],
)
def test_exact_scoring_gives_all_or_nothing_and_partial_what_the_parts_are_worth(
    asked: Question, given: tuple[str, ...], exact: str, in_part: str
) -> None:
    assert points(asked, *given) == Decimal(exact)
    assert points(partial(asked), *given) == Decimal(in_part)


def test_wrong_ticks_cost_what_they_are_worth_but_never_more_than_the_least() -> None:
    costly = question(
        QuestionKind.MULTIPLE,
        scoring=Scoring.PARTIAL,
        points=Decimal(2),
        choices=(*choices("a", "b", right="ab", worth="1"), *choices("c", "d", worth="-0.75")),
    )
    assert points(costly, "a", "b") == 2
    assert points(costly, "a", "c") == Decimal("0.25")
    assert points(costly, "c", "d") == 0
    assert points(replace(costly, least=Decimal(-1)), "c", "d") == -1
    assert points(costly, "a", "b", "c") == Decimal("1.25")


@pytest.mark.parametrize("typed", ["0.5", "2", "1,5", " 1 ", "+1", ".5", "5e-1", "2.000"])
def test_a_number_within_the_range_is_right_however_it_is_written(typed: str) -> None:
    assert points(DOSE, typed) == 1


@pytest.mark.parametrize("typed", ["0.4999", "2,0001", "-1", "1e9", "1e-29"])
def test_a_number_outside_the_range_is_wrong(typed: str) -> None:
    assert not misfit(DOSE, (typed,))
    assert points(DOSE, typed) == 0


@pytest.mark.parametrize("typed", ["one", "1 000", "1.2.3", "0x10", "1e", "1e999", "--1", "٣", "NaN", "inf", "1_0", ""])
def test_what_is_no_number_is_refused_rather_than_scored(typed: str) -> None:
    assert misfit(DOSE, (typed,))


@pytest.mark.parametrize("typed", ["Aspirin", " ASPIRIN ", "acetylsalicylic  acid", "acetylsalicyl"])
def test_a_short_text_is_compared_without_regard_to_case_and_spaces(typed: str) -> None:
    assert points(DRUG, typed) == 1


@pytest.mark.parametrize("typed", ["aspirine", "an aspirin", "acetyl", "*"])
def test_another_wording_is_wrong(typed: str) -> None:
    assert points(DRUG, typed) == 0


def test_the_first_accepted_answer_that_fits_decides() -> None:
    ranges = (
        Accepted(low=Decimal(4), high=Decimal(6), worth=Decimal("0.5"), feedback="Near."),
        Accepted(low=Decimal(5), high=Decimal(9), worth=Decimal(1)),
    )
    asked = partial(replace(DOSE, accepted=ranges))
    assert (points(asked, "5"), points(asked, "7")) == (Decimal("0.5"), 1)
    assert feedback_for(asked, Answer(question="q", choices=("5",))) == ("Near.",)


def test_feedback_is_told_of_the_whole_and_of_what_was_chosen() -> None:
    said = tuple(replace(c, feedback=f"About {c.id}.") for c in choices("a", "b", right="a"))
    asked = question(QuestionKind.SINGLE, choices=said, when_right="Yes.", when_wrong="No.")
    assert feedback_for(asked, Answer(question="q", choices=("a",))) == ("Yes.", "About a.")
    assert feedback_for(asked, Answer(question="q", choices=("b",))) == ("No.", "About b.")


@pytest.mark.parametrize(
    ("asked", "given", "why"),
    [
        (MATCHING, ("a",), "another number of blanks"),
        (MATCHING, ("a", "z"), "no choice “z”"),
        (replace(MATCHING, reuse=False), ("a", "a"), "once only"),
        (replace(MATCHING, blanks=(replace(PAIRS[0], choices=("a",)), PAIRS[1])), ("b", "a"), "everywhere"),
        (ORDERING, ("a", "b"), "all its items"),
        (ORDERING, ("a", "b", "b"), "ticked twice"),
        (DOSE, ("1", "2"), "one answer only"),
        (DRUG, ("x" * 201,), "200 letters"),
        (DRUG, ("  ",), "spaces"),
        (question(QuestionKind.MULTIPLE, choices=choices("a", "b", "c"), most_choices=2), ("a", "b", "c"), "2 choices"),
    ],
)
def test_an_answer_that_does_not_fit_its_kind_is_refused(asked: Question, given: tuple[str, ...], why: str) -> None:
    quiz = Quiz(passing_percent=50, questions=(asked,))
    with pytest.raises(AnswersDoNotFit, match=why):
        check_answer(quiz, Answer(question="q", choices=given))


def test_a_blank_may_stay_open_in_a_draft_but_not_on_a_sheet() -> None:
    quiz, half = Quiz(passing_percent=50, questions=(MATCHING,)), Answer(question="q", choices=("a", ""))
    check_answer(quiz, half)
    with pytest.raises(AnswersDoNotFit, match="not answered"):
        check_sheet(quiz, (half,))


def test_a_sheet_of_a_drawing_quiz_has_as_many_questions_of_each_bank_as_are_drawn() -> None:
    bank = tuple(replace(DOSE, id=f"d{n}", bank="doses") for n in range(3))
    quiz = Quiz(passing_percent=50, questions=(DRUG, *bank), draws=(Draw(bank="doses", count=2),))
    right = key_of(quiz.questions)
    assert score(quiz, right[:3]).total == score(quiz, (right[0], *right[2:])).total == 3
    for sheet, why in ((right, "another number"), (right[:2], "another number"), (right[1:3], "“q” is not answered")):
        with pytest.raises(AnswersDoNotFit, match=why):
            score(quiz, sheet)


def test_points_decide_and_not_how_many_questions_were_right() -> None:
    heavy = replace(DOSE, id="heavy", points=Decimal(9))
    quiz = Quiz(passing_percent=90, questions=(DOSE, heavy))
    result = score(quiz, (Answer(question="q", choices=("9",)), Answer(question="heavy", choices=("1",))))
    assert (result.correct, result.total, result.points, result.possible) == ({"heavy"}, 2, 9, 10)
    assert (result.percent, result.passed) == (90, True)


def test_less_than_nothing_is_shown_as_nothing() -> None:
    costly = question(
        QuestionKind.SINGLE,
        scoring=Scoring.PARTIAL,
        least=Decimal(-1),
        choices=(*choices("a", right="a", worth="1"), *choices("b", worth="-1")),
    )
    result = score(Quiz(passing_percent=0, questions=(costly,)), (Answer(question="q", choices=("b",)),))
    assert (result.points, result.percent, result.passed) == (-1, 0, False)


@settings(max_examples=tries(300))
@given(st.data())
def test_points_stay_within_their_bounds_and_only_all_of_them_are_right(data: st.DataObject) -> None:
    asked = data.draw(questions())
    answer = data.draw(answers(asked))
    assert not misfit(asked, answer.choices)
    earned = points_of(asked, answer)
    assert min(asked.least, Decimal(0)) <= earned <= asked.points
    assert is_right(asked, answer) == (earned == asked.points)
    if asked.scoring is Scoring.EXACT:
        assert earned in (0, asked.points)


@given(questions())
def test_the_key_of_any_sound_question_earns_all_points(asked: Question) -> None:
    answer = right_answer(asked)
    assert is_answered(asked, answer.choices) and not misfit(asked, answer.choices)
    assert points_of(asked, answer) == asked.points


@given(st.data())
def test_the_order_of_ticks_and_of_answers_does_not_matter(data: st.DataObject) -> None:
    asked = data.draw(questions(QuestionKind.MULTIPLE))
    answer = data.draw(answers(asked))
    turned = replace(answer, choices=tuple(data.draw(st.permutations(answer.choices))))
    assert points_of(asked, turned) == points_of(asked, answer)


@given(st.data())
def test_the_key_of_any_quiz_passes_it_in_any_order(data: st.DataObject) -> None:
    quiz = replace(data.draw(quizzes()), draws=())
    sheet = data.draw(st.permutations(key_of(quiz.questions)))
    result = score(quiz, tuple(sheet))
    assert (result.percent, result.passed, result.points) == (100, True, result.possible)
    assert result.correct == {question.id for question in quiz.questions}
