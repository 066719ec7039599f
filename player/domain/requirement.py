"""Requirements: what a course asks of a machine, as rules in its own words, and what a machine answers.

The logic is three-valued: a fact that cannot be known here never turns into "not met".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Level(StrEnum):
    """How strongly a rule is meant, from the strictest down."""

    MINIMUM = "minimum"
    OPTIMAL = "optimal"
    ACCESS = "best-experienced-with"
    WHERE_MARKED = "where-marked"


class Operator(StrEnum):
    AT_LEAST = "at-least"
    NOMINAL = "nominal"
    VERSION = "version"
    EQUALS = "equals"
    INCLUDES = "includes"


class Verdict(StrEnum):
    MET = "met"
    MET_AT_MINIMUM = "met-at-minimum"
    NOT_MET = "not-met"
    DOES_NOT_APPLY = "does-not-apply"
    CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A condition on facts: either a comparison of one fact, or `any_of`/`all_of` further needs.

    `NOMINAL` compares numbers with 10 % tolerance (a 2 GB machine reports 1.9); `VERSION` compares dotted
    versions part by part (10.15 is later than 10.5). Amounts are whole numbers in the fact's unit.
    """

    fact: str = ""
    operator: Operator = Operator.EQUALS
    value: str = ""
    any_of: tuple[Need, ...] = ()
    all_of: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One rule: `text` keeps the source's own words; `interpretation` says how an obvious slip was read.

    `platforms` empty means any. `only_if` is a condition for the rule to apply at all. `superseded` names why
    an offline player makes the rule irrelevant (a browser, Flash, a connection). A rule without `need` can
    only be told by a person, unless it is superseded. Rules of one `group` are alternatives of one sentence:
    one that is met is enough.
    """

    id: str
    level: Level
    subject: str
    text: str
    platforms: tuple[str, ...] = ()
    need: Need | None = None
    only_if: Need | None = None
    superseded: str = ""
    interpretation: str = ""
    remedy: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something found out about this machine; `value` None means it cannot be told, and `how` says why."""

    name: str
    value: str | None
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer to one requirement, with what was found and why."""

    requirement: Requirement
    verdict: Verdict
    found: str
    why: str


Facts = Mapping[str, Fact]


def judge(requirement: Requirement, facts: Facts) -> Finding:
    """Whether the machine described by `facts` meets `requirement`."""
    if requirement.superseded:
        return _finding(requirement, Verdict.DOES_NOT_APPLY, facts, requirement.superseded)
    here = _any(holds(Need(fact=_PLATFORM, value=name), facts) for name in requirement.platforms)
    if requirement.platforms and here is False:
        why = f"This machine runs {facts[_PLATFORM].value}; the rule is for {', '.join(requirement.platforms)}."
        return _finding(requirement, Verdict.DOES_NOT_APPLY, facts, why)
    condition = True if requirement.only_if is None else holds(requirement.only_if, facts)
    if condition is False:
        return _finding(requirement, Verdict.DOES_NOT_APPLY, facts, "Its condition does not hold here.")
    if requirement.need is None:
        return _finding(requirement, Verdict.CANNOT_TELL, facts, "Only a person can tell.")
    applies = condition is True and (here is True or not requirement.platforms)
    return _answer(requirement, facts, holds(requirement.need, facts) if applies else None)


_PLATFORM = "os.platform"


def judge_all(requirements: Iterable[Requirement], facts: Facts) -> tuple[Finding, ...]:
    """Every answer; a minimum that is met where the optimum of the same subject is not says so."""
    findings = _with_alternatives(tuple(judge(requirement, facts) for requirement in requirements))
    short_of_best = {
        finding.requirement.subject
        for finding in findings
        if finding.verdict is Verdict.NOT_MET and finding.requirement.level is not Level.MINIMUM
    }
    return tuple(_at_minimum(finding, short_of_best) for finding in findings)


def holds(need: Need, facts: Facts) -> bool | None:
    """Kleene's three-valued truth of `need`: None when it hangs on a fact that is not known."""
    if need.any_of:
        return _any(holds(part, facts) for part in need.any_of)
    if need.all_of:
        return _not(_any(_not(holds(part, facts)) for part in need.all_of))
    fact = facts.get(need.fact)
    if fact is None or fact.value is None:
        return None
    compare = _COMPARISONS[need.operator]
    return compare(fact.value, need.value)


def version(text: str) -> tuple[int, ...]:
    """A dotted version as numbers: "10.15" is (10, 15); trailing zeros do not count, nor what is no digit."""
    parts = [int("".join(c for c in part if c in _DIGITS)[:_LONGEST_NUMBER] or 0) for part in text.split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def _number(text: str) -> int | None:
    digits = text.removeprefix("-")
    return int(text) if digits and len(digits) <= _LONGEST_NUMBER and set(digits) <= _DIGITS else None


_DIGITS = frozenset("0123456789")
_LONGEST_NUMBER = 18


def _at_least(found: str, wanted: str) -> bool | None:
    a, b = _number(found), _number(wanted)
    return None if a is None or b is None else a >= b


def _nominal(found: str, wanted: str) -> bool | None:
    a, b = _number(found), _number(wanted)
    return None if a is None or b is None else a * 10 >= b * 9


_COMPARISONS: Mapping[Operator, Callable[[str, str], bool | None]] = {
    Operator.AT_LEAST: _at_least,
    Operator.NOMINAL: _nominal,
    Operator.VERSION: lambda found, wanted: version(found) >= version(wanted),
    Operator.EQUALS: lambda found, wanted: found == wanted,
    Operator.INCLUDES: lambda found, wanted: wanted in found.split(),
}


def _any(values: Iterable[bool | None]) -> bool | None:
    seen = list(values)
    if True in seen:
        return True
    return None if None in seen else False


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _answer(requirement: Requirement, facts: Facts, truth: bool | None) -> Finding:
    if truth is None:
        return _finding(requirement, Verdict.CANNOT_TELL, facts, _unknown(requirement, facts))
    if truth:
        return _finding(requirement, Verdict.MET, facts, "")
    is_minimum = requirement.level is Level.MINIMUM
    why = "This machine has less than the minimum." if is_minimum else "Advice only: playing is possible without it."
    return _finding(requirement, Verdict.NOT_MET, facts, why)


def _unknown(requirement: Requirement, facts: Facts) -> str:
    platform = (_PLATFORM,) if requirement.platforms else ()
    names = (*platform, *_names(requirement.only_if), *_names(requirement.need))
    reasons = [fact.how for name in names if (fact := facts.get(name)) and fact.value is None]
    return reasons[0] if reasons else "This program has no way to find out."


def _names(need: Need | None) -> tuple[str, ...]:
    if need is None:
        return ()
    inner = tuple(name for part in need.any_of + need.all_of for name in _names(part))
    return inner + ((need.fact,) if need.fact else ())


def _finding(requirement: Requirement, verdict: Verdict, facts: Facts, why: str) -> Finding:
    known = [
        f"{fact.value} ({fact.how})"
        for name in dict.fromkeys(_names(requirement.need))
        if (fact := facts.get(name)) is not None and fact.value is not None
    ]
    return Finding(requirement=requirement, verdict=verdict, found="; ".join(known), why=why)


def _with_alternatives(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Once one alternative of a group is met, nothing is asked of the others."""
    enough = {f.requirement.group for f in findings if f.verdict is Verdict.MET and f.requirement.group}
    return tuple(
        replace(f, verdict=Verdict.DOES_NOT_APPLY, why="Another way of meeting the same rule is met.")
        if f.requirement.group in enough and f.verdict is not Verdict.MET
        else f
        for f in findings
    )


def _at_minimum(finding: Finding, short_of_best: set[str]) -> Finding:
    is_minimum = finding.requirement.level is Level.MINIMUM
    if finding.verdict is Verdict.MET and is_minimum and finding.requirement.subject in short_of_best:
        why = "The minimum is met; the provider recommends more."
        return Finding(requirement=finding.requirement, verdict=Verdict.MET_AT_MINIMUM, found=finding.found, why=why)
    return finding
