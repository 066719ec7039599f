"""A cell of a table that people open in a spreadsheet."""

from __future__ import annotations

import re

_CALCULATES = tuple("=+-@\t\r\n＝＋－＠")
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula, also behind spaces and in the full-width letters of East
    Asian keyboards, gets an apostrophe in front (the OWASP's advice)."""
    begins = cell.startswith(_CALCULATES) or cell.lstrip().startswith(_CALCULATES)
    return f"'{cell}" if begins else cell


def one_line(cell: str) -> str:
    """Line breaks, control characters and what is no character at all become one space: no reader of a table, and no
    XML, takes them."""
    return cell if cell.isprintable() else _BREAKS.sub(" ", cell)
