"""A button that is a picture alone, or a picture and a figure."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton

from player.ui.theme.enter import pressed_by_enter


class ToolButton(QToolButton):
    """Enter presses it as it presses the buttons with words; of itself Qt leaves that to the desktop's theme."""

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)
