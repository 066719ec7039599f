"""What a station needs from the technology rooms, as it sees it; `bootstrap` hands the real parts in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from player.desk.desk import Desk
from player.desk.ports import Drive
from player.domain.event import CourseHash, StreamId
from player.domain.kiosk.attempts import Attempts
from player.domain.kiosk.card import Card
from player.domain.kiosk.hall import DayFigures, Met, StationWord
from player.domain.learner import Learner, LearnerId
from player.domain.problem import Problem


class CardBox(Protocol):
    """Where cards are kept. Thread-safe; all of it may raise the `Problem`s of the records."""

    def find(self, mark: str) -> Sequence[Card]:
        """Every card with this mark; a code or a name may be two people's."""
        ...

    def card_of(self, learner: LearnerId) -> Card | None: ...
    def put(self, cards: Iterable[Card]) -> int:
        """Keeps each that supersedes what is here; durably on disk when it returns. Returns how many were kept."""
        ...

    def since(self, place: int) -> tuple[Sequence[Card], int]:
        """The cards that came or changed here after `place` (0: all), and the place up to which these are."""
        ...

    def count(self) -> int: ...
    def clear(self) -> None:
        """Every card goes, and its room on the disk is overwritten."""
        ...

    def close(self) -> None: ...


class Union(Protocol):
    """All that the stations hold together. Used by one thread at a time; never on the one that draws."""

    def meet(self, word: StationWord) -> Met:
        """Gives what is new here, takes what is new there, says `word`. Raises `UnionAway`; then it is done anew."""
        ...

    def close(self) -> None: ...


class Evidence(Protocol):
    """The station's ledger, as far as a station asks it as a whole."""

    def begun(self) -> Sequence[tuple[LearnerId, CourseHash]]: ...
    def figures(self, since: datetime) -> DayFigures:
        """What this station's own device recorded since then; arrivals and walk-ins are not in the ledger."""
        ...

    def own_events(self) -> int:
        """How many events this station's own device recorded in all."""
        ...

    def own_stream_of(self, learner: LearnerId, course: CourseHash) -> StreamId | None: ...


class Chair(Protocol):
    """Seats one attendee: a desk of their own over the station's ledger and shelf, whose files lie in memory or in a
    folder that is emptied. `save` is called with changed particulars."""

    def __call__(self, learner: Learner, save: Callable[[Learner], None]) -> AbstractContextManager[Desk]: ...


class Surroundings(Protocol):
    """The machine that a station runs on. Nothing here waits long."""

    def free_mib(self) -> int: ...
    def battery(self) -> int | None: ...
    def drives(self) -> Sequence[Drive]: ...


class AttemptsKept(Protocol):
    """Where wrong codes are counted over restarts. Raises nothing: where it cannot be written, this process counts."""

    def load(self) -> Attempts: ...
    def save(self, attempts: Attempts) -> None: ...


class Ejector(Protocol):
    """Lets go of a stick, so that it can be pulled. Returns whether the system confirmed it; else what was written is
    on it all the same. Raises nothing."""

    def __call__(self, root: Path, /) -> bool: ...


class PrintQueue(Protocol):
    """Prints without asking anybody."""

    def takes_pdf(self) -> bool:
        """Whether the system's own queue can be handed the document itself; else it must be drawn."""
        ...

    def print_pdf(
        self, pdf: bytes, *, printer: str, media: str, title: str, ended: Callable[[Problem | None], None]
    ) -> None:
        """Returns once the queue has it; `printer` empty: the default one. Raises a `Problem`.

        `ended` is told later, on another thread, that it came out (None) or why not; then nothing of it waits there.
        """
        ...
