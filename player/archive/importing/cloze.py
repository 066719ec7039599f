"""Moodle's questions with several parts in one text: `The heart is {1:MULTICHOICE:=left~right} of the middle.`"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from html import unescape

from player.archive.importing.collecting import check_parts
from player.archive.importing.worths import HUNDRED, percent_of

CHOSEN = frozenset("MULTICHOICE MC MULTICHOICE_V MCV MULTICHOICE_H MCH".split())
SHUFFLED = frozenset("MULTICHOICE_S MCS MULTICHOICE_VS MCVS MULTICHOICE_HS MCHS".split())
TYPED = frozenset("SHORTANSWER SA MW".split())
TYPED_EXACTLY = frozenset("SHORTANSWER_C SAC MWC".split())
NUMBERS = frozenset("NUMERICAL NM".split())

_START = re.compile(r"(?<!\\)\{\s*([0-9]{0,4})\s*:\s*([A-Z_]{2,20})\s*:")
_INSIDE = re.compile(r"(?:[^\\}]|\\.)*+", re.DOTALL)
_SEPARATOR = re.compile(r"((?:[^~\\]|\\.)*+)(?:~|$)", re.DOTALL)
_WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]*)?)%")
_FEEDBACK = re.compile(r"((?:[^#\\]|\\.)*+)(?:#(.*))?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """`words` and `feedback` in HTML."""

    words: str
    percent: Decimal
    feedback: str


@dataclass(frozen=True, slots=True)
class Part:
    """`place`: where it stands in the text, from and to."""

    place: tuple[int, int]
    weight: Decimal
    sort: str
    answers: tuple[Answer, ...]


def parts_of(html: str) -> tuple[Part, ...]:
    """The parts in their order. Raises `LeftOut` where a share is no number."""
    parts: list[Part] = []
    place = 0
    while start := _START.search(html, place):
        inside = _INSIDE.match(html, start.end())
        place = inside.end() if inside else len(html)
        if html[place : place + 1] != "}":
            # There is no closing brace in all that follows, so no further part is tried.
            break
        place += 1
        text = html[start.end() : place - 1]
        parts.append(Part((start.start(), place), Decimal(start[1] or 1), start[2], _answers(text)))
        check_parts(len(parts))
    return tuple(parts)


def _answers(text: str) -> tuple[Answer, ...]:
    pieces = [found[1] for found in _SEPARATOR.finditer(text)]
    check_parts(len(pieces))
    return tuple(_answer(piece) for piece in pieces if piece.strip())


def _answer(piece: str) -> Answer:
    piece, percent = piece.strip(), Decimal(0)
    weight = _WEIGHT.match(piece)
    if piece.startswith("="):
        piece, percent = piece[1:], HUNDRED
    elif weight:
        piece, percent = piece[weight.end() :], percent_of(weight[1])
    found = _FEEDBACK.match(piece)
    words, feedback = (found[1], found[2] or "") if found else (piece, "")
    return Answer(_plain(words), percent, _plain(feedback))


def _plain(text: str) -> str:
    return re.sub(r"\\([~#}\"\\/])", r"\1", text).strip()


def typed_words(html: str) -> str:
    """What a learner is to type, which Moodle's editor wrote as HTML."""
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", html)).split())
