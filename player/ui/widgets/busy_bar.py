"""A bar that says that something is under way, of which nobody knows how long it takes."""

from __future__ import annotations

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QProgressBar, QStyle, QStyleOptionProgressBar, QStylePainter, QWidget

from player.ui.theme import Theme


class BusyBar(QProgressBar):
    """It moves, but for those who want less motion: Qt moves it whatever the style says of motions.

    With another range than its first one, from 0 to 0, it is a bar that says how far something is.
    """

    def __init__(self, theme: Theme, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setRange(0, 0)
        self.setTextVisible(False)
        self.setAccessibleName(name)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._theme.still or self.maximum() > self.minimum():
            super().paintEvent(event)
            return
        option = QStyleOptionProgressBar()
        self.initStyleOption(option)
        option.maximum, option.progress = 3, 1  # pyright: ignore[reportAttributeAccessIssue]  # the stubs lack the fields
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_ProgressBar, option)
        painter.end()
