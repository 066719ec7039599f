"""Saves the tables of a page as CSV, wherever the learner wants them."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from player.proof.files import write_whole
from player.ui.door import Lane
from player.ui.host import Host, Page
from player.ui.language import unmarked
from player.ui.widgets.table_actions import TableActions
from player.ui.widgets.table_text import Table, csv_bytes

_NO_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
"""What the file systems of some computer do not take in a name."""


class TableSaving(QObject):
    """Serves every `TableActions` that the page has when this is made."""

    def __init__(self, host: Host, page: Page) -> None:
        super().__init__(page)
        self._host = host
        self._page = page
        for actions in page.findChildren(TableActions):
            actions.save_wanted.connect(self.save)

    @Slot(object)
    def save(self, table: Table) -> None:
        file = ask_where(self._page, table.title)
        if file is not None:
            self._host.door.ask(partial(write_table, file, table), self._saved, lane=Lane.PORTER)

    def _saved(self, file: Path) -> None:
        self._host.say(self.tr("“{name}” is saved").format(name=file.name))


def ask_where(parent: QWidget, title: str) -> Path | None:
    """Where to save, None when that was called off."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, parent.tr("Save the table"), documents, parent.tr("Tables (*.csv)"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("csv")
    dialog.selectFile(f"{_NO_NAME.sub(' ', unmarked(title)).strip()}.csv")
    chosen = dialog.selectedFiles() if dialog.exec() else []
    return Path(chosen[0]) if chosen else None


def write_table(file: Path, table: Table) -> Path:
    """On the porter's lane: a stick may be slow."""
    write_whole(file, csv_bytes(table))
    return file
