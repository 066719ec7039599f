"""XML as text, written element by element: escaped, without letters that XML does not have, the same every time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from player.archive.importing.marks import printable

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NO_LETTERS = re.compile("[\ufffe\uffff]")


def element(name: str, attributes: Mapping[str, str | None] | None = None, *content: str) -> str:
    """`content` is XML already. An attribute that is None is left out."""
    stated = "".join(f' {key}="{quoted(value)}"' for key, value in (attributes or {}).items() if value is not None)
    inside = "".join(content)
    return f"<{name}{stated}>{inside}</{name}>" if inside else f"<{name}{stated}/>"


def letters(text: str) -> str:
    return escape(clean(text), quote=False)


def quoted(text: str) -> str:
    return escape(" ".join(clean(text).split()), quote=True)


def yes_or_no(answer: bool) -> str:
    return "true" if answer else "false"


def identifier(sound_id: str) -> str:
    """As QTI wants them: not with a digit first. `names.sound_id` makes the same id of it again."""
    return f"_{sound_id}" if sound_id[:1].isdigit() else sound_id


def clean(text: str) -> str:
    """Without the letters that XML does not have."""
    return _NO_LETTERS.sub("", printable(text))
