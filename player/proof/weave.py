"""The weave: finds, among the strands at hand, the branches that a stream joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from player.domain.carrying import Carrying, Content
from player.domain.course import Course
from player.domain.event import CourseHash, Event, StreamId, StreamJoined, StreamOpened
from player.domain.history import Bring, Brought, already_counted
from player.domain.problem import Problem
from player.proof.strand import Checked


class BranchMissing(Problem):
    what_template = "Part of what was done in this course was recorded elsewhere (stream {stream}) and is not here."
    meaning_template = "What is recorded stands; without that part the whole of it cannot be proven here."
    remedy_template = "Merge the other device's records, or a backup that holds them, and try again."


class Weave:
    """Strands of one learner in one course, each found by what a `StreamJoined` says of it.

    `courses`: the versions of the course that they were recorded in, where there is more than one.
    """

    def __init__(self, strands: Iterable[Checked], courses: Mapping[CourseHash, Course] | None = None) -> None:
        self._strands = tuple(strands)
        several = courses is not None and len(courses) > 1
        self._contents = {name: Content(course) for name, course in courses.items()} if courses and several else {}
        self._ways: dict[tuple[CourseHash, CourseHash], Carrying] = {}

    def find(self, fact: StreamJoined) -> Sequence[Event]:
        """The branch from its opening up to the event that was named. Raises `BranchMissing`."""
        return self.holder(fact).events[: fact.seq + 1]

    def is_whole(self, events: Iterable[Event]) -> bool:
        """Whether every branch that these events join is at hand, and those that they join in turn.

        None of them leads back from an earlier version to a later one.
        """
        try:
            found = self.joined_by(events)
        except BranchMissing:
            return False
        return all(self.backward(strand) is None for strand in found)

    def backward(self, strand: Checked) -> StreamJoined | None:
        """A joining in this strand of what was not recorded in its own version of the course, nor an earlier one."""
        for event in strand.events:
            fact = event.fact
            if isinstance(fact, StreamJoined):
                found = self._known(fact)
                if found is not None and not _may_join(strand.opening, found.opening):
                    return fact
        return None

    def bring_into(
        self, stream: StreamId, own: Callable[[], Sequence[Event]], *, course: CourseHash | None = None
    ) -> Bring:
        """For the fold of `stream`, whose own events count already, by whatever way they come back.

        `course`: the version in which the stream is recorded, where there is more than one.
        """

        def bring(fact: StreamJoined) -> Brought:
            strand = self.holder(fact)
            branch = strand.events[: fact.seq + 1]
            own_part = already_counted(branch, (own(),)) if fact.stream == stream else 0
            return Brought(branch[own_part:], self._way(strand.opening.course_hash, course))

        return bring

    def _way(self, old: CourseHash, new: CourseHash | None) -> Carrying | None:
        if new is None or old == new:
            return None
        if (old, new) not in self._ways:
            self._ways[old, new] = Carrying(self._contents[old], self._contents[new])
        return self._ways[old, new]

    def joined_by(self, events: Iterable[Event]) -> tuple[Checked, ...]:
        """The strands that these events join, and those that these join in turn, each once."""
        found: dict[str, Checked] = {}
        waiting = list(events)
        while waiting:
            fact = waiting.pop().fact
            if isinstance(fact, StreamJoined):
                strand = self.holder(fact)
                if strand.head not in found:
                    found[strand.head] = strand
                    waiting.extend(strand.events)
        return tuple(found.values())

    def holder(self, fact: StreamJoined) -> Checked:
        """The strand in which the branch that was named lies. Raises `BranchMissing`."""
        found = self._known(fact)
        if found is None:
            raise BranchMissing(stream=fact.stream)
        return found

    def _known(self, fact: StreamJoined) -> Checked | None:
        found = (s for s in self._strands if s.opening.stream == fact.stream and s.holds(fact.seq, fact.hash))
        return next(found, None)


def _may_join(one: StreamOpened, other: StreamOpened) -> bool:
    """Whether what was recorded at `other` may count in the stream of `one`: only what is earlier leads on."""
    return one.course_hash == other.course_hash or other.course_version < one.course_version
