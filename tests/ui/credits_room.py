"""The credits page opened over a desk, with what tests do to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from player.ui.credits.page import CreditsPage
from player.ui.credits.table import CreditsTable
from player.ui.host import Place, Route
from player.ui.printing import Job, Printing
from tests.ui.fake_host import FakeDesk, FakeHost, make_host
from tests.ui.gestures import box, field, messages, open_page, press, shown, texts

ROUTE = Route(place=Place.CREDITS)


class FakePrinting(Printing):
    """A computer with or without a printer; `job` is what the learner chooses in the dialog."""

    def __init__(self, *, printer: bool = True) -> None:
        self.printer = printer
        self.job: Job | None = None
        self.layout: QPageLayout | None = None

    def has_printer(self) -> bool:
        return self.printer

    def takes_pdf(self) -> bool:
        return False

    def choose(self, parent: QWidget, layout: QPageLayout) -> Job | None:
        self.layout = layout
        return self.job


@dataclass
class Room:
    page: CreditsPage
    host: FakeHost
    printing: FakePrinting

    @property
    def words(self) -> str:
        return texts(self.page)

    @property
    def messages(self) -> list[str]:
        return messages(self.page)

    @property
    def table(self) -> CreditsTable:
        (table,) = self.page.findChildren(CreditsTable)
        return table

    def cells(self, column: int) -> list[str]:
        model = self.table.model()
        return [str(model.data(model.index(row, column))) for row in range(model.rowCount())]

    def press(self, word: str) -> None:
        press(self.page, word)
        self.host.settle()

    def type(self, name: str, text: str) -> None:
        line = field(self.page, name)
        line.setText(text)

    def choose(self, name: str, word: str) -> None:
        """Chooses in one of the filters, as a person does."""
        combo = box(self.page, name)
        place = combo.findText(word)
        assert place >= 0, f"no “{word}” among {[combo.itemText(n) for n in range(combo.count())]}"
        combo.setCurrentIndex(place)
        combo.activated.emit(place)
        self.host.settle()

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.page, key)
        self.host.settle()

    def shown_boxes(self) -> list[str]:
        return [combo.accessibleName() for combo in shown(self.page, QComboBox)]


def open_credits(qtbot: QtBot, qapp: QApplication, desk: FakeDesk, *, printer: bool = True) -> Room:
    host, printing = make_host(desk, qapp), FakePrinting(printer=printer)
    page = CreditsPage(host, printing=printing)
    qtbot.addWidget(page)
    open_page(page, host, ROUTE)
    return Room(page, host, printing)


def saved_as(file: Path) -> object:
    """In place of the dialog that asks where to save."""

    def ask(parent: QWidget, title: str, kind: str, name: str) -> Path:
        return file

    return ask
