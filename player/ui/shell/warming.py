"""Makes the pages that come next in idle moments, so that the first way to them is as short as every other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from player.ui.host import Place
from player.ui.page_stack import PageStack

WAY = (Place.COURSE, Place.WATCH, Place.QUIZ, Place.EVALUATION, Place.CLAIM)
"""The pages of the way through a course. The others cost ten megabytes together, and may never be seen."""
MOMENT_MS = 120
"""Between two parts of the work, each of which takes some tens of milliseconds: what the learner does comes first."""


class Warmer(QObject):
    """Works while `is_idle` says so: one part of one page in each moment, until they are there."""

    def __init__(self, stack: PageStack, is_idle: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._stack = stack
        self._is_idle = is_idle
        self._left = list(WAY)
        self._has_begun = False
        self._timer = QTimer(self)
        self._timer.setInterval(MOMENT_MS)
        self._timer.timeout.connect(self._work)

    @property
    def is_done(self) -> bool:
        return not self._left

    def start(self) -> None:
        self._has_begun = True
        if self._left:
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def begin_anew(self) -> None:
        """The pages were let go; where they had been made by themselves, they are so again."""
        if self._has_begun:
            self._left = list(WAY)
            self._timer.start()

    def _work(self) -> None:
        if not self._is_idle():
            return
        # Taken out before: a page that cannot be made is told of once here, and again by whoever asks for it.
        place = self._left.pop(0)
        if not self._left:
            self._timer.stop()
        if self._stack.prepare(place):
            self._left.insert(0, place)
            self._timer.start()
