"""Has Python take out its garbage on the thread that draws, and nowhere else.

Widgets in a circle of references are freed by Python's collector, which runs on whatever thread makes the next object.
On a worker's thread PySide can only put their deletion off, and by the time it comes Qt may have deleted them itself:
the program ends with a segmentation fault.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

SWEEP_MS = 1_000
BUSY_MS = 100
"""While a worker makes objects by the hundred thousand: a second's worth of them took 60 ms to look through."""
MANY = 10
"""So many times what the collector lets pass is a lot."""
CALM = 5
"""Sweeps without a lot to do before everything is looked through: that can take 70 ms, and no work is to stutter."""
SETTLED_MS = 5_000
"""By then the window stands."""


class Sweeper(QObject):
    """From its making on the collector runs only when this object's timer rings."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._calm = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.sweep)
        self._timer.start(SWEEP_MS)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self.set_aside)
        self._settled.start(SETTLED_MS)

    def sweep(self) -> None:
        """Collects as the collector itself would by now: the oldest generation that is full, and all younger ones."""
        counts = list(_counts())
        full = [generation for generation, (count, most) in enumerate(counts) if count > most]
        youngest, most = counts[0]
        is_busy = youngest > MANY * most
        self._calm = 0 if is_busy else self._calm + 1
        if is_busy:
            # What a worker keeps is not heaped up in the middle either.
            gc.collect(1)
        elif full:
            gc.collect(full[-1] if self._calm > CALM else min(full[-1], 1))
        self._timer.setInterval(BUSY_MS if is_busy else SWEEP_MS)

    def set_aside(self) -> None:
        """What the program is built from stays until it ends: to look through it again took 20 ms of playing."""
        gc.freeze()


def _counts() -> zip[tuple[int, int]]:
    return zip(gc.get_count(), gc.get_threshold(), strict=True)
