"""Elsewhere: what a learner did in a course on other devices, before a restored backup, or in an earlier version."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from player.domain.course import Course
from player.domain.event import SUBSTANCE, CourseHash, Event, StreamId, StreamJoined
from player.domain.fold import joining
from player.domain.history import Bring, History, already_counted
from player.proof.strand import Checked, Strand
from player.proof.weave import Weave

NOWHERE = StreamId("")
"""Stands for this device's stream where there is none yet."""


class Elsewhere:
    """All branches that are recorded of one learner in one course, seen from the stream that this device goes on in.

    `course` is the version in which this device goes on; `courses`: that, and the earlier ones in which some of the
    branches were recorded, by their hashes.
    """

    def __init__(
        self,
        branches: Sequence[Checked],
        *,
        stream: StreamId,
        own: Callable[[], Sequence[Event]],
        course: CourseHash,
        courses: Mapping[CourseHash, Course],
    ) -> None:
        self._branches = sorted(branches, key=lambda branch: (branch.events[0].stamp.wall_ms, branch.head))
        self._weave = Weave(self._branches, courses)
        self._course = course
        self._stream = stream
        self._own = own

    @property
    def bring(self) -> Bring:
        return self._weave.bring_into(self._stream, self._own, course=self._course)

    def news(self, course: Course, history: History) -> tuple[StreamJoined, ...]:
        """The branches to join, so that everything in them that brings the learner on counts here too."""
        joins: list[StreamJoined] = []
        for branch in self._branches:
            known = joining(course, history, joins, bring=self.bring)
            if self._brings_on(branch, known):
                joins.append(_join(branch))
        return tuple(joins)

    def strands_for(self, events: Sequence[Event]) -> tuple[Strand, ...]:
        """What must lie beside these events, so that whoever reads them can follow every joining."""
        return tuple(_vouched(branch) for branch in self._weave.joined_by(events) if not self._is_own(branch))

    def courses_for(self, events: Sequence[Event]) -> frozenset[CourseHash]:
        """The versions of the course in which those strands were recorded."""
        return frozenset(branch.opening.course_hash for branch in self._weave.joined_by(events))

    def recorded_in(self) -> frozenset[CourseHash]:
        """The versions of the course in which anything was recorded that brings a learner on."""
        return frozenset(
            branch.opening.course_hash
            for branch in self._branches
            if any(type(event.fact) in SUBSTANCE for event in branch.events)
        )

    def course_of(self, stream: StreamId) -> CourseHash | None:
        """The version of the course in which a stream that is recorded elsewhere stands."""
        found = (branch.opening.course_hash for branch in self._branches if branch.opening.stream == stream)
        return next(found, None)

    def _brings_on(self, branch: Checked, history: History) -> bool:
        return any(type(event.fact) in SUBSTANCE for event in self._new(branch, history))

    def _new(self, branch: Checked, history: History) -> Sequence[Event]:
        vouched = branch.events[: branch.signed + 1]
        new = vouched[already_counted(vouched, self._known(branch, history)) :]
        return new if self._weave.is_whole(new) else ()

    def _known(self, branch: Checked, history: History) -> Iterator[Sequence[Event]]:
        yield from history.counted.get(branch.opening.stream, ())
        if branch.opening.stream == self._stream:
            yield self._own()

    def _is_own(self, branch: Checked) -> bool:
        own = self._own()
        return branch.opening.stream == self._stream and already_counted(branch.events, (own,)) == len(branch.events)


def _vouched(branch: Checked) -> Strand:
    """Without the events that no head vouches for: nobody would believe them."""
    return replace(branch.strand, bodies=branch.strand.bodies[: branch.signed + 1])


def _join(branch: Checked) -> StreamJoined:
    seq = branch.signed
    return StreamJoined(stream=branch.opening.stream, seq=seq, hash=branch.links[seq + 1].hex())
