"""What screen readers are told beyond what Qt says by itself, and what they can do that keys and mouse do otherwise."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QMenu, QScrollArea, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from player.ui.theme import Theme
from player.ui.watch.narrow import Room as WatchRoom
from player.ui.widgets.combo import Combo
from player.ui.widgets.prose import Prose
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.search_field import SearchField
from player.ui.widgets.spoken import SWEEP_EVERY, open_with_press
from player.ui.widgets.timeline import Timeline
from player.ui.widgets.words import Words
from tests.ui.fake_host import make_theme

# The offscreen platform says this of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Role = QAccessible.Role
BEYOND = 9
"""A number that no part has: Qt's own account of what scrolls ends the program at it."""


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return make_theme(qapp)


def role_of(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def name_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_what_begins_a_part_of_a_page_is_a_heading_with_its_words(qtbot: QtBot, theme: Theme) -> None:
    title, prose, body = Words("Credits", "title"), Prose(theme, role="title"), Words("Something", "body")
    prose.render_text("My course")
    for label in (title, prose, body):
        qtbot.addWidget(label)
    assert (role_of(title), name_of(title)) == (Role.Heading, "Credits")
    assert (role_of(prose), name_of(prose)) == (Role.Heading, "My course")
    assert role_of(body) is Role.StaticText
    title.setText("Send")
    assert name_of(title) == "Send"


def test_headings_that_are_gone_leave_nothing_behind(qapp: QApplication, theme: Theme) -> None:
    for _ in range(2 * SWEEP_EVERY):
        page = QWidget()
        QVBoxLayout(page).addWidget(Words("Credits", "title"))
        assert role_of(page.findChildren(Words)[0]) is Role.Heading
        page.deleteLater()
        del page
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    label = Words("Still here", "title")
    assert (role_of(label), name_of(label)) == (Role.Heading, "Still here")


@pytest.mark.parametrize("kind", ["page", "room"])
def test_whoever_counts_the_parts_of_what_scrolls_may_ask_for_one_that_is_gone(
    qtbot: QtBot, theme: Theme, kind: str
) -> None:
    area: QScrollArea = ScrollPage(theme) if kind == "page" else WatchRoom(Words("Something"))
    qtbot.addWidget(area)
    area.show()
    interface = QAccessible.queryAccessibleInterface(area)
    assert interface.role() is Role.Pane, "not Qt's own, which takes any number"
    assert interface.childCount() > 0
    assert interface.child(BEYOND) is None


def unfolded(qtbot: QtBot) -> Combo:
    box = Combo()
    box.addItems(["Not said yet", "Physician", "Nurse"])
    box.setAccessibleName("Profession")
    qtbot.addWidget(box)
    box.show()
    box.showPopup()
    return box


def test_the_list_that_a_box_unfolds_has_its_name(qtbot: QtBot) -> None:
    assert name_of(unfolded(qtbot).view()) == "Profession"


def test_what_a_screen_reader_selects_in_an_unfolded_list_is_chosen(qtbot: QtBot) -> None:
    box = unfolded(qtbot)
    chosen = list[int]()
    box.activated.connect(chosen.append)
    entry = QAccessible.queryAccessibleInterface(box.view()).child(1)
    action = entry.actionInterface()
    action.doAction("Toggle")
    assert (box.currentText(), chosen) == ("Physician", [1])
    assert not box.view().isVisible()


def test_going_through_an_unfolded_list_by_keyboard_chooses_nothing(qtbot: QtBot) -> None:
    box = unfolded(qtbot)
    box.view().setCurrentIndex(box.model().index(2, 0))
    assert box.currentText() == "Not said yet"
    assert box.view().isVisible()
    box.hidePopup()


def test_a_screen_reader_that_sets_the_timeline_seeks_and_playing_does_not(qtbot: QtBot, theme: Theme) -> None:
    timeline = Timeline(theme)
    qtbot.addWidget(timeline)
    asked = list[int]()
    timeline.seek_requested.connect(asked.append)
    timeline.render_course(90_000)
    timeline.render_position(61_500)
    assert asked == []
    interface = QAccessible.queryAccessibleInterface(timeline).valueInterface()
    interface.setCurrentValue(30)
    assert asked == [30_000]
    timeline.render_course(20_000)
    assert asked == [30_000], "a shorter recording is no wish to go anywhere"


def test_a_button_with_a_menu_can_be_pressed_by_a_screen_reader(qtbot: QtBot) -> None:
    button = QToolButton()
    button.setMenu(QMenu("Speed", button))
    open_with_press(button)
    button.menu().addAction("2×")
    qtbot.addWidget(button)
    button.show()
    QTimer.singleShot(2_000, button.menu().close)
    with qtbot.waitSignal(button.menu().aboutToShow):
        QAccessible.queryAccessibleInterface(button).actionInterface().doAction("Press")
    button.menu().close()


def test_what_can_be_pressed_in_a_field_to_search_in_has_a_name(qtbot: QtBot, theme: Theme) -> None:
    field = SearchField(theme, "Search", "Search the library")
    qtbot.addWidget(field)
    assert [name_of(button) for button in field.findChildren(QToolButton)].count("") == 0
