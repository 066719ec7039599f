"""A fault: one thing in a course that does not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold, and where: `place` names the part of the course ("quiz, question q2")."""

    place: str
    text: str


def twice(place: str, ids: Iterable[str]) -> Iterator[Fault]:
    counted = Counter(ids)
    yield from (Fault(place, f"“{found}” is used twice") for found, times in counted.items() if times > 1)
