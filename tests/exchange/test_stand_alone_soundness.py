"""The stand-alone verifier refuses courses that would mislead its own sums, and none that Carrel takes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from player.domain.course import Course
from player.domain.policy import Checkpoint, PresenceChecks, WatchPolicy
from player.domain.quiz import Accepted, Blank, Choice, Draw, Question, QuestionKind, Quiz, Scoring
from player.proof import manifest
from player.proof.problems import CourseUnsound
from tests.builders import CHOICE, CODE, COURSE, STRICT_COURSE
from tests.exchange.agreement import ALONE
from tests.questions import questions, quizzes
from tests.trying import tries
from tests.worlds import PUBLISHER, TRUST, manifest_of

CHOICES = (Choice(id="a", text="A", correct=True), Choice(id="b", text="B"))
TICKED = Question(id="q", kind=QuestionKind.SINGLE, text="Which?", choices=CHOICES)
MANY = replace(TICKED, kind=QuestionKind.MULTIPLE)
FILLED = replace(TICKED, kind=QuestionKind.MATCHING, blanks=(Blank(id="1", right=("a",)),))
NUMBER = Question(
    id="q", kind=QuestionKind.NUMERIC, text="How many?", accepted=(Accepted(low=Decimal(1), high=Decimal(2)),)
)
WORD = Question(id="q", kind=QuestionKind.TEXT, text="Which?", accepted=(Accepted(wording="hy*a"),))
SOUND = (TICKED, MANY, FILLED, NUMBER, WORD, replace(TICKED, kind=QuestionKind.ORDERING))


def asking(*asked: Question, **changes: Any) -> Course:
    return replace(COURSE, quiz=replace(Quiz(passing_percent=50, questions=asked), **changes))


def blank(**changes: Any) -> Course:
    return asking(replace(FILLED, blanks=(replace(FILLED.blanks[0], **changes),)))


def accepting(asked: Question, **changes: Any) -> Course:
    return asking(replace(asked, accepted=(replace(asked.accepted[0], **changes),)))


def drawing(*draws: tuple[str, int]) -> Course:
    asked = tuple(replace(TICKED, id=f"q{n}", bank="pool") for n in range(3))
    return asking(*asked, draws=tuple(Draw(bank=bank, count=count) for bank, count in draws))


def worth(points: str) -> Course:
    choices = (replace(CHOICES[0], worth=Decimal(points)), CHOICES[1])
    return asking(replace(TICKED, choices=choices))


def checking(*checkpoints: Checkpoint) -> Course:
    return replace(COURSE, sessions=(replace(COURSE.sessions[0], checkpoints=checkpoints), COURSE.sessions[1]))


UNSOUND = {
    "no question": asking(),
    "a question twice": asking(TICKED, TICKED),
    "a choice twice": asking(replace(TICKED, choices=(*CHOICES, CHOICES[1]))),
    "no right choice": asking(replace(TICKED, choices=(CHOICES[1],))),
    "no right choice of several": asking(replace(MANY, choices=(CHOICES[1],))),
    "two right choices where one is ticked": asking(
        replace(TICKED, choices=tuple(replace(choice, correct=True) for choice in CHOICES))
    ),
    "more right choices than may be ticked": asking(
        replace(MANY, choices=tuple(replace(choice, correct=True) for choice in CHOICES), most_choices=1)
    ),
    "nothing to put in order": asking(replace(TICKED, kind=QuestionKind.ORDERING, choices=())),
    "no blanks": asking(replace(FILLED, blanks=())),
    "a blank twice": asking(replace(FILLED, blanks=FILLED.blanks * 2)),
    "a blank that nothing fills": blank(right=()),
    "a blank that nothing known fills": blank(right=("z",)),
    "a blank that nothing offered fills": blank(choices=("b",)),
    "no number accepted": asking(replace(NUMBER, accepted=())),
    "a number without a lowest": accepting(NUMBER, low=None),
    "a number without a highest": accepting(NUMBER, high=None),
    "a number between nothing": accepting(NUMBER, low=Decimal(3)),
    "a number that is none": accepting(NUMBER, high=Decimal("NaN")),
    "no wording": accepting(WORD, wording=""),
    "a wording of spaces": accepting(WORD, wording=" "),
    "no points": asking(replace(TICKED, points=Decimal(0))),
    "too many points": asking(replace(TICKED, points=Decimal(1001))),
    "points without end": asking(replace(TICKED, points=Decimal("Infinity"))),
    "points too fine": asking(replace(TICKED, points=Decimal("0.0000001"))),
    "the least above all": asking(replace(TICKED, least=Decimal(2))),
    "the least far below all": asking(replace(TICKED, least=Decimal(-1001))),
    "a choice worth too much": worth("1001"),
    "a choice worth far too little": worth("-1001"),
    "a choice worth what is no number": worth("NaN"),
    "more drawn than there are": drawing(("pool", 4)),
    "fewer than none drawn": drawing(("pool", -1)),
    "drawn from no bank": drawing(("pool", 1), ("sea", 1)),
    "drawn from one bank twice": drawing(("pool", 1), ("pool", 1)),
    "no attempt allowed": asking(TICKED, attempts=0),
    "a passing score above all": asking(TICKED, passing_percent=101),
    "a passing score below nothing": asking(TICKED, passing_percent=-1),
    **{
        f"signs of presence after {least} to {most} minutes, with {patience} s": replace(
            COURSE,
            watch=WatchPolicy(
                presence=PresenceChecks(least_minutes=least, most_minutes=most, patience_seconds=patience)
            ),
        )
        for least, most, patience in ((0, 5, 60), (6, 5, 60), (5, 601, 60), (5, 10, 14), (5, 10, 901))
    },
    "a checkpoint twice": checking(CODE, CODE),
    "a checkpoint without codes and choices": checking(replace(CODE, codes=())),
    "a checkpoint with codes and choices": checking(replace(CHOICE, codes=CODE.codes)),
    "an item of the evaluation twice": replace(
        COURSE, evaluation=replace(COURSE.evaluation, items=COURSE.evaluation.items[:1] * 2)
    ),
}


def opened(course: Course) -> Any:
    """The course as the stand-alone verifier reads it, signed whether it is sound or not."""
    envelope = manifest.sign(manifest_of(course), PUBLISHER)
    written = {"manifest": envelope.payload.decode(), "signatures": msgspec.to_builtins(envelope.signatures)}
    return ALONE.open_course(written, "The course")


@pytest.mark.parametrize("name", UNSOUND)
def test_both_refuse_a_course_whose_sums_cannot_be_done(name: str) -> None:
    with pytest.raises(CourseUnsound):
        manifest.read(manifest.sign(manifest_of(UNSOUND[name]), PUBLISHER), TRUST, name="The course")
    with pytest.raises(ALONE.NotGenuine) as wrong:
        opened(UNSOUND[name])
    assert wrong.value.fault == "impossible"


@pytest.mark.parametrize("asked", SOUND, ids=lambda asked: asked.kind.value)
def test_it_takes_the_sound_ones_that_these_were_made_from(asked: Question) -> None:
    assert opened(asking(asked)).quiz["questions"][0]["id"] == "q"
    assert opened(drawing(("pool", 3))).quiz["draws"]


def test_it_takes_a_course_that_asks_all_that_can_be_asked_meanwhile() -> None:
    assert opened(STRICT_COURSE).watch["presence"]["most_minutes"] == 10
    assert list(opened(STRICT_COURSE).asks["first"]) == ["code", "choice"]


@settings(max_examples=tries(300))
@given(questions())
def test_it_takes_every_question_that_carrel_takes(asked: Question) -> None:
    assert ALONE.is_sound_question(msgspec.to_builtins(asked))


@settings(max_examples=tries(100))
@given(quizzes())
def test_it_takes_every_quiz_that_carrel_takes(quiz: Quiz) -> None:
    assert ALONE.is_sound_quiz(msgspec.to_builtins(quiz))


def test_it_takes_what_only_a_second_accepted_answer_or_another_choice_makes_right() -> None:
    first = Accepted(wording="x" * 201)
    assert opened(asking(replace(WORD, accepted=(first, Accepted(wording="*" * 201 + "a")))))
    blanks = (Blank(id="1", right=("a", "b")), Blank(id="2", right=("a",)))
    assert opened(asking(replace(FILLED, blanks=blanks, reuse=False)))
    paid = tuple(replace(choice, correct=False, worth=Decimal(1)) for choice in CHOICES)
    assert opened(asking(replace(TICKED, choices=paid, scoring=Scoring.PARTIAL)))
