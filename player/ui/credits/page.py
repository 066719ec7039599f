"""The credits at work: gathers what was earned, opens its documents, and saves the table."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from player.desk.desk import Desk
from player.desk.earned import CreditRow
from player.domain.problem import Problem
from player.proof.files import write_whole
from player.ui.credits.screen import CreditsScreen
from player.ui.credits.state import CreditsState
from player.ui.credits.table_file import csv_bytes
from player.ui.door import Lane
from player.ui.host import Host, Page, Place, Route
from player.ui.widgets.banner import Message
from player.ui.widgets.tone import Tone
from player.ui.wording import problem_message


class CreditsPage(Page):
    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._state = CreditsState(rows=())
        self._screen = CreditsScreen(host.theme)
        self._screen.opened.connect(self._open)
        self._screen.save_wanted.connect(self._save)
        self._screen.library_wanted.connect(self._to_library)
        self.hold(self._screen)

    def enter(self, route: Route) -> None:
        self._host.door.ask(partial(_load, self._host.desk), self._show)

    def _show(self, state: CreditsState) -> None:
        self._state = state
        self._screen.render_state(state)
        self._screen.focus_first()

    def _open(self, row: CreditRow) -> None:
        self._host.go(Route(place=Place.CERTIFICATE, course=row.course, offer=row.offer.id))

    def _save(self) -> None:
        file = ask_where(self, self.tr("Credits.csv"))
        if file is not None:
            work = partial(_write, file, self._state.rows)
            self._host.door.ask(work, self._saved, failed=self._refused, lane=Lane.PORTER)

    def _saved(self, file: Path) -> None:
        what = self.tr("Saved as {name}").format(name=file.name)
        where = self.tr("In {folder}").format(folder=file.parent)
        self._screen.show_message(Message(what=what, meaning=where, tone=Tone.GOOD, dismissible=True))

    def _refused(self, problem: Problem) -> None:
        self._screen.show_message(problem_message(problem, dismissible=True))

    def _to_library(self) -> None:
        self._host.go(Route(place=Place.LIBRARY))


def ask_where(parent: QWidget, name: str) -> Path | None:
    """Where to save the table; None when that was called off."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, parent.tr("Save as table"), documents, parent.tr("Tables (*.csv)"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("csv")
    dialog.selectFile(name)
    chosen = dialog.selectedFiles() if dialog.exec() else []
    return Path(chosen[0]) if chosen else None


def _load(desk: Desk) -> CreditsState:
    """On the desk's lane."""
    return CreditsState(rows=desk.credits())


def _write(file: Path, rows: tuple[CreditRow, ...]) -> Path:
    """On the porter's lane."""
    write_whole(file, csv_bytes(rows))
    return file
