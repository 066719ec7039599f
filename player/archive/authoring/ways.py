"""Conditions taken apart for the linter: their comparisons, the amounts in them, and all the ways to meet them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from player.domain.checkup.askable import ALIASES, askable, wants_unit
from player.domain.checkup.quantity import quantity
from player.domain.requirement import Need, Operator, Requirement

_MOST_WAYS = 256
Way = tuple[Need, ...]
"""Comparisons that must all hold."""
Ways = list[Way] | None
"""None: there are too many to look at."""


def comparisons(requirement: Requirement) -> Iterator[Need]:
    """Every comparison of a rule, those of its condition too."""
    for need in (requirement.need, requirement.only_if):
        if need is not None:
            yield from leaves(need)


def leaves(need: Need) -> Iterator[Need]:
    if is_comparison(need):
        yield need
    for part in need.any_of + need.all_of:
        yield from leaves(part)


def is_comparison(need: Need) -> bool:
    return bool(need.fact) or need.operator == Operator.NOTED


def with_unit(need: Need) -> str:
    """What is compared; a plain number of the time before units is of the unit that its fact's name said."""
    is_plain = need.fact in ALIASES and need.value.strip().isdecimal()
    return f"{need.value.strip()} {ALIASES[need.fact][1]}" if is_plain else need.value


def amount(need: Need) -> int | None:
    """What is asked of a fact, in the whole units of its measure; None where it is no amount of such."""
    found, known = quantity(with_unit(need)), askable(need.fact)
    if found is None or known is None or (found.measure is None and wants_unit(need.fact)):
        return None
    return found.amount if found.measure in (None, known.measure) else None


def ways(need: Need) -> Ways:
    if is_comparison(need):
        return [(need,)]
    parts = [ways(part) for part in need.any_of or need.all_of]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if need.any_of:
        return [way for part in known for way in part]
    found: Ways = [()]
    for part in known:
        found = both(found, part)
    return found


def both(one: Ways, other: Ways) -> Ways:
    """The ways to meet one condition and another at once."""
    if one is None or other is None or len(one) * len(other) > _MOST_WAYS:
        return None
    return [a + b for a, b in product(one, other)]
