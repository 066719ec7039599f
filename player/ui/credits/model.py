"""The credits as a table that a view can show: one row for each claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from player.desk.earned import CreditRow
from player.domain.certificate import HEADINGS
from player.domain.credit import plain
from player.ui.credits.state import kind_of
from player.ui.wording import day_text

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()


def tr(text: str) -> str:
    return QCoreApplication.translate("credits", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One fact of a claim, how it is said, and the least width for it in pixels at 100 %."""

    heading: Callable[[], str]
    text: Callable[[CreditRow], str]
    width: int
    is_number: bool = False
    is_kind: bool = False


def _specimen_text(row: CreditRow) -> str:
    return tr("specimen, no credit") if row.specimen else ""


COLUMNS: tuple[Column, ...] = (
    Column(heading=lambda: tr("Date"), width=100, text=lambda row: day_text(row.day)),
    Column(heading=lambda: tr("Title"), width=160, text=lambda row: row.title),
    Column(heading=lambda: tr("Provider"), width=120, text=lambda row: row.provider),
    Column(heading=lambda: tr("Credit type"), width=130, text=kind_of, is_kind=True),
    Column(heading=lambda: tr("Amount"), width=74, text=lambda row: plain(row.amount), is_number=True),
    Column(heading=lambda: tr("Document"), width=140, text=lambda row: HEADINGS[row.document]),
    Column(heading=lambda: tr("Number"), width=150, text=lambda row: row.number),
    Column(heading=lambda: tr("Remark"), width=96, text=_specimen_text),
)
TITLE_COLUMN = 1
REMARK_COLUMN = len(COLUMNS) - 1


class CreditsModel(QAbstractTableModel):
    """Knows the rows it was last given."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[CreditRow, ...] = ()

    def take_rows(self, rows: tuple[CreditRow, ...]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_at(self, index: Index) -> CreditRow | None:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None or index.column() >= len(COLUMNS):
            return None
        column = COLUMNS[index.column()]
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return column.text(row)
        if role == Role.AccessibleTextRole:
            return f"{column.heading()}: {column.text(row)}"
        if role == Role.FontRole and column.is_kind and row.offer.italic:
            return _italic()
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
