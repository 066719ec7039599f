"""Requirements for the linter: what no machine that runs this player can meet, and what it can never find out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations, product

from player.archive.authoring.notes import Note
from player.domain.course import Course
from player.domain.requirement import Level, Need, Operator, Requirement, version

PLATFORMS = frozenset({"windows", "macos", "linux"})
"""Where the player runs."""
_ELSEWHERE = frozenset({"android", "ios", "chromeos"})
FACTS = frozenset(
    "program.version os.platform os.name os.version os.bits memory.mb cpu.name cpu.families cpu.mhz sound.outputs "
    "disk.free.mb profile.writable decoder.library viewer.pdf screen.width screen.height".split()
)
"""What the player finds out about a machine."""
_GONE = frozenset(f"windows {name}" for name in "95 98 me nt 2000 xp vista 7 8 8.1".split())
"""Systems on which this player does not start (Qt 6 needs Windows 10)."""
_LARGEST: Mapping[str, int] = {
    "memory.mb": 16 << 20,
    "cpu.mhz": 20_000,
    "sound.outputs": 100,
    "disk.free.mb": 1 << 30,
    "screen.width": 100_000,
    "screen.height": 100_000,
    "os.bits": 64,
}
_ONLY: Mapping[str, frozenset[str]] = {
    "os.platform": PLATFORMS,
    "os.bits": frozenset({"32", "64"}),
    "profile.writable": frozenset({"yes", "no"}),
    "decoder.library": frozenset({"yes", "no"}),
    "viewer.pdf": frozenset({"builtin"}),
}
_NUMBERS = (Operator.AT_LEAST, Operator.NOMINAL)
_MOST_WAYS = 256
_LATEST = (100,)
"""No maker counts its systems as high as this; Linux' own numbers are not judged."""
Way = tuple[Need, ...]
"""Comparisons that must all hold."""


def cannot_be_met(course: Course) -> Iterator[Note]:
    """Each rule by itself, then the unconditional minimums two by two."""
    living = [r for r in course.requirements if r.need is not None and not r.superseded]
    alone = {r.id for r in living if not _is_possible(_ways_of(r))}
    for requirement in living:
        if requirement.id in alone:
            yield _note(requirement, "No machine that runs this player can meet it; mend it, or say “superseded”.")
    strict = [r for r in living if r.level is Level.MINIMUM and not (r.group or r.only_if or r.id in alone)]
    for one, other in combinations(strict, 2):
        if set(one.platforms) == set(other.platforms) and not _is_possible(_both(_ways_of(one), _ways_of(other))):
            yield _note(other, f"No machine can meet it and “{one.id}” at once.")


def values_that_compare_to_nothing(course: Course) -> Iterator[Note]:
    for requirement in course.requirements:
        for need in _comparisons(requirement):
            digits = need.value.removeprefix("-")
            if need.operator in _NUMBERS and not (digits.isascii() and digits.isdecimal()):
                text = f"“{need.value}” is no whole number, so that “{need.operator}” has nothing to compare."
                yield Note("requirement-value", f"requirement {requirement.id}", text)
            elif need.operator is Operator.VERSION and not any(c.isdecimal() for c in need.value):
                text = f"“{need.value}” is no version such as 10.15."
                yield Note("requirement-value", f"requirement {requirement.id}", text)


def cannot_be_told(course: Course) -> Iterator[Note]:
    for requirement in course.requirements:
        place = f"requirement {requirement.id}"
        platforms = set(requirement.platforms)
        for name in sorted(platforms - PLATFORMS - _ELSEWHERE):
            yield Note("requirement-unknown", place, f"There is no platform “{name}” (windows, macos, linux).")
        if platforms and not platforms & PLATFORMS and not requirement.superseded:
            yield Note("requirement-unknown", place, "It never applies where this player runs.")
        facts = {need.fact for need in _comparisons(requirement)}
        if facts and not facts & FACTS and not requirement.superseded:
            yield Note("requirement-unknown", place, f"The player cannot find out “{min(facts)}”.")


def alternatives_missing(course: Course) -> Iterator[Note]:
    sizes = Counter(requirement.group for requirement in course.requirements if requirement.group)
    for requirement in course.requirements:
        if sizes[requirement.group] == 1:
            text = f"It is alone in the group “{requirement.group}”: a group holds two alternatives or more."
            yield Note("requirement-group", f"requirement {requirement.id}", text)


def _note(requirement: Requirement, text: str) -> Note:
    return Note("requirement-impossible", f"requirement {requirement.id}", text)


def _comparisons(requirement: Requirement) -> Iterator[Need]:
    for need in (requirement.need, requirement.only_if):
        if need is not None:
            yield from _leaves(need)


def _leaves(need: Need) -> Iterator[Need]:
    if need.fact:
        yield need
    for part in (*need.any_of, *need.all_of):
        yield from _leaves(part)


def _ways_of(requirement: Requirement) -> list[Way] | None:
    """All ways to meet a requirement on one of its platforms; None when there are too many to look at."""
    ways = _ways(requirement.need) if requirement.need else None
    here = [(Need(fact="os.platform", value=name),) for name in requirement.platforms if name in PLATFORMS]
    return _both(ways, here) if here else ways


def _ways(need: Need) -> list[Way] | None:
    if need.fact:
        return [(need,)]
    parts = [_ways(part) for part in need.any_of or need.all_of]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if need.any_of:
        return [way for part in known for way in part]
    found: list[Way] | None = [()]
    for part in known:
        found = _both(found, part)
    return found


def _both(one: list[Way] | None, other: list[Way] | None) -> list[Way] | None:
    if one is None or other is None or len(one) * len(other) > _MOST_WAYS:
        return None
    return [a + b for a, b in product(one, other)]


def _is_possible(ways: list[Way] | None) -> bool:
    return ways is None or any(_holds_somewhere(way) for way in ways)


def _holds_somewhere(way: Way) -> bool:
    platforms = {need.value for need in way if need.fact == "os.platform"}
    facts = dict.fromkeys(need.fact for need in way)
    return all(_is_one_value([need for need in way if need.fact == fact], platforms) for fact in facts)


def _is_one_value(needs: list[Need], platforms: set[str]) -> bool:
    """Whether one value of a fact can satisfy all these comparisons."""
    equal = {need.value for need in needs if need.operator is Operator.EQUALS}
    if len(equal) > 1 or not all(_exists(need, platforms) for need in needs):
        return False
    found = next(iter(equal), None)
    return found is None or all(_fits(need, found) for need in needs)


def _fits(need: Need, found: str) -> bool:
    if need.operator in _NUMBERS and found.isdecimal() and need.value.isdecimal():
        enough = (10, 9) if need.operator is Operator.NOMINAL else (1, 1)
        return int(found) * enough[0] >= int(need.value) * enough[1]
    return need.operator is not Operator.VERSION or version(found) >= version(need.value)


def _exists(need: Need, platforms: Iterable[str]) -> bool:
    """Whether any machine that runs the player answers so."""
    if need.operator is Operator.EQUALS and need.fact in _ONLY:
        return need.value in _ONLY[need.fact]
    if need.operator in _NUMBERS and need.value.isdecimal():
        return int(need.value) <= _LARGEST.get(need.fact, int(need.value))
    judge = _JUDGES.get(need.fact)
    return judge is None or judge(need, frozenset(platforms))


def _named_system(need: Need, _: frozenset[str]) -> bool:
    return need.value.strip().lower() not in _GONE


def _system_number(need: Need, platforms: frozenset[str]) -> bool:
    wanted = version(need.value)
    if need.operator is Operator.EQUALS and set(platforms) == {"windows"}:
        return wanted >= (10,)
    return need.operator is not Operator.VERSION or "linux" in platforms or wanted < _LATEST


_JUDGES: Mapping[str, Callable[[Need, frozenset[str]], bool]] = {
    "os.name": _named_system,
    "os.version": _system_number,
}
