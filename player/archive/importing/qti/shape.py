"""An item between two forms: what it asks is ours already, how it is scored is still its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from player.domain.quiz import Blank, Choice, QuestionKind

Given = tuple[str, ...]
"""What stands in `Answer.choices`."""
MOST_PARTS = 200
"""Choices or blanks of one item."""
MOST_STEPS = 1_000_000
"""So many pieces of rules are run for one item, some seconds' worth."""
Responses = Mapping[str, tuple[str, ...]]
"""The values of each response of the source; none where it is not answered."""


EVERYBODY, RIGHT, WRONG = "everybody", "right", "wrong"
"""Places for feedback, besides the parts of a question."""


def part(name: str | int) -> str:
    """The place for feedback on a choice, or on the accepted answer of that number."""
    return f"part {name}"


class NotCarried(Exception):
    """An item has no place in the course's own form; the text is the reason, as a sentence."""


def check_size(parts: Sized) -> None:
    """Raises `NotCarried` before anything is done with more choices than anybody would read."""
    if len(parts) > MOST_PARTS:
        raise NotCarried(f"It has {len(parts)} choices or blanks; more than {MOST_PARTS} are not taken over.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the source's own rules make of an answer. `shown`: which of its feedback appears."""

    points: Decimal
    shown: frozenset[str]


@dataclass(slots=True)
class Probes:
    """With what typed answers were compared, and how much was done for it.

    `wordings`: with `*` for any letters, and whether the case of letters matters.
    """

    numbers: set[Decimal] = field(default_factory=set[Decimal])
    wordings: dict[tuple[str, bool], None] = field(default_factory=dict[tuple[str, bool], None])
    steps: int = 0

    def step(self) -> None:
        """Counts a piece of a rule that was run. Raises `NotCarried` when there were too many."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise NotCarried("Its scoring is so long that it cannot be tried on every answer.")


class Marker(Protocol):
    """Scores an answer as the source does."""

    @property
    def probes(self) -> Probes: ...

    def mark(self, responses: Responses) -> Outcome:
        """Raises `NotCarried` for rules that this program cannot run."""
        ...

    def unbounded(self, responses: Responses) -> Decimal:
        """The points before they are kept between bounds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A piece of feedback. `hint`: the place that its name or its surroundings suggest, taken if its rules agree."""

    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """`responses` puts an answer in the source's form; an empty one must be possible.

    `least`: the lowest points that the source states; `declared`: the answer that it calls correct; `ids`: our id of
    each of its choices.
    """

    kind: QuestionKind
    text: str
    responses: Callable[[Given], Responses]
    choices: tuple[Choice, ...] = ()
    blanks: tuple[Blank, ...] = ()
    shuffle: bool = False
    most_choices: int = 0
    reuse: bool = True
    least: Decimal | None = None
    declared: Given = ()
    ids: Mapping[str, str] = field(default_factory=dict[str, str])
    remarks: Mapping[str, Remark] = field(default_factory=dict[str, Remark])

    def options(self, blank: Blank) -> Sequence[str]:
        return blank.choices or tuple(choice.id for choice in self.choices)
