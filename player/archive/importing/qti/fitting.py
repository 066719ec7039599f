"""Puts an item's own scoring into the course's form, and takes it only if both score every answer alike."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, islice, permutations, product
from math import comb, factorial, prod

from player.archive.importing.qti.shape import Given, Marker, NotCarried, Outcome, Shape, check_size
from player.domain.quiz import FILLED, TICKED, Answer, Blank, Question, QuestionKind, Scoring
from player.domain.scoring import points_of

MOST_ANSWERS = 6_000
"""So many possible answers are all tried; of more, so many."""
_MOST_WORK = 200_000
"""Answers times parts; fewer answers are tried of an item with very many parts."""
MOST_REMARKS = 500
_DIFFERENT = "Its scoring has no counterpart here: no sum of points for its parts comes to the same."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """`answers` and their `outcomes` side by side: what was tried to be sure. `all_tried`: no answer is left out."""

    question: Question
    answers: Sequence[Given]
    outcomes: Sequence[Outcome]
    all_tried: bool = True
    reasons: tuple[str, ...] = ()


def fit(shape: Shape, marker: Marker) -> Fitted:
    """A question of any kind but the typed ones. Raises `NotCarried`."""
    check_size(shape.blanks)
    if len(shape.remarks) > MOST_REMARKS:
        raise NotCarried(f"It has more than {MOST_REMARKS} pieces of feedback.")
    blank = _question(shape)
    answers = _answers(shape)
    outcomes = [marker.mark(shape.responses(given)) for given in answers]
    points = [outcome.points for outcome in outcomes]
    if not points or max(points) <= 0:
        raise NotCarried("No answer earns points.")
    best = [given for given, earned in zip(answers, points, strict=True) if earned == max(points)]
    for candidate in (_exact(blank, best, max(points)), *_partials(shape, marker, blank, best, points)):
        if candidate and all(_earned(candidate, given) == p for given, p in zip(answers, points, strict=True)):
            fitted = Fitted(question=candidate, answers=answers, outcomes=outcomes)
            return fitted if len(answers) >= _count(shape) else _partly_tried(fitted, _count(shape))
    raise NotCarried(_DIFFERENT)


def _partly_tried(fitted: Fitted, count: int) -> Fitted:
    reason = f"Its scoring was compared on {len(fitted.answers)} of {count} possible answers."
    return replace(fitted, all_tried=False, reasons=(reason,))


def _earned(question: Question, given: Given) -> Decimal:
    return points_of(question, Answer(question=question.id, choices=given))


def _question(shape: Shape) -> Question:
    return Question(
        id="q",
        kind=shape.kind,
        text=shape.text,
        choices=shape.choices,
        blanks=shape.blanks,
        shuffle=shape.shuffle,
        most_choices=shape.most_choices,
        reuse=shape.reuse,
    )


# ---- every answer that can be given


def _answers(shape: Shape) -> list[Given]:
    most = min(MOST_ANSWERS, _MOST_WORK // (len(shape.choices) + len(shape.blanks) or 1))
    if _count(shape) <= most:
        return list(_all_answers(shape))
    return list(dict.fromkeys(islice(_some_answers(shape), most)))


def _ids(shape: Shape) -> tuple[str, ...]:
    return tuple(choice.id for choice in shape.choices)


def _most(shape: Shape) -> int:
    return min(shape.most_choices or len(shape.choices), len(shape.choices))


def _count(shape: Shape) -> int:
    if shape.kind is QuestionKind.MULTIPLE:
        return sum(comb(len(shape.choices), n) for n in range(1, _most(shape) + 1))
    if shape.kind is QuestionKind.ORDERING:
        return factorial(len(shape.choices))
    if shape.kind in TICKED:
        return len(shape.choices)
    if not shape.reuse:
        return factorial(len(shape.choices)) // factorial(max(0, len(shape.choices) - len(shape.blanks)))
    return prod(len(shape.options(blank)) for blank in shape.blanks)


def _all_answers(shape: Shape) -> Iterator[Given]:
    ids = _ids(shape)
    if shape.kind is QuestionKind.ORDERING:
        yield from permutations(ids)
    elif shape.kind in TICKED:
        for size in range(1, (_most(shape) if shape.kind is QuestionKind.MULTIPLE else 1) + 1):
            yield from combinations(ids, size)
    else:
        filled = product(*(shape.options(blank) for blank in shape.blanks))
        yield from (given for given in filled if shape.reuse or len(set(given)) == len(given))


def _some_answers(shape: Shape) -> Iterator[Given]:
    """The right answer and all that are near it first, then others without any order, the same every time."""
    dice = random.Random(0)
    if shape.declared:
        yield shape.declared
        yield from _near(shape, shape.declared)
    if shape.kind is QuestionKind.MULTIPLE:
        yield from _all_answers(replace(shape, most_choices=min(2, _most(shape))))
    while True:
        yield _any(shape, dice)


def _near(shape: Shape, given: Given) -> Iterator[Given]:
    ids = _ids(shape)
    if shape.kind is QuestionKind.MULTIPLE:
        for one in ids:
            other = tuple(i for i in ids if (i in given) != (i == one))
            if other and len(other) <= _most(shape):
                yield other
    elif shape.kind is QuestionKind.ORDERING:
        for one, other in combinations(range(len(given)), 2):
            swapped = list(given)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            yield tuple(swapped)
    else:
        for at, blank in enumerate(shape.blanks):
            for option in shape.options(blank):
                changed = (*given[:at], option, *given[at + 1 :])
                if shape.reuse or len(set(changed)) == len(changed):
                    yield changed


def _any(shape: Shape, dice: random.Random) -> Given:
    ids = _ids(shape)
    if shape.kind is QuestionKind.MULTIPLE:
        chosen = set(dice.sample(ids, dice.randint(1, _most(shape))))
        return tuple(choice for choice in ids if choice in chosen)
    if shape.kind is QuestionKind.ORDERING or not shape.reuse:
        return tuple(dice.sample(ids, min(len(ids), len(shape.blanks) or len(ids))))
    return tuple(dice.choice(shape.options(blank)) for blank in shape.blanks)


# ---- the two ways of scoring there are


def _exact(question: Question, best: Sequence[Given], points: Decimal) -> Question | None:
    """All points for the best answers, if those are what one key can say."""
    if question.kind in TICKED and len(best) > 1:
        return None
    question = replace(question, points=points, scoring=Scoring.EXACT)
    if question.kind in TICKED:
        return _with_key(question, best[0])
    if question.kind is QuestionKind.ORDERING:
        return _in_order(question, best[0])
    blanks = tuple(
        replace(blank, right=_in_place(question, {given[at] for given in best}))
        for at, blank in enumerate(question.blanks)
    )
    return replace(question, blanks=blanks)


def _partials(
    shape: Shape, marker: Marker, question: Question, best: Sequence[Given], points: Sequence[Decimal]
) -> Iterator[Question]:
    """With the lowest points that are stated, or else with those that were found."""
    right = shape.declared if shape.declared in best else best[0]
    least = [found for found in (shape.least, min(Decimal(0), *points), min(points)) if found is not None]
    question = replace(question, points=max(points), scoring=Scoring.PARTIAL)
    for found in _with_worths(shape, marker, question, right):
        yield from (replace(found, least=lowest) for lowest in dict.fromkeys(least))


def _with_worths(shape: Shape, marker: Marker, question: Question, right: Given) -> Iterator[Question]:
    """Guesses at what each part is worth, of which one may hold."""
    if question.kind in FILLED:
        blanks = tuple(_worthy(shape, marker, blank, at) for at, blank in enumerate(shape.blanks))
        yield replace(question, blanks=blanks)
    elif question.kind is QuestionKind.ORDERING:
        yield from _ordered_partial(marker, shape, _in_order(question, right))
    else:
        for worths in _worths(shape, marker, right):
            choices = tuple(replace(choice, worth=worths[choice.id]) for choice in question.choices)
            yield _with_key(replace(question, choices=choices), right)


def _worths(shape: Shape, marker: Marker, right: Given) -> Iterator[dict[str, Decimal]]:
    """By giving each choice alone; then by what it changes in the right answer, where losses are not cut off."""

    def earned(given: Iterable[str]) -> Decimal:
        chosen = set(given)
        return marker.unbounded(shape.responses(tuple(one for one in _ids(shape) if one in chosen)))

    if shape.kind is not QuestionKind.MULTIPLE:
        yield {one: earned([one]) for one in _ids(shape)}
        return
    none, full = earned([]), earned(right)
    alone = {one: earned([one]) - none for one in _ids(shape)}
    yield alone
    yield alone | {one: earned([*right, one]) - full for one in _ids(shape) if one not in right}


def _with_key(question: Question, right: Given) -> Question:
    choices = tuple(replace(choice, correct=choice.id in right) for choice in question.choices)
    return replace(question, choices=choices)


def _in_order(question: Question, right: Given) -> Question:
    by_id = {choice.id: choice for choice in question.choices}
    return replace(question, choices=tuple(by_id[one] for one in right))


def _in_place(question: Question, ids: set[str]) -> Given:
    return tuple(choice.id for choice in question.choices if choice.id in ids)


def _worthy(shape: Shape, marker: Marker, blank: Blank, at: int) -> Blank:
    def alone(option: str) -> Decimal:
        given = tuple(option if place == at else "" for place in range(len(shape.blanks)))
        return marker.unbounded(shape.responses(given))

    none = alone("")
    worths = {option: alone(option) - none for option in shape.options(blank)}
    most = max(worths.values(), default=Decimal(0))
    right = {option for option, worth in worths.items() if worth == most and worth > 0}
    return replace(blank, right=tuple(c.id for c in shape.choices if c.id in right), worth=max(most, Decimal(0)))


def _ordered_partial(marker: Marker, shape: Shape, question: Question) -> Iterator[Question]:
    """What each place is worth: asked with orders in which that one alone is right."""
    right = tuple(choice.id for choice in question.choices)
    if not 3 <= len(right) <= 12:
        return
    worths: list[Decimal] = []
    for at in range(len(right)):
        others = [*right[:at], *right[at + 1 :]]
        turned = [*others[1:], others[0]]
        order = (*turned[:at], right[at], *turned[at:])
        worths.append(marker.unbounded(shape.responses(order)))
    choices = tuple(replace(c, worth=worth) for c, worth in zip(question.choices, worths, strict=True))
    yield replace(question, choices=choices)
