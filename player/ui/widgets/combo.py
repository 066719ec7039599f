"""A box to choose from whose unfolded list screen readers know by name, and can choose in."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection
from PySide6.QtWidgets import QComboBox, QStyleOptionComboBox, QWidget


class Combo(QComboBox):
    """Qt leaves the unfolded list without a name, and takes nothing that a screen reader selects in it for chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._listens = False

    def initStyleOption(self, option: QStyleOptionComboBox, /) -> None:
        super().initStyleOption(option)
        if self.isRightToLeft():
            # What is cut off at the end of a Latin title stood before it.
            said: str = option.currentText  # pyright: ignore[reportAttributeAccessIssue]  # the stubs lack the fields
            option.currentText = f"\u2068{said}\u2069"  # pyright: ignore[reportAttributeAccessIssue]

    def showPopup(self) -> None:
        # Only now: a list that nobody unfolds need not be made.
        view = self.view()
        view.setAccessibleName(self.accessibleName() or self.currentText())
        if not self._listens:
            self._listens = True
            view.selectionModel().selectionChanged.connect(self._selected)
        super().showPopup()

    def _selected(self, chosen: QItemSelection, _: QItemSelection) -> None:
        """By keyboard and mouse an item becomes the current one first; only a screen reader selects another."""
        rows = [index.row() for index in chosen.indexes()]
        if len(rows) == 1 and self.view().isVisible() and rows[0] != self.view().currentIndex().row():
            self.setCurrentIndex(rows[0])
            self.activated.emit(rows[0])
            self.hidePopup()
