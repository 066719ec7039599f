"""People: learner ids that belong to one person, proposed by what they share and brought together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from player.domain.collection.identity import PROPOSED, STRONG, Likeness
from player.domain.learner import LearnerId
from player.office.ports import Collection
from player.office.problems import NoSuchPerson


def proposals(collection: Collection) -> Sequence[Likeness]:
    """Ids that may be one person's: somebody has to say so."""
    return collection.likenesses(PROPOSED)


def merge(collection: Collection, learners: Iterable[LearnerId], at: datetime) -> str:
    """Makes these ids one person, whose credit counts once. Returns the id under which it counts.

    Raises `NoSuchPerson`; then nothing was changed.
    """
    persons: list[str] = []
    for learner in learners:
        person = collection.person_of(learner)
        if person is None:
            raise NoSuchPerson(learner=learner)
        persons.append(person)
    first = persons[0]
    for other in dict.fromkeys(persons[1:]):
        if other != first:
            collection.merge(first, other, at)
    return first


def merge_certain(collection: Collection, at: datetime) -> int:
    """Brings together whom a national number shows to be one person. Returns how many ids joined another's."""
    joined = 0
    for likeness in collection.likenesses(STRONG):
        merge(collection, [LearnerId(learner) for learner in likeness.learners], at)
        joined += likeness.persons - 1
    return joined
