"""The evaluation: what the learner thinks of the course, the question about bias included."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from player.domain.phrase import Phrase, Worded
from player.domain.problem import Problem


class ItemKind(StrEnum):
    RATING = "rating"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something to choose; of a rating a grade."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item. A rating has `rows` (statements) rated on `options` (the scale, low to high); a choice has options."""

    id: str
    kind: ItemKind
    text: str
    required: bool = True
    rows: tuple[Option, ...] = ()
    options: tuple[Option, ...] = ()
    about_bias: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The form of a course: `introduction` stands above its items."""

    items: tuple[Item, ...]
    introduction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What was said to one item (or to one `row` of a rating): options picked, or free text."""

    item: str
    row: str = ""
    options: tuple[str, ...] = ()
    text: str = ""

    @property
    def place(self) -> tuple[str, str]:
        return self.item, self.row

    @property
    def is_empty(self) -> bool:
        return not self.options and not self.text.strip()


class ResponsesDoNotFit(Problem):
    what_template = "The evaluation cannot be sent: {reason}"
    meaning_template = "What you filled in is kept; credit can be claimed once the evaluation is complete."
    remedy_template = "Complete the item that is named and send it again."

    def __init__(self, *, reason: str, item: str = "", row: str = "") -> None:
        super().__init__(reason=reason, item=item, row=row)
        self.place = (item, row)


def check_response(evaluation: Evaluation, response: Response) -> None:
    """Raises `ResponsesDoNotFit` when the item, row or option is not one of the evaluation's."""
    item = next((i for i in evaluation.items if i.id == response.item), None)
    if item is None:
        raise ResponsesDoNotFit(reason=Worded("there is no item “{item}”.", item=response.item), item=response.item)
    rows = {row.id for row in item.rows} if item.kind is ItemKind.RATING else {""}
    if response.row not in rows:
        raise ResponsesDoNotFit(
            reason=Worded("“{text}” has no row “{row}”.", text=item.text, row=response.row), item=item.id
        )
    if not set(response.options) <= {option.id for option in item.options}:
        raise ResponsesDoNotFit(
            reason=Worded("“{text}” was answered with something not offered.", text=item.text), item=item.id
        )
    if len(set(response.options)) != len(response.options):
        raise ResponsesDoNotFit(
            reason=Worded("“{text}” has one answer ticked twice.", text=item.text), item=item.id, row=response.row
        )
    if len(response.options) > 1 and item.kind is not ItemKind.CHOICES:
        raise ResponsesDoNotFit(
            reason=Worded("“{text}” takes one answer only.", text=item.text), item=item.id, row=response.row
        )
    if response.text and item.kind is not ItemKind.TEXT:
        raise ResponsesDoNotFit(
            reason=Worded("“{text}” takes no free text.", text=item.text), item=item.id, row=response.row
        )


def missing(evaluation: Evaluation, responses: tuple[Response, ...]) -> tuple[tuple[str, str], ...]:
    """The (item, row) places that are required and still empty, in the order of the form."""
    given = {response.place for response in responses if not response.is_empty}
    required = (
        (item.id, row)
        for item in evaluation.items
        if item.required
        for row in ([r.id for r in item.rows] if item.kind is ItemKind.RATING else [""])
    )
    return tuple(place for place in required if place not in given)


def check_responses(evaluation: Evaluation, responses: tuple[Response, ...]) -> None:
    """Raises `ResponsesDoNotFit` at the first response that does not fit or the first required item left empty."""
    for response in responses:
        check_response(evaluation, response)
    if len({response.place for response in responses}) != len(responses):
        raise ResponsesDoNotFit(reason=Phrase("an item is answered twice."))
    gaps = missing(evaluation, responses)
    if gaps:
        item_id, row = gaps[0]
        text = next(item.text for item in evaluation.items if item.id == item_id)
        raise ResponsesDoNotFit(reason=Worded("“{text}” still needs an answer.", text=text), item=item_id, row=row)
