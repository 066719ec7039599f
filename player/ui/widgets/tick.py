"""A tick beside a sentence that may run over several lines."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from player.ui.theme import Theme
from player.ui.widgets.prose import Prose


class Tick(QWidget):
    """The sentence is the name of its box, and ticks it when pressed; `toggled` tells."""

    toggled = Signal(bool)

    def __init__(self, theme: Theme, text: str = "") -> None:
        super().__init__()
        self._box = QCheckBox()
        # Its words stand beside it: no room is kept for others.
        self._box.setProperty("alone", True)
        self._words = Prose(theme, selectable=False)
        self._words.setBuddy(self._box)
        self._box.toggled.connect(self.toggled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("one"))
        row.addWidget(self._box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        row.addStretch(0)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.render_text(text)

    def render_text(self, text: str) -> None:
        self._words.render_text(text)
        self._box.setAccessibleName(text)

    @property
    def stop(self) -> QWidget:
        """What of it takes the keyboard."""
        return self._box

    def is_ticked(self) -> bool:
        return self._box.isChecked()

    def untick(self) -> None:
        self._box.setChecked(False)

    def focus_first(self) -> None:
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._box.click()
