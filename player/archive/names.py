"""Which names the files of a package may have: names that mean one and the same file on every system."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from player.domain.phrase import Phrase, Worded

LONGEST_NAME = 240
"""In bytes of UTF-8."""
_FORBIDDEN = frozenset('\\:*?"<>|')
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))))


def fault_of_name(name: str) -> str:
    """Why `name` may not be the path of a file in a package, as the end of a sentence; empty when it may."""
    try:
        length = len(name.encode())
    except UnicodeEncodeError:
        return Phrase("it holds half a character.")
    if not 0 < length <= LONGEST_NAME:
        return Worded("it is empty or longer than {longest_name} bytes.", longest_name=LONGEST_NAME)
    # Nearly every name is plain, and a library of hundreds asks for thousands of them.
    is_plain = name.isascii() and name.isprintable()
    if not is_plain and unicodedata.normalize("NFC", name) != name:
        return Phrase("its accents are not written in the one way allowed (NFC).")
    if not _FORBIDDEN.isdisjoint(name) or not (is_plain or _is_shown(name)):
        return Phrase("it holds a character that some systems do not allow.")
    return next((fault for part in name.split("/") if (fault := _fault_of_part(part))), "")


def _is_shown(name: str) -> bool:
    """Whether no character of it rules over others."""
    return not any(c in _DIRECTION_MARKS or unicodedata.category(c) == "Cc" for c in name)


def fault_of_names(names: Iterable[str]) -> str:
    """The first fault among the files of one package, each name by itself and all beside each other."""
    seen: set[str] = set()
    folders: set[str] = set()
    for name in names:
        fault = fault_of_name(name)
        if fault:
            return Worded("the name {name} is not allowed: {fault}", name=name[:80], fault=fault)
        folded = _folded(name)
        if folded in seen:
            return Worded("the name {name} stands twice.", name=name)
        seen.add(folded)
        parts = folded.split("/")
        folders.update("/".join(parts[:depth]) for depth in range(1, len(parts)))
    return Phrase("one name is both a file and a folder.") if seen & folders else ""


def _fault_of_part(part: str) -> str:
    if part in ("", ".", ".."):
        return Phrase("it does not lead straight down from the package.")
    if part.endswith((".", " ")) or part.startswith(" "):
        return Phrase("a part of it begins or ends in a way that some systems drop.")
    if part.split(".", maxsplit=1)[0].rstrip().casefold() in _DEVICES:
        return Phrase("it is the name of a device on some systems.")
    return ""


def _folded(name: str) -> str:
    """Equal for names that some file system takes for the same."""
    return unicodedata.normalize("NFC", name.casefold())
