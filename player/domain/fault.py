"""A fault: one thing in a course that does not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold, and where: `place` names the part of the course ("quiz, question q2")."""

    place: str
    text: str


def twice(place: str, ids: Iterable[str]) -> Sequence[Fault]:
    found = list(ids)
    # Nearly always none is: a library of hundreds asks for dozens of lists in each course.
    if len(set(found)) == len(found):
        return ()
    return [Fault(place, f"“{one}” is used twice") for one, times in Counter(found).items() if times > 1]
