"""A page that scrolls up and down, its content in a centred column that never grows too wide."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from player.ui.theme import Theme
from player.ui.widgets.spoken import keep_speaking_as


class ScrollBox(QScrollArea):
    """Something that scrolls. Qt's own account of it to screen readers ends the program when a bar goes while they
    count its parts (`QAccessibleAbstractScrollArea::child` takes any number), so it gives another."""

    def showEvent(self, event: QShowEvent) -> None:
        keep_speaking_as(self, QAccessible.Role.Pane)
        super().showEvent(event)


class ScrollPage(ScrollBox):
    """Put content into `column`: at most `widest` pixels wide, more with larger text (None: as wide as the page)."""

    def __init__(self, theme: Theme, widest: int | None = 960, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.widest = theme, widest
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget()
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space("three"))
        page = _Page()
        row = QHBoxLayout(page)
        four = theme.space("four")
        row.setContentsMargins(four, four, four, theme.space("six"))
        row.addStretch(0)
        row.addWidget(self._inside, 1)
        row.addStretch(0)
        self.setWidget(page)
        # Both keep the page's own ground.
        self.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Follow the theme."""
        if self.widest is not None:
            self._inside.setMaximumWidth(self._theme.px(self.widest))

    def whole_height(self) -> int:
        """The height that would show all of the page without scrolling, at its present width."""
        page = self.widget()
        if page is None:
            return 0
        return page.heightForWidth(self.viewport().width()) if page.hasHeightForWidth() else page.sizeHint().height()

    def to_top(self) -> None:
        """Show the beginning."""
        self.verticalScrollBar().setValue(0)


class _Page(QWidget):
    """What is scrolled: as high as its words need at its width.

    Of itself Qt would make it at least as high as at its narrowest, and spread the difference between the words.
    """

    def minimumSizeHint(self) -> QSize:
        least, layout = super().minimumSizeHint(), self.layout()
        return QSize(least.width(), 0) if layout is not None and layout.hasHeightForWidth() else least
