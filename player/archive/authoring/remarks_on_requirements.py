"""Requirements for the linter: what no machine that runs this player can meet, and alternatives that have no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from player.archive.authoring.notes import Note
from player.archive.authoring.ways import Way, Ways, amount, both, ways, with_unit
from player.domain.checkup import processors
from player.domain.checkup.amounts import wanted_quantity
from player.domain.checkup.askable import ASKABLE, askable, canonical
from player.domain.checkup.comparing import PLATFORM, compare
from player.domain.checkup.course_facts import by_name, facts_of
from player.domain.checkup.systems import System, system, version
from player.domain.course import Course
from player.domain.requirement import Fact, Facts, Level, Need, Operator, Requirement

PLATFORMS = frozenset({"windows", "macos", "linux"})
"""Where the player runs."""
_GONE = frozenset(f"windows {name}" for name in "95 98 me nt 2000 xp vista 7 8 8.1".split())
"""Systems on which this player does not start (Qt 6 needs Windows 10)."""
_LIVING = ("x86-64 intel", "x86-64 amd", "arm64")
"""The processors on which this player starts."""
_LIVING_WORDS = frozenset(word for one in _LIVING for word in one.split())
_LATEST = (100,)
"""No maker counts its systems as high as this; Linux' own numbers are not judged."""


def cannot_be_met(course: Course) -> Iterator[Note]:
    """Each rule by itself, then the unconditional minimums two by two."""
    facts = facts_of(course)
    living = [r for r in course.requirements if r.need is not None and not r.superseded and _is_for_a_platform(r)]
    alone = {r.id for r in living if not _is_possible(_ways_of(r), facts)}
    for requirement in living:
        if requirement.id in alone:
            yield _note(requirement, "No machine that runs this player can meet it; mend it, or say “superseded”.")
    strict = [r for r in living if r.level is Level.MINIMUM and not (r.group or r.only_if or r.id in alone)]
    for one, other in combinations(strict, 2):
        if set(one.platforms) != set(other.platforms):
            continue
        if not _is_possible(both(_ways_of(one), _ways_of(other)), facts):
            yield _note(other, f"No machine can meet it and “{one.id}” at once.")


def alternatives_missing(course: Course) -> Iterator[Note]:
    sizes = Counter(requirement.group for requirement in course.requirements if requirement.group)
    for requirement in course.requirements:
        if sizes[requirement.group] == 1:
            text = f"It is alone in the group “{requirement.group}”: a group holds two alternatives or more."
            yield Note("requirement-group", f"requirement {requirement.id}", text)


def _note(requirement: Requirement, text: str) -> Note:
    return Note("requirement-impossible", f"requirement {requirement.id}", text)


def _is_for_a_platform(requirement: Requirement) -> bool:
    """A rule for telephones only is asked nowhere, which is said elsewhere."""
    return not requirement.platforms or not PLATFORMS.isdisjoint(requirement.platforms)


def _ways_of(requirement: Requirement) -> Ways:
    """All ways to meet a requirement on one of its platforms."""
    found = ways(requirement.need) if requirement.need else None
    here: Ways = [(Need(fact=PLATFORM, value=name),) for name in requirement.platforms if name in PLATFORMS]
    return both(found, here) if here else found


def _is_possible(found: Ways, facts: Facts) -> bool:
    return found is None or any(_holds_somewhere(way, facts) for way in found)


def _holds_somewhere(way: Way, facts: Facts) -> bool:
    """`facts`: those about the course, which are known now."""
    platforms = {need.value for need in way if need.fact == PLATFORM and need.operator == Operator.EQUALS}
    platforms |= {named.platform for need in way if (named := _named(need))}
    if len(platforms) > 1 or not platforms <= PLATFORMS:
        return False
    if any(compare(need, facts).truth is False for need in way if need.fact in facts):
        return False
    names = dict.fromkeys(canonical(need.fact) for need in way)
    return all(_is_one_value([need for need in way if canonical(need.fact) == name], platforms) for name in names)


def _named(need: Need) -> System | None:
    return system(need.value) if need.operator == Operator.SYSTEM else None


def _is_one_value(needs: list[Need], platforms: set[str]) -> bool:
    """Whether one value of a fact can satisfy all these comparisons."""
    equal = {with_unit(need) for need in needs if need.operator == Operator.EQUALS}
    equal |= platforms if needs[0].fact == PLATFORM else frozenset()
    if len(equal) > 1 or not all(_exists(need, platforms) for need in needs):
        return False
    found = next(iter(equal), None)
    return _has_room(needs) if found is None else all(_fits(need, found, platforms) for need in needs)


def _fits(need: Need, found: str, platforms: set[str]) -> bool:
    if need.operator == Operator.EQUALS:
        return True
    facts = [Fact(name=PLATFORM, value=name, how="") for name in platforms]
    facts.append(Fact(name=canonical(need.fact), value=found, how=""))
    return compare(need, by_name(facts)).truth is not False


def _has_room(needs: list[Need]) -> bool:
    """Whether the most that is allowed is at least the least that is asked."""
    least = [floor for need in needs if (floor := _floor(need)) is not None]
    most = [ceiling for need in needs if need.operator == Operator.AT_MOST and (ceiling := amount(need)) is not None]
    return not least or not most or max(least) <= min(most)


def _floor(need: Need) -> int | None:
    asked = amount(need)
    if asked is None or need.operator not in (Operator.AT_LEAST, Operator.NOMINAL):
        return None
    return asked * 9 // 10 if need.operator == Operator.NOMINAL else asked


def _exists(need: Need, platforms: set[str]) -> bool:
    """Whether any machine that runs the player answers so."""
    known = askable(need.fact)
    match need.operator:
        case Operator.EQUALS if known is not None and known.only:
            return need.value in (PLATFORMS if need.fact == PLATFORM else known.only)
        case Operator.EQUALS if need.fact == "os.name":
            return need.value.strip().lower() not in _GONE
        case Operator.EQUALS if need.fact == "os.version" and platforms == {"windows"}:
            return version(need.value) >= (10,)
        case Operator.AT_LEAST | Operator.NOMINAL:
            return amount(need) is None or not isinstance(wanted_quantity(need), str)
        case Operator.AT_MOST:
            ceiling = amount(need)
            return ceiling is None or known is None or ceiling >= known.least
        case Operator.VERSION if need.fact == "os.version":
            return "linux" in platforms or version(need.value) < _LATEST
        case Operator.SYSTEM:
            named = _named(need)
            return named is None or named.platform == "linux" or named.version < _LATEST
        case Operator.PROCESSOR:
            return _is_made(need.value)
        case Operator.INCLUDES if need.fact == "cpu.families":
            return need.value in _LIVING_WORDS or need.value not in processors.KNOWN
        case _:
            return True


def _is_made(name: str) -> bool:
    wanted = processors.asked(name)
    fastest = ASKABLE["cpu.clock"].most
    if wanted is None:
        return True
    return any(processors.meets(frozenset(one.split()), fastest, wanted) for one in _LIVING)
