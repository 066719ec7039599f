"""The table of credits: words wrap in their columns, and only rows that are looked at are measured."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from player.ui.credits.model import COLUMNS, TITLE_COLUMN, CreditsModel, Index
from player.ui.theme import Theme

LEAST_HEIGHT, MOST_HEIGHT = 140, 420
LEAST_COLUMN = 48
USUAL_ROW = 56
"""Of most rows: two lines. Until a row is looked at it is taken to be as high."""
PADDING = 11
"""That of the style sheet and of Qt around the words of a cell, and a little more."""


class CreditsTable(QTableView):
    """Whole lines are chosen; Enter and a double click tell `opened`, Delete `removal_wanted` (each an index)."""

    opened = Signal(QModelIndex)
    removal_wanted = Signal(QModelIndex)

    def __init__(self, theme: Theme, model: CreditsModel) -> None:
        super().__init__()
        self._theme = theme
        self._measured: set[int] = set()
        self._dragged: dict[int, int] = {}
        """Columns to which somebody gave a width, in pixels at 100 % text."""
        self._is_fitting = False
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.sectionResized.connect(self._note_width)
        self.setItemDelegate(_Wrapping(self))
        self.doubleClicked.connect(self.opened)
        self.verticalScrollBar().valueChanged.connect(self._measure_seen)
        theme.changed.connect(self.fit)

    def fit(self) -> None:
        """Follows lines, text size and room: the title takes what is left of the width."""
        self.verticalHeader().setDefaultSectionSize(self._theme.px(USUAL_ROW))
        self._fit_columns()
        self._measured.clear()
        self._measure_seen()
        self._fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() == event.oldSize().width():
            self._measure_seen()
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and here.isValid():
            self.opened.emit(here)
        elif event.key() == Qt.Key.Key_Delete and here.isValid():
            self.removal_wanted.emit(here)
        else:
            super().keyPressEvent(event)

    def _fit_columns(self) -> None:
        chosen = [self._dragged.get(place, column.width) for place, column in enumerate(COLUMNS)]
        widths = [self._theme.px(width) for width in chosen]
        shown = sum(width for place, width in enumerate(widths) if not self.isColumnHidden(place))
        widths[TITLE_COLUMN] += max(0, self.viewport().width() - shown)
        self._is_fitting = True
        for place, width in enumerate(widths):
            self.setColumnWidth(place, width)
        self._is_fitting = False

    @property
    def widths(self) -> tuple[int, ...]:
        """What somebody made of the columns, in pixels at 100 % text; 0: nothing."""
        return tuple(self._dragged.get(place, 0) for place in range(len(COLUMNS)))

    def take_widths(self, widths: Sequence[int]) -> None:
        """As `widths` said it."""
        if len(widths) == len(COLUMNS):
            self._dragged = {place: max(LEAST_COLUMN, width) for place, width in enumerate(widths) if width}
            self.fit()

    def _note_width(self, place: int, _before: int, width: int) -> None:
        # The title takes what the others leave: it has no width of its own.
        if not self._is_fitting and width and place != TITLE_COLUMN:
            self._dragged[place] = max(LEAST_COLUMN, width * 100 // self._theme.text_percent)

    def _fit_height(self) -> None:
        """As high as its rows, within bounds: a page in a page is scrolled only where it must be."""
        least, most = self._theme.px(LEAST_HEIGHT), self._theme.px(MOST_HEIGHT)
        rows = self.verticalHeader().length() + self.horizontalHeader().sizeHint().height()
        bar = self.horizontalScrollBar()
        around = 2 * self._theme.space("one") + (bar.sizeHint().height() if bar.maximum() else 0)
        self.setFixedHeight(max(least, min(most, rows + around)))

    def _measure_seen(self) -> None:
        """Measuring all of thousands of rows would take seconds."""
        count, bottom = self.model().rowCount(), self.viewport().height()
        row = max(0, self.rowAt(0))
        while row < count and self.rowViewportPosition(row) < max(bottom, self._theme.px(MOST_HEIGHT)):
            if row not in self._measured:
                self._measured.add(row)
                self.resizeRowToContents(row)
            row += 1


class _Wrapping(QStyledItemDelegate):
    """Knows how high words are that wrap in their column: Qt forgets the padding of the style sheet."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def displayText(self, value: object, locale: QLocale | QLocale.Language) -> str:
        """Words of another direction than the window's keep their order: "Credits™", not "™Credits"."""
        text = super().displayText(value, locale)
        return f"\u2068{text}\u2069" if self._table.isRightToLeft() else text

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        font = QFont(self._table.font())
        kind = index.data(Qt.ItemDataRole.FontRole)
        font.setItalic(isinstance(kind, QFont))
        width = self._table.columnWidth(index.column())
        marked = isinstance(index.data(Qt.ItemDataRole.DecorationRole), QIcon)
        room = QRect(0, 0, max(1, width - 2 * PADDING - self._mark_width() * marked), 1 << 16)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        needed = QFontMetrics(font).boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        return QSize(width, needed.height() + 2 * PADDING)

    def _mark_width(self) -> int:
        style = self._table.style()
        return style.pixelMetric(QStyle.PixelMetric.PM_SmallIconSize) + 2 * PADDING
