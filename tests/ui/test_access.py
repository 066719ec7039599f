"""The eyes that look over every page: each fault that they are for, shown to them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.access import complaints, jumps, stops, unreached

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def page_with(qtbot: QtBot, *parts: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    for part in parts:
        column.addWidget(part)
    qtbot.addWidget(page)
    page.resize(400, 300)
    page.show()
    page.activateWindow()
    assert QTest.qWaitForWindowActive(page)
    return page


def low() -> QWidget:
    label = QLabel("Words")
    label.setFixedHeight(4)
    return label


def narrow() -> QWidget:
    button = QPushButton("A long word on a button")
    button.setFixedWidth(30)
    return button


def wrapped() -> QWidget:
    label = QLabel("many words " * 40)
    label.setWordWrap(True)
    label.setFixedSize(120, 40)
    return label


def nameless() -> QWidget:
    return QLineEdit()


def for_the_mouse() -> QWidget:
    button = QPushButton("Press")
    button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return button


def hand() -> QWidget:
    label = QLabel("Press")
    label.setCursor(Qt.CursorShape.PointingHandCursor)
    return label


def cut_off() -> QWidget:
    small = QWidget()
    small.setFixedSize(40, 40)
    label = QLabel("Outside", small)
    label.move(30, 30)
    return small


def wide() -> QWidget:
    area = QScrollArea()
    inside = QLabel("wide " * 200)
    area.setWidget(inside)
    return area


FAULTS = (low, narrow, wrapped, nameless, for_the_mouse, hand, cut_off, wide)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_each_fault_is_seen(qtbot: QtBot, fault: Callable[[], QWidget]) -> None:
    page = page_with(qtbot, fault())
    assert complaints(page)


def test_a_sound_page_has_no_complaints(qtbot: QtBot) -> None:
    label, line = QLabel("&Name"), QLineEdit()
    label.setBuddy(line)
    words = QLabel("many words " * 10)
    words.setWordWrap(True)
    page = page_with(qtbot, label, line, words, QPushButton("Go on"))
    assert complaints(page) == []
    line.setFocus()
    found = stops(page)
    assert unreached(page, found) == [] and jumps(page, found) == []


def test_a_jump_against_the_way_of_reading_is_seen(qtbot: QtBot) -> None:
    one, two, three = (QPushButton(word) for word in ("One", "Two", "Three"))
    page = page_with(qtbot, one, two, three)
    QWidget.setTabOrder(three, two)
    one.setFocus()
    assert len(jumps(page, stops(page))) == 1
