"""A fault: one thing in a course that does not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from player.domain.phrase import Phrase, Worded

Wording = Phrase | Worded
"""Words of our own, which are said in the language of whoever is told of the fault."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold, and where: `place` names the part of the course ("quiz, question q2")."""

    place: Wording
    text: Wording


def twice(place: Wording, ids: Iterable[str]) -> Sequence[Fault]:
    return [Fault(place, text) for text in repeated(ids)]


def repeated(ids: Iterable[str]) -> Sequence[Worded]:
    """What `twice` says, for a place with a name in it, which is worded only where there is something to say."""
    found = list(ids)
    # Nearly always nothing is: a library of hundreds asks for dozens of lists in each course.
    if len(set(found)) == len(found):
        return ()
    return [Worded("“{one}” is used twice", one=one) for one, times in Counter(found).items() if times > 1]
