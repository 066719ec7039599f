"""The key: for each question an answer that earns the most, if there is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from player.domain.policy import Checkpoint
from player.domain.quiz import FILLED, TICKED, Accepted, Answer, Blank, Question, QuestionKind, Scoring
from player.domain.scoring import misfit, points_of


def right_answer(question: Question) -> Answer:
    """An answer that earns as many points as any; empty where none can be found."""
    if question.kind in TICKED:
        given = _ticked(question)
    elif question.kind in FILLED:
        given = _filled(question)
    elif question.kind is QuestionKind.ORDERING:
        given = tuple(choice.id for choice in question.choices)
    else:
        given = _typed(question)
    return Answer(question=question.id, choices=given)


def key_of(questions: Sequence[Question]) -> tuple[Answer, ...]:
    """Answers that earn full points."""
    return tuple(right_answer(question) for question in questions)


def right_answer_at(checkpoint: Checkpoint) -> str:
    """What is right there: a code, or the id of a choice."""
    return checkpoint.answer if checkpoint.choices else checkpoint.codes[0]


def _ticked(question: Question) -> tuple[str, ...]:
    if question.scoring is Scoring.EXACT:
        return tuple(sorted(question.key))
    best = sorted((c for c in question.choices if c.worth > 0), key=lambda choice: -choice.worth)
    most = (question.most_choices or None) if question.kind is QuestionKind.MULTIPLE else 1
    return tuple(sorted(choice.id for choice in best[:most]))


def _filled(question: Question) -> tuple[str, ...]:
    """A right choice for each blank; where none may be used twice, each one another."""
    if question.reuse:
        return tuple(blank.right[0] for blank in question.blanks) if all(b.right for b in question.blanks) else ()
    taken: dict[str, Blank] = {}
    if not all(_place(blank, taken, set()) for blank in question.blanks):
        return ()
    choice_of = {blank.id: choice for choice, blank in taken.items()}
    return tuple(choice_of[blank.id] for blank in question.blanks)


def _place(blank: Blank, taken: dict[str, Blank], tried: set[str]) -> bool:
    """Finds a right choice for `blank`, if need be by giving another blank another one (augmenting paths)."""
    for choice in blank.right:
        if choice in tried:
            continue
        tried.add(choice)
        if choice not in taken or _place(taken[choice], taken, tried):
            taken[choice] = blank
            return True
    return False


def _typed(question: Question) -> tuple[str, ...]:
    found = [text for accepted in question.accepted for text in _candidates(accepted)]
    fitting = [text for text in found if not misfit(question, (text,))]
    if not fitting:
        return ()
    return (max(fitting, key=lambda text: points_of(question, Answer(question=question.id, choices=(text,)))),)


def _candidates(accepted: Accepted) -> Iterator[str]:
    """What may be typed to be accepted, written as anybody writes it."""
    if accepted.wording:
        yield accepted.wording.replace("*", "")
        yield accepted.wording.replace("*", "x")
    if accepted.low is not None and accepted.high is not None:
        for number in (accepted.low, accepted.high, (accepted.low + accepted.high) / Decimal(2)):
            yield format(number, "f")
