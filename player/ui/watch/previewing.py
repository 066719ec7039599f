"""A small picture of the place under the pointer, above the timeline."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from player.domain.engine import PreviewMaker, Still
from player.domain.problem import Problem
from player.ui.door import Lane
from player.ui.watch.companion import Companion
from player.ui.watch.player import Player
from player.ui.watch.state import Lesson

STEP_MS = 5_000
"""Places closer together than this show the same picture."""
MOST_KEPT = 400


class Previewing(Companion):
    """Asks only while somebody points at the timeline. Without a preview the time stands there alone."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self._maker: PreviewMaker | None = None
        self._lens: _Lens | None = None
        self._kept: dict[int, QImage] = {}
        self._place = -1
        self._asked = False
        player.screen.controls.timeline.pointed.connect(self._look)

    def begin(self, lesson: Lesson) -> None:
        self._kept, self._place, self._asked = {}, -1, False

    def end(self) -> None:
        maker, self._maker = self._maker, None
        lens, self._lens = self._lens, None
        if lens is not None:
            lens.came.disconnect(self._show)
        if maker is not None:
            self.player.host.door.ask(maker.release, lane=Lane.PORTER)

    @Slot(object)
    def _look(self, at_ms: int) -> None:
        lesson = self.player.lesson
        # Pictures of a recording that nobody has begun would come before its poster.
        if lesson is None or not lesson.session.has_picture or not self.player.transport.begun:
            return
        self._place = at_ms // STEP_MS
        known = self._kept.get(self._place)
        if known is not None:
            self.player.screen.controls.timeline.render_preview(known)
            return
        if self._maker is not None:
            self._maker.ask(self._place * STEP_MS)
        elif not self._asked:
            self._asked = True
            make = partial(self.player.host.desk.previews, lesson.source)
            self.player.host.door.ask(make, partial(self._take, lesson), failed=self._do_without)

    def _take(self, lesson: Lesson, maker: PreviewMaker) -> None:
        if self.player.lesson is None or self.player.lesson.source is not lesson.source:
            self.player.host.door.ask(maker.release, lane=Lane.PORTER)
            return
        self._maker = maker
        # Without a parent: the maker's thread holds on to it until it is released.
        lens = self._lens = _Lens()
        lens.came.connect(self._show, Qt.ConnectionType.QueuedConnection)
        maker.on_still(lens.look)
        maker.ask(self._place * STEP_MS)

    def _do_without(self, _: Problem) -> None:
        """Whoever plays the recording has said what is wrong."""

    @Slot(object, object)
    def _show(self, at_ms: int, image: QImage) -> None:
        place = at_ms // STEP_MS
        if len(self._kept) < MOST_KEPT:
            self._kept[place] = image
        if place == self._place:
            self.player.screen.controls.timeline.render_preview(image)


class _Lens(QObject):
    """Hands pictures over from the maker's thread to the one that draws."""

    came = Signal(object, object)

    def look(self, at_ms: int, still: Still) -> None:
        """Called on the maker's thread."""
        image = QImage(still.pixels, still.width, still.height, still.bytes_per_line, QImage.Format.Format_RGB32)
        self.came.emit(at_ms, image.copy())
