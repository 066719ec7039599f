"""Lines with their time, one of them current: the list behind chapters and transcript."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from player.ui.theme import Theme
from player.ui.theme.enter import is_enter
from player.ui.widgets.clock import clock_text
from player.ui.widgets.sided import direction_of, set_lines

Index = QModelIndex | QPersistentModelIndex
AT = int(Qt.ItemDataRole.UserRole)
CURRENT = AT + 1
SPEAKERS = AT + 2
_NOWHERE = QModelIndex()
_SELECTING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_ABOUT = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)
"""Keys with which one goes about in a list."""
_PARAGRAPH = int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_WORDS = int(Qt.AlignmentFlag.AlignLeading) | _PARAGRAPH


@dataclass(frozen=True, slots=True)
class Line:
    """Something said or begun at `at_ms`. `speakers`: with whose name each line of the text begins, if any."""

    at_ms: int
    text: str
    speakers: tuple[str, ...] = ()


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
        shown = int(Qt.ItemDataRole.DisplayRole)
        return {shown: line.text, AT: line.at_ms, CURRENT: current, SPEAKERS: line.speakers}.get(role)


class TimedView(QListView):
    """`chosen` gives the time (ms) of the line that was clicked or taken with Return.

    `strayed` tells that somebody has scrolled away from the current line, or is back at it. With `returns` the list
    comes back by itself once nobody is in it any more; else it waits for `go_back`.
    """

    chosen = Signal(object)
    strayed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, returns: bool = True) -> None:
        super().__init__(parent)
        self._theme = theme
        self._copies = True
        self._returns = returns
        self._has_strayed = False
        self.words = ""
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
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.verticalScrollBar().actionTriggered.connect(self._stray)
        self.clicked.connect(self._choose)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def has_strayed(self) -> bool:
        """Whether somebody reads elsewhere in the list."""
        return self._has_strayed

    def take_lines(self, lines: Sequence[Line]) -> None:
        self.lines.take_lines(lines)
        self._set_strayed(False)

    def search(self, words: str) -> int:
        """Shows only lines with these words, and marks them; returns how often they stand there."""
        self.words = words.strip()
        self._filter.setFilterFixedString(self.words)
        self.viewport().update()
        if not self.words:
            self.show_current()
            return 0
        rows = (str(self._filter.index(row, 0).data()) for row in range(self._filter.rowCount()))
        return sum(len(places_of(self.words, text)) for text in rows)

    def follow(self, position_ms: int) -> None:
        """Marks the line of that position and brings it into view, unless somebody reads elsewhere in the list."""
        if not self.lines.mark(position_ms):
            return
        if self._returns and not self.hasFocus() and not self.underMouse():
            self._set_strayed(False)
        if not self._has_strayed:
            self.show_current()

    def go_back(self) -> None:
        """To the current line, and on with it."""
        self._set_strayed(False)
        self.show_current()

    def shut_in(self) -> None:
        """Lines are gone to, and not selected to be copied."""
        self._copies = False
        self.setAccessibleDescription("")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def copy_selected(self) -> None:
        """Puts the selected lines with their times on the clipboard."""
        chosen = sorted(self.selectedIndexes(), key=QModelIndex.row)
        if chosen and self._copies:
            text = "\n".join(f"{clock_text(int(line.data(AT)))}  {line.data()}" for line in chosen)
            QGuiApplication.clipboard().setText(text)

    def show_current(self) -> None:
        row = self.lines.current
        if row >= 0:
            index = self._filter.mapFromSource(self.lines.index(row))
            if index.isValid():
                self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self._choose(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        else:
            if event.key() in _ABOUT:
                self._stray()
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.verticalScrollBar().maximum() > 0:
            self._stray()
        super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.selectedIndexes() and self._copies:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(self.tr("Copy"), QKeySequence.StandardKey.Copy).triggered.connect(self.copy_selected)
            menu.popup(event.globalPos())

    def _stray(self, _: object = None) -> None:
        self._set_strayed(True)

    def _set_strayed(self, strayed: bool) -> None:
        if strayed != self._has_strayed:
            self._has_strayed = strayed
            self.strayed.emit(strayed)

    def _choose(self, index: QModelIndex) -> None:
        """Whoever holds Shift or Ctrl selects lines to copy, and wants to stay where playing is."""
        if index.isValid() and not QGuiApplication.keyboardModifiers() & _SELECTING:
            self._set_strayed(False)
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
        return QSize(width, max(words.height() + 2 * self._pad(), self._theme.px(20) + 2 * self._pad(), self._least()))

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
        painter.setPen(self._theme.colour("text"))
        self._paint_words(painter, words, index, self._face(bold=current))
        painter.restore()

    def _paint_words(self, painter: QPainter, area: QRect, index: Index, face: QFont) -> None:
        """The words, with the speakers' names bold and what is searched for marked."""
        text, speakers, wanted = str(index.data()), tuple(index.data(SPEAKERS)), self._view.words
        # On the side of the window, and read as their own script is.
        leading, way = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute, direction_of(text)
        if self._view.isRightToLeft():
            leading = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
        if not any(speakers) and not wanted:
            painter.setFont(face)
            painter.setLayoutDirection(way)
            painter.drawText(area, _PARAGRAPH | int(leading), text)
            return
        layout = QTextLayout(text.replace("\n", "\u2028"), face)
        option = QTextOption(leading)
        option.setTextDirection(way)
        layout.setTextOption(option)
        layout.setFormats(list(self._marks(text, speakers, wanted)))
        set_lines(layout, area.width())
        layout.draw(painter, QPointF(area.topLeft()))

    def _marks(self, text: str, speakers: Sequence[str], wanted: str) -> Iterator[QTextLayout.FormatRange]:
        name, at = QTextCharFormat(), 0
        name.setFontWeight(QFont.Weight.DemiBold)
        for speaker, line in zip(speakers, text.split("\n"), strict=False):
            if speaker:
                yield _range(text, at, at + len(speaker) + 1, name)
            at += len(line) + 1
        found = QTextCharFormat()
        found.setBackground(self._theme.colour("accent"))
        found.setForeground(self._theme.colour("on_accent"))
        for place in places_of(wanted, text):
            yield _range(text, place, place + len(wanted), found)

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag, *, current: bool) -> None:
        radius = self._theme.tokens.shape["radius_small"]
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(Qt.PenStyle.NoPen)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if current or hovered or selected:
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

    def _least(self) -> int:
        """In a public place a line is as high as a finger; else its words decide."""
        return self._theme.target if self._theme.roomy else 0

    def _pad(self) -> int:
        return self._theme.space("one")

    def _face(self, *, bold: bool) -> QFont:
        return self._theme.font("body", QFont.Weight.DemiBold if bold else QFont.Weight.Normal)


def places_of(words: str, text: str) -> list[int]:
    """Where these words stand in the text, whatever their case."""
    return [match.start() for match in re.finditer(re.escape(words), text, re.IGNORECASE)] if words else []


def _range(text: str, start: int, end: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    """Qt counts in UTF-16, Python in characters."""
    part = QTextLayout.FormatRange()
    part.start = len(text[:start].encode("utf-16-le", "surrogatepass")) // 2
    part.length = len(text[start:end].encode("utf-16-le", "surrogatepass")) // 2
    part.format = form
    return part


def _at(line: Line) -> int:
    return line.at_ms
