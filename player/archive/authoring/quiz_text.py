"""Questions as a file that an author can read and change: the same tables as in `course.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import tomli_w

from player.archive.authoring.quiz_reading import question_of
from player.archive.authoring.quiz_tables import QuestionFile
from player.archive.authoring.tables import converted, tables_in
from player.domain.picture import Picture
from player.domain.quiz import (
    Accepted,
    Blank,
    Choice,
    Question,
    QuestionKind,
    Scoring,
)

Written = dict[str, Any]

_LARGEST = 2**53
"""Larger whole numbers are written as texts: not every reader of TOML keeps them."""


def write_questions(questions: Iterable[Question]) -> bytes:
    """The questions as a TOML file in UTF-8. What is as it is when nothing is said, is left out."""
    tables = {"question": [_question(question) for question in questions]}
    exact = tomli_w.dumps(tables, indent=2)
    legible = tomli_w.dumps(tables, multiline_strings=True, indent=2)
    # In a text over several lines the ends of lines are the file's own: one that needs others is written in one line.
    return (legible if tomllib.loads(legible) == tomllib.loads(exact) else exact).encode()


def read_questions(data: bytes, *, name: str) -> tuple[Question, ...]:
    """The questions of a file; spaces around a rationale are not kept. Raises `CourseTextWrong`."""
    file = converted(tables_in(data, name=name), QuestionFile, name=name)
    return tuple(
        question_of(question, number=number, name=name, key=f"question {number}")
        for number, question in enumerate(file.question, 1)
    )


def _question(question: Question) -> Written:
    partial = question.scoring is Scoring.PARTIAL
    shuffled = question.kind in (QuestionKind.MATCHING, QuestionKind.ORDERING)
    return {
        "id": question.id,
        "kind": question.kind.value,
        "text": question.text,
        **_said(
            rationale=question.rationale,
            points=_number(question.points) if question.points != 1 else "",
            least=_number(question.least) if question.least else "",
            scoring=question.scoring.value if partial else "",
            most_choices=question.most_choices,
            bank=question.bank,
            when_right=question.when_right,
            when_wrong=question.when_wrong,
            picture=[_picture(picture) for picture in question.pictures],
            choice=[_choice(choice, partial) for choice in question.choices],
            blank=[_blank(blank, partial) for blank in question.blanks],
            accept=[_accept(accepted, partial) for accepted in question.accepted],
        ),
        **({} if question.shuffle == shuffled else {"shuffle": question.shuffle}),
        **({} if question.reuse else {"reuse": False}),
    }


def _said(**keys: Any) -> Written:
    return {key: value for key, value in keys.items() if value not in ("", 0, [], None, False)}


def _worth(worth: Decimal, partial: bool) -> Written:
    """Where scoring is partial it always stands there, also 0: left out everywhere, the points would be shared."""
    return {"worth": _number(worth)} if partial or worth else {}


def _choice(choice: Choice, partial: bool) -> Written:
    return {
        "id": choice.id,
        "text": choice.text,
        **_said(correct=choice.correct, feedback=choice.feedback, fixed=choice.fixed),
        **({"picture": _picture(choice.picture)} if choice.picture else {}),
        **_worth(choice.worth, partial),
    }


def _blank(blank: Blank, partial: bool) -> Written:
    right = blank.right[0] if len(blank.right) == 1 else list(blank.right)
    return {
        "id": blank.id,
        **_said(text=blank.text, choices=list(blank.choices)),
        "right": right,
        **_worth(blank.worth, partial),
    }


def _accept(accepted: Accepted, partial: bool) -> Written:
    return {
        **dict(_what(accepted)),
        **_said(case_matters=accepted.case_matters, feedback=accepted.feedback),
        **_worth(accepted.worth, partial),
    }


def _what(accepted: Accepted) -> Iterator[tuple[str, Any]]:
    if accepted.low is None or accepted.high is None:
        yield "wording", accepted.wording
    elif accepted.low == accepted.high:
        yield "answer", _number(accepted.low)
    else:
        yield "between", [_number(accepted.low), _number(accepted.high)]


def _picture(picture: Picture) -> Written:
    return {"file": picture.path, **_said(alt=picture.alt)}


def _number(number: Decimal) -> int | Decimal | str:
    if number != number.to_integral_value():
        return number
    return int(number) if abs(number) < _LARGEST else str(number)
