"""A page that scrolls up and down, its content in a centred column that never grows too wide."""

from PySide6.QtCore import QEvent, QMargins, QSize, Qt
from PySide6.QtGui import QAccessible, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from player.ui.theme import Theme
from player.ui.widgets.spoken import keep_speaking_as


class ScrollBox(QScrollArea):
    """Something that scrolls. Qt's own account of it to screen readers ends the program when a bar goes while they
    count its parts (`QAccessibleAbstractScrollArea::child` takes any number), so it gives another."""

    def showEvent(self, event: QShowEvent) -> None:
        keep_speaking_as(self, QAccessible.Role.Pane)
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange and not self.isVisible():
            # It would measure all that stands on it, and with that dress it: once for every box it is put into.
            return QAbstractScrollArea.event(self, event)
        return super().event(event)


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
        # The ground goes with the page: what is on the screen is moved then, and only what comes into sight painted.
        self.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(True)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Follow the theme."""
        if self.widest is not None:
            self._inside.setMaximumWidth(self._theme.px(self.widest))

    @property
    def steady_width(self) -> int:
        """How wide the column is while there is a scroll bar: what is decided by it stays as the bar comes and goes."""
        page = self.widget()
        layout = page.layout() if page is not None else None
        margins = layout.contentsMargins() if layout is not None else QMargins()
        room = self.width() - self.verticalScrollBar().sizeHint().width() - margins.left() - margins.right()
        return max(0, min(room, self._inside.maximumWidth()))

    def whole_height(self) -> int:
        """The height that would show all of the page without scrolling, at its present width."""
        page = self.widget()
        if page is None:
            return 0
        return page.heightForWidth(self.viewport().width()) if page.hasHeightForWidth() else page.sizeHint().height()

    @property
    def room_below(self) -> int:
        """What stays free below all that stands in the column."""
        page = self.widget()
        layout = page.layout() if page is not None else None
        return layout.contentsMargins().bottom() if layout is not None else 0

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
