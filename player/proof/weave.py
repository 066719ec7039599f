"""The weave: finds, among the strands at hand, the branches that a stream joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from player.domain.event import Event, StreamId, StreamJoined
from player.domain.history import Bring, already_counted
from player.domain.problem import Problem
from player.proof.strand import Checked


class BranchMissing(Problem):
    what_template = "Part of what was done in this course was recorded elsewhere (stream {stream}) and is not here."
    meaning_template = "What is recorded stands; without that part the whole of it cannot be proven here."
    remedy_template = "Merge the other device's records, or a backup that holds them, and try again."


class Weave:
    """Strands of one learner in one course, each found by what a `StreamJoined` says of it."""

    def __init__(self, strands: Iterable[Checked]) -> None:
        self._strands = tuple(strands)

    def find(self, fact: StreamJoined) -> Sequence[Event]:
        """The branch from its opening up to the event that was named. Raises `BranchMissing`."""
        return self._holder(fact).events[: fact.seq + 1]

    def is_whole(self, events: Iterable[Event]) -> bool:
        """Whether every branch that these events join is at hand, and those that they join in turn."""
        try:
            self.joined_by(events)
        except BranchMissing:
            return False
        return True

    def bring_into(self, stream: StreamId, own: Callable[[], Sequence[Event]]) -> Bring:
        """For the fold of `stream`, whose own events count already, by whatever way they come back."""

        def bring(fact: StreamJoined) -> Sequence[Event]:
            branch = self.find(fact)
            return branch[already_counted(branch, (own(),)) :] if fact.stream == stream else branch

        return bring

    def joined_by(self, events: Iterable[Event]) -> tuple[Checked, ...]:
        """The strands that these events join, and those that these join in turn, each once."""
        found: dict[str, Checked] = {}
        waiting = list(events)
        while waiting:
            fact = waiting.pop().fact
            if isinstance(fact, StreamJoined):
                strand = self._holder(fact)
                if strand.head not in found:
                    found[strand.head] = strand
                    waiting.extend(strand.events)
        return tuple(found.values())

    def _holder(self, fact: StreamJoined) -> Checked:
        for strand in self._strands:
            if strand.opening.stream == fact.stream and strand.holds(fact.seq, fact.hash):
                return strand
        raise BranchMissing(stream=fact.stream)
