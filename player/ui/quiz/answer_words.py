"""Answers in words: what was answered to a question of any kind, and what would have been right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from player.domain.quiz import FILLED, MARKER, TYPED, Accepted, Blank, Choice, Question, QuestionKind, Scoring
from player.ui.language import amount_text, tr
from player.ui.widgets.markdown import plain_words

FIRST_LETTER, LAST_LETTER = 0xE000, 0xF8FF
"""Letters that mean nothing: they stand for the gaps while the marks of their text are read."""
_AROUND = 7
"""Words of a text that are told on each side of its gap."""


def choice_words(choice: Choice) -> str:
    """A choice read aloud: its words, and what its picture shows."""
    parts = (plain_words(choice.text), choice.picture.alt if choice.picture else "")
    return ". ".join(part for part in parts if part) or choice.id


def blank_words(question: Question, number: int) -> str:
    """A place to fill, counted from 0, as it is named: the left side of its pair, or which gap it is."""
    blank = question.blanks[number]
    if blank.text and question.kind is QuestionKind.MATCHING:
        return plain_words(blank.text)
    return tr("Gap {number} of {count}").format(number=number + 1, count=len(question.blanks))


def around_blank(question: Question, number: int) -> str:
    """The words on both sides of a gap, for those who hear it."""
    text = plain_words(with_letters(question.text, [blank.id for blank in question.blanks]))
    before, letter, after = text.partition(chr(FIRST_LETTER + number))
    if not letter:
        return ""
    before, after = (_spelled(question, part) for part in (before, after))
    return " ".join([*before.split()[-_AROUND:], "…", *after.split()[:_AROUND]])


def spoken_text(question: Question) -> str:
    """The question read aloud: each gap by its number."""
    return plain_words(text_with_gaps(question))


def with_letters(text: str, blanks: Sequence[str]) -> str:
    """The text with a letter of no meaning for each gap, since an id may look like a mark; it has none of its own."""
    bare = "".join(letter for letter in text if not FIRST_LETTER <= ord(letter) <= LAST_LETTER)
    letters = {blank: chr(FIRST_LETTER + number) for number, blank in enumerate(blanks)}
    return MARKER.sub(lambda found: letters.get(found[1], found[0]), bare)


def _spelled(question: Question, text: str) -> str:
    for number in range(len(question.blanks)):
        text = text.replace(chr(FIRST_LETTER + number), f"({blank_words(question, number)})")
    return text


def text_with_gaps(question: Question) -> str:
    """The question's text with its marks, each gap by its number."""
    ids = [blank.id for blank in question.blanks]
    if question.kind is not QuestionKind.INLINE:
        return question.text
    return MARKER.sub(
        lambda found: f"({blank_words(question, ids.index(found[1]))})" if found[1] in ids else found[0], question.text
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A part of an answer in words; `is_right` where each part is right or wrong by itself."""

    text: str
    is_right: bool | None = None


def given_lines(question: Question, given: tuple[str, ...]) -> list[Line]:
    """What was answered, a line for each part of it; choices by their words."""
    if question.kind in TYPED:
        return [Line(given[0])] if given else []
    if question.kind in FILLED:
        pairs = zip(question.blanks, given, strict=False)
        return [Line(_pair(question, n, choice), choice in blank.right) for n, (blank, choice) in enumerate(pairs)]
    if question.kind is QuestionKind.ORDERING:
        return _numbered([_words(question, choice) for choice in given])
    several = question.kind is QuestionKind.MULTIPLE
    return [
        Line(choice_words(c), _is_right(question, c) if several else None) for c in question.choices if c.id in given
    ]


def right_lines(question: Question) -> list[Line]:
    """What would have been right, as in `given_lines`. `question` has its choices in the quiz's own order."""
    if question.kind in TYPED:
        counting = (a for a in question.accepted if question.scoring is Scoring.EXACT or a.worth > 0)
        return [Line(text) for text in map(_accepted, counting) if text]
    if question.kind in FILLED:
        return [Line(_right_pair(question, number, blank)) for number, blank in enumerate(question.blanks)]
    if question.kind is QuestionKind.ORDERING:
        return _numbered([choice_words(choice) for choice in question.choices])
    return [Line(choice_words(choice)) for choice in question.choices if _is_right(question, choice)]


def _is_right(question: Question, choice: Choice) -> bool:
    return choice.correct if question.scoring is Scoring.EXACT else choice.worth > 0


def number_text(number: Decimal) -> str:
    """A number as people here write it, with all its digits and no others."""
    return amount_text(number)


def _accepted(accepted: Accepted) -> str:
    if accepted.wording:
        return accepted.wording.replace("*", "…")
    if accepted.low is None or accepted.high is None:
        return ""
    low, high = number_text(accepted.low), number_text(accepted.high)
    return low if low == high else tr("from {low} to {high}").format(low=low, high=high)


def _right_pair(question: Question, number: int, blank: Blank) -> str:
    first, *rest = [_words(question, choice) for choice in blank.right] or [""]
    for choice in rest:
        first = tr("{one} or {other}").format(one=first, other=choice)
    return tr("{label}: {text}").format(label=blank_words(question, number), text=first)


def _pair(question: Question, number: int, choice: str) -> str:
    words = _words(question, choice) if choice else tr("nothing")
    return tr("{label}: {text}").format(label=blank_words(question, number), text=words)


def _words(question: Question, choice: str) -> str:
    known = next((one for one in question.choices if one.id == choice), None)
    return choice_words(known) if known else choice


def _numbered(lines: list[str]) -> list[Line]:
    return [Line(f"{number}.  {line}") for number, line in enumerate(lines, 1)]
