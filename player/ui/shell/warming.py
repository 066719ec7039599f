"""Makes and dresses pages in idle moments, so that the first way to them is as short as every other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from player.ui.host import Place
from player.ui.page_stack import PageStack

WAY = (Place.COURSE, Place.WATCH, Place.QUIZ, Place.EVALUATION, Place.CLAIM)
"""The pages of the way through a course."""
BESIDE = (Place.CREDITS, Place.SEND, Place.PROFILE)
"""Those beside it that take longer to be made than anybody should wait. They cost fifteen megabytes together; the
others are made in a moment, and may never be seen."""
MOMENT_MS = 120
"""Between two parts of the work, each of which takes some tens of milliseconds: what the learner does comes first."""

BUSY_MS = 1_000
"""Between two looks whether the learner's own things are done: before a picture that stands still, for hours."""


class Warmer(QObject):
    """Works while `is_idle` says so: one part of one page in each moment, until they are there and dressed."""

    def __init__(self, stack: PageStack, is_idle: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._stack = stack
        self._is_idle = is_idle
        self._left = [*WAY, *BESIDE]
        self._has_begun = False
        self._timer = QTimer(self)
        self._timer.setInterval(MOMENT_MS)
        self._timer.timeout.connect(self._work)
        stack.theme.changed.connect(self._dress_soon)

    @property
    def is_done(self) -> bool:
        return not self._left and not self._stack.late

    def start(self) -> None:
        self._has_begun = True
        if self._left:
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def begin_anew(self) -> None:
        """The pages were let go; where they had been made by themselves, they are so again."""
        if self._has_begun:
            self._left = [*WAY, *BESIDE]
            self._timer.start()

    def _dress_soon(self) -> None:
        """Pages that were out of sight when the look changed are dressed before anybody asks for them."""
        if self._has_begun and self._stack.late:
            self._timer.start()

    def _work(self) -> None:
        is_idle = self._is_idle()
        self._timer.setInterval(MOMENT_MS if is_idle else BUSY_MS)
        if not is_idle:
            return
        late = self._stack.late
        if late:
            self._stack.prepare(late[0])
            return
        if not self._left:
            self._timer.stop()
            return
        # Taken out before: a page that cannot be made is told of once here, and again by whoever asks for it.
        place = self._left.pop(0)
        if not self._left:
            self._timer.stop()
        if self._stack.prepare(place):
            self._left.insert(0, place)
            self._timer.start()
