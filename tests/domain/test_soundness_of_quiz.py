"""A quiz is sound when every question has the shape of its kind and an answer worth all its points, and draws fit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from player.domain.quiz import Accepted, Blank, Choice, Draw, Question, QuestionKind, Quiz, Scoring
from player.domain.soundness_of_quiz import MOST_BLANKS, faults_of_question, faults_of_quiz
from tests.questions import quizzes

CHOICES = (Choice(id="a", text="A", correct=True), Choice(id="b", text="B"))
BLANKS = (Blank(id="x", right=("a",)), Blank(id="y", right=("b",), choices=("a", "b")))
RANGE = Accepted(low=Decimal(1), high=Decimal(2))
WORDING = Accepted(wording="yes*")
SINGLE = Question(id="q", kind=QuestionKind.SINGLE, text="?", choices=CHOICES)
MULTIPLE = replace(SINGLE, kind=QuestionKind.MULTIPLE)
ORDERING = replace(SINGLE, kind=QuestionKind.ORDERING)
INLINE = replace(SINGLE, kind=QuestionKind.INLINE, text="Give [[x]] or [[y]], not [z].", blanks=BLANKS)
MATCHING = replace(SINGLE, kind=QuestionKind.MATCHING, blanks=BLANKS)
NUMERIC = Question(id="q", kind=QuestionKind.NUMERIC, text="?", accepted=(RANGE,))
TEXT = replace(NUMERIC, kind=QuestionKind.TEXT, accepted=(WORDING,))


def changed(question: Question, **changes: Any) -> Question:
    return replace(question, **changes)


def partial(question: Question, **changes: Any) -> Question:
    return replace(question, scoring=Scoring.PARTIAL, **changes)


def paying(worth: str, *, of: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(replace(part, worth=Decimal(worth)) for part in of)


SOUND = {
    "single": SINGLE,
    "multiple": MULTIPLE,
    "ordering": ORDERING,
    "inline": INLINE,
    "matching": MATCHING,
    "matching, each once": replace(MATCHING, reuse=False),
    "numeric": NUMERIC,
    "text": TEXT,
    "a choice to begin with that another blank needs": replace(
        MATCHING, reuse=False, blanks=(replace(BLANKS[0], right=("a", "b")), replace(BLANKS[1], right=("a",)))
    ),
    "part of the points": partial(MATCHING, blanks=paying("0.5", of=BLANKS)),
    "more than all points": partial(MATCHING, blanks=paying("0.75", of=BLANKS)),
    "no key, but worths": partial(SINGLE, choices=(replace(CHOICES[1], worth=Decimal(1)),)),
    "least below nothing": replace(SINGLE, least=Decimal(-1)),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_question_that_can_be_answered_is_sound(name: str) -> None:
    assert list(faults_of_question(SOUND[name])) == []


UNSOUND = {
    "accepted choices": (changed(SINGLE, accepted=(RANGE,)), "only a number"),
    "blanks to tick": (changed(SINGLE, blanks=BLANKS), "only a text with gaps"),
    "choices to type": (changed(NUMERIC, choices=CHOICES), "has no choices"),
    "no key": (changed(MULTIPLE, choices=CHOICES[1:]), "no choice is marked"),
    "fewer than the key": (
        changed(MULTIPLE, most_choices=1, choices=tuple(replace(c, correct=True) for c in CHOICES)),
        "no answer to it",
    ),
    "less than none": (changed(MULTIPLE, most_choices=-1), "less than no choice"),
    "one item": (changed(ORDERING, choices=CHOICES[:1]), "two items"),
    "no blank": (changed(MATCHING, blanks=()), "between 1 and"),
    "too many blanks": (
        changed(MATCHING, blanks=tuple(replace(BLANKS[0], id=str(n)) for n in range(MOST_BLANKS + 1))),
        "between 1 and",
    ),
    "blank twice": (changed(MATCHING, blanks=BLANKS[:1] * 2), "used twice"),
    "no marker": (changed(INLINE, text="Give [[x]]."), "marked once"),
    "marker twice": (changed(INLINE, text="[[x]] [[y]] [[x]]"), "marked once"),
    "another marker": (changed(INLINE, text="[[x]] [[y]] [[z]]"), "marked once"),
    "nothing right": (changed(MATCHING, blanks=(replace(BLANKS[0], right=()),)), "no choice is right there"),
    "right is unknown": (changed(MATCHING, blanks=(replace(BLANKS[0], right=("z",)),)), "not offered there"),
    "right is not on offer": (changed(MATCHING, blanks=(replace(BLANKS[1], choices=("a",)),)), "not offered there"),
    "unknown on offer": (changed(MATCHING, blanks=(replace(BLANKS[1], choices=("b", "z")),)), "does not exist"),
    "on offer twice": (changed(MATCHING, blanks=(replace(BLANKS[1], choices=("b", "b")),)), "or one twice"),
    "one choice for two blanks": (
        changed(MATCHING, reuse=False, blanks=(BLANKS[0], replace(BLANKS[1], right=("a",)))),
        "no answer to it",
    ),
    "nothing accepted": (changed(NUMERIC, accepted=()), "no answer is accepted"),
    "a wording for a number": (changed(NUMERIC, accepted=(WORDING,)), "from a lowest"),
    "a number for a wording": (changed(TEXT, accepted=(RANGE,)), "by a wording"),
    "both": (changed(NUMERIC, accepted=(replace(RANGE, wording="one"),)), "by that alone"),
    "no end": (changed(NUMERIC, accepted=(replace(RANGE, high=None),)), "from a lowest"),
    "upside down": (changed(NUMERIC, accepted=(replace(RANGE, low=Decimal(3)),)), "above the highest"),
    "no number": (changed(NUMERIC, accepted=(replace(RANGE, low=Decimal("NaN")),)), "too large"),
    "beyond all numbers": (changed(NUMERIC, accepted=(replace(RANGE, high=Decimal("1E+31")),)), "too large"),
    "an empty wording": (changed(TEXT, accepted=(Accepted(wording=" "),)), "by a wording"),
    "a wording that is too long": (changed(TEXT, accepted=(Accepted(wording="x" * 201),)), "no answer to it"),
    "no points": (changed(SINGLE, points=Decimal(0)), "no points"),
    "too many points": (changed(SINGLE, points=Decimal("1000.5")), "points are at most"),
    "points too fine": (changed(SINGLE, points=Decimal("0.0000001")), "points are at most"),
    "endless points": (changed(SINGLE, points=Decimal("Infinity")), "points are at most"),
    "no worth": (changed(SINGLE, choices=paying("sNaN", of=CHOICES)), "points are at most"),
    "least above all": (changed(SINGLE, least=Decimal(2)), "least points"),
    "too little": (partial(MATCHING, blanks=paying("0.4", of=BLANKS)), "no answer to it"),
    "too little ticked": (partial(MULTIPLE, most_choices=1, choices=paying("0.5", of=CHOICES)), "no answer to it"),
    "hidden by one before": (
        partial(NUMERIC, accepted=(replace(RANGE, worth=Decimal("0.5")), replace(RANGE, worth=Decimal(1)))),
        "no answer to it",
    ),
}


@pytest.mark.parametrize("name", UNSOUND)
def test_a_question_that_contradicts_itself_is_named(name: str) -> None:
    question, reason = UNSOUND[name]
    found = list(faults_of_question(question))
    assert any(reason in fault.text for fault in found), found
    assert all(fault.place.startswith("quiz, question q") for fault in found)


BANK = tuple(replace(SINGLE, id=f"q{n}", bank="bank") for n in range(3))


DRAWS = (
    ((), "no question is ever drawn"),
    ((Draw(bank="bank", count=0),), "0 questions cannot be drawn from its 3"),
    ((Draw(bank="bank", count=4),), "4 questions cannot be drawn from its 3"),
    ((Draw(bank="bank", count=1), Draw(bank="other", count=1)), "1 questions cannot be drawn from its 0"),
    ((Draw(bank="bank", count=1), Draw(bank="bank", count=1)), "used twice"),
)


@pytest.mark.parametrize(("draws", "reason"), DRAWS)
def test_what_is_drawn_must_be_in_the_bank(draws: tuple[Draw, ...], reason: str) -> None:
    (fault,) = faults_of_quiz(Quiz(passing_percent=50, questions=BANK, draws=draws))
    assert reason in fault.text


@given(quizzes())
def test_any_quiz_of_sound_questions_is_sound(quiz: Quiz) -> None:
    assert list(faults_of_quiz(quiz)) == []
