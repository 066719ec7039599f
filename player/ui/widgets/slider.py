"""A slider that goes where it is pressed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider


class Slider(QSlider):
    """Pressed anywhere with the left button its handle comes there, and follows while it is held.

    Qt does so for the middle button. To have the style tell it otherwise would ask Python for every hint of every
    control, thousands of times for each page.
    """

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        there, middle = event.position(), Qt.MouseButton.MiddleButton
        pressed = QMouseEvent(event.type(), there, event.globalPosition(), middle, middle, event.modifiers())
        super().mousePressEvent(pressed)
