"""English made strange: accents, brackets and a third more room show what cannot be translated, or is cut off."""

from __future__ import annotations

import gettext
import re

_ACCENTS = str.maketrans(
    "aceginorsuyzACEGINORSUYZ",
    "àçéĝîñöŕšûýžÀÇÉĜÎÑÖŔŠÛÝŽ",
)
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]+>|&(?:\w+;|(?=\w))|%n|\n)")
"""Placeholders, marks, shortcuts and ends of lines."""
_LONGER = 3
"""Every third letter gives one more of room."""
OPENING, CLOSING = "⟦", "⟧"


def pseudo(text: str) -> str:
    """ "Play" becomes "⟦Þļàý·⟧": whatever is shown without brackets was not asked for in any language."""
    if not text.strip():
        return text
    parts = _KEPT.split(text)
    said = "".join(part if number % 2 else part.translate(_ACCENTS) for number, part in enumerate(parts))
    more = "·" * (sum(map(len, parts[::2])) // _LONGER)
    return f"{OPENING}{said}{more}{CLOSING}"


class Pseudo(gettext.NullTranslations):
    """A catalogue that knows every sentence."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def pgettext(self, context: str, message: str) -> str:
        # What is in quotes stands in the date as it is; everything else in a pattern has a meaning.
        is_pattern = "pattern" in context
        return f"'{OPENING}'{message}'·{CLOSING}'" if is_pattern else pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)
