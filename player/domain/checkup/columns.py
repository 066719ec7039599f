"""Plain text in columns: broken to a width on which the wide letters of East Asia count two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_UNWANTED = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Soft hyphens, empty spaces, and marks that turn the direction of what follows."""


def plain(text: str) -> str:
    """`text` in single spaces on one line, without what would move a terminal's cursor or reorder its words."""
    return " ".join(_UNWANTED.sub("", "".join(map(_written, text))).split())


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    return sum(_columns(char) for char in text)


def broken(text: str, width: int) -> list[str]:
    """The lines of a paragraph, none wider than `width`; a word that is wider (an address) is cut."""
    lines: list[str] = []
    for word in (part for long in text.split() for part in _cut(long, width)):
        if lines and columns(lines[-1]) + 1 + columns(word) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def hung(first: str, text: str, *, width: int, indent: int) -> Iterator[str]:
    """A paragraph with `first` before it, `indent` columns wide; all further lines begin under the text."""
    lines = broken(text, width - indent) or [""]
    if columns(first) >= indent:
        # What stands before does not fit: the text begins below it.
        yield from broken(first, width)
        first = ""
    yield (first + " " * (indent - columns(first)) + lines[0]).rstrip()
    yield from (" " * indent + line for line in lines[1:])


def _written(char: str) -> str:
    kind = unicodedata.category(char)
    if kind == "Cs":
        return "\ufffd"  # half a character, of a name that was no UTF-8
    return " " if kind in ("Cc", "Zl", "Zp") else char


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def _cut(word: str, width: int) -> Iterator[str]:
    """`word`, or as many parts of it as it takes that none is wider than `width`."""
    part, used = "", 0
    for char in word:
        if part and used + _columns(char) > width:
            yield part
            part, used = "", 0
        part, used = part + char, used + _columns(char)
    yield part
