"""Files that somebody brought home from a kiosk, one after the other: asked about where need be, taken in, gone on."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from player.desk.homecoming import CameHome, ComingHome
from player.domain.problem import Problem
from player.ui.host import Host, Place, Route

ENDING = ".completion"


class PublisherUnknownHere(Problem):
    what_template = "What you did in “{title}” is taken in, and its publisher is not known on this computer."
    meaning_template = "Nothing is lost; it counts here as soon as the publisher is known."
    remedy_template = "Add the course's file, and drop the publisher's root here when your provider gave you one."


def is_from_elsewhere(file: Path) -> bool:
    return file.name.lower().endswith(ENDING)


class ComingsHome(QObject):
    """`asked` carries what is to be asked about, None when nothing is any more; `came`: something new is here."""

    asked = Signal(object)
    came = Signal()

    def __init__(self, host: Host, parent: QObject) -> None:
        super().__init__(parent)
        self._host = host
        self._waiting: list[Path] = []
        self._asking: ComingHome | None = None

    def take(self, files: list[Path]) -> None:
        self._waiting.extend(files)
        if self._asking is None:
            self._next()

    def agree(self) -> None:
        coming = self._asking
        self._ask_about(None)
        if coming is not None:
            self._take_in(coming)

    def decline(self) -> None:
        """Nothing is taken in, of the other files neither: they are the same person's."""
        self._waiting.clear()
        self._ask_about(None)

    def _next(self) -> None:
        if self._waiting:
            file = self._waiting.pop(0)
            self._host.door.ask(partial(self._host.desk.homecoming.look, file), self._seen, failed=self._refused)

    def _seen(self, coming: ComingHome) -> None:
        if coming.is_own:
            self._take_in(coming)
        else:
            self._ask_about(coming)

    def _ask_about(self, coming: ComingHome | None) -> None:
        self._asking = coming
        self.asked.emit(coming)

    def _take_in(self, coming: ComingHome) -> None:
        work = partial(self._host.desk.homecoming.take, coming.file, take_over=not coming.is_own)
        self._host.door.ask(work, self._taken, failed=self._refused)

    def _taken(self, came: CameHome) -> None:
        self.came.emit()
        if not came.known:
            self._host.show_problem(PublisherUnknownHere(title=came.title))
        elif came.is_here and not self._waiting:
            self._host.go(Route(place=Place.COURSE, course=came.course))
        words = self.tr("You go on as {name}") if came.events else self.tr("Everything in this file is here already")
        if came.events and not came.is_here:
            words = self.tr("You go on as {name}. Add the file of “{title}” to go on with it.")
        self._host.say(words.format(name=came.learner.printed_name, title=came.title))
        self._next()

    def _refused(self, problem: Problem) -> None:
        self._host.show_problem(problem)
        self._next()
