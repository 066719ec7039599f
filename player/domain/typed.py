"""What a learner types: numbers read by one strict rule, and wordings compared as a careful reader would."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

LONGEST_ANSWER = 200
"""Characters that may be typed."""
LARGEST_EXPONENT = 30

_NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]+)?|[.,][0-9]+)([eE][+-]?[0-9]{1,2})?")


def number_in(text: str) -> Decimal | None:
    """The number that was typed, or None when it is none.

    Digits with at most one point or comma, which both stand before the decimals (1,5 is 1.5 and 1,000 is 1), perhaps
    a sign (also a typographic minus) and an exponent; no spaces within. Of a size from 1E-30 to below 1E+31.
    """
    written = text.strip().replace("\u2212", "-")
    if len(written) > LONGEST_ANSWER or not _NUMBER.fullmatch(written):
        return None
    return bounded(Decimal(written.replace(",", ".")))


def bounded(number: Decimal) -> Decimal | None:
    """`number`, unless it is so large or so fine that nobody can mean it."""
    exponent = number.as_tuple().exponent
    small = isinstance(exponent, int) and exponent >= -LARGEST_EXPONENT and number.adjusted() <= LARGEST_EXPONENT
    return number if small else None


def fits_wording(text: str, wording: str, *, case_matters: bool) -> bool:
    """Whether `text` is `wording`, in which `*` stands for any letters (also none)."""
    pieces = _compared(wording, case_matters=case_matters).split("*")
    rest = _compared(text, case_matters=case_matters)
    if len(pieces) == 1:
        return rest == pieces[0]
    first, *middle, last = pieces
    if len(rest) < len(first) + len(last) or not (rest.startswith(first) and rest.endswith(last)):
        return False
    rest = rest[len(first) : len(rest) - len(last)]
    # Each piece at its first place: what follows then has the most room, so nothing need be tried twice.
    for piece in middle:
        place = rest.find(piece)
        if place < 0:
            return False
        rest = rest[place + len(piece) :]
    return True


def _compared(text: str, *, case_matters: bool) -> str:
    """The same letters written in the same way, with single spaces, and small where their size does not matter."""
    written = " ".join(unicodedata.normalize("NFC", text).split())
    return written if case_matters else unicodedata.normalize("NFC", written.casefold())
