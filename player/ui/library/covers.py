"""The covers of the courses that are in sight: read, decoded and drawn off the thread that draws the window."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from player.domain.event import CourseHash
from player.proof.manifest import SignedCourse
from player.ui.door import Door
from player.ui.pictures import image_of
from player.ui.widgets.cover import drawn_cover

Pairs = tuple[tuple[str, str, str], ...]
WAITING = 48
"""The most that wait for their turn: whoever flies past thousands wants the last ones."""


class Covers(QObject):
    """`came` carries a course and its image, in the size that was asked for; each is forgotten here at once.

    One at a time goes through the door, the one that was asked for last first: what the learner does comes between.
    """

    came = Signal(object, object)

    def __init__(self, door: Door, read: Callable[[SignedCourse], bytes | None], pairs: Pairs, parent: QObject) -> None:
        super().__init__(parent)
        self._door = door
        self._read = read
        self._pairs = pairs
        self._waiting: OrderedDict[CourseHash, tuple[SignedCourse, QSize]] = OrderedDict()
        self._busy: CourseHash | None = None

    def want(self, signed: SignedCourse, size: QSize) -> None:
        """Asks for a cover of that many pixels."""
        if signed.hash == self._busy:
            return
        self._waiting[signed.hash] = (signed, size)
        self._waiting.move_to_end(signed.hash)
        while len(self._waiting) > WAITING:
            self._waiting.popitem(last=False)
        self._next()

    def forget(self) -> None:
        """Nobody looks any more."""
        self._waiting.clear()

    def _next(self) -> None:
        if self._busy is None and self._waiting:
            course, (signed, size) = self._waiting.popitem()
            self._busy = course
            self._door.ask(partial(self._make, signed, size), partial(self._made, course))

    def _make(self, signed: SignedCourse, size: QSize) -> QImage:
        """On the desk's lane. A picture that is missing or damaged is stood in for by a drawn one."""
        found = image_of(self._read(signed), fill=size) if signed.course.cover is not None else None
        return found or drawn_cover(size, signed.course.title, self._pairs)

    def _made(self, course: CourseHash, image: QImage) -> None:
        self._busy = None
        self.came.emit(course, image)
        self._next()
