"""A button under the picture, which is drawn from left to right in a window that is not."""

from __future__ import annotations

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QStylePainter

from player.ui.widgets.tool_button import ToolButton


class ControlButton(ToolButton):
    """Qt takes the window's direction for the word beside an icon, and set it at the far end of the button."""

    def paintEvent(self, event: QPaintEvent, /) -> None:
        painter = QStylePainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        painter.end()
