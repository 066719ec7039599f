"""Words that are written in a room without a window and said to a person all the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Self


class Phrase(str):
    """An English sentence, or a piece of one, of our own: no name, no number, nothing that somebody typed.

    It is an ordinary string for who prints it as it is. Where it is shown it can be put into another language; for
    that it is written as a literal, `Phrase("the course")`, and is found there.
    """

    __slots__ = ()


class Worded(str):
    """A sentence of our own with its gaps filled, which remembers the sentence and what fills it.

    An ordinary string as well: `Worded("it holds more than {most} files.", most=64)` prints as it reads. Where it is
    shown, the sentence is put into another language, and so is what fills it, where that is a `Phrase` or `Worded`
    itself. Whatever makes a new string of it (an f-string, `.format`, `.join`) makes it an ordinary one.
    """

    __slots__ = ("data", "many", "template")

    template: str
    many: str
    """The other form of a sentence that counts; "" where nothing is counted."""
    data: Mapping[str, object]

    def __new__(cls, template: str, /, **data: object) -> Self:
        made = super().__new__(cls, template.format(**{name: _written(value) for name, value in data.items()}))
        made.template, made.many, made.data = template, "", data
        return made

    @classmethod
    def counted(cls, one: str, many: str, count: int, /, **others: object) -> Self:
        """The form of that count: `Worded.counted("{count} course", "{count} courses", 2)`."""
        made = cls(one if count == 1 else many, **{**others, "count": count})
        made.template, made.many = one, many
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return _made_again, (self.template, self.many, dict(self.data))


def _made_again(template: str, many: str, data: dict[str, Any]) -> Worded:
    return Worded.counted(template, many, data["count"], **data) if many else Worded(template, **data)


class Dated(str):
    """A day that is written in English, and remembers which it is for who writes it otherwise."""

    __slots__ = ("day",)

    day: date

    def __new__(cls, written: str, day: date) -> Self:
        made = super().__new__(cls, written)
        made.day = day
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return Dated, (str(self), self.day)


def _written(value: object) -> object:
    """An amount without needless zeros, a moment by the clock of Greenwich; everything else as it is."""
    match value:
        case Decimal() if value.is_finite():
            return format(value.normalize(), "f")
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        case _:
            return value


def written_down(words: object) -> str:
    """For who writes words into files, where they are a string like any other. Raises TypeError for anything else."""
    if isinstance(words, str):
        return str(words)
    raise TypeError(f"{type(words).__name__} is not written down")


def listed(words: Iterable[str]) -> str:
    """ "a, b, c", each of them in the language of who reads it; "" for none."""
    first, *rest = list(words) or [""]
    for word in rest:
        first = Worded("{before}, {last}", before=first, last=word)
    return first


def beside(words: Iterable[str]) -> str:
    """ "a; b; c"."""
    first, *rest = list(words) or [""]
    for word in rest:
        first = Worded("{before}; {last}", before=first, last=word)
    return first


def in_a_row(sentences: Iterable[str]) -> str:
    """One sentence after the other, without those that are empty."""
    first, *rest = [sentence for sentence in sentences if sentence] or [""]
    for sentence in rest:
        first = Worded("{before} {last}", before=first, last=sentence)
    return first
