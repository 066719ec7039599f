"""Soundness of what a course asks of a machine: needs of one form, and no more of them than somebody can read."""

from __future__ import annotations

from collections.abc import Iterator

from player.domain.fault import Fault, twice
from player.domain.requirement import Need, Operator, Requirement

DEEPEST_NEED = 8
MOST_RULES = 1_000
"""The longest list that is known of has 60."""
MOST_COMPARISONS = 2_000
"""Of all rules together: each may add a sentence to the report."""
LONGEST_RULE = 10_000
LONGEST_RULES = 200_000
"""Characters, of all that the rules say together. A report of ten times as many takes minutes to lay out."""
LONGEST_ID = 120
_PLACE = "requirements"


def faults_of_requirements(rules: tuple[Requirement, ...]) -> Iterator[Fault]:
    """What there is too much of is the only fault then: to look for others would take as long as to show it."""
    too_much = _too_much(rules)
    if too_much is not None:
        yield too_much
        return
    yield from twice("requirement", (rule.id for rule in rules))
    for rule in rules:
        for need in _needs(rule):
            if not _is_well_formed(need):
                yield Fault(
                    f"requirement {rule.id}",
                    "a need either compares one fact or lists further needs in one of any_of and all_of",
                )


def _too_much(rules: tuple[Requirement, ...]) -> Fault | None:
    if len(rules) > MOST_RULES:
        return Fault(_PLACE, f"there are more than {MOST_RULES}")
    if any(len(rule.id) > LONGEST_ID for rule in rules):
        return Fault(_PLACE, f"an id is longer than {LONGEST_ID} characters")
    for rule in rules:
        if any(_depth(need) > DEEPEST_NEED for need in _needs(rule)):
            return Fault(f"requirement {rule.id}", f"its needs lie more than {DEEPEST_NEED} deep in each other")
        if _letters(rule) > LONGEST_RULE:
            return Fault(f"requirement {rule.id}", f"it is longer than {LONGEST_RULE} characters, needs included")
    if sum(map(_letters, rules)) > LONGEST_RULES:
        return Fault(_PLACE, f"they are longer than {LONGEST_RULES} characters together")
    if sum(1 for rule in rules for need in _needs(rule) for _ in _parts(need)) > MOST_COMPARISONS:
        return Fault(_PLACE, f"they compare more than {MOST_COMPARISONS} things")
    return None


def _needs(rule: Requirement) -> tuple[Need, ...]:
    return tuple(need for need in (rule.need, rule.only_if) if need is not None)


def _parts(need: Need) -> Iterator[Need]:
    """A need and all in it. Not by recursion: nobody knows yet how deep it is."""
    waiting = [need]
    while waiting:
        part = waiting.pop()
        yield part
        waiting += part.any_of + part.all_of


def _depth(need: Need) -> int:
    level, depth = [need], 0
    while level:
        level = [inner for part in level for inner in part.any_of + part.all_of]
        depth += 1
    return depth


def _letters(rule: Requirement) -> int:
    words = (rule.subject, rule.text, rule.superseded, rule.interpretation, rule.remedy, rule.group, *rule.platforms)
    compared = (
        word for need in _needs(rule) for part in _parts(need) for word in (part.fact, part.operator, part.value)
    )
    return sum(map(len, words)) + sum(map(len, compared))


def _is_well_formed(need: Need) -> bool:
    """Of a need that is not too deep."""
    compares = bool(need.fact) or need.operator == Operator.NOTED
    kinds = sum((compares, bool(need.any_of), bool(need.all_of)))
    return kinds == 1 and all(map(_is_well_formed, need.any_of + need.all_of))
