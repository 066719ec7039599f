"""What is pressed in a public place is as large as a finger, and what scrolls is pushed by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScroller,
    QSlider,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from player.ui.host import Place
from player.ui.quiz.asking import Questions
from player.ui.theme.theme import KIOSK
from player.ui.theme.tokens import Scheme
from player.ui.watch.checkpoints import Checkpoints
from player.ui.watch.page import WatchPage
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.timeline import Timeline
from tests.ui.fake_host import make_theme
from tests.ui.gestures import button, has_button
from tests.ui.public_room import STAGES, PublicRoom, public_room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LEAST = 56


@pytest.mark.parametrize(
    ("stage", "percent"), [*((stage, 130) for stage in STAGES), ("playing", 100), ("claimed", 100)]
)
def test_everything_that_is_pressed_is_as_large_as_a_finger(
    stage: str, percent: int, tmp_path: Path, qapp: QApplication
) -> None:
    make, places = STAGES[stage]
    small: list[str] = []
    with public_room(make(tmp_path), qapp, roomy=True, percent=percent) as room:
        for place in places:
            page = room.enter(place)
            small.extend(f"{place}: {text}" for text in too_small(page))
            for sight in _sights(room, place):
                small.extend(f"{place}, {sight}: {text}" for text in too_small(page))
            room.leave(place)
    assert not small, "\n".join(dict.fromkeys(small))


def _sights(room: PublicRoom, place: Place) -> Iterator[str]:
    """What else there is to see of a page than how one finds it."""
    page = room.pages[place]
    if isinstance(page, WatchPage):
        panel = page._screen.panel
        for tab in (panel.chapters, panel.transcript, panel.handouts):
            page._screen.show_tab(tab)
            room.settle()
            yield tab.accessibleName() or type(tab).__name__
        asking = next(one for one in page._company if isinstance(one, Checkpoints))
        asking._ask_first()
        room.settle()
        yield "a question"
    if place is Place.CLAIM and has_button(page, "No, do not report it"):
        button(page, "No, do not report it").click()
        room.settle()
        yield "the offers"
    for questions in page.findChildren(Questions):
        if has_button(page, "Begin the quiz"):
            button(page, "Begin the quiz").click()
            room.settle()
        while questions.isVisible():
            yield "question"
            following = button(page, "Next") if has_button(page, "Next") else None
            if following is None:
                return
            following.click()
            room.settle()


def too_small(page: QWidget) -> list[str]:
    """What can be pressed, or pushed, and is narrower or lower than a finger, or pressed by a part of it alone."""
    found: list[str] = []
    for widget in page.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled():
            continue
        name = f"{type(widget).__name__} “{widget.accessibleName()}” in {type(widget.parent()).__name__}"
        low = [size for size in _sizes(widget) if size.width() < LEAST or size.height() < LEAST]
        if low:
            found.append(f"{name} is {low[0].toTuple()}")
        if isinstance(widget, QCheckBox | QRadioButton) and not widget.property("alone"):
            edge = widget.rect().center() + QPoint(widget.width() // 2 - 4, 0)
            if not widget.hitButton(edge):
                found.append(f"{name} “{widget.text()}” is not pressed by all of its row")
    return found


def _sizes(widget: QWidget) -> list[QSize]:
    """Of everything in it that is pressed by itself."""
    parent = widget.parentWidget()
    if isinstance(widget, QTabBar):
        return [widget.tabRect(number).size() for number in range(widget.count()) if widget.isTabVisible(number)]
    if isinstance(parent, QLineEdit | QTabBar) or (parent is not None and parent.inherits("QAbstractSpinBox")):
        return []
    if isinstance(widget, QAbstractButton | QComboBox | QLineEdit | QSlider | Timeline):
        return [_pressed(widget).size()]
    return []


def _pressed(widget: QWidget) -> QWidget:
    """What is touched for it: a mark that stands alone is pressed by all of its line."""
    around = widget.parentWidget()
    if around is not None and widget.property("alone") and around.testAttribute(Qt.WidgetAttribute.WA_SetCursor):
        return around
    return widget


# --- how it feels ------------------------------------------------------------------------------------------


def test_a_page_is_pushed_by_a_finger_and_a_push_presses_nothing(qtbot: QtBot, qapp: QApplication) -> None:
    theme = make_theme(qapp)
    theme.make_roomy(True)
    page = ScrollPage(theme)
    qtbot.addWidget(page)
    pressed: list[str] = []
    for number in range(40):
        word = QPushButton(str(number))
        word.clicked.connect(lambda _=False, number=number: pressed.append(str(number)))
        page.column.addWidget(word)
    page.resize(600, 500)
    page.show()
    qtbot.waitExposed(page)
    finger = QTest.createTouchDevice()
    here = QPoint(300, 400)
    QTest.touchEvent(page, finger).press(0, here, page).commit()
    for step in range(12):
        QTest.touchEvent(page, finger).move(0, here - QPoint(0, 20 * step), page).commit()
        QTest.qWait(5)
    QTest.touchEvent(page, finger).release(0, here - QPoint(0, 220), page).commit()
    qtbot.waitUntil(lambda: page.verticalScrollBar().value() > 100)
    QScroller.scroller(page.viewport()).stop()
    assert pressed == []
    theme.make_roomy(False)
    assert page.viewport().property("pushed") is False


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_ordinary_look_is_what_it_was_after_a_roomy_one(scheme: Scheme, qapp: QApplication) -> None:
    theme = make_theme(qapp)
    theme.switch(scheme)
    before = qapp.styleSheet()
    theme.make_roomy(True)
    assert theme.target == LEAST
    assert qapp.styleSheet() != before
    theme.make_roomy(False)
    assert qapp.styleSheet() == before
    theme.switch(Scheme.LIGHT)


def test_what_the_kiosk_says_of_its_own_screens_stands_over_the_roomy_look(qapp: QApplication) -> None:
    theme = make_theme(qapp)
    theme.make_roomy(True)
    sheet = qapp.styleSheet()
    assert sheet.index("In a public place") < sheet.index(KIOSK)
    theme.make_roomy(False)


def test_the_choices_of_a_box_are_as_high_as_a_finger(qtbot: QtBot, qapp: QApplication) -> None:
    theme = make_theme(qapp)
    theme.make_roomy(True)
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems(["A beta blocker", "A nitrate"])
    box.show()
    qtbot.waitExposed(box)
    box.showPopup()
    assert box.view().sizeHintForRow(1) >= LEAST
    box.hidePopup()
    theme.make_roomy(False)
