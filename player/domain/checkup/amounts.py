"""Amounts held against what is asked: what has no unit, the wrong one, or cannot be meant, leaves the answer open."""

from __future__ import annotations

from collections.abc import Callable

from player.domain.checkup.askable import ALIASES, askable, wants_unit
from player.domain.checkup.quantity import Quantity, quantity, quoted, shown
from player.domain.checkup.weighed import IS_ASKED, Weighed, incomparable
from player.domain.requirement import Need, Operator


def wanted_quantity(need: Need) -> Quantity | str:
    """What is asked as an amount, in the fact's measure; or a sentence that says why it is none."""
    wanted = quantity(need.value)
    known = askable(need.fact)
    if wanted is None:
        return f"{quoted(need.value)} is no amount that can be compared."
    if wanted.measure is None and need.fact in ALIASES:
        wanted = quantity(f"{need.value} {ALIASES[need.fact][1]}") or wanted
    if wanted.measure is None and wants_unit(need.fact):
        return f"{quoted(need.value)} has no unit: the rule does not say of what."
    if known is None:
        return wanted
    if wanted.measure not in (None, known.measure):
        return f"{quoted(need.value)} is no {known.measure or 'plain number'}, as “{known.label}” is."
    if wanted.amount <= 0 < known.least or wanted.amount < 0 or wanted.amount > (known.most or wanted.amount):
        return f"No computer has {quoted(need.value)}: the rule cannot mean that."
    return wanted


def same(need: Need, value: str) -> bool | str:
    """Whether a fact is the amount that a rule names; or a sentence that says why this cannot be compared."""
    wanted, found = wanted_quantity(need), quantity(value)
    if isinstance(wanted, str):
        return wanted
    return incomparable(value).note if found is None else found.amount == wanted.amount


def _comparison(compared: Callable[[int, int], bool], *, is_nominal: bool = False) -> Callable[[Need, str], Weighed]:
    def amount(need: Need, value: str) -> Weighed:
        wanted, found = wanted_quantity(need), quantity(value)
        if isinstance(wanted, str):
            return Weighed(None, wanted)
        if found is None or (wanted.measure is not None and found.measure is not wanted.measure):
            return incomparable(value)
        truth = compared(found.amount, wanted.amount)
        if truth and not (is_nominal and found.amount < wanted.amount):
            return Weighed(True)
        said = shown(wanted.amount, found.measure) if found.measure else need.value
        if truth:
            return Weighed(True, f"It counts as {said}: a machine reports a little less than is built in.")
        limit = "most" if need.operator == Operator.AT_MOST else "least"
        return Weighed(False, f"At {limit} {said} {IS_ASKED}{_difference(found, wanted)}.")

    return amount


def _difference(found: Quantity, wanted: Quantity) -> str:
    """Where both read the same, rounded as they are for people: by how much they differ."""
    measure = found.measure
    if measure is None or shown(found.amount, measure) != shown(wanted.amount, measure):
        return ""
    lack = wanted.amount - found.amount
    return f", {shown(abs(lack), measure)} {'more' if lack > 0 else 'less'}"


at_least = _comparison(lambda found, wanted: found >= wanted)
at_most = _comparison(lambda found, wanted: found <= wanted)
nominal = _comparison(lambda found, wanted: found * 10 >= wanted * 9, is_nominal=True)
"""At least, with 10 % tolerance: a machine of 2 GB reports 1.9."""
