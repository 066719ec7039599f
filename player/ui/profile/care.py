"""The records card at work: checks, backs up and puts back through the desk, one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDate, QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from player.desk.desk import Desk
from player.desk.ports import BackedUp, Examined, TakenBack
from player.domain.problem import Problem
from player.ui.host import Host
from player.ui.profile.records import RecordsCard
from player.ui.profile.records_words import (
    RecordsState,
    backed_up_message,
    proposed_name,
    taken_back_message,
    tr,
)
from player.ui.widgets.banner import Message
from player.ui.wording import problem_message

ENDING = "carrel-backup"


class RecordsCare(QObject):
    """`changed` when a backup was put back: then everything may be other than it was."""

    changed = Signal()

    def __init__(self, host: Host, card: RecordsCard) -> None:
        super().__init__(card)
        self._host = host
        self._card = card
        self._state: RecordsState | None = None
        card.check_wanted.connect(self._check)
        card.back_up_wanted.connect(self._back_up)
        card.restore_wanted.connect(self._restore)

    def look(self) -> None:
        """Shows what is known without a long look."""
        self._host.door.ask(partial(_known, self._host.desk), self._show)

    def _show(self, state: RecordsState) -> None:
        self._state = state
        self._card.render_records(state)

    def _check(self) -> None:
        self._card.render_busy(tr("Looking through your records…"))
        self._host.door.ask(self._host.desk.examine, self._checked, failed=self._failed)

    def _checked(self, found: tuple[Examined, ...]) -> None:
        self._card.render_busy("")
        if self._state is not None:
            # What was known to be wrong is among what was found, or is mended by now.
            self._show(replace(self._state, found=found, troubles=()))

    def _back_up(self) -> None:
        file = ask_where_to_back_up(self._card, proposed_name(QDate.currentDate()))
        if file is not None:
            self._card.render_busy(tr("Writing the backup and reading it back…"))
            desk = self._host.desk
            self._host.door.ask(partial(desk.back_up, file), partial(self._backed_up, file), failed=self._failed)

    def _backed_up(self, file: Path, made: BackedUp) -> None:
        self._end(backed_up_message(file, made))

    def _restore(self) -> None:
        file = ask_for_backup(self._card)
        if file is not None:
            self._card.render_busy(tr("Bringing the backup and your records together…"))
            desk = self._host.desk
            self._host.door.ask(partial(desk.take_back, file), partial(self._restored, file), failed=self._failed)

    def _restored(self, file: Path, taken: TakenBack) -> None:
        self._state = None
        self._end(taken_back_message(file, taken))
        self.look()
        self.changed.emit()

    def _failed(self, problem: Problem) -> None:
        self._end(problem_message(problem, dismissible=True))

    def _end(self, message: Message) -> None:
        self._card.render_busy("")
        if self._state is not None:
            self._card.render_records(replace(self._state, found=None))
        self._card.render_outcome(message)


def ask_where_to_back_up(parent: QWidget, name: str) -> Path | None:
    """The file to write; None when that was called off. The dialog itself asks before it replaces a file."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, tr("Back up your records"), documents, _kinds())
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ENDING)
    dialog.selectFile(name)
    chosen = dialog.selectedFiles() if dialog.exec() else []
    return Path(chosen[0]) if chosen else None


def ask_for_backup(parent: QWidget) -> Path | None:
    """The backup to put back; None when that was called off."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _ = QFileDialog.getOpenFileName(parent, tr("Restore or merge a backup"), documents, _kinds())
    return Path(chosen) if chosen else None


def _kinds() -> str:
    return tr("Backups of Carrel (*.carrel-backup)")


def _known(desk: Desk) -> RecordsState:
    """On the desk's lane."""
    return RecordsState(folder=desk.profile, last_backup=desk.last_backup(), troubles=desk.troubles())
