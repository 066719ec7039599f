"""The report of a check-up: saved as a file, copied, or sent to whoever helps with the course."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from player.desk.desk import Desk
from player.domain.checkup.report import CheckUp
from player.domain.checkup.wording import text_of
from player.proof.files import write_whole
from player.ui.checkup.words import ReportKind, filters, kind_of
from player.ui.host import Host

LONGEST_LETTER = 6_000
"""Mail programs take addresses with a letter in them only so long."""


class Reporting(QObject):
    """`checkup` is the one on show; None before there is one."""

    def __init__(self, host: Host, page: QWidget) -> None:
        super().__init__(page)
        self._host = host
        self._page = page
        self.checkup: CheckUp | None = None

    @Slot()
    def save(self) -> None:
        """Asks where to, and as what."""
        checkup = self.checkup
        if checkup is None:
            return
        name, chosen = QFileDialog.getSaveFileName(
            self._page,
            self.tr("Save the report"),
            str(Path.home() / f"carrel-check-up-{checkup.id}.pdf"),
            filters(),
        )
        if name:
            whole, kind = kind_of(name, chosen)
            self._host.door.ask(partial(write, self._host.desk, checkup, Path(whole), kind), self._saved)

    @Slot()
    def copy(self) -> None:
        if self.checkup is not None:
            QGuiApplication.clipboard().setText(text_of(self.checkup))
            self._host.say(self.tr("The report is copied"))

    @Slot(str)
    def write_mail(self, address: str) -> None:
        """The letter waits in the mail program until there is a connection."""
        if self.checkup is None:
            return
        subject = quote(self.tr("Carrel check-up {id}").format(id=self.checkup.id))
        body = quote(text_of(self.checkup)[:LONGEST_LETTER])
        letter = QUrl(f"mailto:{quote(address, safe='@')}?subject={subject}&body={body}")
        if not QDesktopServices.openUrl(letter):
            text = self.tr("No mail program was found. Save the report, and send it to {address}.")
            self._host.say(text.format(address=address))

    def _saved(self, file: Path) -> None:
        self._host.say(self.tr("“{name}” is saved").format(name=file.name))


def write(desk: Desk, checkup: CheckUp, file: Path, kind: ReportKind) -> Path:
    """On the desk's lane."""
    match kind:
        case ReportKind.PDF:
            data = desk.print_check_up(checkup)
        case ReportKind.TEXT:
            data = text_of(checkup).encode()
        case ReportKind.JSON:
            data = desk.pack_check_up(checkup)
    write_whole(file, data)
    return file
