"""Both verifiers draw the same sheets, refuse the same answers and give the same points, whatever the quiz asks."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.course import Course
from player.domain.drawing import questions_for
from player.domain.key import key_of
from player.domain.problem import Problem
from player.domain.quiz import Answer, AnswersDoNotFit, Blank, Draw, Question, QuestionKind, Quiz, Scoring
from player.domain.scoring import points_of
from player.domain.typed import fits_wording, number_in
from player.proof.evidence import verify
from tests.builders import COURSE, MINUTE, QUIZ
from tests.exchange.agreement import (
    ALONE,
    agreed,
    alone,
    contents_of,
    handed_in,
    sealed,
    signed_again,
    written,
)
from tests.lines import fields_of, line_of
from tests.questions import answers, questions, quizzes
from tests.strands import devices
from tests.worlds import DEVICE, TRUST, World, world

BRIEF = replace(COURSE, sessions=(replace(COURSE.sessions[0], duration_ms=2 * MINUTE),))
DRAWING = Quiz(
    passing_percent=100,
    questions=tuple(replace(QUIZ.questions[0], id=f"q{n}", bank="bank") for n in range(12)),
    draws=(Draw(bank="bank", count=3),),
)


def asking(quiz: Quiz) -> Course:
    return replace(BRIEF, quiz=quiz)


def before_the_quiz(quiz: Quiz) -> World:
    here = world(asking(quiz))
    here.journey.acknowledge_disclosures()
    here.watch_all()
    return here


def wrong(sheet: tuple[Question, ...]) -> tuple[Answer, ...]:
    return tuple(Answer(question=question.id, choices=("b",)) for question in sheet)


def _sheet(data: st.DataObject, here: World) -> tuple[Answer, ...]:
    """Any answers to what is asked now; half of the time the key."""
    asked = _asked(here)
    if data.draw(st.booleans()):
        return key_of(asked)
    return tuple(data.draw(answers(question)) for question in asked)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_both_give_the_same_points_for_any_sheets_of_any_quiz(data: st.DataObject) -> None:
    here = before_the_quiz(data.draw(quizzes()))
    for _ in range(data.draw(st.integers(1, 3))):
        try:
            here.journey.submit_quiz(_sheet(data, here))
        except Problem:
            # A question left open, or the quiz is passed: the window would have refused it too.
            continue
    assert agreed(written(here)) == "genuine"
    assert verify(here.evidence(), TRUST).history == here.journey.history


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_both_refuse_or_take_any_answers_that_somebody_makes_up(data: st.DataObject) -> None:
    here = before_the_quiz(data.draw(quizzes()))
    here.journey.submit_quiz(key_of(_asked(here)))
    contents = contents_of(written(here))
    event = fields_of(contents["events"][-1])
    for answer in event["fact"]["answers"]:
        if data.draw(st.booleans()):
            ids = st.sampled_from([*answer["choices"], "", "a", "b", "zz", "1", "1,5", "*", " ", "x" * 201])
            answer["choices"] = data.draw(st.lists(ids, max_size=4))
    contents["events"][-1] = line_of(event)
    signed_again(contents, DEVICE)
    agreed(sealed(contents, DEVICE))


def _asked(here: World) -> tuple[Question, ...]:
    quiz = here.course.quiz
    assert quiz is not None
    return questions_for(quiz, here.stream.id, len(here.journey.history.quiz_results))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_both_give_the_same_points_for_any_answer(data: st.DataObject) -> None:
    asked = data.draw(questions())
    answer = data.draw(answers(asked))
    told = msgspec.to_builtins(asked)
    if answer.choices:
        assert ALONE.points_of(told, list(answer.choices)) == points_of(asked, answer)


@given(st.text("aAß*é\u0301 ", max_size=8), st.text("aAß*é\u0301 ", max_size=8), st.booleans())
def test_both_compare_wordings_alike(text: str, wording: str, case_matters: bool) -> None:
    accepted = {"wording": wording, "case_matters": case_matters}
    assert ALONE.accepts("short-text", accepted, text) == fits_wording(text, wording, case_matters=case_matters)


@given(st.text("0123456789.,+-−eE ٣", max_size=8))
def test_both_read_the_same_numbers(text: str) -> None:
    assert ALONE.number_in(text) == number_in(text)


def test_a_sheet_of_another_attempt_is_refused_by_both() -> None:
    here = before_the_quiz(DRAWING)
    first, second = (questions_for(DRAWING, here.stream.id, attempt) for attempt in range(2))
    assert {q.id for q in first} != {q.id for q in second}
    with pytest.raises(AnswersDoNotFit, match="not asked in this attempt"):
        here.journey.submit_quiz(key_of(second))
    here.journey.submit_quiz(wrong(first))
    here.journey.submit_quiz(key_of(second))
    contents = contents_of(written(here))
    assert agreed(sealed(contents, DEVICE)) == "genuine"
    for answers_of_sheet in (first, DRAWING.questions, DRAWING.questions[:3]):
        event = fields_of(contents["events"][-1])
        event["fact"]["answers"] = msgspec.to_builtins(key_of(answers_of_sheet))
        changed = {**contents, "events": [*contents["events"][:-1], line_of(event)]}
        signed_again(changed, DEVICE)
        assert agreed(sealed(changed, DEVICE)) == "impossible"


def test_an_answer_kept_meanwhile_belongs_to_the_sheet_that_is_asked() -> None:
    here = before_the_quiz(DRAWING)
    asked = {question.id for question in _asked(here)}
    spare = next(question.id for question in DRAWING.questions if question.id not in asked)
    with pytest.raises(AnswersDoNotFit, match="not asked"):
        here.journey.keep_answer(Answer(question=spare, choices=("a",)))
    progress = here.journey.keep_answer(Answer(question=min(asked), choices=("b",)))
    assert [answer.question for answer in progress.draft_answers] == [min(asked)]
    assert agreed(written(here)) == "genuine"


def test_each_device_has_sheets_of_its_own_and_an_attempt_elsewhere_counts_here() -> None:
    one, two = devices(2, asking(DRAWING))
    for device in (one, two):
        device.journey.acknowledge_disclosures()
        device.world.watch_all()
    assert one.journey.sheet() != two.journey.sheet()
    one.journey.submit_quiz(wrong(one.journey.sheet()))
    two.journey.keep_answer(Answer(question=two.journey.sheet()[0].id, choices=("a",)))
    before = two.journey.sheet()
    two.join(one)
    assert two.journey.sheet() != before
    shown = {question.id for question in two.journey.sheet()}
    assert {answer.question for answer in two.journey.progress().draft_answers} <= shown
    assert {question.id for question in two.journey.last_sheet()} == {
        answer.question for answer in two.journey.history.last_answers
    }
    two.journey.submit_quiz(key_of(two.journey.sheet()))
    assert [result.passed for result in two.journey.history.quiz_results] == [False, True]
    assert agreed(handed_in(two)) == "genuine"


def test_what_was_shown_in_the_last_attempt_can_be_shown_again() -> None:
    here = before_the_quiz(replace(DRAWING, shuffle=True))
    shown = here.journey.sheet()
    assert here.journey.last_sheet() == ()
    here.journey.submit_quiz(wrong(shown))
    assert here.journey.last_sheet() == shown
    assert here.journey.sheet() != shown


def test_part_of_the_points_is_told_in_percent_by_both() -> None:
    blanks = tuple(Blank(id=str(n), right=("a",), worth=Decimal("0.35")) for n in range(3))
    asked = replace(
        QUIZ.questions[0], kind=QuestionKind.MATCHING, blanks=blanks, scoring=Scoring.PARTIAL, points=Decimal(1)
    )
    here = before_the_quiz(Quiz(passing_percent=70, questions=(asked,)))
    here.journey.submit_quiz((Answer(question="q1", choices=("a", "b", "b")),))
    here.journey.submit_quiz((Answer(question="q1", choices=("a", "a", "b")),))
    data = written(here)
    assert agreed(data) == "genuine"
    assert alone(data)["quiz"] == [
        {"correct": 0, "of": 1, "percent": 35, "passed": False},
        {"correct": 0, "of": 1, "percent": 70, "passed": True},
    ]
