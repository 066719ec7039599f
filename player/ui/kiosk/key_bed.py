"""Where the keys of the keyboard on the screen lie: columns of one width, to the pixel."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.ui.kiosk.key_button import KeyButton

_NO_MEASURES = "QPushButton { min-width: 0; min-height: 0; padding: 0; border: 0; }"
"""Other buttons of a station have a least height from the style sheet; keys have theirs from here."""


class KeyBed(QWidget):
    """Holds keys in rows; all of its width is divided into columns."""

    def __init__(self) -> None:
        super().__init__()
        self._placed: list[tuple[KeyButton, int, int]] = []
        self._columns, self._high, self._gap = 1, 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setStyleSheet(_NO_MEASURES)

    def clear(self) -> None:
        for key, _, _ in self._placed:
            key.hide()
            key.deleteLater()
        self._placed = []

    def put(self, key: KeyButton, row: int, column: int) -> None:
        key.setParent(self)
        self._placed.append((key, row, column))
        # At once: while a page changes, no touch may fall into an empty place.
        key.show()

    def measure(self, *, columns: int, high: int, gap: int, least: int, most: int) -> None:
        """Pixels: how high a row is, between two keys, how wide an ordinary key is at least, and all of it at most."""
        self._columns, self._high, self._gap = columns, high, gap
        rows = 1 + max((row for _, row, _ in self._placed), default=0)
        self.setFixedHeight(rows * (high + gap) - gap)
        self.setMinimumWidth(columns // 2 * (least + gap) - gap)
        self.setMaximumWidth(most)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        for key, row, column in self._placed:
            left, right = self._edge(column), self._edge(column + key.cap.span) - self._gap
            key.setGeometry(QRect(left, row * (self._high + self._gap), right - left, self._high))

    def _edge(self, column: int) -> int:
        """Where a column begins, the gap before it passed."""
        return column * (self.width() + self._gap) // self._columns
