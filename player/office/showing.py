"""Showing: names and reasons that come with files, as lines that terminals, tables and databases take."""

from __future__ import annotations

LONGEST_NAME = 255
LONGEST_REASON = 1_000


def shown(text: str, *, longest: int = LONGEST_REASON) -> str:
    """Without signs that are none, move the cursor or turn the writing; a file's name may have any bytes in it."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:longest])


def shown_name(name: str) -> str:
    return shown(name, longest=LONGEST_NAME)
