"""What an item declares of its responses and outcomes: their types, right values and mappings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from player.archive.importing.qti.shape import NotCarried
from player.archive.importing.qti.tree import child, children, is_true, words
from player.domain.typed import bounded

Scalar = str | Decimal | bool
_NUMBER = re.compile(r"[+-]?(\d{1,60}(\.\d{0,60})?|\.\d{1,60})([eE][+-]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Held:
    """A value of any cardinality; none at all is NULL. `response`: it is that response just as it was given."""

    values: tuple[Scalar, ...]
    ordered: bool = False
    response: str = ""


NULL = Held(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    key: Scalar
    points: Decimal
    case_matters: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What each value of a response earns, and the bounds of their sum."""

    entries: tuple[Entry, ...]
    default: Decimal = Decimal(0)
    lower: Decimal | None = None
    upper: Decimal | None = None

    def bounded(self, points: Decimal) -> Decimal:
        points = points if self.lower is None else max(self.lower, points)
        return points if self.upper is None else min(self.upper, points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    name: str
    base: str
    cardinality: str
    default: Held = NULL
    correct: Held = NULL
    mapping: Mapping | None = None

    def held(self, texts: tuple[str, ...]) -> Held:
        values = tuple(value for text in texts if (value := scalar(text, self.base)) is not None)
        return Held(values, self.cardinality == "ordered", self.name)


def declaration(element: Element) -> Declaration:
    base, cardinality = element.get("baseType", ""), element.get("cardinality", "single")
    return Declaration(
        name=element.get("identifier", ""),
        base=base,
        cardinality=cardinality,
        default=_values(child(element, "defaultValue"), base, cardinality),
        correct=_values(child(element, "correctResponse"), base, cardinality),
        mapping=_mapping(child(element, "mapping"), base),
    )


def scalar(text: str, base: str) -> Scalar | None:
    """A value of a base type; None where the text is none."""
    if base in ("float", "integer"):
        return number(text)
    if base == "boolean":
        return is_true(text)
    if base in ("pair", "directedPair"):
        parts = text.split()
        return " ".join(sorted(parts) if base == "pair" else parts)
    return text.strip() if base == "identifier" else text


def number(text: str) -> Decimal | None:
    """None for what is no number that anybody can mean."""
    if not _NUMBER.fullmatch(text.strip()):
        return None
    try:
        return bounded(Decimal(text.strip()))
    except InvalidOperation:
        return None


def _values(element: Element | None, base: str, cardinality: str) -> Held:
    texts = [value.text or "" for value in children(element, "value")]
    texts = texts if base == "string" else [text.strip() for text in texts]
    found = tuple(value for text in texts if (value := scalar(text, base)) is not None)
    return Held(found, cardinality == "ordered")


def _mapping(element: Element | None, base: str) -> Mapping | None:
    if element is None:
        return None
    return Mapping(
        entries=tuple(_entry(entry, base) for entry in children(element, "mapEntry")),
        default=_stated(element, "defaultValue") or Decimal(0),
        lower=_stated(element, "lowerBound"),
        upper=_stated(element, "upperBound"),
    )


def _entry(element: Element, base: str) -> Entry:
    key, points = scalar(element.get("mapKey", ""), base), number(element.get("mappedValue", ""))
    if key is None or points is None:
        raise NotCarried(f"Its mapping gives “{words(element) or element.get('mapKey', '')[:40]}” no points.")
    return Entry(key=key, points=points, case_matters=is_true(element.get("caseSensitive", "true")))


def _stated(element: Element, name: str) -> Decimal | None:
    return number(element.get(name, ""))
