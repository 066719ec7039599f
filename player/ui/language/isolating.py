"""What is put into a sentence that is read from right to left keeps its own order: a Latin name, a number, a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_FIRST_STRONG, _END = "\u2068", "\u2069"
_RIGHTWARDS, _LEFTWARDS = "\u200f", "\u200e"
_LETTERS = ("L", "R", "AL")
"""The sorts of characters that have a direction."""
_ALONE = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
_ALONE_OR_PLACEHOLDER = re.compile(f"{_ALONE.pattern}|\\{{[^{{}}]+\\}}")
_NAMES = re.compile(r"\b[A-Z][A-Z0-9]+\b")
"""UTC, QR, USB: such names stand in sentences of every language, and make none a Latin one."""
_MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")


@lru_cache(maxsize=4096)
def isolated(sentence: str) -> str:
    """The sentence of a language that is read from right to left, each placeholder in isolating marks, but for those
    that the translator put into some.

    Without them the brackets and signs at the ends of a name change sides: "Stroke (part 2)" became "(Stroke (part 2".
    One that begins with a Latin word or with a placeholder, or has no letter of its own, is marked at its front: it
    would be taken for a Latin one, and "{day}، {time}" said the time first. (What can be selected is laid out by
    QTextDocument, which takes the first letter within the marks for the sentence's own.)
    """
    marked = _ALONE_OR_PLACEHOLDER.sub(_alone, sentence)
    own = _ALONE.sub("", marked)
    strong = _directions(own)
    before, first, _ = marked.partition(_FIRST_STRONG)
    begins_filled = bool(first) and not any(unicodedata.bidirectional(letter) in _LETTERS for letter in before)
    # What is filled in decides nothing, and neither does a name beside it: "{day}، {time} UTC".
    is_latin = set(_directions(_NAMES.sub("", own) if _FIRST_STRONG in marked else own)) == {"L"}
    begins_otherwise = begins_filled or strong[:1] == ["L"]
    return _RIGHTWARDS + marked if begins_otherwise and not is_latin else marked


def _directions(text: str) -> list[str]:
    return [sort for sort in map(unicodedata.bidirectional, text) if sort in _LETTERS]


def _alone(found: re.Match[str]) -> str:
    piece = found[0]
    return apart(piece) if piece.startswith("{") else piece


def apart(text: str) -> str:
    """The text for within another: its direction turns nothing around it."""
    return f"{_FIRST_STRONG}{text}{_END}" if text else ""


def in_line(between: str, parts: Iterable[str], *, mirrored: bool) -> str:
    """The parts that are not empty in one line that is read in one direction, also where some are of the other."""
    given = [part for part in parts if part]
    others = ("L",) if mirrored else ("R", "AL")
    if not any(unicodedata.bidirectional(letter) in others for part in given for letter in part):
        return between.join(given)
    return (_RIGHTWARDS if mirrored else _LEFTWARDS) + between.join(map(apart, given))


def unmarked(text: str) -> str:
    """The text without such marks: for names of files and for other programs, which would keep them unseen."""
    return _MARKS.sub("", text)
