"""Another look for the whole window: what is seen is dressed once, what is not seen when it is to be seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from player.ui.theme import Scheme, Theme
from player.ui.theme.wardrobe import KEEPS, is_late
from player.ui.widgets.card import CardFace, Panel
from player.ui.widgets.course_card import CourseCard
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.slider import Slider
from player.ui.widgets.words import Words
from tests.ui.fake_host import make_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Watched(QLabel):
    """A label in the colour of what is bad; counts how often it was dressed."""

    def __init__(self) -> None:
        super().__init__("Expired")
        self.setProperty("role", "bad")
        self.times = 0

    def changeEvent(self, event: QEvent) -> None:
        self.times += event.type() == QEvent.Type.StyleChange
        super().changeEvent(event)

    def ink(self) -> str:
        return self.palette().color(QPalette.ColorRole.WindowText).name().upper()


class Room:
    """Two pages that were both seen, the second one out of sight now."""

    def __init__(self, theme: Theme, qtbot: QtBot) -> None:
        self.theme = theme
        self.stack = QStackedWidget()
        self.stack.setProperty(KEEPS, True)
        self.front, self.hidden = Watched(), Watched()
        self.card = CourseCard(theme)
        self.card.render_face(CardFace(title="Ketamine"))
        self.pages = [self._page(self.front, self.card), self._page(self.hidden)]
        for page in self.pages:
            self.stack.addWidget(page)
        qtbot.addWidget(self.stack)
        self.stack.show()
        self.show(1)
        self.show(0)
        self.forget_times()

    def _page(self, *content: QWidget) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        for widget in content:
            column.addWidget(widget)
        return page

    def show(self, number: int) -> None:
        self.theme.catch_up(self.pages[number])
        self.stack.setCurrentIndex(number)
        QApplication.processEvents()

    def forget_times(self) -> None:
        self.front.times = self.hidden.times = 0


@pytest.fixture
def room(qapp: QApplication, qtbot: QtBot) -> Iterator[Room]:
    theme = make_theme(qapp)
    yield Room(theme, qtbot)
    theme.switch(Scheme.LIGHT)
    theme.scale_text(100)


def test_what_is_in_sight_is_dressed_once_for_each_look(room: Room) -> None:
    room.theme.switch(Scheme.DARK)
    assert room.front.times == 1
    assert room.front.ink() == room.theme.colour("bad").name().upper()


def test_a_page_out_of_sight_is_dressed_when_it_is_to_be_seen(room: Room) -> None:
    room.theme.switch(Scheme.DARK)
    room.theme.switch(Scheme.CONTRAST)
    assert room.hidden.times == 0 and is_late(room.pages[1])
    room.show(1)
    assert room.hidden.times == 1 and not is_late(room.pages[1])
    assert room.hidden.ink() == room.theme.colour("bad").name().upper()


def test_what_changed_its_role_out_of_sight_has_the_colour_of_the_new_one(room: Room) -> None:
    room.theme.switch(Scheme.DARK)
    room.hidden.setProperty("role", "strong")
    room.show(1)
    assert room.hidden.ink() == room.theme.colour("text").name().upper()


def test_larger_text_reaches_a_page_that_was_out_of_sight_and_has_it_measured_anew(room: Room, qtbot: QtBot) -> None:
    before = room.hidden.sizeHint().height()
    room.theme.scale_text(200)
    with qtbot.waitSignal(room.theme.changed):
        room.show(1)
    assert room.hidden.sizeHint().height() > before * 1.5


def test_other_colours_alone_have_nothing_measured_anew(room: Room, qtbot: QtBot) -> None:
    room.theme.switch(Scheme.DARK)
    with qtbot.assertNotEmitted(room.theme.changed):
        room.show(1)


def test_what_paints_all_of_itself_is_dressed_by_nobody(room: Room) -> None:
    events: list[QEvent.Type] = []

    class Listening(CourseCard):
        def changeEvent(self, event: QEvent) -> None:
            events.append(event.type())

    card = Listening(room.theme)
    card.setParent(room.pages[0])
    card.show()
    QApplication.processEvents()
    events.clear()
    room.theme.switch(Scheme.DARK)
    assert QEvent.Type.StyleChange not in events


def test_what_went_after_a_change_of_look_leaves_nothing_to_what_comes(qapp: QApplication) -> None:
    """Qt knows the colours that it gave by where a widget lies in memory, and others come to lie there."""
    theme = make_theme(qapp)

    def many(role: str) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        for _ in range(200):
            column.addWidget(Words("Expired", role))
        page.show()
        QApplication.processEvents()
        return page

    page = many("bad")
    theme.switch(Scheme.DARK)
    page.close()
    shiboken6.delete(page)
    page = many("body")
    inks = {label.palette().color(QPalette.ColorRole.WindowText).name() for label in page.findChildren(Words)}
    shiboken6.delete(page)
    text = theme.colour("text").name()
    theme.switch(Scheme.LIGHT)
    assert inks == {text}


def test_nothing_is_dressed_while_a_page_is_put_together(qapp: QApplication, qtbot: QtBot) -> None:
    theme = make_theme(qapp)
    words, page, panel = Words("Heart failure"), ScrollPage(theme), Panel(theme)
    words.take_role("muted")
    panel.body.addWidget(words)
    page.column.addWidget(panel)
    outer = QWidget()
    qtbot.addWidget(outer)
    QVBoxLayout(outer).addWidget(page)
    assert not words.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
    outer.show()
    assert words.palette().color(QPalette.ColorRole.WindowText) == theme.colour("muted")


def test_a_slider_goes_where_it_is_pressed_and_follows(qapp: QApplication, qtbot: QtBot) -> None:
    make_theme(qapp)
    slider = Slider(Qt.Orientation.Horizontal)
    slider.setRange(0, 100)
    slider.resize(300, 40)
    qtbot.addWidget(slider)
    slider.show()
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(150, 20))
    assert 45 <= slider.value() <= 55
    qtbot.mouseMove(slider, QPoint(290, 20))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(290, 20))
    assert not slider.isSliderDown() and slider.value() >= 45
