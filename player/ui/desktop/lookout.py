"""Looks every few seconds whether anybody is there, where the system offers a question and no news."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

LOOK_EVERY_S = 2.0


class Lookout(QObject):
    """Asks on a thread of its own, as a system under load may answer late, and tells on the thread of this object."""

    changed = Signal(bool)
    _seen = Signal(bool)

    def __init__(self, is_away: Callable[[], bool], parent: QObject, *, every_s: float = LOOK_EVERY_S) -> None:
        super().__init__(parent)
        self._is_away = is_away
        self._every_s = every_s
        self._away = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lookout", daemon=True)
        self._seen.connect(self._learn, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        if not self._thread.is_alive() and not self._over.is_set():
            self._thread.start()

    def close(self) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(self._every_s)

    def _run(self) -> None:
        while not self._over.is_set():
            away = self._is_away()
            if not self._over.is_set():
                self._seen.emit(away)
            self._over.wait(self._every_s)

    @Slot(bool)
    def _learn(self, away: bool) -> None:
        if away != self._away:
            self._away = away
            self.changed.emit(away)
