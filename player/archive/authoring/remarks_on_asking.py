"""What rules ask, for the linter: names, comparisons, units and amounts that leave the answer open for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from player.archive.authoring.notes import Note
from player.archive.authoring.remarks_on_requirements import PLATFORMS
from player.archive.authoring.ways import amount, comparisons, is_comparison
from player.domain.checkup import processors, systems
from player.domain.checkup.askable import PLAYS, Shape, askable
from player.domain.checkup.course_facts import facts_of
from player.domain.checkup.judging import weigh
from player.domain.checkup.quantity import Measure, quantity
from player.domain.checkup.systems import NAMES
from player.domain.course import Course
from player.domain.requirement import Need, Operator, Requirement

_AMOUNTS = (Operator.AT_LEAST, Operator.AT_MOST, Operator.NOMINAL)
_WORDS = (Operator.EQUALS, Operator.DIFFERS)
_COMPARED: Mapping[Shape, tuple[str, ...]] = {
    Shape.WORD: (*_WORDS, Operator.INCLUDES),
    Shape.WORDS: (Operator.INCLUDES, Operator.PROCESSOR),
    Shape.YES_NO: _WORDS,
    Shape.VERSION: (*_WORDS, Operator.VERSION, Operator.SYSTEM, Operator.NEWEST),
    Shape.COUNT: (*_WORDS, *_AMOUNTS),
    Shape.AMOUNT: _AMOUNTS,
}
_ONLY_OF: Mapping[str, tuple[str, ...]] = {
    Operator.SYSTEM: ("os.version",),
    Operator.PROCESSOR: ("cpu.families",),
    Operator.NEWEST: ("os.version", "browser."),
}
"""These know a trade; the list of releases knows systems and browsers."""
_NO_RELEASES = "The list of releases knows none of Linux: each distribution has its own."
_NUMBERED = re.compile(r"[0-9][0-9.]*[\s\u00a0]*([A-Za-z]+)", re.ASCII)
_AMOUNT_IN_TEXT = re.compile(r"(?<![\w.])([0-9]{1,9}(?:\.[0-9]{1,6})?)[ \u00a0-]?([KMGT]i?B|[kMG]?Hz|[kMG]bps)\b")
_MEANT: Mapping[Measure, tuple[int, int]] = {
    Measure.SIZE: (512 << 10, 16 << 40),
    Measure.CLOCK: (20 * 10**6, 10**10),
    Measure.RATE: (1000, 10**11),
}
"""Between what a course of any decade can have meant: memory of 2 KB, or a processor of 1.83 MHz, is a slip."""


def comparisons_unknown(course: Course) -> Iterator[Note]:
    for requirement, need in _all(course):
        known, operator = askable(need.fact), need.operator
        if operator not in set(Operator):
            names = ", ".join(Operator)
            yield _note("operator", requirement, f"Nobody knows the comparison “{operator}” (there are: {names}).")
        elif operator == Operator.NOTED or known is None:
            continue
        elif operator not in fitting(need.fact):
            named = ", ".join(fitting(need.fact))
            text = f"“{need.fact}” is a {known.shape}, which “{operator}” does not compare (one of: {named})."
            yield _note("operator", requirement, text)


def fitting(name: str) -> tuple[str, ...]:
    """The comparisons that make sense of a fact."""
    known = askable(name)
    if known is None:
        return ()
    found = _WORDS if known.only and known.shape is Shape.WORD else _COMPARED[known.shape]
    return tuple(operator for operator in found if name.startswith(_ONLY_OF.get(operator, "")))


def values_that_compare_to_nothing(course: Course) -> Iterator[Note]:
    for requirement, need in _all(course):
        value = need.value
        if need.operator in _AMOUNTS and quantity(value) is None and not _NUMBERED.fullmatch(value.strip()):
            text = f"“{value}” is no amount, so that “{need.operator}” has nothing to compare."
            yield _note("value", requirement, text)
        elif need.operator in _AMOUNTS and amount(need) is None and askable(need.fact):
            yield _note("unit", requirement, _unit_text(need))
        elif need.operator == Operator.VERSION and not any(c.isdecimal() for c in value):
            yield _note("value", requirement, f"“{value}” is no version such as 10.15.")
        elif need.operator == Operator.NEWEST and not (value.isascii() and value.isdecimal() and int(value[:3])):
            yield _note("value", requirement, f"“{value}” does not say how many of the newest releases will do.")
        elif need.operator == Operator.PROCESSOR and _lacks_clock(value):
            yield _note("unit", requirement, f"“{value}” needs a clock rate with its unit: 500 MHz, 1.83 GHz.")


def names_unknown(course: Course) -> Iterator[Note]:
    for requirement in course.requirements:
        for name in sorted(set(requirement.platforms) - set(NAMES)):
            text = f"There is no platform “{name}” ({', '.join(NAMES)})."
            yield _note("unknown", requirement, text)
        if requirement.platforms and PLATFORMS.isdisjoint(requirement.platforms) and not requirement.superseded:
            yield _note("unknown", requirement, "It never applies where this player runs.")
        for need in comparisons(requirement):
            is_linux = requirement.platforms == ("linux",) and need.operator == Operator.NEWEST
            if text := _NO_RELEASES if is_linux else _unknown_in(need, course):
                yield _note("unknown", requirement, text)


def never_told(course: Course) -> Iterator[Note]:
    """Rules that hang on what Carrel never looks up, where the course does not settle that they are not asked."""
    facts = facts_of(course)
    for requirement in course.requirements:
        need, condition = requirement.need, requirement.only_if
        if need is None or requirement.superseded or (condition and weigh(condition, facts).truth is False):
            continue
        unseen = sorted({leaf.fact for leaf in comparisons(requirement) if not _is_seen(leaf)})
        if unseen and not _can_be_met(need):
            text = f"Carrel never looks up “{unseen[0]}”: say in “superseded” why that is no matter."
            yield _note("unseen", requirement, text)


def amounts_nobody_can_mean(course: Course) -> Iterator[Note]:
    for requirement in course.requirements:
        if requirement.interpretation:
            continue
        asked = [need.value for need in comparisons(requirement) if need.operator != Operator.NOTED]
        for written in dict.fromkeys(_amounts_in(requirement.text, *asked)):
            text = f"Nobody can mean {written}: mend it, or say in “interpretation” how it is to be read."
            yield _note("slip", requirement, text)


def _note(rule: str, requirement: Requirement, text: str) -> Note:
    return Note(f"requirement-{rule}", f"requirement {requirement.id}", text)


def _all(course: Course) -> Iterator[tuple[Requirement, Need]]:
    for requirement in course.requirements:
        for need in comparisons(requirement):
            yield requirement, need


def _unit_text(need: Need) -> str:
    known = askable(need.fact)
    if known is None or known.measure is None:
        return f"“{need.value}”: “{need.fact}” is counted, without a unit."
    return f"“{need.value}” has no unit that fits: write it as {_EXAMPLES[known.measure]}."


_EXAMPLES: Mapping[Measure, str] = {
    Measure.SIZE: "512 MB or 2 GB",
    Measure.CLOCK: "867 MHz or 1.83 GHz",
    Measure.RATE: "1 Mbps",
    Measure.BITS: "16 bit",
    Measure.PIXELS: "1024 px",
    Measure.DAYS: "31 days",
}


def _lacks_clock(name: str) -> bool:
    """A class that is known, with a number behind it that is no clock rate."""
    first = name.lower().split()[:1]
    return bool(first) and first[0] in processors.KNOWN and processors.asked(name) is None


def _unknown_in(need: Need, course: Course) -> str:
    if need.operator == Operator.NOTED:
        return ""
    if askable(need.fact) is None:
        return f"The player cannot find out “{need.fact}”: there is no such fact."
    if need.fact.startswith(PLAYS) and need.fact.removeprefix(PLAYS) not in {one.id for one in course.sessions}:
        return f"There is no session “{need.fact.removeprefix(PLAYS)}”."
    if need.operator == Operator.SYSTEM and systems.system(need.value) is None:
        return f"There is no system “{need.value}” (write it as Windows 8.1, Mac OS X 10.5, macOS 14)."
    if need.operator == Operator.PROCESSOR and processors.asked(need.value) is None and not _lacks_clock(need.value):
        return f"There is no class of processors “{need.value}” ({', '.join(sorted(processors.KNOWN))})."
    return ""


def _is_seen(need: Need) -> bool:
    known = askable(need.fact)
    return need.operator == Operator.NOTED or known is None or known.seen


def _can_be_met(need: Need) -> bool:
    if is_comparison(need):
        return _is_seen(need)
    return any(map(_can_be_met, need.any_of)) if need.any_of else all(map(_can_be_met, need.all_of))


def _amounts_in(*texts: str) -> Iterator[str]:
    for text in texts:
        for number, unit in _AMOUNT_IN_TEXT.findall(text):
            found = quantity(f"{number} {unit}")
            least, most = _MEANT.get(found.measure, (0, 0)) if found and found.measure else (0, 0)
            if found and most and not least <= found.amount <= most:
                yield f"{number} {unit}"
