"""What a check-up rests on, in words: the facts as the rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from player.domain.checkup.askable import ASKABLE, PLAYS, askable, value_text
from player.domain.checkup.columns import plain
from player.domain.checkup.comparing import CURRENT, NEWEST_OF, PLATFORM
from player.domain.checkup.systems import NAMES, sold_as, version
from player.domain.requirement import Fact

UNTOLD = "cannot be told"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One fact for people: what it is, what was found (or that it cannot be told), and where, or why not."""

    label: str
    value: str
    how: str


def fact_rows(facts: Iterable[Fact]) -> tuple[FactRow, ...]:
    """All facts, in the order in which Carrel lists what can be asked; the newest releases of all products in one."""
    ordered = sorted(facts, key=_place)
    platform = next((fact.value for fact in ordered if fact.name == PLATFORM), None) or ""
    releases = [fact for fact in ordered if fact.name.startswith(NEWEST_OF)]
    of_computer = (_row(fact, platform) for fact in ordered if fact not in releases)
    return (*of_computer, *_release_rows(releases))


def _place(fact: Fact) -> tuple[int, str]:
    return _ORDER.get(fact.name, len(_ORDER)), fact.name


_ORDER = {name: place for place, name in enumerate(ASKABLE)}


def _row(fact: Fact, platform: str) -> FactRow:
    value = UNTOLD if fact.value is None else value_text(fact, platform)
    return FactRow(label=plain(_label(fact.name)), value=plain(value), how=plain(fact.how))


def _label(name: str) -> str:
    if name.startswith(PLAYS):
        return f"Recording {name.removeprefix(PLAYS)} plays"
    if name == CURRENT:
        return "The list of releases is new enough"
    known = askable(name)
    return known.label if known is not None else name


def _release_rows(facts: Iterable[Fact]) -> Iterator[FactRow]:
    """They say nothing about this computer: one row for all that came the same way."""
    products: dict[str, list[str]] = {}
    for fact in facts:
        products.setdefault(fact.how, []).append(_releases(fact))
    for how, said in products.items():
        yield FactRow(label="Newest releases", value=plain("; ".join(said)), how=plain(how))


def _releases(fact: Fact) -> str:
    """ "Windows 11 10 8.1": by the names that people know."""
    product = fact.name.removeprefix(NEWEST_OF)
    browser = askable(f"browser.{product}")
    name = browser.label if browser is not None else NAMES.get(product, product)
    if fact.value is None:
        return f"{name} {UNTOLD}"
    words = [_known_as(product, word) for word in fact.value.split()]
    return " ".join((name, *words))


def _known_as(product: str, word: str) -> str:
    return sold_as(product, version(word)).rpartition(" ")[2] if product == "windows" and version(word) else word
