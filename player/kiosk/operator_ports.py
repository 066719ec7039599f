"""What the operator's acts need from the technology rooms; `bootstrap` hands the real parts in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from player.domain.event import CourseHash, StreamId
from player.domain.kiosk.roster import RosterReport
from player.domain.learner import Learner, LearnerId
from player.domain.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """An attendee's particulars, and when they last changed, in ms since 1970."""

    learner: Learner
    changed: int


class OpensCards(Protocol):
    """Opens the card of one attendee; None where there is none here. Raises a `Problem` for one that does not open."""

    def __call__(self, learner: LearnerId, /) -> Particulars | None: ...


class OwnStream(Protocol):
    """What this station's own device recorded of one learner in one course, and how many events that are by now."""

    @property
    def learner(self) -> LearnerId: ...
    @property
    def course(self) -> CourseHash: ...
    @property
    def stream(self) -> StreamId: ...
    @property
    def events(self) -> int: ...


class OwnStreams(Protocol):
    """All of them, quickly: it is asked every few seconds. May raise the `Problem`s of the records."""

    def __call__(self) -> Sequence[OwnStream]: ...


class RosterDesk(Protocol):
    """Takes an attendee roster in, or only says what would come of each row. Raises a `Problem`."""

    def __call__(self, file: Path, *, preview: bool) -> RosterReport: ...


class Screen(Protocol):
    """How bright the screen is. Neither waits long."""

    def brightness(self) -> int | None:
        """In percent; None where it cannot be changed here."""
        ...

    def set_brightness(self, percent: int) -> None:
        """Raises a `Problem` where the system refuses."""
        ...


class Queue(Protocol):
    """The printer's queue."""

    def waiting(self) -> int | None:
        """How many documents wait there; None where it cannot be told."""
        ...


class Sweeper(Protocol):
    """Takes everything of people off this station's disk."""

    def clear(self) -> Sequence[Problem]:
        """Returns what could not be taken away. What was recorded is gone when it returns."""
        ...


class RoomTaken(Protocol):
    """How many bytes the records of this station take up on its disk."""

    def __call__(self) -> int: ...
