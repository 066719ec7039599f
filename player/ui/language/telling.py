"""How words that were written in rooms without a window are said in its language: phrases and problems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from player.domain.phrase import Dated, Phrase, Worded
from player.domain.problem import Problem
from player.ui.language.figures import amount_text, day_text, moment_text
from player.ui.language.say import counted, sentences, tr


@dataclass(frozen=True, slots=True)
class Telling:
    """A problem as it is told: what happened, what it means for the learner's credit, and what to do."""

    what: str
    meaning: str
    remedy: str

    @property
    def sentence(self) -> str:
        """All of it as one line."""
        return sentences(self.what, self.meaning, self.remedy)


def told(problem: Problem) -> Telling:
    """The problem in the language of the window."""
    return Telling(said(problem.what), said(problem.meaning), said(problem.remedy))


def said(text: str) -> str:
    """Words of our own in the language of the window; what a course, a learner or a machine says stays as it is."""
    if isinstance(text, Worded):
        data = {name: _filling(value) for name, value in text.data.items()}
        if text.many:
            count = data.pop("count")
            return counted(text.template, text.many, count if isinstance(count, int) else 0, **data)
        return tr(text.template).format(**data)
    return tr(text) if isinstance(text, Phrase) and text else text


def said_each(texts: Iterable[str]) -> list[str]:
    """Each of them as it is said."""
    return [said(text) for text in texts]


def _filling(value: object) -> object:
    """What fills a gap: words, amounts of credit and days as the window writes them."""
    match value:
        case Dated():
            return day_text(value.day)
        case str():
            return said(value)
        case Decimal() if value.is_finite():
            return amount_text(value)
        case datetime():
            return moment_text(value)
        case date():
            return day_text(value)
        case _:
            return value
