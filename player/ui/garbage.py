"""Has Python take out its garbage on the thread that draws, and nowhere else.

Widgets in a circle of references are freed by Python's collector, which runs on whatever thread makes the next object.
On a worker's thread PySide can only put their deletion off, and by the time it comes Qt may have deleted them itself:
the program ends with a segmentation fault.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

SWEEP_MS = 1_000
SETTLED_MS = 5_000
"""By then the window stands."""


class Sweeper(QObject):
    """From its making on the collector runs only when this object's timer rings."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.sweep)
        self._timer.start(SWEEP_MS)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self.set_aside)
        self._settled.start(SETTLED_MS)

    def sweep(self) -> None:
        """Collects as the collector itself would by now: the oldest generation that is full, and all younger ones."""
        full = [generation for generation, (count, most) in enumerate(_counts()) if count > most]
        if full:
            gc.collect(full[-1])

    def set_aside(self) -> None:
        """What the program is built from stays until it ends: to look through it again took 20 ms of playing."""
        gc.freeze()


def _counts() -> zip[tuple[int, int]]:
    return zip(gc.get_count(), gc.get_threshold(), strict=True)
