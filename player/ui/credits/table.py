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
    QWidget,
)

from player.ui.credits.model import COLUMNS, TITLE_COLUMN, CreditsModel, Index
from player.ui.theme import Theme
from player.ui.theme.enter import is_enter
from player.ui.widgets.scroll import ScrollPage

LEAST_HEIGHT, MOST_HEIGHT = 140, 420
LEAST_COLUMN, LEAST_TITLE = 48, 110
LINES_WEIGHED = 200
"""So many lines tell what a column needs: to weigh all of thousands would take seconds."""
USUAL_ROW = 56
"""Of most rows: two lines. Until a row is looked at it is taken to be as high."""
PADDING = 11
"""That of the style sheet and of Qt around the words of a cell, and a little more."""


class CreditsTable(QTableView):
    """Whole lines are chosen; Enter and a double click tell `opened`, Delete `removal_wanted` (each an index)."""

    opened = Signal(QModelIndex)
    removal_wanted = Signal(QModelIndex)

    def __init__(self, theme: Theme, model: CreditsModel, page: ScrollPage) -> None:
        super().__init__()
        self._theme, self._page = theme, page
        self._measured: set[int] = set()
        self._dragged: dict[int, int] = {}
        """Columns to which somebody gave a width, in pixels at 100 % text."""
        self._is_fitting = False
        self._is_cut = False
        """The columns are wider together than the table: its bar below is seen."""
        self._room = 0
        self._needs: dict[tuple[int, str], tuple[int, int]] = {}
        """What was weighed of these lines, by column and typeface."""
        self.setModel(model)
        model.modelReset.connect(self._needs.clear)
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

    def fit_in(self, room: int) -> None:
        """Is at most so many pixels high: its bars are seen together with all of it."""
        self._room = room
        self._fit_height()

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

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """Nothing is typed into it: a page that brings it up shows all of it with its bars, not a line alone."""
        return QWidget.inputMethodQuery(self, query)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.currentIndex()
        if is_enter(event) and here.isValid():
            self.opened.emit(here)
        elif event.key() == Qt.Key.Key_Delete and here.isValid():
            self.removal_wanted.emit(here)
        else:
            super().keyPressEvent(event)

    def _fit_columns(self) -> None:
        room, least = self.viewport().width(), self._least_room()
        widths = self._widths_for(least)
        widths[TITLE_COLUMN] += room - min(least, self._together(widths))
        self._is_cut = self._together(widths) > room
        self._is_fitting = True
        for place, width in enumerate(widths):
            self.setColumnWidth(place, width)
        self._is_fitting = False

    def _least_room(self) -> int:
        """How wide the table is while both the page and the table have a bar beside them.

        The columns are shared out by it. Shared out by what there is, they might make the table lower once the page's
        bar has come, the page would need none, without it the table would be higher again, and so on without an end.
        """
        frame = self.width() - self.maximumViewportSize().width()
        least = self._page.steady_width - frame - self.verticalScrollBar().sizeHint().width()
        return max(1, min(self.viewport().width(), least))

    def _widths_for(self, room: int) -> list[int]:
        """The usual ones where they fit; else what is in the columns needs, broken into lines if it must be."""
        usual = [self._theme.px(self._dragged.get(place, column.width)) for place, column in enumerate(COLUMNS)]
        if self._together(usual) <= room:
            return usual
        needed, least = list(usual), list(usual)
        for place, width in enumerate(usual):
            if place not in self._dragged:
                whole, word = self._need(place)
                needed[place], least[place] = min(width, whole), min(width, word)
        least[TITLE_COLUMN] = min(usual[TITLE_COLUMN], max(least[TITLE_COLUMN], self._theme.px(LEAST_TITLE)))
        if self._together(needed) <= room:
            return needed
        self._share(room, least, needed)
        return least

    def _share(self, room: int, widths: list[int], needed: Sequence[int]) -> None:
        """Gives what is left of the room to the columns that are seen, so that none is cut at the edge."""
        seen = max((count for count in range(len(widths) + 1) if self._together(widths[:count]) <= room), default=0)
        taken = self._together(widths[:seen])
        rest, wanted = room - taken, self._together(needed[:seen]) - taken
        for place in range(seen):
            more = needed[place] - widths[place]
            widths[place] += min(more, rest * more // max(1, wanted))
        if seen > TITLE_COLUMN:
            widths[TITLE_COLUMN] += room - self._together(widths[:seen])

    def _together(self, widths: Sequence[int]) -> int:
        return sum(width for place, width in enumerate(widths) if not self.isColumnHidden(place))

    def _need(self, place: int) -> tuple[int, int]:
        """How wide a column is with all its words in one line, and with one word in each."""
        key = place, self.font().key()
        if key not in self._needs:
            self._needs[key] = self._weigh(place)
        heading = self.horizontalHeader().sectionSizeHint(place)
        whole, word = self._needs[key]
        return max(heading, whole), max(heading, word)

    def _weigh(self, place: int) -> tuple[int, int]:
        whole = word = 0
        for row in range(min(LINES_WEIGHED, self.model().rowCount())):
            index = self.model().index(row, place)
            text = str(index.data() or "")
            metrics, around = QFontMetrics(_font_of(self, index)), 2 * PADDING + 2 + _mark_width(self, index)
            parts = [text] if COLUMNS[place].is_whole else text.split()
            whole = max(whole, around + metrics.horizontalAdvance(text))
            word = max(word, around + max((metrics.horizontalAdvance(part) for part in parts), default=0))
        return whole, word

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
        if self._room:
            most = min(most, self._room)
        rows = self.verticalHeader().length() + self.horizontalHeader().sizeHint().height()
        # The bar itself learns only a turn later whether it is needed.
        bar = self.horizontalScrollBar().sizeHint().height() if self._is_cut else 0
        around = 2 * self._theme.space("one") + bar
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
        width = self._table.columnWidth(index.column())
        room = QRect(0, 0, max(1, width - 2 * PADDING - _mark_width(self._table, index)), 1 << 16)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        needed = QFontMetrics(_font_of(self._table, index)).boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        return QSize(width, needed.height() + 2 * PADDING)


def _font_of(table: QTableView, index: Index) -> QFont:
    """In which its words are drawn."""
    font = QFont(table.font())
    font.setItalic(isinstance(index.data(Qt.ItemDataRole.FontRole), QFont))
    return font


def _mark_width(table: QTableView, index: Index) -> int:
    """What the sign beside its words takes, if there is one."""
    if not isinstance(index.data(Qt.ItemDataRole.DecorationRole), QIcon):
        return 0
    return table.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize) + 2 * PADDING
