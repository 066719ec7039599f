"""Identity: by which of a learner's particulars two ids can be seen to belong to one person."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from player.domain.learner import Learner

STRONG = frozenset({"npi", "nabp"})
"""Given to one person and no other, and checked by its digits or by the register that gave it."""
PROPOSED = STRONG | {"email+name"}
"""Enough to ask whether two ids are one person; a licence's number alone is only worth a look."""

_LONGEST = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One way to recognise a person: `kind` is the name of an identifier, "licence" or "email+name"."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Learner ids that share a mark; `persons`: how many different persons they count as by now."""

    mark: Mark
    learners: tuple[str, ...]
    persons: int


def marks_of(learner: Learner) -> Iterator[Mark]:
    """Everything by which this learner could be recognised under another id; nobody's is longer than a few lines."""
    return (mark for mark in _marks(learner) if len(mark.value) <= _LONGEST)


def _marks(learner: Learner) -> Iterator[Mark]:
    given = dict(learner.identifiers)
    for kind in sorted(STRONG):
        if value := _digits(given.get(kind, "")):
            yield Mark(kind=kind, value=value)
    email, name = _plain(given.get("email", "")), _plain(learner.name)
    if email and name:
        yield Mark(kind="email+name", value=f"{email} {name}")
    for licence in learner.licences:
        if number := _plain(licence.number):
            yield Mark(kind="licence", value=f"{_plain(licence.authority)} {number}")


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum()).casefold()


def _plain(text: str) -> str:
    visible = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    return " ".join(unicodedata.normalize("NFKC", visible).casefold().split())
