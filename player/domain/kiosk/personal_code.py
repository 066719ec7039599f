"""The personal code of who registered at a station: eight letters and digits, the last of which checks the others."""

from __future__ import annotations

from collections.abc import Sequence

from player.domain.kiosk.folding import folded_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L and O, which are taken for 1, 1 and 0 where they are typed; no U."""
DRAWN = 7
"""Of the eight, those that are drawn: 35 bits."""
_FIELD = 0b100101
"""x^5 + x^2 + 1: the field of 32 elements, in which a slip and two letters exchanged always show."""


def personal_code(drawn: Sequence[int]) -> str:
    """The code of seven numbers below 32, in two groups: "7K3M-Q9X4"."""
    if len(drawn) != DRAWN or not all(0 <= number < len(ALPHABET) for number in drawn):
        raise ValueError("a code is made of seven numbers below 32")
    letters = "".join(ALPHABET[number] for number in (*drawn, _check(drawn)))
    return f"{letters[:4]}-{letters[4:]}"


def is_personal_code(text: str) -> bool:
    """Whether that is a code as stations give them, however it was typed."""
    letters = folded_code(text)
    if len(letters) != DRAWN + 1 or not set(letters) <= set(ALPHABET):
        return False
    *drawn, check = (ALPHABET.index(letter) for letter in letters)
    return _check(drawn) == check


def _check(drawn: Sequence[int]) -> int:
    """Each number weighs twice (in the field) what the next one does, so that no exchange of two keeps the sum."""
    check = 0
    for number in drawn:
        doubled = (check ^ number) << 1
        check = doubled ^ _FIELD if doubled & 0b100000 else doubled
    return check
