"""The credits as a picture: totals by year and type, and the table under them."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from player.domain.credit import plain
from player.ui.credits.model import COLUMNS, REMARK_COLUMN, TITLE_COLUMN, CreditsModel, Index
from player.ui.credits.state import CreditsState, Total
from player.ui.theme import Theme
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.card import Panel
from player.ui.widgets.empty import EmptyState
from player.ui.widgets.facts import Facts
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.words import Words

TABLE_HEIGHT = 280
PADDING = 11
"""That of the style sheet and of Qt around the words of a cell, and a little more."""


class CreditsScreen(QWidget):
    """Gestures: `opened` (a CreditRow), `save_wanted`, `library_wanted`."""

    opened = Signal(object)
    save_wanted = Signal()
    library_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._model = CreditsModel()
        self._table = _Table(theme)
        self._totals = QVBoxLayout()
        self._hint = Words(role="muted")
        self._notice = Banner(theme)
        self._save = QPushButton(self.tr("Save as table…"))
        self._empty = EmptyState(theme)
        self._page = ScrollPage(theme, widest=None)
        self._sides = QStackedWidget()
        self._prepare()
        self._lay_out()

    def render_state(self, state: CreditsState) -> None:
        """Shows what was earned, or that nothing was yet."""
        self._notice.render_message(None)
        self._model.take_rows(state.rows)
        self._table.setColumnHidden(REMARK_COLUMN, not state.has_specimens)
        self._render_totals(state)
        hint = self.tr("Press Enter on a line to open its document.")
        note = self.tr("Specimens are listed, and not counted.") if state.has_specimens else ""
        self._hint.setText(" ".join(part for part in (hint, note) if part))
        self._table.fit()
        self._sides.setCurrentIndex(0 if state.rows else 1)

    def show_message(self, message: Message) -> None:
        self._notice.render_message(message)

    def focus_first(self) -> None:
        if self._sides.currentIndex() == 0:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self._table.selectionModel().hasSelection():
                self._table.selectRow(0)

    def _render_totals(self, state: CreditsState) -> None:
        while (item := self._totals.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for year, totals in groupby(state.totals, key=_year_of):
            self._totals.addWidget(self._year(year, list(totals)))

    def _year(self, year: int, totals: list[Total]) -> Panel:
        panel = Panel(self._theme)
        panel.body.setSpacing(self._theme.space("one"))
        panel.body.addWidget(Words(str(year), "subheading"))
        facts = Facts(self._theme)
        facts.render_facts([(one.kind, plain(one.amount)) for one in totals])
        panel.body.addWidget(facts)
        return panel

    def _open(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None:
            self.opened.emit(row)

    def _prepare(self) -> None:
        self._table.setModel(self._model)
        self._table.dress_columns()
        self._table.setAccessibleName(self.tr("Everything you earned on this computer"))
        self._table.opened.connect(self._open)
        self._save.clicked.connect(self.save_wanted)
        self._empty.acted.connect(self.library_wanted)
        self._empty.render_empty(
            "award",
            self.tr("No credit yet"),
            self.tr("What you claim in a course is gathered here, by year and credit type."),
            self.tr("To the library"),
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Words(self.tr("Credits"), "title"), 1)
        head.addWidget(self._save)
        self._totals.setSpacing(self._theme.space("two"))
        column = self._page.column
        column.setSpacing(self._theme.space("two"))
        column.addLayout(head)
        column.addWidget(self._notice)
        column.addLayout(self._totals)
        column.addWidget(self._hint)
        column.addWidget(self._table, 1)
        self._sides.addWidget(self._page)
        self._sides.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._sides)


class _Table(QTableView):
    """Whole lines are chosen; Enter and a double click open one."""

    opened = Signal(QModelIndex)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.setItemDelegate(_Wrapping(self))
        self.doubleClicked.connect(self.opened)
        theme.changed.connect(self.fit)

    def dress_columns(self) -> None:
        """Once there is a model."""
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)

    def fit(self) -> None:
        """Follows text size and room: words wrap in their columns, and the title takes what is left."""
        self.setMinimumHeight(self._theme.px(TABLE_HEIGHT))
        widths = [self._theme.px(column.width) for column in COLUMNS]
        shown = sum(width for place, width in enumerate(widths) if not self.isColumnHidden(place))
        widths[TITLE_COLUMN] += max(0, self.viewport().width() - shown)
        for place, width in enumerate(widths):
            self.setColumnWidth(place, width)
        self.resizeRowsToContents()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _Wrapping(QStyledItemDelegate):
    """Knows how high words are that wrap in their column: Qt forgets the padding of the style sheet."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        font = QFont(self._table.font())
        kind = index.data(Qt.ItemDataRole.FontRole)
        font.setItalic(isinstance(kind, QFont))
        width = self._table.columnWidth(index.column())
        room = QRect(0, 0, max(1, width - 2 * PADDING), 1 << 16)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        needed = QFontMetrics(font).boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        return QSize(width, needed.height() + 2 * PADDING)


def _year_of(total: Total) -> int:
    return total.year
