"""A recording that waits for its bytes too long: said while it lasts, and taken back when it plays on."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer, Slot

from player.domain.problem import Problem
from player.ui.watch.companion import Companion
from player.ui.watch.player import Player
from player.ui.watch.report import contact_of, report_on
from player.ui.watch.state import Lesson, Transport

LONG_MS = 2_500
"""Counted from when the picture stood still: the engine takes its time to call that a wait."""


class NoAnswer(Problem):
    what_template = "The disk or stick that “{title}” lies on does not answer."
    meaning_template = "While it waits nothing counts; what you watched until here is kept."
    remedy_template = "See that it is plugged in. It goes on by itself; meanwhile you can watch another session."


class Stalling(Companion):
    """Nothing has failed yet, so there is nothing to try again: the recording goes on when it can."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self.long_ms = LONG_MS
        self._said = False
        self._seen = (-1, False)
        self._still = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._say)
        player.stopped.connect(self._forget)

    def begin(self, lesson: Lesson) -> None:
        self._forget()
        self._still.start()

    @Slot(object)
    def follow(self, now: Transport) -> None:
        seen = now.position_ms, now.playing
        if seen != self._seen:
            self._seen = seen
            self._still.start()
        if now.waiting and not self._said and not self._timer.isActive():
            self._timer.start(max(0, self.long_ms - self._still.elapsed()))
        elif not now.waiting and (self._said or self._timer.isActive()):
            if self._said:
                self.player.screen.render_problem(None)
            self._forget()

    def end(self) -> None:
        self._forget()

    @Slot()
    def _say(self) -> None:
        lesson = self.player.lesson
        if lesson is not None:
            self._said = True
            problem = NoAnswer(title=lesson.session.title)
            details, send_to = report_on(problem, lesson, self.player), contact_of(lesson.signed.course)
            self.player.screen.render_failure(problem, "", details=details, send_to=send_to)

    @Slot()
    def _forget(self) -> None:
        """What stopped it says so itself."""
        self._timer.stop()
        self._said = False
