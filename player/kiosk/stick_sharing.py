"""Sharing by a stick: what every hall file on it holds comes in, then this station's own goes onto it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from player.desk.drives import forget_what_is_in_memory
from player.desk.ports import Drive, IsCancelled
from player.domain.kiosk.hall import Met, StationWord
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.kiosk.ferry import ENDING, Ferry
from player.kiosk.operator_problems import PartNotOnStick
from player.kiosk.stick_folder import disk_of
from player.proof.files import CannotRead, CannotWrite, Obstacle, forget_parts

_REASONS = {
    Obstacle.FULL: Phrase("it is full."),
    Obstacle.READ_ONLY: Phrase("it can only be read."),
    Obstacle.GONE: Phrase("it cannot be reached any more."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HallFile:
    """What became of a file that a station, or the hub, wrote: how many of its events and attendees were new here."""

    file: str
    events: int = 0
    cards: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ferrying:
    """How far it is: at file number `number` of `files`; `file` is empty while this station's own is written."""

    file: str
    number: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedByStick:
    """`written`: the file with all that this station holds, as it lies on the stick now; empty where it is not there,
    and `stopped` says why, unless it was `cancelled`."""

    taken: tuple[HallFile, ...] = ()
    written: str = ""
    stopped: Problem | None = None
    cancelled: bool = False

    @property
    def events(self) -> int:
        return sum(one.events for one in self.taken)

    @property
    def cards(self) -> int:
        return sum(one.cards for one in self.taken)

    @property
    def problems(self) -> tuple[Problem, ...]:
        found = [one.problem for one in self.taken if one.problem is not None]
        return (*found, self.stopped) if self.stopped is not None else tuple(found)


OnFerrying = Callable[[Ferrying], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class StickSharing:
    """`heard`: is told what the stations on the stick last said of themselves."""

    ferry: Ferry
    heard: Callable[[Sequence[StationWord]], None]

    def share(
        self, drive: Drive, files: Sequence[Path], on_step: OnFerrying, is_cancelled: IsCancelled
    ) -> SharedByStick:
        """`files`: those on the stick. First they come in, so that what goes onto it is all that is known by then.

        What is not whole, or of another hall, keeps the next one from nothing.
        """
        disk = disk_of(drive.root)
        taken: list[HallFile] = []
        for number, file in enumerate(files, start=1):
            if is_cancelled():
                return SharedByStick(taken=tuple(taken), cancelled=True)
            on_step(Ferrying(file=file.name, number=number, files=len(files)))
            found = self._take(file)
            if disk_of(drive.root) != disk:
                return SharedByStick(taken=tuple(taken), stopped=_left_out(Obstacle.GONE))
            if found.file != self.ferry.name or found.events or found.cards:
                # Its own from the last time says nothing new; damaged, it is written anew at once.
                taken.append(found)
        if is_cancelled():
            return SharedByStick(taken=tuple(taken), cancelled=True)
        on_step(Ferrying(file="", number=len(files), files=len(files)))
        stopped = self._write(drive, disk)
        return SharedByStick(taken=tuple(taken), written="" if stopped else self.ferry.name, stopped=stopped)

    def _take(self, file: Path) -> HallFile:
        try:
            met: Met = self.ferry.take_ferry(file)
        except Problem as problem:
            return HallFile(file=file.name, problem=problem)
        self.heard(met.words)
        return HallFile(file=file.name, events=met.events_in, cards=met.cards_in)

    def _write(self, drive: Drive, disk: int | None) -> Problem | None:
        """Whole, and read back from the stick itself; what was there before stays where that fails."""
        if not drive.writable:
            return _left_out(Obstacle.READ_ONLY)
        if disk is None or disk_of(drive.root) != disk:
            # Where a stick was pulled, its empty folder may still take files: onto the station's own disk.
            return _left_out(Obstacle.GONE)
        try:
            forget_parts(drive.root)
            file = self.ferry.write_ferry(drive.root)
            forget_what_is_in_memory(file)
            self.ferry.check(file)
        except CannotWrite as problem:
            return _left_out(problem.obstacle, problem)
        except CannotRead:
            return _left_out(Obstacle.GONE)
        except Problem as problem:
            return problem
        return None if disk_of(drive.root) == disk else _left_out(Obstacle.GONE)


def is_hall_file(name: str) -> bool:
    return name.lower().endswith(ENDING)


def _left_out(obstacle: Obstacle | None, problem: Problem | None = None) -> PartNotOnStick:
    reason = _REASONS.get(obstacle) if obstacle is not None else None
    return PartNotOnStick(
        reason=reason or (problem.what if problem is not None else Phrase("it refuses.")),
        details=problem.details if problem is not None else "",
    )
