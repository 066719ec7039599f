"""The pages of a document in the window keep still, however high the view is that they stand in."""

from __future__ import annotations

import pytest
from fpdf import FPDF
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from player.ui.pdf_pages import PdfPages
from player.ui.theme import Theme
from tests.ui.fake_host import make_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

WIDTH, HIGHEST = 480, 700
"""A letter of that width is between 600 and 640 pixels high, with and without the bar beside it."""
ROUNDS = 40


class Resizes(QObject):
    """Counts how often something is resized."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Resize
        return False


@pytest.fixture(name="theme")
def a_theme(qapp: QApplication) -> Theme:
    return make_theme(qapp)


def test_the_bar_beside_a_page_never_comes_and_goes_without_end(theme: Theme, qtbot: QtBot) -> None:
    """With the bar the page is narrower, so lower, so needs none; without it the page is wider, and needs one."""
    document = FPDF(unit="pt", format="letter")
    document.add_page()
    window = QWidget()
    qtbot.addWidget(window)
    pages = PdfPages(theme, window)
    pages.take_pdf(bytes(document.output()))
    window.show()
    restless: list[int] = []
    for height in range(500, HIGHEST, 5):
        pages.resize(WIDTH, height)
        QApplication.processEvents()
        resizes = Resizes(pages.viewport())
        for _ in range(ROUNDS):
            QApplication.processEvents()
        if resizes.count > 2:
            restless.append(height)
        pages.viewport().removeEventFilter(resizes)
    pages.clear()
    assert restless == []
