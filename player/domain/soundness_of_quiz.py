"""Soundness of a quiz: each kind of question has its shape, every question can be answered, and every draw be made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from player.domain.fault import Fault, Wording, repeated, twice
from player.domain.key import right_answer
from player.domain.phrase import Phrase, Worded
from player.domain.quiz import (
    FILLED,
    MARKER,
    TYPED,
    Accepted,
    Blank,
    Question,
    QuestionKind,
    Quiz,
    Scoring,
)
from player.domain.scoring import is_answered, is_right, misfit
from player.domain.typed import bounded

MOST_POINTS = Decimal(1000)
FINEST_POINTS = -6
MOST_BLANKS = 200
_QUIZ, _DRAWS = Phrase("quiz"), Phrase("quiz, draws")


def faults_of_quiz(quiz: Quiz) -> Iterator[Fault]:
    if not 0 <= quiz.passing_percent <= 100:
        yield Fault(_QUIZ, Phrase("the passing score is a percentage from 0 to 100"))
    if quiz.attempts is not None and quiz.attempts < 1:
        yield Fault(_QUIZ, Phrase("at least one attempt must be allowed"))
    if not quiz.questions:
        yield Fault(_QUIZ, Phrase("it has no questions"))
    yield from twice(_QUIZ, (question.id for question in quiz.questions))
    yield from _draws(quiz)
    for question in quiz.questions:
        yield from faults_of_question(question)


def _draws(quiz: Quiz) -> Iterator[Fault]:
    banks = Counter(question.bank for question in quiz.questions if question.bank)
    yield from twice(_DRAWS, (draw.bank for draw in quiz.draws))
    for draw in quiz.draws:
        there = banks[draw.bank]
        if not 1 <= draw.count <= there:
            text = Worded("{drawn} questions cannot be drawn from its {there}", drawn=draw.count, there=there)
            yield Fault(_bank(draw.bank), text)
    for bank in banks.keys() - {draw.bank for draw in quiz.draws}:
        yield Fault(_bank(bank), Phrase("no question is ever drawn from it"))


def _bank(name: str) -> Worded:
    return Worded("quiz, bank {bank}", bank=name)


def faults_of_question(question: Question) -> Iterator[Fault]:
    """Everything in which a question by itself is not sound; empty when it can be asked, answered and scored."""
    found = (*_at(question, _shape(question)), *_blanks(question), *_at(question, _points(question)))
    yield from found
    if not found:
        yield from _at(question, _answerable(question))


def _at(question: Question, texts: Iterable[Wording]) -> Iterator[Fault]:
    for text in texts:
        yield Fault(Worded("quiz, question {id}", id=question.id), text)


def _shape(question: Question) -> Iterator[Wording]:
    yield from repeated(choice.id for choice in question.choices)
    if question.kind not in FILLED and question.blanks:
        yield Phrase("only a text with gaps and matching have blanks")
    if question.kind not in TYPED and question.accepted:
        yield Phrase("only a number or a short text has accepted answers")
    if question.most_choices < 0:
        yield Phrase("it allows less than no choice")
    if question.kind in TYPED:
        yield from _typed(question)
    elif question.kind in FILLED:
        yield from _filled(question)
    elif question.kind is QuestionKind.ORDERING:
        if len(question.choices) < 2:
            yield Phrase("there are not two items to put in order")
    else:
        yield from _ticked(question)


def _ticked(question: Question) -> Iterator[Wording]:
    exact = question.scoring is Scoring.EXACT
    if exact and not question.key:
        yield Phrase("no choice is marked as correct")
    if exact and question.kind is not QuestionKind.MULTIPLE and len(question.key) > 1:
        yield Phrase("more than one choice is marked as correct, but only one can be ticked")


def _filled(question: Question) -> Iterator[Wording]:
    yield from repeated(blank.id for blank in question.blanks)
    if not 1 <= len(question.blanks) <= MOST_BLANKS:
        yield Worded("it has between 1 and {most} blanks", most=MOST_BLANKS)
    if question.kind is QuestionKind.INLINE:
        markers = Counter(MARKER.findall(question.text))
        if markers != Counter(blank.id for blank in question.blanks):
            yield Phrase("its blanks are not each marked once in its text, as in [[1]]")


def _blanks(question: Question) -> Iterator[Fault]:
    for blank in question.blanks if question.kind in FILLED else ():
        for text in _blank(question, blank):
            yield Fault(Worded("quiz, question {question}, blank {id}", question=question.id, id=blank.id), text)


def _blank(question: Question, blank: Blank) -> Iterator[Wording]:
    known = {choice.id for choice in question.choices}
    offered = set(blank.choices) if blank.choices else known
    if not offered <= known or len(set(blank.choices)) != len(blank.choices):
        yield Phrase("it offers a choice that does not exist, or one twice")
    if not blank.right:
        yield Phrase("no choice is right there")
    elif not set(blank.right) <= offered & known:
        yield Phrase("the choice that is right there is not offered there")


def _typed(question: Question) -> Iterator[Wording]:
    if question.choices:
        yield Phrase("a typed answer has no choices")
    if not question.accepted:
        yield Phrase("no answer is accepted")
    for accepted in question.accepted:
        yield from _accepted(question, accepted)


def _accepted(question: Question, accepted: Accepted) -> Iterator[Wording]:
    low, high = accepted.low, accepted.high
    if question.kind is QuestionKind.TEXT:
        if not accepted.wording.strip() or low is not None or high is not None:
            yield Phrase("a short text is accepted by a wording, and by that alone")
    elif low is None or high is None or accepted.wording:
        yield Phrase("a number is accepted from a lowest to a highest one, and by that alone")
    elif bounded(low) is None or bounded(high) is None:
        yield Phrase("its numbers are too large or too fine")
    elif low > high:
        yield Phrase("the lowest number accepted is above the highest")


def _points(question: Question) -> Iterator[Wording]:
    parts = (question.choices, question.blanks, question.accepted)
    worths = [part.worth for each in parts for part in each]
    if not all(map(_is_points, (question.points, question.least, *worths))):
        yield Worded(
            "points are at most {most} with at most {finest} decimals", most=MOST_POINTS, finest=-FINEST_POINTS
        )
    elif question.points <= 0:
        yield Phrase("it gives no points")
    elif question.least > question.points:
        yield Phrase("the least points are more than all")


def _is_points(points: Decimal) -> bool:
    """Finite and with few enough digits that every sum of them is exact."""
    exponent = points.as_tuple().exponent
    return isinstance(exponent, int) and FINEST_POINTS <= exponent <= 3 and abs(points) <= MOST_POINTS


def _answerable(question: Question) -> Iterator[Wording]:
    answer = right_answer(question)
    given = answer.choices
    if not is_answered(question, given) or misfit(question, given) or not is_right(question, answer):
        yield Phrase("no answer to it earns all its points")
