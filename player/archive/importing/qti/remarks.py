"""Where the feedback of an item goes: to right or wrong answers, to a choice, or to everybody as the rationale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from player.archive.importing.qti.fitting import Fitted
from player.archive.importing.qti.shape import EVERYBODY, RIGHT, WRONG, Remark, Shape, part
from player.domain.quiz import TICKED, TYPED, Answer, Question, QuestionKind
from player.domain.scoring import accepted_by, is_right

_Places = Mapping[str, tuple[bool, ...]]
"""For each place for feedback, to which of the answers that were tried it is shown."""


def with_remarks(fitted: Fitted, shape: Shape) -> tuple[Question, tuple[str, ...]]:
    """The question with its feedback, and why some of it has no place here."""
    places = dict(_places(fitted))
    question, reasons = fitted.question, list(fitted.reasons)
    for name, remark in shape.remarks.items():
        if not remark.text:
            continue
        shown = tuple(name in outcome.shown for outcome in fitted.outcomes)
        place = _place_for(remark, shown, places)
        if place:
            question = _said(question, place, remark.text)
        else:
            reasons.append(_reason(remark, shown))
    return question, tuple(reasons)


def _reason(remark: Remark, shown: tuple[bool, ...]) -> str:
    words = " ".join(remark.text.split())
    words = words if len(words) <= 60 else words[:57] + "…"
    if not any(shown):
        return f"Feedback that its own rules never show was left out: “{words}”"
    return f"Feedback for some answers only, which has no place here, was left out: “{words}”"


def _place_for(remark: Remark, shown: tuple[bool, ...], places: _Places) -> str:
    if places.get(remark.hint) == shown:
        return remark.hint
    return next((place for place, answers in places.items() if answers == shown), "")


def _places(fitted: Fitted) -> Iterator[tuple[str, tuple[bool, ...]]]:
    """The most general first: of two that fit alike, the first is taken."""
    question = fitted.question
    answers = [Answer(question=question.id, choices=given) for given in fitted.answers]
    right = tuple(is_right(question, answer) for answer in answers)
    yield EVERYBODY, (True,) * len(answers)
    yield RIGHT, right
    yield WRONG, tuple(not one for one in right)
    if question.kind in TYPED:
        for number, accepted in enumerate(question.accepted):
            yield part(number), tuple(accepted_by(question, given) is accepted for given in fitted.answers)
    elif question.kind in TICKED or question.kind is not QuestionKind.ORDERING:
        for choice in question.choices:
            yield part(choice.id), tuple(choice.id in given for given in fitted.answers)


def _said(question: Question, place: str, text: str) -> Question:
    if place == EVERYBODY:
        return replace(question, rationale=_joined(question.rationale, text))
    if place == RIGHT:
        return replace(question, when_right=_joined(question.when_right, text))
    if place == WRONG:
        return replace(question, when_wrong=_joined(question.when_wrong, text))
    if question.kind in TYPED:
        accepted = tuple(
            replace(one, feedback=_joined(one.feedback, text)) if part(number) == place else one
            for number, one in enumerate(question.accepted)
        )
        return replace(question, accepted=accepted)
    choices = tuple(
        replace(choice, feedback=_joined(choice.feedback, text)) if part(choice.id) == place else choice
        for choice in question.choices
    )
    return replace(question, choices=choices)


def _joined(before: str, text: str) -> str:
    return f"{before}\n\n{text}" if before else text
