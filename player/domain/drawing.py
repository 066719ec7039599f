"""The sheet of an attempt: which questions are drawn, and in which order they and their choices are shown.

Nothing is left to chance that nobody could check: all of it follows from the stream, the number of the attempt and
the ids, so that a sheet is the same wherever it is computed, and another one for each learner and each attempt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from player.domain.quiz import Choice, Question, QuestionKind, Quiz

_T = TypeVar("_T")


def sheet_for(quiz: Quiz, stream: str, attempt: int) -> tuple[Question, ...]:
    """The questions of an attempt, as they are shown. `attempt` counts from 0: how many results there are before it.

    For showing only: the right order of an ordering is that of the quiz's own question.
    """
    asked = questions_for(quiz, stream, attempt)
    if quiz.shuffle:
        asked = tuple(sorted(asked, key=lambda question: _rank("place", stream, attempt, question.id)))
    return tuple(_shown(question, stream, attempt) for question in asked)


def questions_for(quiz: Quiz, stream: str, attempt: int) -> tuple[Question, ...]:
    """The questions that an attempt asks, as and in the order in which they stand in the quiz."""
    if not quiz.draws:
        return quiz.questions
    drawn: set[str] = set()
    for draw in quiz.draws:
        bank = [question.id for question in quiz.questions if question.bank == draw.bank]
        bank.sort(key=lambda question: _rank("draw", stream, attempt, question))
        drawn.update(bank[: draw.count])
    return tuple(question for question in quiz.questions if not question.bank or question.id in drawn)


def _rank(what: str, stream: str, attempt: int, *ids: str) -> bytes:
    """SHA-256 of the parts, each on a line of its own: the smaller comes first."""
    # An id from a damaged file may hold half a letter, which has no UTF-8; it gets bytes of its own all the same.
    return hashlib.sha256("\n".join((what, stream, str(attempt), *ids)).encode(errors="surrogatepass")).digest()


def _shown(question: Question, stream: str, attempt: int) -> Question:
    def rank(choice: Choice) -> bytes:
        return _rank("choice", stream, attempt, question.id, choice.id)

    if question.kind is QuestionKind.ORDERING:
        return replace(question, choices=_out_of_order(question.choices, rank))
    if not question.shuffle:
        return question
    moving = iter(sorted((choice for choice in question.choices if not choice.fixed), key=rank))
    return replace(question, choices=tuple(c if c.fixed else next(moving) for c in question.choices))


def _out_of_order(items: Sequence[_T], rank: Callable[[_T], bytes]) -> tuple[_T, ...]:
    """Never as they stand, which would give the answer away, unless there is one only."""
    shuffled = tuple(sorted(items, key=rank))
    return shuffled if shuffled != tuple(items) else (*shuffled[1:], *shuffled[:1])
