"""A learner's completion: all that is known of one learner in one course, replayed, as every report is made of it."""

from __future__ import annotations

from dataclasses import dataclass

from player.domain.course import Course
from player.domain.event import CourseHash, Event, Purpose, StreamOpened
from player.domain.history import History
from player.domain.learner import Learner


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedStrand:
    """What one device recorded: `course` in the version that it was recorded in.

    `links`: the chain's 32 bytes after each event, in the order of the events: they name an event in the world.
    """

    opening: StreamOpened
    course: Course
    events: tuple[Event, ...]
    links: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerCompletion:
    """`strands`: the stream that the evidence is about, then those that it joined. `grade`: how far its devices can be
    trusted (A, B or C); `specimen`: it is genuine and proves no credit; `head`: the last link, 32 bytes."""

    course: Course
    course_hash: CourseHash
    learner: Learner
    history: History
    strands: tuple[RecordedStrand, ...]
    grade: str
    specimen: bool

    @property
    def head(self) -> bytes:
        return self.strands[0].links[-1]

    @property
    def purpose(self) -> Purpose:
        return self.strands[0].opening.purpose
