"""Handouts on their way out of the package: to be read in the panel, or to be kept as a copy."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from player.domain.course import Handout
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.ui.host import Host
from player.ui.watch.loading import read_handout, save_copy
from player.ui.watch.screen import WatchScreen


class NoPdf(Problem):
    what_template = "“{title}” cannot be shown here."
    meaning_template = "Your credit does not depend on it."
    remedy_template = "Save a copy and open it with another program."


class Lending(QObject):
    """Fetches handouts of the `course` that the page shows; what goes wrong is told above the picture."""

    def __init__(self, host: Host, screen: WatchScreen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._screen = screen
        self.course: CourseHash | None = None

    def read(self, handout: Handout) -> None:
        """Opens a PDF in the panel."""
        course = self.course
        if course is not None:
            work = partial(read_handout, self._host.desk, course, handout.path)
            self._host.door.ask(work, partial(self._show, course, handout), failed=self._screen.render_problem)

    def copy(self, handout: Handout) -> None:
        """Asks where to, and writes a copy there."""
        chosen, _ = QFileDialog.getSaveFileName(
            self._screen, self.tr("Save a copy"), str(Path.home() / Path(handout.path).name)
        )
        if self.course is not None and chosen:
            work = partial(save_copy, self._host.desk, self.course, handout.path, Path(chosen))
            self._host.door.ask(work, self._copied, failed=self._screen.render_problem)

    def _show(self, course: CourseHash, handout: Handout, data: bytes) -> None:
        if course == self.course and not self._screen.panel.handouts.show_pdf(handout, data):
            self._screen.render_problem(NoPdf(title=handout.title))

    def _copied(self, to: Path) -> None:
        self._host.say(self.tr("“{name}” is saved").format(name=to.name))
