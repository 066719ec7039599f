"""A message in its place is left with Escape, a step at a time, and the keyboard is never lost with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
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


@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft], ids=["ltr", "rtl"])
def test_a_button_below_the_words_is_as_wide_as_its_own_at_the_beginning_of_the_line(
    window: QWidget, qapp: QApplication, way: Qt.LayoutDirection
) -> None:
    window.setLayoutDirection(way)
    theme = make_theme(qapp)
    low = Banner(theme, low=True)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(low)
    low.render_message(Message(what="This computer has less than the provider asks for.", action="See the check-up"))
    window.resize(320, 500)
    QApplication.processEvents()
    pressed, words = button(low, "See the check-up"), low._what
    assert pressed.mapTo(low, QPoint(0, 0)).y() > words.mapTo(low, QPoint(0, words.height())).y()
    assert pressed.width() == pressed.sizeHint().width()
    ends = [
        one.mapTo(low, one.rect().topRight() if low.isRightToLeft() else QPoint(0, 0)).x() for one in (pressed, words)
    ]
    assert ends[0] == ends[1]


def test_where_there_is_room_the_button_of_a_low_banner_stands_beside_its_words(
    window: QWidget, qapp: QApplication
) -> None:
    low = Banner(make_theme(qapp), low=True)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(low)
    low.render_message(Message(what="This computer has less.", action="See the check-up"))
    QApplication.processEvents()
    pressed = button(low, "See the check-up")
    assert pressed.mapTo(low, QPoint(0, 0)).y() < low._what.mapTo(low, QPoint(0, low._what.height())).y()
    with_button = low.height()
    low.render_message(Message(what="This computer has less."))
    QApplication.processEvents()
    assert low._beside.isHidden() and low.height() <= with_button
