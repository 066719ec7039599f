"""Lines with their time, one of them current: the list behind chapters and transcript."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from player.ui.theme import Theme
from player.ui.widgets.clock import clock_text

Index = QModelIndex | QPersistentModelIndex
AT = int(Qt.ItemDataRole.UserRole)
CURRENT = AT + 1
_NOWHERE = QModelIndex()
_WORDS = int(Qt.AlignmentFlag.AlignLeading) | int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class Line:
    """Something said or begun at `at_ms`."""

    at_ms: int
    text: str


class TimedModel(QAbstractListModel):
    """Lines in the order of their times; AT gives the time of a row (ms), CURRENT whether playing stands in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._starts: list[int] = []
        self._current = -1

    @property
    def current(self) -> int:
        """The row in which playing stands, or -1."""
        return self._current

    def take_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self._lines = tuple(sorted(lines, key=_at))
        self._starts = [line.at_ms for line in self._lines]
        self._current = -1
        self.endResetModel()

    def mark(self, position_ms: int) -> bool:
        """Marks the row in which that position lies; returns whether it is another one than before."""
        row = bisect_right(self._starts, position_ms) - 1
        if row == self._current:
            return False
        before, self._current = self._current, row
        for changed in (before, row):
            if changed >= 0:
                self.dataChanged.emit(self.index(changed), self.index(changed), [CURRENT])
        return True

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        current = index.row() == self._current
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return f"{clock_text(line.at_ms)}, {line.text}"
        return {int(Qt.ItemDataRole.DisplayRole): line.text, AT: line.at_ms, CURRENT: current}.get(role)


class TimedView(QListView):
    """`chosen` gives the time (ms) of the line that was clicked or taken with Return."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.lines = TimedModel(self)
        self._filter = QSortFilterProxyModel(self)
        self._filter.setSourceModel(self.lines)
        self._filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self._filter)
        self.setItemDelegate(_Painter(theme, self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        # Its frame would stand inside the panel's; the focus shows at the line itself.
        self.setStyleSheet("QListView, QListView:focus { border: 0; padding: 0; background: transparent; }")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._choose)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def take_lines(self, lines: Sequence[Line]) -> None:
        self.lines.take_lines(lines)

    def search(self, words: str) -> int:
        """Shows only lines with these words; returns how many there are."""
        self._filter.setFilterFixedString(words.strip())
        if not words.strip():
            self.show_current()
        return self._filter.rowCount()

    def follow(self, position_ms: int) -> None:
        """Marks the line of that position and brings it into view, unless somebody is reading elsewhere in the list."""
        if self.lines.mark(position_ms) and not self.hasFocus() and not self.underMouse():
            self.show_current()

    def show_current(self) -> None:
        row = self.lines.current
        if row >= 0:
            index = self._filter.mapFromSource(self.lines.index(row))
            if index.isValid():
                self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(AT))


class _Painter(QStyledItemDelegate):
    """Time on the leading side, words beside it, a bar and a bold face for the current line."""

    def __init__(self, theme: Theme, view: TimedView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = max(self._theme.px(120), self._view.viewport().width() - 2)
        room = self._words_area(QRect(0, 0, width, 10_000))
        words = QFontMetrics(self._face(bold=True)).boundingRect(room, _WORDS, str(index.data()))
        return QSize(width, max(words.height(), self._theme.px(20)) + 2 * self._pad())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]  # the stubs lack the fields
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        current = bool(index.data(CURRENT))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, area, state, current=current)
        words = self._mirrored(area, self._words_area(area))
        painter.setFont(self._theme.font("caption", figures=True))
        painter.setPen(self._theme.colour("accent" if current else "muted"))
        time = QRect(area.left() + self._pad() + 4, words.top() + self._theme.px(2), self._lead(), words.height())
        painter.drawText(self._mirrored(area, time), _WORDS, clock_text(int(index.data(AT))))
        painter.setFont(self._face(bold=current))
        painter.setPen(self._theme.colour("text"))
        painter.drawText(words, _WORDS, str(index.data()))
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag, *, current: bool) -> None:
        radius = self._theme.tokens.shape["radius_small"]
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(Qt.PenStyle.NoPen)
        if current or hovered:
            painter.setBrush(self._theme.colour("accent_soft" if current else "sunken"))
            painter.drawRoundedRect(QRectF(area), radius, radius)
        if current:
            bar = QRect(area.left() + 2, area.top() + self._pad(), 4, area.height() - 2 * self._pad())
            painter.setBrush(self._theme.colour("accent"))
            painter.drawRoundedRect(QRectF(self._mirrored(area, bar)), 2, 2)
        if state & QStyle.StateFlag.State_HasFocus:
            self._theme.ring(painter, QRectF(area), radius)

    def _words_area(self, area: QRect) -> QRect:
        left = self._pad() + 4 + self._lead() + self._pad()
        return area.adjusted(left, self._pad(), -self._pad(), -self._pad())

    def _mirrored(self, area: QRect, part: QRect) -> QRect:
        if self._view.layoutDirection() != Qt.LayoutDirection.RightToLeft:
            return part
        return QRect(QPoint(area.left() + area.right() - part.right(), part.top()), part.size())

    def _lead(self) -> int:
        """Room for the longest time that stands in the list."""
        last = self._view.lines.index(self._view.lines.rowCount() - 1)
        text = clock_text(int(last.data(AT))) if last.isValid() else "0:00"
        return QFontMetrics(self._theme.font("caption", figures=True)).horizontalAdvance(text) + self._theme.px(4)

    def _pad(self) -> int:
        return self._theme.space("one")

    def _face(self, *, bold: bool) -> QFont:
        return self._theme.font("body", QFont.Weight.DemiBold if bold else QFont.Weight.Normal)


def _at(line: Line) -> int:
    return line.at_ms
