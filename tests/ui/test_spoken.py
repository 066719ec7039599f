"""What screen readers are told beyond what Qt says by itself, and what they can do that keys and mouse do otherwise."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from player.ui.gallery_samples import PLACES, STEPS
from player.ui.theme import Theme
from player.ui.watch.narrow import Room as WatchRoom
from player.ui.widgets.combo import Combo
from player.ui.widgets.prose import Prose
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.search_field import SearchField
from player.ui.widgets.sidebar import Sidebar
from player.ui.widgets.spoken import SWEEP_EVERY, open_for_readers, open_with_press
from player.ui.widgets.stepper import Stepper
from player.ui.widgets.timeline import Timeline
from player.ui.widgets.words import Words
from tests.ui.fake_host import make_theme

# The offscreen platform says this of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Role = QAccessible.Role
Attribute = QAccessible.Attribute
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


def test_a_heading_tells_its_level(qtbot: QtBot, theme: Theme) -> None:
    labels = [Words("Credits", "title"), Prose(theme, role="heading"), Words("2026", "subheading")]
    for label, level in zip(labels, (1, 2, 3), strict=True):
        qtbot.addWidget(label)
        interface = QAccessible.queryAccessibleInterface(label)
        told = interface.attributesInterface()
        assert told.attributeKeys() == [Attribute.Level]
        assert told.attributeValue(Attribute.Level) == level
        assert interface.selectionInterface() is None, "asked of all, and what is no pointer ends the program"


def test_the_rail_is_a_list_of_tabs_of_which_one_is_in_front(qtbot: QtBot, theme: Theme) -> None:
    rail = Sidebar(theme, "Carrel")
    qtbot.addWidget(rail)
    rail.render_places(PLACES, "library")
    rail.show()
    places = tabs_within(rail, called="Places")
    assert [is_in_front(place) for place in places] == [True, *[False] * (len(PLACES) - 1)]
    with qtbot.waitSignal(rail.place_chosen) as chosen:
        QAccessible.queryAccessibleInterface(places[2]).actionInterface().doAction("Press")
    assert chosen.args == [PLACES[2].key]
    rail.render_places(PLACES, PLACES[2].key)
    assert [name_of(place) for place in places if is_in_front(place)] == [name_of(places[2])]


def test_the_steps_of_a_course_are_tabs_that_say_how_they_stand(qtbot: QtBot, theme: Theme) -> None:
    stepper = Stepper(theme)
    qtbot.addWidget(stepper)
    stepper.render_steps(STEPS, "watch")
    stepper.show()
    steps = tabs_within(stepper, called="The way through the course")
    assert [name_of(step) for step in steps if is_in_front(step)] == ["Watch, Open, Step 2 of 6"]
    assert [name_of(step) for step in steps][2] == "Quiz, Locked, Step 3 of 6"
    with qtbot.waitSignal(stepper.step_chosen) as chosen:
        QAccessible.queryAccessibleInterface(steps[2]).actionInterface().doAction("Press")
    assert chosen.args == ["quiz"]


def tabs_within(widget: QWidget, *, called: str) -> list[QAbstractButton]:
    """All that is in the one list of tabs, and nothing else is."""
    tabs = widget.findChildren(QAbstractButton)
    assert {role_of(tab) for tab in tabs} == {Role.PageTab}
    (above,) = {tab.parentWidget() for tab in tabs}
    assert above is not None
    assert (role_of(above), name_of(above)) == (Role.PageTabList, called)
    assert QAccessible.queryAccessibleInterface(above).childCount() == len(tabs)
    return tabs


def is_in_front(tab: QWidget) -> bool:
    state = QAccessible.queryAccessibleInterface(tab).state()
    assert state.selectable and not state.checkable
    return bool(state.selected)


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


@pytest.mark.parametrize("action", ["Press", "Show Menu"])
@pytest.mark.parametrize("kind", [QToolButton, QPushButton], ids=["tool", "push"])
def test_a_button_with_a_menu_opens_it_for_a_screen_reader_and_answers_before(
    qtbot: QtBot, kind: type[QToolButton | QPushButton], action: str
) -> None:
    button, menu = kind(), QMenu("Speed")
    button.setText("Speed")
    button.setMenu(menu)
    menu.addAction("2×")
    if isinstance(button, QToolButton):
        open_with_press(button)
    else:
        open_for_readers(button)
    qtbot.addWidget(menu)
    qtbot.addWidget(button)
    button.show()
    interface = QAccessible.queryAccessibleInterface(button)
    assert (name_of(button), bool(interface.state().hasPopup)) == ("Speed", True)
    QTimer.singleShot(2_000, menu.close)
    with qtbot.waitSignal(menu.aboutToShow):
        interface.actionInterface().doAction(action)
        assert not menu.isVisible(), "the screen reader has its answer"
    menu.close()


class Busy(QThread):
    """Work elsewhere that lets go of Python again and again, as all work does, and so has to get it back each time."""

    def __init__(self) -> None:
        super().__init__()
        self.may_begin = threading.Event()
        self.is_done = False

    def run(self) -> None:
        self.may_begin.wait()
        for _ in range(20):
            QThread.msleep(1)
        self.is_done = True


@pytest.mark.parametrize("kind", [QToolButton, QPushButton], ids=["tool", "push"])
def test_while_a_menu_is_open_work_elsewhere_goes_on(qtbot: QtBot, kind: type[QToolButton | QPushButton]) -> None:
    button, menu = kind(), QMenu("Speed")
    button.setMenu(menu)
    menu.addAction("2×")
    qtbot.addWidget(menu)
    qtbot.addWidget(button)
    open_for_readers(button)
    button.show()
    busy, done_when_closed = Busy(), list[bool]()
    menu.aboutToShow.connect(busy.may_begin.set)
    menu.aboutToHide.connect(lambda: done_when_closed.append(busy.is_done))
    busy.finished.connect(menu.close)
    # Nothing written in Python runs here meanwhile, after which the work would have its turn in any case.
    QTimer.singleShot(3_000, menu, menu.close)
    busy.start()
    with qtbot.waitSignal(menu.aboutToHide, timeout=10_000):
        QAccessible.queryAccessibleInterface(button).actionInterface().doAction("Press")
    assert busy.wait(10_000)
    assert done_when_closed == [True]


def test_what_can_be_pressed_in_a_field_to_search_in_has_a_name(qtbot: QtBot, theme: Theme) -> None:
    field = SearchField(theme, "Search", "Search the library")
    qtbot.addWidget(field)
    assert [name_of(button) for button in field.findChildren(QToolButton)].count("") == 0
