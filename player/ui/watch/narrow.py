"""Two ways to scroll where room is short: cards in the side panel, and the player itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from player.ui.theme import Theme
from player.ui.widgets.scroll import ScrollBox, ScrollPage
from player.ui.widgets.sided import set_margins


class NarrowPage(ScrollPage):
    """Scrolls up and down as a page does, with little room around it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, widest=None)
        self.column.setSpacing(theme.space("one"))
        page = self.widget()
        layout = page.layout() if page is not None else None
        if page is not None:
            # It stands in cards and panels, whose ground is another one than the page's.
            page.setAutoFillBackground(False)
        if layout is not None:
            margin = theme.space("two")
            set_margins(layout, 0, margin, theme.space("one"), margin)

    def clear(self) -> None:
        """Lets go of everything in it."""
        while (item := self.column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


class Room(ScrollBox):
    """Gives its content all the room there is, and scrolls up and down where that is not enough (large text).

    All keys stay with the content: the arrows seek and turn the volume.
    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
