"""QTI 1.2: its assessments, sections and items in their order, and what is drawn from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from player.archive.importing.qti.assessment import Entry, Plan
from player.archive.importing.qti.interactions import whole
from player.archive.importing.qti.item import Sheet
from player.archive.importing.qti.item12 import read_item12
from player.archive.importing.qti.names import Names
from player.archive.importing.qti.shape import NotCarried
from player.archive.importing.qti.tree import child, children, every, first, unique, words

_PARTS = ("assessment", "section", "objectbank")
_ELSEWHERE = ("itemref", "sectionref", "bankentry_item")
_TIMES = ("duration", "time_limit")
_DEEPEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """An item that is not read yet."""

    title: str
    read: Callable[[], Sheet]


def plan12(root: Element) -> tuple[Plan, list[Old]]:
    """`root` as `tree.plain` makes it. The entries of the plan and the items stand side by side."""
    assessment = first(root, "assessment", "objectbank")
    plan, olds, told = Plan(), list[Old](), list[str]()
    if assessment is not None:
        plan.identifier, plan.title = assessment.get("ident", ""), assessment.get("title", "").strip()
        plan.attempts = _attempts(assessment)
    _walk(root, "", plan, olds, told, Names(), 0)
    if first(root, "outcomes_processing") is not None:
        told.append("How the test makes its result of its items was left out: here their points are added up.")
    if any(first(found, *_TIMES) is not None for found in every(root, *_PARTS)):
        told.append("A time limit was left out.")
    plan.reasons = unique(told)
    return plan, olds


def _walk(parent: Element, bank: str, plan: Plan, olds: list[Old], told: list[str], names: Names, depth: int) -> None:
    for found in parent:
        if found.tag == "item":
            plan.entries.append(Entry(identifier=_identifier(found), file="", bank=bank))
            olds.append(Old(title=found.get("title", "").strip(), read=lambda item=found: read_item12(item)))
        elif found.tag in _ELSEWHERE:
            name = found.get("linkrefid") or found.get("ident") or words(found)
            plan.entries.append(Entry(identifier=name, file=""))
            olds.append(Old(title="", read=_missing))
        elif found.tag in _PARTS and depth < _DEEPEST:
            inner = bank or _bank(found, plan, told, names)
            _walk(found, inner, plan, olds, told, names, depth + 1)


def _missing() -> Sheet:
    raise NotCarried("It is only named in this file, and is not in it.")


def _identifier(item: Element) -> str:
    return item.get("ident") or words(first(item, "bbmd_asi_object_id"))


def _bank(part: Element, plan: Plan, told: list[str], names: Names) -> str:
    """The bank that a section becomes when a number of its items is drawn."""
    rules = child(part, "selection_ordering")
    if rules is None:
        return ""
    order = first(rules, "order")
    if order is not None and order.get("order_type", "").lower() == "random":
        plan.shuffle = True
    for found in every(rules, "sourcebank_ref"):
        told.append(f"A section draws items from the bank “{words(found)[:80]}”, which it does not bring along.")
    count = whole(words(first(rules, "selection_number")), 0)
    if not count or not children(part, "item"):
        return ""
    bank = names.take(part.get("ident", ""), "bank")
    plan.draws[bank] = count
    return bank


def _attempts(assessment: Element) -> int | None:
    """As Common Cartridge or D2L states them; None for any number."""
    for found in every(assessment, "qtimetadatafield"):
        if words(child(found, "fieldlabel")) == "cc_maxattempts":
            return whole(words(child(found, "fieldentry")), 0) or None
    return whole(words(first(assessment, "attempts_allowed")), 0) or None
