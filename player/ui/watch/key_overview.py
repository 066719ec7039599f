"""The page that `?` shows: every key of the player and what it does."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from player.ui.theme import Theme, dress
from player.ui.watch.keys import key_words
from player.ui.watch.narrow import Room
from player.ui.widgets.card import Panel
from player.ui.widgets.words import Words

SCRIM = QColor(0, 0, 0, 150)


class KeyOverview(QWidget):
    """Lies over the whole window until it is closed by its button, Esc, ? or a click beside it."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page = parent
        self._panel = Panel(theme)
        self._list = QWidget()
        self._room = Room(self._list)
        self._close = QPushButton(self.tr("Close"))
        dress(self._close, kind="primary")
        self._close.clicked.connect(self.closed)
        self.setAccessibleName(self.tr("Keys"))
        said = (f"{keys}: {does}" for _, rows in key_words() for keys, does in rows)
        self.setAccessibleDescription(". ".join(said))
        self._lay_out()
        theme.changed.connect(self.settle)
        self.hide()

    def open(self) -> None:
        self.setParent(self._page.window())
        self.setGeometry(self._page.window().rect())
        self.show()
        self.raise_()
        self.settle()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Gone, and the page's again."""
        self.hide()
        self.setParent(self._page)

    def settle(self) -> None:
        """As large as its words, side by side if they fit so, and scrolling where the window has not even that."""
        if not self.isVisible():
            return
        self.setGeometry(self._page.window().rect())
        body, bar = self._panel.body, self._room.verticalScrollBar().sizeHint().width()
        around, edge = body.contentsMargins(), 2 * self._theme.space("three")
        rest = self._title.sizeHint().height() + self._close.sizeHint().height() + 2 * body.spacing() + edge
        width = self.width() - edge - around.left() - around.right()
        height = self.height() - rest - around.top() - around.bottom()
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.LeftToRight)
        if self._columns.sizeHint().width() > width:
            self._columns.setDirection(direction.TopToBottom)
        wanted = self._columns.sizeHint()
        if wanted.height() > height:
            wanted += QSize(bar, 0)
        self._room.setFixedSize(wanted.boundedTo(QSize(width, height)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape or event.text() == "?":
            self.closed.emit()

    def focusNextPrevChild(self, next: bool) -> bool:
        """What lies below is out of reach while this is here."""
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), SCRIM)
        painter.end()

    def _lay_out(self) -> None:
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._list)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(self._theme.space("four"))
        sections = key_words()
        half = len(sections) // 2
        for part in (sections[:half], sections[half:]):
            column = QVBoxLayout()
            column.setSpacing(self._theme.space("two"))
            for title, rows in part:
                column.addWidget(Words(title, "subheading", wrap=False))
                column.addLayout(self._rows(rows))
            column.addStretch(1)
            self._columns.addLayout(column)
        self._title = Words(self.tr("Keys"), "heading")
        body = self._panel.body
        margin = self._theme.space("three")
        body.setContentsMargins(margin, margin, margin, margin)
        body.addWidget(self._title)
        body.addWidget(self._room, 1)
        body.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTrailing)
        column = QVBoxLayout(self)
        column.addWidget(self._panel, 0, Qt.AlignmentFlag.AlignCenter)

    def _rows(self, rows: tuple[tuple[str, str], ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.space("two"))
        grid.setVerticalSpacing(self._theme.space("one"))
        grid.setColumnStretch(1, 1)
        # One width for all sections, so that the words of a column stand below each other.
        grid.setColumnMinimumWidth(0, self._theme.px(92))
        for number, (keys, does) in enumerate(rows):
            caps = QHBoxLayout()
            caps.setSpacing(self._theme.space("half"))
            for key in keys.split():
                cap = Words(key, "key", wrap=False)
                cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
                caps.addWidget(cap)
            caps.addStretch(1)
            grid.addLayout(caps, number, 0)
            grid.addWidget(Words(does, wrap=False), number, 1)
        return grid
