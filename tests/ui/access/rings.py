"""Whether one sees where the keyboard is: what is drawn of a stop with and without it, after a real Tab."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from tests.ui.access.drawing import Picture, contrast, drawn, root_of
from tests.ui.access.manners import said_of

STANDS_OUT = 3.0
LEAST_PIXELS = 64
"""As many as a line around something of 16 by 16 pixels."""
AROUND = 4


class Rings:
    """To be shown every stop as Tab comes to it (`look` of `stops`); `faint` says where one sees too little of it."""

    def __init__(self, page: QWidget) -> None:
        self.faint: list[str] = []
        self._page = page
        self._here: QWidget | None = None
        self._with: Picture | None = None

    def __call__(self, stop: QWidget) -> None:
        self._compare()
        if stop is self._page or self._page.isAncestorOf(stop):
            self._here, self._with = stop, self._picture(stop)

    def _compare(self) -> None:
        """The last stop, which has the keyboard no more."""
        if self._here is None or self._with is None:
            return
        without = self._picture(self._here)
        changed = changed_pixels(self._with, without)
        if changed < LEAST_PIXELS:
            self.faint.append(f"{said_of(self._here)}: with the keyboard on it only {changed} pixels stand out")
        self._here = self._with = None

    def _picture(self, stop: QWidget) -> Picture:
        root = root_of(stop, self._page)
        spot = QRect(stop.mapTo(root, QPoint(0, 0)), stop.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)
        return drawn(root, spot & root.rect(), root.palette().color(QPalette.ColorRole.Window))


def changed_pixels(one: Picture, other: Picture) -> int:
    """How many pixels are another colour, and stand out from what they were."""
    if one.area != other.area:
        return one.area.width() * one.area.height()
    pairs = Counter(one.changes(other))
    return sum(count for pair, count in pairs.items() if contrast(*pair) >= STANDS_OUT)
