"""What F1 and `?` show: every key of the page and of the window, and what it does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from player.ui.keys import KeySection, without_characters
from player.ui.theme import Theme, dress
from player.ui.widgets.card import Panel
from player.ui.widgets.scroll import ScrollBox
from player.ui.widgets.words import Words, announce

SCRIM = QColor(0, 0, 0, 150)
_LINE = 48
"""Pixels that an arrow key scrolls."""


class KeyOverview(QWidget):
    """Lies over the whole window until it is closed by its button, Esc, ? or a click beside it: `closed` tells.

    `page`: what it belongs to while it is put away; the keyboard goes back to where it was.
    """

    closed = Signal()

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(page)
        self._theme = theme
        self._page = page
        self._held: QWidget | None = None
        self._characters = True
        self._panel = Panel(theme)
        self._list = _List()
        self._room = ScrollBox()
        self._around = QVBoxLayout(self)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts: list[QWidget] = []
        self._words: list[Words] = []
        self._title = Words(role="heading")
        self._close = _Close()
        dress(self._close, kind="primary")
        self._close.clicked.connect(self.closed)
        self._lay_out()
        theme.changed.connect(self._settle_soon)
        self.hide()

    def render_keys(self, sections: Sequence[KeySection], *, characters: bool = True) -> None:
        """What to tell, in two columns. `characters`: keys of a single character do something, ? among them."""
        self._characters = characters
        sections = sections if characters else without_characters(sections)
        self._title.setText(self.tr("Keys"))
        self._close.setText(self.tr("Close"))
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(". ".join(f"{keys}: {does}" for _, rows in sections for keys, does in rows))
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._words = []
        first = _first_column(sections)
        self._parts = [self._column(part) for part in (sections[:first], sections[first:]) if part]
        for part in self._parts:
            self._columns.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
            part.show()

    def open(self) -> None:
        """Over the whole window, with the keyboard."""
        self._held = QApplication.focusWidget()
        self.setParent(self._page.window())
        self._page.window().installEventFilter(self)
        self.setGeometry(self._page.window().rect())
        self.show()
        self.raise_()
        self.settle()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self.accessibleName()}. {self.accessibleDescription()}")

    def put_away(self) -> None:
        """Gone, and the page's again; the keyboard is where it was before."""
        held, self._held = self._held, None
        was_shown = self.isVisible()
        self.hide()
        self._page.window().removeEventFilter(self)
        self.setParent(self._page)
        if was_shown and held is not None and isValid(held) and held.isVisible():
            held.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self._wrap(False)
        if self._columns.sizeHint().width() > width:
            self._columns.setDirection(direction.TopToBottom)
        wanted = self._columns.sizeHint()
        if wanted.width() > width:
            self._wrap(True)
            wanted = QSize(width, self._list.heightForWidth(width - bar))
        elif wanted.height() > height:
            wanted += QSize(bar, 0)
        self._room.setFixedSize(wanted.boundedTo(QSize(width, height)))
        # At once, from within: else the frame would be as large as the keys before for one picture more.
        self._panel.body.activate()
        self._around.activate()

    def _wrap(self, wraps: bool) -> None:
        """Words of one line each, or of several."""
        for words in self._words:
            words.setWordWrap(wraps)
        for part in self._parts:
            # Measured anew at once: of itself the column would tell its width only after this turn.
            layout = part.layout()
            if layout is not None:
                layout.activate()

    def _settle_soon(self) -> None:
        """At once, and again when every word has taken its letters."""
        self.settle()
        QTimer.singleShot(0, self, self.settle)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """No layout holds it: it follows the window by itself."""
        if event.type() == QEvent.Type.Resize:
            self._settle_soon()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = self._characters and event.text() == "?"
        if asked or event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.closed.emit()
            return
        page = self._room.height()
        steps: dict[int, int] = {
            Qt.Key.Key_Down: _LINE,
            Qt.Key.Key_Up: -_LINE,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
        }
        bar = self._room.verticalScrollBar()
        bar.setValue(bar.value() + steps.get(event.key(), 0))

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
        self._list.setLayout(self._columns)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(self._theme.space("six"))
        self._room.setWidget(self._list)
        self._room.setWidgetResizable(True)
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._room.viewport().setAutoFillBackground(False)
        self._list.setAutoFillBackground(False)
        body, margin = self._panel.body, self._theme.space("three")
        body.setContentsMargins(margin, margin, margin, margin)
        body.addWidget(self._title)
        body.addWidget(self._room, 1)
        body.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTrailing)
        self._around.addWidget(self._panel, 0, Qt.AlignmentFlag.AlignCenter)

    def _column(self, sections: Sequence[KeySection]) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("two"))
        for number, (title, rows) in enumerate(sections):
            if number:
                column.addSpacing(self._theme.space("one"))
            column.addWidget(Words(title, "subheading", wrap=False))
            column.addLayout(self._rows(rows))
        return whole

    def _rows(self, rows: Sequence[tuple[str, str]]) -> QGridLayout:
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
            words = Words(does, wrap=False)
            self._words.append(words)
            grid.addWidget(words, number, 1)
        return grid


class _List(QWidget):
    """As high as its words need at its width: of itself Qt would part them by what they need at their narrowest."""

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self.hasHeightForWidth() else least


class _Close(QPushButton):
    """Leaves the keys that scroll to what it closes: a button would look for another one with them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


def _first_column(sections: Sequence[KeySection]) -> int:
    """How many of them stand in the first column, so that both are about as high."""
    heights = [len(rows) + 2 for _, rows in sections]
    return min(range(1, len(heights) + 1), key=lambda count: max(sum(heights[:count]), sum(heights[count:])), default=0)
