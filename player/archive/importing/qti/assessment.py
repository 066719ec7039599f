"""A test of QTI 2.x or 3.0: which items it has in which order, and what it says about them besides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from player.archive.importing.qti.interactions import whole
from player.archive.importing.qti.names import Names
from player.archive.importing.qti.tree import child, children, every, first, is_true, unique

_SECTION = "assessmentSection"
_ASIDE: Mapping[str, str] = {
    "timeLimits": "A time limit was left out.",
    "preCondition": "A condition for showing a part was left out: everything is asked.",
    "branchRule": "A rule for skipping parts was left out: everything is asked.",
    "testFeedback": "Feedback on the whole test was left out.",
    "rubricBlock": "Instructions within the test were left out.",
    "adaptiveSelection": "Items chosen by what was answered before are all asked here.",
    "outcomeProcessing": "How the test makes its result of its items was left out: here their points are added up.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item that is asked. `file`: its name in the bundle, empty where its address leads nowhere."""

    identifier: str
    file: str
    address: str = ""
    bank: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class Plan:
    """`draws`: how many items are asked of a bank."""

    identifier: str = ""
    title: str = ""
    entries: list[Entry] = field(default_factory=list[Entry])
    draws: dict[str, int] = field(default_factory=dict[str, int])
    shuffle: bool = False
    attempts: int | None = None
    reasons: tuple[str, ...] = ()


Find = Callable[[str, str], str]
"""The name in the bundle of an address in a file; empty where there is none."""
Open = Callable[[str], Element | None]


@dataclass(slots=True)
class _Reading:
    find: Find
    open_section: Open
    names: Names
    plan: Plan
    told: list[str] = field(default_factory=list[str])
    deepest: int = 20

    def sections(self, parent: Element, file: str, bank: str, depth: int = 0) -> None:
        for found in parent:
            if found.tag == "testPart":
                self.sections(found, file, bank, depth)
            elif found.tag == _SECTION and depth < self.deepest:
                self._section(found, file, bank, depth)
            elif found.tag == "assessmentSectionRef":
                self._section_elsewhere(found, file, bank, depth)
            elif found.tag == "assessmentItemRef":
                self.plan.entries.append(self._entry(found, file, bank))

    def _section(self, section: Element, file: str, bank: str, depth: int) -> None:
        selection, ordering = child(section, "selection"), child(section, "ordering")
        if ordering is not None and is_true(ordering.get("shuffle")):
            self.plan.shuffle = True
        if selection is not None and not bank:
            bank = self._bank(section, selection)
        elif selection is not None:
            self.told.append("A selection within a selection was left out.")
        self.sections(section, file, bank, depth + 1)

    def _bank(self, section: Element, selection: Element) -> str:
        if is_true(selection.get("withReplacement")):
            self.told.append("Items that may be drawn twice are drawn once at most here.")
        if any(is_true(ref.get("required")) for ref in every(section, "assessmentItemRef")):
            self.told.append("Items that are always drawn from their section are drawn like the others here.")
        bank = self.names.take(section.get("identifier", ""), "bank")
        self.plan.draws[bank] = whole(selection.get("select", ""), 0)
        return bank

    def _section_elsewhere(self, reference: Element, file: str, bank: str, depth: int) -> None:
        name = self.find(reference.get("href", ""), file)
        section = self.open_section(name) if name and depth < self.deepest else None
        if section is None or section.tag != _SECTION:
            self.told.append(f"The section “{reference.get('href', '')[:80]}” is not in this file.")
        else:
            self._section(section, name, bank, depth + 1)

    def _entry(self, reference: Element, file: str, bank: str) -> Entry:
        address = reference.get("href", "")
        weights = {weight.get("value", "1").strip() for weight in children(reference, "weight")}
        heavy = weights - {"1", "1.0"}
        told = (f"It weighs {', '.join(sorted(heavy))} in its test; here its own points count.",) if heavy else ()
        return Entry(
            identifier=reference.get("identifier", ""),
            file=self.find(address, file),
            address=address,
            bank=bank,
            reasons=told,
        )


def plan_of(test: Element, file: str, *, find: Find, open_section: Open) -> Plan:
    """`test` as `tree.plain` makes it; nothing that it says besides is passed over in silence."""
    plan = Plan(identifier=test.get("identifier", ""), title=test.get("title", "").strip())
    reading = _Reading(find, open_section, Names(), plan)
    reading.sections(test, file, "")
    plan.reasons = unique([*reading.told, *_aside(test, plan)])
    return plan


def _aside(test: Element, plan: Plan) -> Iterator[str]:
    for tag, reason in _ASIDE.items():
        if first(test, tag) is not None:
            yield reason
    sections = list(every(test, _SECTION))
    shuffled = [s for s in sections if (o := child(s, "ordering")) is not None and is_true(o.get("shuffle"))]
    if plan.shuffle and len(shuffled) < len([s for s in sections if children(s, "assessmentItemRef")]):
        yield "Only some sections are shuffled there; here all questions are."
