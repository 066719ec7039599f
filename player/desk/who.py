"""Who sits at the desk: the person whose particulars are kept, or else the one whom the records name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from player.desk.ports import EvidenceLedger, People
from player.domain.event import StreamOpened
from player.domain.learner import Learner
from player.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Who:
    """`problem`: why the particulars could not be read; `is_new`: nothing of this learner is kept yet."""

    learner: Learner
    problem: Problem | None = None
    is_new: bool = False


def who_learns(people: People, ledger: EvidenceLedger, new_learner: Callable[[], Learner]) -> Who:
    """The learner of a profile; damage to the particulars keeps nobody from their records."""
    try:
        known, problem = people.load(), None
    except Problem as unreadable:
        known, problem = None, unreadable
    if known is not None:
        return Who(known)
    recorded = _recorded(ledger)
    return Who(recorded or new_learner(), problem, is_new=recorded is None and problem is None)


def _recorded(ledger: EvidenceLedger) -> Learner | None:
    """Under another id all that was recorded would be out of sight; whose of several it is, nobody can tell."""
    openings = (stream.events[0].fact for stream in ledger.streams())
    ids = {opening.learner for opening in openings if isinstance(opening, StreamOpened)}
    return Learner(id=ids.pop()) if len(ids) == 1 else None
