"""The credits as a table that a view can show: one row for each line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QIcon

from player.ui.credits.state import Line
from player.ui.credits.words import document_text, remark_text
from player.ui.language import amount_text, day_text, tr
from player.ui.widgets.words import plain_tip

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One fact of a credit, how it is said, and the least width for it in pixels at 100 %."""

    heading: Callable[[], str]
    text: Callable[[Line], str]
    width: int
    is_number: bool = False
    is_kind: bool = False
    is_marked: bool = False
    is_whole: bool = False
    """It stands in one line."""


COLUMNS: tuple[Column, ...] = (
    Column(heading=lambda: tr("Date"), width=124, text=lambda line: day_text(line.entry.day), is_whole=True),
    Column(heading=lambda: tr("Title"), width=150, text=lambda line: line.entry.title),
    Column(heading=lambda: tr("Provider"), width=130, text=lambda line: line.entry.provider),
    Column(heading=lambda: tr("Credit type"), width=130, text=lambda line: line.entry.kind, is_kind=True),
    Column(heading=lambda: tr("Amount"), width=74, text=lambda line: amount_text(line.entry.amount), is_number=True),
    Column(heading=lambda: tr("Document"), width=184, text=document_text, is_marked=True),
    Column(heading=lambda: tr("Number, remark"), width=186, text=remark_text),
)
TITLE_COLUMN = 1


class CreditsModel(QAbstractTableModel):
    """Knows the lines it was last given; `mark` stands where a document would, beside "Self-reported"."""

    def __init__(self, mark: QIcon) -> None:
        super().__init__()
        self._mark = mark
        self._lines: tuple[Line, ...] = ()

    def take_lines(self, lines: tuple[Line, ...]) -> None:
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._lines

    def line_at(self, index: Index) -> Line | None:
        return self._lines[index.row()] if index.isValid() and index.row() < len(self._lines) else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        line = self.line_at(index)
        if line is None or index.column() >= len(COLUMNS):
            return None
        column = COLUMNS[index.column()]
        if role == Role.DisplayRole:
            return column.text(line)
        if role == Role.ToolTipRole:
            return plain_tip(column.text(line))
        if role == Role.AccessibleTextRole:
            return f"{column.heading()}: {column.text(line)}"
        if role == Role.FontRole and column.is_kind and line.entry.italic:
            return _italic()
        if role == Role.DecorationRole and column.is_marked and line.reported is not None:
            return self._mark
        return _alignment(column) if role == Role.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Role.DisplayRole:
            return COLUMNS[section].heading()
        return _alignment(COLUMNS[section]) if role == Role.TextAlignmentRole else None


def _italic() -> QFont:
    font = QFont()
    font.setItalic(True)
    return font


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignTrailing if column.is_number else Qt.AlignmentFlag.AlignLeading
    return side | Qt.AlignmentFlag.AlignVCenter
