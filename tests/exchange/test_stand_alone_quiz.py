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
from player.domain.quiz import Accepted, Answer, AnswersDoNotFit, Blank, Draw, Question, QuestionKind, Quiz, Scoring
from player.domain.scoring import misfit, points_of
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
from tests.trying import tries
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


@settings(max_examples=tries(150), deadline=None)
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


@settings(max_examples=tries(150), deadline=None)
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


@settings(max_examples=tries(300), deadline=None)
@given(st.data())
def test_both_give_the_same_points_for_any_answer(data: st.DataObject) -> None:
    asked = data.draw(questions())
    answer = data.draw(answers(asked))
    told = msgspec.to_builtins(asked)
    if answer.choices:
        assert ALONE.points_of(told, list(answer.choices)) == points_of(asked, answer)


@given(st.text("aAß*é\u0301 ", max_size=8), st.text("aAß*é\u0301 ", max_size=8), st.booleans())
def test_both_compare_wordings_alike(text: str, wording: str, case_matters: bool) -> None:
    assert ALONE.fits_wording(text, wording, case_matters) == fits_wording(text, wording, case_matters=case_matters)


@given(st.text("0123456789.,+-−eE ٣", max_size=8))
def test_both_read_the_same_numbers(text: str) -> None:
    assert ALONE.number_in(text) == number_in(text)


WORDINGS = (
    ("hydra", "hydra", False, True),
    ("hydrant", "hydra", False, False),
    ("hydra", "hy*a", False, True),
    ("hya", "hy*a", False, True),
    ("hy", "hy*y", False, False),  # what begins it may not end it as well
    ("aba", "ab*ba", False, False),
    ("a-b-c", "a*b*c", False, True),
    ("a-c", "a*b*c", False, False),
    ("acb", "a*b*b", False, False),  # nor may what ends it stand in its middle
    ("axbxb", "a*b*b", False, True),
    ("ab", "a*b*b*", False, False),
    ("Hydra", "hydra", False, True),
    ("Hydra", "hydra", True, False),
    ("STRASSE", "straße", False, True),
    ("STRASSE", "straße", True, False),
    ("  two   words ", "two words", True, True),
    ("twowords", "two words", True, False),
    ("e\u0301", "é", True, True),
    # Case-folded, and then composed again: J with a caron and a dot is one letter more when large than when small.
    ("J\u0323\u030c", "\u01f0\u0323", False, True),
    ("\u0390", "\u1fd3", False, True),
)


@pytest.mark.parametrize(("text", "wording", "case_matters", "fits"), WORDINGS)
def test_both_take_a_wording_or_not(text: str, wording: str, case_matters: bool, fits: bool) -> None:
    assert fits_wording(text, wording, case_matters=case_matters) is fits
    assert ALONE.fits_wording(text, wording, case_matters) is fits


FINE, LARGE = f"0.{'0' * 29}1", f"1{'0' * 30}"
NUMBERS = (
    *((text, Decimal(text)) for text in ("12", "-0.5", "+3", "1e3", FINE, LARGE, "1E-30", "1E+30")),
    *((f" {text} ", Decimal(number)) for text, number in (("1,5", "1.5"), ("1,000", "1"), (",5", "0.5"))),
    ("\u22125", Decimal(-5)),
    *((text, None) for text in (f"{FINE}1", f"{LARGE}0", "1e-31", "1e31", "1e100", "1.000,5", "1.", "--1", "1 2")),
    *((text, None) for text in ("", "e5", "NaN", "Infinity", "٣", "1_0", "0x1")),
)


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_both_read_a_number_or_none(text: str, number: Decimal | None) -> None:
    assert number_in(text) == ALONE.number_in(text) == number


TICK = QUIZ.questions[0]
ONE, TWO = (choice.id for choice in TICK.choices[:2])
SEVERAL = replace(TICK, kind=QuestionKind.MULTIPLE, most_choices=1)
ORDER = replace(TICK, kind=QuestionKind.ORDERING)
GAPS = replace(
    TICK,
    kind=QuestionKind.MATCHING,
    blanks=(Blank(id="1", right=(ONE,)), Blank(id="2", right=(TWO,), choices=(TWO,))),
    reuse=False,
)
AGAIN = replace(GAPS, blanks=(GAPS.blanks[0], replace(GAPS.blanks[0], id="2")), reuse=True)
NUMBER = Question(id="q1", kind=QuestionKind.NUMERIC, text="?", accepted=(Accepted(low=Decimal(1), high=Decimal(2)),))
WORD = Question(id="q1", kind=QuestionKind.TEXT, text="?", accepted=(Accepted(wording="a*"),))
ALL = tuple(choice.id for choice in TICK.choices)
FITTING = (
    *((TICK, given, fits) for given, fits in (((ONE,), True), ((ONE, TWO), False), (("zz",), False), (("",), False))),
    *((SEVERAL, given, fits) for given, fits in (((ONE,), True), ((ONE, TWO), False))),
    *((replace(SEVERAL, most_choices=2), given, fits) for given, fits in (((ONE, TWO), True), ((ONE, ONE), False))),
    (replace(SEVERAL, most_choices=0), ALL, True),
    *((ORDER, given, fits) for given, fits in ((ALL, True), (ALL[::-1], True), (ALL[:-1], False))),
    *((ORDER, given, False) for given in ((*ALL[:-1], ALL[0]), (*ALL[:-1], ""), (*ALL, ALL[0]))),
    *((GAPS, given, True) for given in ((ONE, TWO), ("", TWO), (ONE, ""), ("", ""))),
    *((GAPS, given, False) for given in ((ONE,), (ONE, TWO, TWO), (TWO, TWO), (ONE, ONE), ("zz", TWO))),
    *((AGAIN, given, fits) for given, fits in (((ONE, ONE), True), ((ONE, ONE, ""), False))),
    *((NUMBER, (text,), fits) for text, fits in (("1", True), ("3", True), ("one", False), (" ", False))),
    *((NUMBER, given, False) for given in (("1", "1"), (f"{'0' * 200}1",))),
    *((WORD, (text,), fits) for text, fits in (("b", True), (" ", False), ("x" * 200, True), ("x" * 201, False))),
    (WORD, ("a", "a"), False),
)


@pytest.mark.parametrize(("asked", "given", "fits"), FITTING)
def test_both_take_an_answer_or_not(asked: Question, given: tuple[str, ...], fits: bool) -> None:
    assert (misfit(asked, given) == "") is fits
    assert bool(ALONE.answer_fits(msgspec.to_builtins(asked), list(given))) is fits


def test_both_let_the_first_accepted_answer_that_fits_decide() -> None:
    worths = (Accepted(wording="b", worth=Decimal(2)), *(Accepted(wording="a*", worth=Decimal(n)) for n in (1, 2)))
    asked = replace(WORD, accepted=worths, points=Decimal(4), scoring=Scoring.PARTIAL)
    for text, points in (("a", 1), ("b", 2), ("c", 0)):
        assert points_of(asked, Answer(question="q1", choices=(text,))) == points
        assert ALONE.points_of(msgspec.to_builtins(asked), [text]) == points


def test_both_take_each_choice_that_is_right_in_a_blank() -> None:
    blanks = (Blank(id="1", right=(ONE, TWO), worth=Decimal("0.5")), Blank(id="2", right=(TWO,), worth=Decimal("0.25")))
    for scoring, half in ((Scoring.EXACT, Decimal(0)), (Scoring.PARTIAL, Decimal("0.5"))):
        asked = replace(AGAIN, blanks=blanks, scoring=scoring, points=Decimal("0.75"))
        for filled, points in (((ONE, TWO), "0.75"), ((TWO, TWO), "0.75"), ((TWO, ONE), half), ((ONE, ONE), half)):
            assert points_of(asked, Answer(question="q1", choices=filled)) == Decimal(points)
            assert ALONE.points_of(msgspec.to_builtins(asked), list(filled)) == Decimal(points)


@pytest.mark.parametrize("stream", ["a", "b", "\ud800"])
def test_both_draw_the_same_even_by_half_a_letter(stream: str) -> None:
    asked = (*DRAWING.questions, replace(DRAWING.questions[0], id="\ud800"), replace(TICK, id="always"))
    others = tuple(replace(question, id=f"other {question.id}", bank="other") for question in DRAWING.questions)
    draws = (*DRAWING.draws, Draw(bank="other", count=1))
    quiz = replace(DRAWING, questions=(*asked, *others), draws=draws)
    drawn = {question.id for question in questions_for(quiz, stream, 2)}
    assert set(ALONE.questions_for(msgspec.to_builtins(quiz), stream, 2)) == drawn
    assert len(drawn) == 5 and "always" in drawn


def made_up(here: World, answers_of_sheet: tuple[Answer, ...]) -> str:
    """What both say of the file when its last event, a sheet, holds these answers."""
    contents = contents_of(written(here))
    event = fields_of(contents["events"][-1])
    event["fact"]["answers"] = msgspec.to_builtins(answers_of_sheet)
    contents["events"][-1] = line_of(event)
    signed_again(contents, DEVICE)
    return agreed(sealed(contents, DEVICE))


def test_both_refuse_a_sheet_with_a_question_left_open_or_answered_twice() -> None:
    here = before_the_quiz(Quiz(passing_percent=100, questions=(GAPS, replace(WORD, id="q2"))))
    gaps, word = (Answer(question="q1", choices=(ONE, TWO)), Answer(question="q2", choices=("b",)))
    here.journey.submit_quiz((gaps, word))
    assert made_up(here, (gaps, word)) == made_up(here, (word, gaps)) == "genuine"
    for wrong_sheet in (
        (gaps,),
        (gaps, word, word),
        (gaps, gaps),
        (gaps, replace(word, choices=())),
        (replace(gaps, choices=(ONE, "")), word),
        (replace(gaps, choices=()), word),
        (gaps, word, replace(gaps, choices=())),
    ):
        assert made_up(here, wrong_sheet) == "impossible"


def test_both_tell_points_below_nothing_as_no_percent() -> None:
    choices = (replace(TICK.choices[0], worth=Decimal(1), correct=True), replace(TICK.choices[1], worth=Decimal(-1)))
    asked = replace(TICK, choices=choices, scoring=Scoring.PARTIAL, least=Decimal("-0.5"))
    here = before_the_quiz(Quiz(passing_percent=100, questions=(asked,)))
    here.journey.submit_quiz((Answer(question=asked.id, choices=(TWO,)),))
    data = written(here)
    assert agreed(data) == "genuine"
    assert alone(data)["quiz"] == [{"correct": 0, "of": 1, "percent": 0, "passed": False}]


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
