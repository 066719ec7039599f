"""Amounts held against what is asked: what has no unit, the wrong one, or cannot be meant, leaves the answer open."""

from __future__ import annotations

from collections.abc import Callable

from player.domain.checkup.askable import ALIASES, askable, wants_unit
from player.domain.checkup.quantity import MEASURES, Quantity, quantity, quoted, shown
from player.domain.checkup.weighed import Weighed, incomparable
from player.domain.phrase import Phrase, Worded
from player.domain.requirement import Need, Operator


def wanted_quantity(need: Need) -> Quantity | str:
    """What is asked as an amount, in the fact's measure; or a sentence that says why it is none."""
    wanted = quantity(need.value)
    known = askable(need.fact)
    if wanted is None:
        return Worded("{asked} is no amount that can be compared.", asked=quoted(need.value))
    if wanted.measure is None and need.fact in ALIASES:
        wanted = quantity(f"{need.value} {ALIASES[need.fact][1]}") or wanted
    if wanted.measure is None and wants_unit(need.fact):
        return Worded("{asked} has no unit: the rule does not say of what.", asked=quoted(need.value))
    if known is None:
        return wanted
    if wanted.measure not in (None, known.measure):
        return Worded(
            "{asked} is no {measure}, as “{label}” is.",
            asked=quoted(need.value),
            measure=MEASURES[known.measure] if known.measure else Phrase("plain number"),
            label=known.label,
        )
    if wanted.amount <= 0 < known.least or wanted.amount < 0 or wanted.amount > (known.most or wanted.amount):
        return Worded("No computer has {asked}: the rule cannot mean that.", asked=quoted(need.value))
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
            return Weighed(
                True, Worded("It counts as {said}: a machine reports a little less than is built in.", said=said)
            )
        return Weighed(False, _lacking(need, said, _difference(found, wanted)))

    return amount


def _lacking(need: Need, said: str, difference: str) -> str:
    """What is asked for, and by how much it differs where that does not show."""
    if need.operator == Operator.AT_MOST:
        if difference:
            return Worded("At most {amount} is asked for, {difference} less.", amount=said, difference=difference)
        return Worded("At most {amount} is asked for.", amount=said)
    if difference:
        return Worded("At least {amount} is asked for, {difference} more.", amount=said, difference=difference)
    return Worded("At least {amount} is asked for.", amount=said)


def _difference(found: Quantity, wanted: Quantity) -> str:
    """Where both read the same, rounded as they are for people: by how much they differ."""
    measure = found.measure
    if measure is None or shown(found.amount, measure) != shown(wanted.amount, measure):
        return ""
    return shown(abs(wanted.amount - found.amount), measure)


at_least = _comparison(lambda found, wanted: found >= wanted)
at_most = _comparison(lambda found, wanted: found <= wanted)
nominal = _comparison(lambda found, wanted: found * 10 >= wanted * 9, is_nominal=True)
"""At least, with 10 % tolerance: a machine of 2 GB reports 1.9."""
