"""The day's figures stand in full rows, whatever width they get first, and have the height that these take."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from player.ui.kiosk.operator_parts import Figures
from player.ui.widgets.scroll import ScrollPage
from tests.ui.fake_host import make_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LABELS = ("arrivals", "registered here", "quizzes taken", "evaluations", "claims", "certificates")


def rows(figures: Figures) -> list[int]:
    """How many tiles stand in each row."""
    tops = [tile.y() for tile in figures.tiles]
    return [tops.count(top) for top in dict.fromkeys(tops)]


@pytest.mark.parametrize("width", [300, 560, 938, 1_100, 1_700])
def test_every_row_is_full(qtbot: QtBot, qapp: QApplication, width: int) -> None:
    figures = Figures(make_theme(qapp), LABELS)
    qtbot.addWidget(figures)
    figures.resize(width, figures.heightForWidth(width))
    figures.show()
    assert len({*rows(figures)}) == 1
    assert figures.tiles[-1].geometry().bottom() < figures.height()


@pytest.mark.parametrize("first", [300, 938, 1_700])
def test_a_page_gives_them_their_height_whatever_it_was_before(qtbot: QtBot, qapp: QApplication, first: int) -> None:
    theme = make_theme(qapp)
    window, page, figures = QWidget(), ScrollPage(theme, widest=None), Figures(theme, LABELS)
    QVBoxLayout(window).addWidget(page)
    page.column.addWidget(figures)
    page.column.addStretch(1)
    qtbot.addWidget(window)
    window.resize(first, 400)
    window.show()
    for width in (1_000, 1_700, 700):
        window.resize(width, 400)
        for _ in range(3):
            qapp.processEvents()
        assert figures.tiles[-1].geometry().bottom() < figures.height()
