"""Colours as captions files write them, brought into one form."""

from __future__ import annotations

import re

_NAMES = {
    "black": "#000000",
    "silver": "#c0c0c0",
    "gray": "#808080",
    "grey": "#808080",
    "white": "#ffffff",
    "maroon": "#800000",
    "red": "#ff0000",
    "purple": "#800080",
    "fuchsia": "#ff00ff",
    "magenta": "#ff00ff",
    "green": "#008000",
    "lime": "#00ff00",
    "olive": "#808000",
    "yellow": "#ffff00",
    "navy": "#000080",
    "blue": "#0000ff",
    "teal": "#008080",
    "aqua": "#00ffff",
    "cyan": "#00ffff",
    "orange": "#ffa500",
    "pink": "#ffc0cb",
}
CLASSES = ("white", "lime", "cyan", "red", "yellow", "magenta", "blue", "black")
"""The classes that colour words without any style sheet, and their ground with `bg_` (W3C WebVTT 1, section 5)."""
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")
_RGB = re.compile(r"rgba?\((\d{1,3})[, ]+(\d{1,3})[, ]+(\d{1,3})(?:[, /]+[\d.]{1,9}%?)?\)")


def colour_of(text: str) -> str:
    """The colour as `#rrggbb`; empty for whatever is none. How much shines through is the learner's choice."""
    word = text.strip().lower()
    if _HEX.fullmatch(word):
        return word if len(word) == 7 else "#" + "".join(2 * digit for digit in word[1:])
    parts = _RGB.fullmatch(word)
    if parts is not None:
        return "#" + "".join(f"{min(255, int(part)):02x}" for part in parts.groups())
    return _NAMES.get(word, "")
