"""Which keys the window has for every page, and how keys are told: by what they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from player.ui.language import tr

KeySection = tuple[str, tuple[tuple[str, str], ...]]
"""What some keys are about, and pairs of the keys ("J L") and what they do. Keys of a line do one thing, or two
opposite things; a space parts them, a plus joins those that are pressed together."""
_CHARACTER = re.compile(r"[^←→↑↓](–.)?")


def other_keys(keys: str) -> str:
    """Of keys, as they are told, those that are no single character: of "F1 ?" the first, of "0–9" none."""
    return " ".join(key for key in keys.split() if not _CHARACTER.fullmatch(key))


def without_characters(sections: Sequence[KeySection]) -> tuple[KeySection, ...]:
    """What is left to tell where keys of a single character do nothing."""
    left = ((title, tuple((other_keys(keys), does) for keys, does in lines)) for title, lines in sections)
    told = ((title, tuple(line for line in lines if line[0])) for title, lines in left)
    return tuple((title, lines) for title, lines in told if lines)


def window_keys() -> tuple[KeySection, ...]:
    """What every page understands."""
    return (
        (
            tr("Everywhere"),
            (
                (tr("Tab Shift+Tab"), tr("To the next control, or the one before")),
                (tr("Space Enter"), tr("Press what has the keyboard")),
                (tr("Ctrl+1 Ctrl+5"), tr("To the places of the rail, from first to last")),
                (tr("Alt+←"), tr("Back to where you came from")),
                (tr("F1 ?"), tr("Show these keys")),
                (tr("Esc"), tr("Close what lies over the page")),
                (tr("Ctrl+Q"), tr("Close Carrel")),
            ),
        ),
    )
