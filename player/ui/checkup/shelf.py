"""The rows of one level under its name, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.ui.theme import Theme
from player.ui.widgets.finding import FindingRow
from player.ui.widgets.words import Words


class Shelf(QWidget):
    """A name, and the rows of this level."""

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = Rows(theme.space("two"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("one"))
        column.addWidget(Words(title, "subheading"))
        column.addWidget(self._rows)

    def hold(self, rows: Sequence[FindingRow]) -> None:
        """These rows in this order."""
        self._rows.hold(rows)


class Rows(QWidget):
    """Places its rows itself: a box would lay out all of them whenever one has another answer."""

    def __init__(self, gap: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._gap = gap
        self._rows: list[FindingRow] = []
        self._heights: dict[int, int] = {}
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hold(self, rows: Sequence[FindingRow]) -> None:
        if list(rows) == self._rows:
            return
        self._rows = list(rows)
        for row in self._rows:
            if row.parentWidget() is not self:
                row.setParent(self)
            row.show()
            # Tab goes as the page is read: by the order of the children.
            row.raise_()
        self._settle()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            gaps = self._gap * max(0, len(self._rows) - 1)
            self._heights[width] = sum(row.heightForWidth(width) for row in self._rows) + gaps
        return self._heights[width]

    def sizeHint(self) -> QSize:
        width = max((row.sizeHint().width() for row in self._rows[:1]), default=0)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(max((row.minimumSizeHint().width() for row in self._rows[:1]), default=0), 0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._settle()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _settle(self) -> None:
        """One of the rows is higher or lower than before."""
        self._heights = {}
        self.updateGeometry()
        self._place()

    def _place(self) -> None:
        y = 0
        for row in self._rows:
            height = row.heightForWidth(self.width())
            row.setGeometry(0, y, self.width(), height)
            y += height + self._gap
