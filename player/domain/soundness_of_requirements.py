"""Soundness of what a course asks of a machine: needs of one form, and no more of them than somebody can read."""

from __future__ import annotations

from collections.abc import Iterator

from player.domain.fault import Fault, twice
from player.domain.phrase import Phrase, Worded
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
_RULE, _RULES = Phrase("requirement"), Phrase("requirements")


def faults_of_requirements(rules: tuple[Requirement, ...]) -> Iterator[Fault]:
    """What there is too much of is the only fault then: to look for others would take as long as to show it."""
    too_much = _too_much(rules)
    if too_much is not None:
        yield too_much
        return
    yield from twice(_RULE, (rule.id for rule in rules))
    for rule in rules:
        for need in _needs(rule):
            if not _is_well_formed(need):
                text = Phrase("a need either compares one fact or lists further needs in one of any_of and all_of")
                yield Fault(_place(rule), text)


def _too_much(rules: tuple[Requirement, ...]) -> Fault | None:
    if len(rules) > MOST_RULES:
        return Fault(_RULES, Worded("there are more than {most}", most=MOST_RULES))
    if any(len(rule.id) > LONGEST_ID for rule in rules):
        return Fault(_RULES, Worded("an id is longer than {longest} characters", longest=LONGEST_ID))
    for rule in rules:
        if any(_depth(need) > DEEPEST_NEED for need in _needs(rule)):
            text = Worded("its needs lie more than {deepest} deep in each other", deepest=DEEPEST_NEED)
            return Fault(_place(rule), text)
        if _letters(rule) > LONGEST_RULE:
            text = Worded("it is longer than {longest} characters, needs included", longest=LONGEST_RULE)
            return Fault(_place(rule), text)
    if sum(map(_letters, rules)) > LONGEST_RULES:
        text = Worded("they are longer than {longest} characters together", longest=LONGEST_RULES)
        return Fault(_RULES, text)
    if sum(1 for rule in rules for need in _needs(rule) for _ in _parts(need)) > MOST_COMPARISONS:
        return Fault(_RULES, Worded("they compare more than {most} things", most=MOST_COMPARISONS))
    return None


def _place(rule: Requirement) -> Worded:
    return Worded("requirement {id}", id=rule.id)


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
