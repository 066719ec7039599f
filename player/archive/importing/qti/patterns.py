"""Between a wording with `*` for any letters and the regular expressions of QTI (those of XML Schema)."""

from __future__ import annotations

import re

from player.archive.importing.qti.shape import NotCarried

_SPECIAL = frozenset("\\.?*+{}()[]|^$-")
_TOKEN = re.compile(r"\.\*|\\([^a-zA-Z0-9])|\[(.)(.)\]|([^\\.?*+{}()\[\]|^$])")


def pattern_of(wording: str, *, case_matters: bool) -> str:
    """A regular expression for the whole of an answer."""
    return "".join(".*" if letter == "*" else _letter(letter, case_matters) for letter in wording)


def wording_of(pattern: str) -> tuple[str, bool]:
    """The wording, and whether the case of its letters matters. Raises `NotCarried` for any other expression."""
    letters: list[str] = []
    cases: set[bool] = set()
    at = 0
    pattern = pattern.removeprefix("^").removesuffix("$") if not pattern.endswith("\\$") else pattern.removeprefix("^")
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if token is None or not _is_letter(token, letters, cases):
            raise NotCarried(f"Its scoring uses the regular expression “{pattern[:60]}”.")
        at = token.end()
    if len(cases) == 2:
        raise NotCarried(f"Its scoring uses the regular expression “{pattern[:60]}”.")
    return "".join(letters), True in cases


def _letter(letter: str, case_matters: bool) -> str:
    other = letter.swapcase()
    if not case_matters and len(other) == 1 and other != letter:
        return f"[{letter}{other}]"
    return f"\\{letter}" if letter in _SPECIAL else letter


def _is_letter(token: re.Match[str], letters: list[str], cases: set[bool]) -> bool:
    if token[0] == ".*":
        letters.append("*")
    elif token[2]:
        if token[2].swapcase() != token[3]:
            return False
        cases.add(False)
        letters.append(token[2])
    else:
        letter = token[1] or token[4]
        if letter == "*":
            return False
        if letter.swapcase() != letter:
            cases.add(True)
        letters.append(letter)
    return True
