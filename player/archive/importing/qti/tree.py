"""QTI elements under one set of names: those of 2.x, whatever the version, the prefix and the namespace."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from player.archive.importing.markup import local

_HYPHEN = re.compile(r"-([a-z])")
_KEPT = ("data-", "aria-")


def plain(element: Element) -> Element:
    """A copy without namespaces: `qti-simple-choice` becomes `simpleChoice`, `max-choices` becomes `maxChoices`."""
    copy = Element(_name(local(element)), {_attribute(name): value for name, value in element.attrib.items()})
    copy.text, copy.tail = element.text, element.tail
    copy.extend(plain(child) for child in element if isinstance(child.tag, str))
    return copy


def _name(name: str) -> str:
    return _camel(name.removeprefix("qti-")) if name.startswith("qti-") else name


def _attribute(name: str) -> str:
    bare = name.rpartition("}")[2]
    return bare if bare.startswith(_KEPT) else _camel(bare)


def _camel(name: str) -> str:
    return _HYPHEN.sub(lambda found: found[1].upper(), name)


def every(element: Element, *names: str) -> Iterator[Element]:
    """All elements of these names within `element`, itself included, in document order."""
    return (found for found in element.iter() if found.tag in names)


def first(element: Element, *names: str) -> Element | None:
    return next(every(element, *names), None)


def children(element: Element | None, *names: str) -> list[Element]:
    return [] if element is None else [child for child in element if not names or child.tag in names]


def child(element: Element | None, *names: str) -> Element | None:
    return next(iter(children(element, *names)), None)


def words(element: Element | None) -> str:
    """All letters within, on one line."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def is_true(value: str | None) -> bool:
    return (value or "").strip().lower() in ("true", "1", "yes")


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in its order."""
    return tuple(dict.fromkeys(texts))
