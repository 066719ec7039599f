"""Keeps what was played: each span goes to the ledger at once, and what could not be written is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from player.desk.desk import Desk
from player.domain.course import SessionId
from player.domain.problem import Problem
from player.domain.progress import Progress
from player.domain.refusals import ImpossibleSpan, NotOfThisCourse, StepLocked
from player.domain.watch import Interval, Span
from player.proof.manifest import SignedCourse
from player.ui.host import Host

RETRY_MS = 10_000
_REFUSED = (ImpossibleSpan, NotOfThisCourse, StepLocked)
"""Trying these again would change nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A span of one session that was played."""

    signed: SignedCourse
    session: SessionId
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A span that is on disk now, and the progress that follows."""

    played: Played
    progress: Progress


class Recorder(QObject):
    """`saved` comes after the commit, never before; `failed` brings the problem; `made_whole` ends it.

    What could not be written is kept here for as long as the window lives and tried every 10 s.
    """

    saved = Signal(object)
    failed = Signal(object)
    made_whole = Signal()

    def __init__(self, host: Host, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._under_way: list[Played] = []
        self._failed: list[Played] = []
        self._in_trouble = False
        self._timer = QTimer(self)
        self._timer.setInterval(RETRY_MS)
        self._timer.timeout.connect(self.try_again)

    @property
    def is_whole(self) -> bool:
        """Whether nothing waits for the disk to take it."""
        return not self._failed

    def keep(self, played: Played) -> None:
        """Writes this span now."""
        self._under_way.append(played)
        self._host.door.ask(
            partial(_write, self._host.desk, played), self._was_saved, failed=partial(self._was_not_saved, played)
        )

    def try_again(self) -> None:
        """Writes what failed before, in its order."""
        waiting, self._failed = self._failed, []
        for played in waiting:
            self.keep(played)

    def unsaved(self, signed: SignedCourse, session: SessionId) -> tuple[Interval, ...]:
        """What of this session was played and is not on disk."""
        return tuple(
            played.span.interval
            for played in (*self._failed, *self._under_way)
            if (played.signed.hash, played.session) == (signed.hash, session)
        )

    def _was_saved(self, saved: Saved) -> None:
        self._under_way.remove(saved.played)
        self.saved.emit(saved)
        self._end_trouble()

    def _was_not_saved(self, played: Played, problem: Problem) -> None:
        self._under_way.remove(played)
        if not isinstance(problem, _REFUSED):
            self._failed.append(played)
            self._in_trouble = True
            self._timer.start()
        self.failed.emit(problem)
        self._end_trouble()

    def _end_trouble(self) -> None:
        if self._in_trouble and not self._failed and not self._under_way:
            self._in_trouble = False
            self._timer.stop()
            self.made_whole.emit()


def _write(desk: Desk, played: Played) -> Saved:
    """On the desk's lane."""
    progress = desk.journey(played.signed).watched(played.session, played.span)
    return Saved(played=played, progress=progress)
