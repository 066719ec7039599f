"""A message in its place is left with Escape, a step at a time, and the keyboard is never lost with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from player.ui.widgets.banner import Banner, Message
from tests.ui.fake_host import make_theme
from tests.ui.gestures import button, focus, key, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.addWidget(Banner(make_theme(qapp)))
    column.addWidget(QPushButton("Below"))
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    return made


def tell(window: QWidget, *, dismissible: bool) -> Banner:
    banner = window.findChild(Banner)
    assert banner is not None
    banner.render_message(Message(what="The disk is full.", details="ENOSPC", dismissible=dismissible))
    more = button(banner, "Details")
    more.click()
    QApplication.processEvents()
    shown(banner, QPlainTextEdit)[0].setFocus()
    return banner


def test_escape_closes_the_details_and_then_the_message(window: QWidget) -> None:
    banner = tell(window, dismissible=True)
    key(Qt.Key.Key_Escape)
    assert banner.isVisible() and not shown(banner, QPlainTextEdit)
    assert focus() is button(banner, "Details")
    key(Qt.Key.Key_Escape)
    assert banner.isHidden()
    assert focus() is button(window, "Below")


def test_a_message_that_stays_is_not_closed_by_escape(window: QWidget) -> None:
    banner = tell(window, dismissible=False)
    key(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert banner.isVisible() and focus() is button(banner, "Details")
