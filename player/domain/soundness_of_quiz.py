"""Soundness of a quiz: each kind of question has its shape, every question can be answered, and every draw be made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from player.domain.fault import Fault, twice
from player.domain.key import right_answer
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


def faults_of_quiz(quiz: Quiz) -> Iterator[Fault]:
    if not 0 <= quiz.passing_percent <= 100:
        yield Fault("quiz", "the passing score is a percentage from 0 to 100")
    if quiz.attempts is not None and quiz.attempts < 1:
        yield Fault("quiz", "at least one attempt must be allowed")
    if not quiz.questions:
        yield Fault("quiz", "it has no questions")
    yield from twice("quiz", (question.id for question in quiz.questions))
    yield from _draws(quiz)
    for question in quiz.questions:
        yield from faults_of_question(question)


def _draws(quiz: Quiz) -> Iterator[Fault]:
    banks = Counter(question.bank for question in quiz.questions if question.bank)
    yield from twice("quiz, draws", (draw.bank for draw in quiz.draws))
    for draw in quiz.draws:
        place = f"quiz, bank {draw.bank}"
        if not 1 <= draw.count <= banks[draw.bank]:
            yield Fault(place, f"{draw.count} questions cannot be drawn from its {banks[draw.bank]}")
    for bank in banks.keys() - {draw.bank for draw in quiz.draws}:
        yield Fault(f"quiz, bank {bank}", "no question is ever drawn from it")


def faults_of_question(question: Question) -> Iterator[Fault]:
    """Everything in which a question by itself is not sound; empty when it can be asked, answered and scored."""
    found = (*_shape(question), *_points(question))
    yield from found
    if not found:
        yield from _answerable(question)


def _place(question: Question) -> str:
    return f"quiz, question {question.id}"


def _shape(question: Question) -> Iterator[Fault]:
    place = _place(question)
    yield from twice(place, (choice.id for choice in question.choices))
    if question.kind not in FILLED and question.blanks:
        yield Fault(place, "only a text with gaps and matching have blanks")
    if question.kind not in TYPED and question.accepted:
        yield Fault(place, "only a number or a short text has accepted answers")
    if question.most_choices < 0:
        yield Fault(place, "it allows less than no choice")
    if question.kind in TYPED:
        yield from _typed(question)
    elif question.kind in FILLED:
        yield from _filled(question)
    elif question.kind is QuestionKind.ORDERING:
        if len(question.choices) < 2:
            yield Fault(place, "there are not two items to put in order")
    else:
        yield from _ticked(question)


def _ticked(question: Question) -> Iterator[Fault]:
    place, exact = _place(question), question.scoring is Scoring.EXACT
    if exact and not question.key:
        yield Fault(place, "no choice is marked as correct")
    if exact and question.kind is not QuestionKind.MULTIPLE and len(question.key) > 1:
        yield Fault(place, "more than one choice is marked as correct, but only one can be ticked")


def _filled(question: Question) -> Iterator[Fault]:
    place = _place(question)
    yield from twice(place, (blank.id for blank in question.blanks))
    if not 1 <= len(question.blanks) <= MOST_BLANKS:
        yield Fault(place, f"it has between 1 and {MOST_BLANKS} blanks")
    if question.kind is QuestionKind.INLINE:
        markers = Counter(MARKER.findall(question.text))
        if markers != Counter(blank.id for blank in question.blanks):
            yield Fault(place, "its blanks are not each marked once in its text, as in [[1]]")
    for blank in question.blanks:
        yield from _blank(question, blank)


def _blank(question: Question, blank: Blank) -> Iterator[Fault]:
    place = f"{_place(question)}, blank {blank.id}"
    known = {choice.id for choice in question.choices}
    offered = set(blank.choices) if blank.choices else known
    if not offered <= known or len(set(blank.choices)) != len(blank.choices):
        yield Fault(place, "it offers a choice that does not exist, or one twice")
    if not blank.right:
        yield Fault(place, "no choice is right there")
    elif not set(blank.right) <= offered & known:
        yield Fault(place, "the choice that is right there is not offered there")


def _typed(question: Question) -> Iterator[Fault]:
    place = _place(question)
    if question.choices:
        yield Fault(place, "a typed answer has no choices")
    if not question.accepted:
        yield Fault(place, "no answer is accepted")
    for accepted in question.accepted:
        yield from _accepted(question, accepted)


def _accepted(question: Question, accepted: Accepted) -> Iterator[Fault]:
    place, low, high = _place(question), accepted.low, accepted.high
    if question.kind is QuestionKind.TEXT:
        if not accepted.wording.strip() or low is not None or high is not None:
            yield Fault(place, "a short text is accepted by a wording, and by that alone")
    elif low is None or high is None or accepted.wording:
        yield Fault(place, "a number is accepted from a lowest to a highest one, and by that alone")
    elif bounded(low) is None or bounded(high) is None:
        yield Fault(place, "its numbers are too large or too fine")
    elif low > high:
        yield Fault(place, "the lowest number accepted is above the highest")


def _points(question: Question) -> Iterator[Fault]:
    place = _place(question)
    parts = (question.choices, question.blanks, question.accepted)
    worths = [part.worth for each in parts for part in each]
    if not all(map(_is_points, (question.points, question.least, *worths))):
        yield Fault(place, f"points are at most {MOST_POINTS} with at most {-FINEST_POINTS} decimals")
    elif question.points <= 0:
        yield Fault(place, "it gives no points")
    elif question.least > question.points:
        yield Fault(place, "the least points are more than all")


def _is_points(points: Decimal) -> bool:
    """Finite and with few enough digits that every sum of them is exact."""
    exponent = points.as_tuple().exponent
    return isinstance(exponent, int) and FINEST_POINTS <= exponent <= 3 and abs(points) <= MOST_POINTS


def _answerable(question: Question) -> Iterator[Fault]:
    answer = right_answer(question)
    given = answer.choices
    if not is_answered(question, given) or misfit(question, given) or not is_right(question, answer):
        yield Fault(_place(question), "no answer to it earns all its points")
