"""What came of taking something over: item by item, with a reason for whatever is not as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from player.domain.quiz import Draw, Question


class Fate(StrEnum):
    """What became of an item: taken over whole, taken over with a difference that is told, or left out."""

    TAKEN = "taken"
    CHANGED = "changed"
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReport:
    """`item` names it in its source, `title` is what a person knows it by; `reasons` is empty for what is whole."""

    item: str
    fate: Fate
    title: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenQuiz:
    """Questions as the course's own form has them. `files`: the pictures they name, by their path in the course.

    Settings that the source does not state are None. Every item of the source is in `report`, in its order.
    """

    questions: tuple[Question, ...]
    report: tuple[ItemReport, ...]
    source: str
    title: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    passing_percent: int | None = None
    attempts: int | None = None
    shuffle: bool = False
    draws: tuple[Draw, ...] = ()
