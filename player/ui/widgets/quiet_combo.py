"""A box to choose from that the wheel leaves alone: who scrolls the page must not change an answer."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from player.ui.widgets.combo import Combo

SHORTEST = 10
"""Characters for which there is room at least."""


class QuietCombo(Combo):
    """Its items hold an id each; the first one, with an empty id, stands for nothing chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(SHORTEST)

    def chosen(self) -> str:
        """The id of what is chosen; empty for nothing."""
        return str(self.currentData() or "")

    def choose(self, item: str) -> None:
        """Chooses without telling; an id that is not on offer chooses nothing."""
        self.blockSignals(True)
        self.setCurrentIndex(max(0, self.findData(item)))
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
