"""Looks every few seconds which sticks are plugged in, as long as a page that can use one is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from player.desk.ports import Drive
from player.ui.door import Door, Lane

LOOK_EVERY_MS = 2_500


class DriveWatch(QObject):
    """`changed` carries the drives, whenever they were looked at. `look` is called on the lookout's lane."""

    changed = Signal(object)

    def __init__(
        self, door: Door, look: Callable[[], Sequence[Drive]], parent: QObject, *, every_ms: int = LOOK_EVERY_MS
    ) -> None:
        super().__init__(parent)
        self._door = door
        self._find = look
        self._looking = False
        self._beat = QTimer(self)
        self._beat.setInterval(every_ms)
        self._beat.timeout.connect(self._look)

    def begin(self) -> None:
        """Looks now, and goes on looking."""
        self._beat.start()
        self._look()

    def end(self) -> None:
        self._beat.stop()

    def _look(self) -> None:
        """Never a second time while the first one is still looking."""
        if not self._looking:
            self._looking = True
            self._door.ask(self._find, self._seen, failed=self._nothing, lane=Lane.LOOKOUT)

    def _seen(self, drives: Sequence[Drive]) -> None:
        self._looking = False
        if self._beat.isActive():
            self.changed.emit(tuple(drives))

    def _nothing(self, _: object) -> None:
        self._looking = False
