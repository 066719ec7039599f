"""The receipt: what a provider says, signed, of a completion file that it took in or refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from player.domain.event import CourseHash, StreamId
from player.domain.learner import LearnerId


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    """Taken in. What of it counts, `credited` says."""
    REFUSED = "refused"
    """Not believed, or not wanted; `reason` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """`completion`: SHA-256 of the file, hex; `stream`, `seq`, `link`: up to where its evidence goes.

    `credited`: numbers of claims that the provider counts by now; `taken_back`: numbers that it counts no more.
    `provider`: its name in the course. `reason`: a sentence for the learner, empty where there is nothing to say.
    """

    completion: str
    learner: LearnerId
    course_hash: CourseHash
    stream: StreamId
    seq: int
    link: str
    provider: str
    received: datetime
    outcome: Outcome
    credited: tuple[str, ...] = ()
    taken_back: tuple[str, ...] = ()
    reason: str = ""
