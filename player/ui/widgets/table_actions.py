"""Copies a table that is on show, or has it saved: one small menu beside the table, its own menu, and Ctrl+C."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QMenu, QWidget

from player.ui.theme import Theme
from player.ui.widgets.end_button import EndButton
from player.ui.widgets.spoken import open_for_readers
from player.ui.widgets.table_text import Table, tab_separated
from player.ui.widgets.words import Words, announce

TOLD_MS = 4_000


class TableActions(QWidget):
    """Stands beside a table. Gesture: `save_wanted` (the Table), for what writes files.

    `find`: the table as it is shown at that moment, None while there is none. `over`: the widget that shows it, where
    Ctrl+C copies it and its menu offers both.
    """

    save_wanted = Signal(object)

    def __init__(self, theme: Theme, name: str, find: Callable[[], Table | None], *, over: QWidget) -> None:
        super().__init__()
        self._find = find
        self._over = over
        self.copy = QAction(theme.icons.icon("copy"), self.tr("Copy the table"), self)
        self.save = QAction(theme.icons.icon("download"), self.tr("Save as CSV…"), self)
        self._button = EndButton()
        self._told = Words(role="caption", wrap=False)
        self._forget = QTimer(self)
        self._prepare(name, theme)
        self._serve(over)

    def _prepare(self, name: str, theme: Theme) -> None:
        menu = QMenu(self)
        menu.addActions([self.copy, self.save])
        said = self.tr("Copy or save: {table}").format(table=name)
        self._button.setText(self.tr("Copy or save"))
        self._button.setIcon(theme.icons.icon("copy", "accent"))
        self._button.setMenu(menu)
        open_for_readers(self._button)
        self._button.setAccessibleName(said)
        self._button.setToolTip(said)
        self.copy.triggered.connect(self._to_clipboard)
        self.save.triggered.connect(self._want)
        self._forget.setSingleShot(True)
        self._forget.timeout.connect(self._told.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("one"))
        row.addWidget(self._told)
        row.addWidget(self._button)

    def _serve(self, over: QWidget) -> None:
        self.copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self.copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        over.addActions([self.copy, self.save])
        over.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def shut_in(self) -> None:
        """Takes copying and saving away, beside the table and on it."""
        for action in (self.copy, self.save):
            action.setEnabled(False)
            self._over.removeAction(action)
        self._over.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._button.hide()
        self.hide()

    def _to_clipboard(self) -> None:
        here = QApplication.focusWidget()
        if isinstance(here, QLabel) and here.hasSelectedText():
            # Whoever has marked some words means these.
            QGuiApplication.clipboard().setText(here.selectedText())
            return
        table = self._find()
        if table is not None:
            QGuiApplication.clipboard().setText(tab_separated(table))
            self._told.setText(self.tr("Copied"))
            announce(self._button, self.tr("The table is copied"))
            self._forget.start(TOLD_MS)

    def _want(self) -> None:
        table = self._find()
        if table is not None:
            self.save_wanted.emit(table)
