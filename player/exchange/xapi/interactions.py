"""Interactions: questions, evaluation items and checkpoints in the forms that cmi5 knows, and the answers to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from player.domain.course import Course, Session
from player.domain.evaluation import Item, ItemKind
from player.domain.key import right_answer
from player.domain.policy import Checkpoint
from player.domain.quiz import FILLED, TYPED, Feedback, Question, QuestionKind
from player.domain.typed import number_in
from player.exchange.xapi.naming import part
from player.exchange.xapi.words import INTERACTION_TYPE, Json

_UNFIT = re.compile(r"\s|\[[,.:]\]")
"""What an id of a choice may not hold: responses are written with these marks between them."""
_TRUTH = {"true", "false"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """`respond` writes what was answered as `result.response` has it; empty where nothing was."""

    activity: Json
    respond: Callable[[Sequence[str]], str]


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...


def asked_in_quiz(course: Course, address: str) -> dict[str, Interaction]:
    if course.quiz is None:
        return {}
    # The key is told only where learners see it as well once they handed in their answers.
    told = course.quiz.feedback is Feedback.AFTER_SUBMISSION
    return {question.id: _question(course, question, address, with_key=told) for question in course.quiz.questions}


def _question(course: Course, question: Question, address: str, *, with_key: bool) -> Interaction:
    kind = _kind_of(question)
    respond = _RESPONSES[kind](question)
    definition = _definition(course, kind, question.text)
    if question.kind in FILLED:
        definition["source"] = _components(course, question.blanks)
        definition["target"] = _components(course, question.choices)
    elif question.kind not in TYPED and kind != "true-false":
        definition["choices"] = _components(course, question.choices)
    right = right_answer(question).choices if with_key and question.kind not in TYPED else ()
    if right:
        definition["correctResponsesPattern"] = [respond(right)]
    return Interaction(activity=_activity(f"{address}/{part(question.id)}", definition), respond=respond)


def asked_in_evaluation(course: Course, address: str) -> dict[tuple[str, str], Interaction]:
    """By item and row. What asks for free text is not among them: a record store has no need of it."""
    found: dict[tuple[str, str], Interaction] = {}
    for item in course.evaluation.items:
        if item.kind is ItemKind.RATING:
            found |= {(item.id, r.id): _item(course, item, f"{item.text} – {r.text}", address, r.id) for r in item.rows}
        elif item.kind is not ItemKind.TEXT:
            found[item.id, ""] = _item(course, item, item.text, address, "")
    return found


def _item(course: Course, item: Item, text: str, address: str, row: str) -> Interaction:
    rated = item.kind is ItemKind.RATING
    definition = _definition(course, "likert" if rated else "choice", text)
    definition["scale" if rated else "choices"] = _components(course, item.options)
    place = "/".join(part(step) for step in (item.id, row) if step)
    return Interaction(activity=_activity(f"{address}/{place}", definition), respond=_listed)


def asked_at(course: Course, session: Session, checkpoint: Checkpoint, address: str) -> Interaction:
    definition = _definition(course, "choice" if checkpoint.choices else "fill-in", checkpoint.prompt)
    if checkpoint.choices:
        definition["choices"] = _components(course, checkpoint.choices)
    address = f"{address}/sessions/{part(session.id)}/checkpoints/{part(checkpoint.id)}"
    return Interaction(activity=_activity(address, definition), respond=_listed if checkpoint.choices else _typed)


def _activity(address: str, definition: Json) -> Json:
    return {"objectType": "Activity", "id": address, "definition": definition}


def _definition(course: Course, kind: str, text: str) -> Json:
    definition: Json = {"type": INTERACTION_TYPE, "interactionType": kind}
    if text.strip():
        definition["description"] = {course.language: text}
    return definition


def _components(course: Course, named: Iterable[_Named]) -> list[Json]:
    return [_component(course, one) for one in named]


def _component(course: Course, one: _Named) -> Json:
    component: Json = {"id": _fit(one.id)}
    if one.text.strip():
        component["description"] = {course.language: one.text}
    return component


def _kind_of(question: Question) -> str:
    if question.kind is QuestionKind.TRUE_FALSE and {choice.id for choice in question.choices} == _TRUTH:
        return "true-false"
    return _KINDS[question.kind]


_KINDS: Mapping[QuestionKind, str] = {
    QuestionKind.SINGLE: "choice",
    QuestionKind.MULTIPLE: "choice",
    QuestionKind.TRUE_FALSE: "choice",
    QuestionKind.INLINE: "matching",
    QuestionKind.MATCHING: "matching",
    QuestionKind.ORDERING: "sequencing",
    QuestionKind.NUMERIC: "numeric",
    QuestionKind.TEXT: "fill-in",
}


def _fit(name: str) -> str:
    return quote(name, safe="") if _UNFIT.search(name) or not name else name


def _listed(given: Sequence[str]) -> str:
    return "[,]".join([_fit(name) for name in given])


def _typed(given: Sequence[str]) -> str:
    return "".join(given).strip()


def _number(given: Sequence[str]) -> str:
    """With a point, whatever the learner typed before the decimals."""
    number = number_in(_typed(given))
    return _typed(given) if number is None else format(number, "f")


def _matched(question: Question) -> Callable[[Sequence[str]], str]:
    blanks = [_fit(blank.id) for blank in question.blanks]

    def respond(given: Sequence[str]) -> str:
        return "[,]".join([f"{b}[.]{_fit(name)}" for b, name in zip(blanks, given, strict=False) if name])

    return respond


_RESPONSES: Mapping[str, Callable[[Question], Callable[[Sequence[str]], str]]] = {
    "choice": lambda _: _listed,
    "true-false": lambda _: _listed,
    "matching": _matched,
    "sequencing": lambda _: _listed,
    "numeric": lambda _: _number,
    "fill-in": lambda _: _typed,
}
