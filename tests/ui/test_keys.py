"""Help in place: `?` and F1 show the keys of the page and of the window, on every page, and give the keyboard back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from player.ui.host import Page, PageMaker, Place, Route
from player.ui.keys import KeySection, other_keys, window_keys, without_characters
from player.ui.language import TONGUES
from player.ui.settings import Settings
from player.ui.shell.shell import RAIL, Shell
from player.ui.watch.keys import key_words
from player.ui.widgets.key_overview import KeyOverview
from player.ui.widgets.spoken import open_with_press
from player.ui.widgets.tool_button import ToolButton
from tests.ui.fake_host import FakeDesk, make_speech, make_theme
from tests.ui.gestures import focus, press, texts
from tests.ui.touring import speaking

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Keyed(Page):
    """A page with a line to type in and a key of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setAccessibleName("A line")
        self.button = QPushButton("Go on")
        self.tool = QToolButton()
        self.tool.setText("Larger")
        self.tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        for part in (self.line, self.button, self.tool):
            column.addWidget(part)

    def enter(self, route: Route) -> None:
        self.setFocus()

    def keys(self) -> tuple[KeySection, ...]:
        return (("Rowing", (("W S", "Faster or slower"),)),)


def make_page(place: Place) -> PageMaker:
    return Keyed


@pytest.fixture
def shell(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Shell]:
    shell = Shell(
        desk=FakeDesk(tmp_path), theme=make_theme(qapp), speech=make_speech(), settings=Settings(), on_bug=_fail
    )
    shell.take_pages(make_page)
    qtbot.addWidget(shell, before_close_func=lambda _: shell.door.close())
    shell.resize(1280, 800)
    shell.go(Route(place=Place.CREDITS))
    shell.show()
    shell.activateWindow()
    assert QTest.qWaitForWindowActive(shell)
    yield shell
    shell.door.close()


def _fail(bug: BaseException) -> None:
    raise bug


def overview(shell: Shell) -> KeyOverview | None:
    return next((one for one in shell.findChildren(KeyOverview) if one.isVisible()), None)


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question], ids=["F1", "?"])
def test_a_key_shows_those_of_the_page_and_of_the_window(shell: Shell, key: Qt.Key) -> None:
    QTest.keyClick(shell, key)
    found = overview(shell)
    assert found is not None
    said = texts(found)
    assert "Rowing" in said and "Faster or slower" in said
    assert all(does in said for _, rows in window_keys() for _, does in rows)


def test_the_quiet_button_shows_the_same(shell: Shell) -> None:
    press(shell, "? Keys")
    found = overview(shell)
    assert found is not None and "Rowing" in texts(found)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Question], ids=["Esc", "F1", "?"])
def test_it_goes_again_and_the_keyboard_is_where_it_was(shell: Shell, key: Qt.Key) -> None:
    line = shell.findChild(QLineEdit)
    assert line is not None
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_F1)
    found = overview(shell)
    assert found is not None and found.isAncestorOf(shell.focusWidget())
    QTest.keyClick(shell.focusWidget(), key)
    assert overview(shell) is None
    assert shell.focusWidget() is line


def test_who_types_a_question_mark_types_a_question_mark(shell: Shell) -> None:
    line = shell.findChild(QLineEdit)
    assert line is not None
    line.setFocus()
    QTest.keyClicks(line, "Why?")
    assert line.text() == "Why?"
    assert overview(shell) is None


# --- without keys of a single character -------------------------------------------------------------------


def switch_characters(shell: Shell, on: bool) -> None:
    """As the profile does it, while the window and its pages are there."""
    shell.change_settings(replace(shell.settings, character_keys=on))


def test_without_keys_of_a_single_character_only_f1_shows_the_keys_until_they_are_wanted_again(shell: Shell) -> None:
    switch_characters(shell, False)
    QTest.keyClick(shell, Qt.Key.Key_Question)
    assert overview(shell) is None
    QTest.keyClick(shell, Qt.Key.Key_F1)
    assert overview(shell) is not None
    QTest.keyClick(shell.focusWidget(), Qt.Key.Key_F1)
    switch_characters(shell, True)
    QTest.keyClick(shell, Qt.Key.Key_Question)
    assert overview(shell) is not None


def test_a_window_that_begins_without_keys_of_a_single_character_has_none(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    settings = Settings(character_keys=False)
    shell = Shell(
        desk=FakeDesk(tmp_path), theme=make_theme(qapp), speech=make_speech(), settings=settings, on_bug=_fail
    )
    shell.take_pages(make_page)
    qtbot.addWidget(shell, before_close_func=lambda _: shell.door.close())
    shell.go(Route(place=Place.CREDITS))
    shell.show()
    shell.activateWindow()
    assert QTest.qWaitForWindowActive(shell)
    QTest.keyClick(shell, Qt.Key.Key_Question)
    assert overview(shell) is None


def test_what_does_nothing_without_keys_of_a_single_character_is_not_told(shell: Shell) -> None:
    switch_characters(shell, False)
    press(shell, "? Keys")
    found = overview(shell)
    assert found is not None
    caps = [label.text() for label in found.findChildren(QLabel) if label.property("role") == "key"]
    assert "F1" in caps and "Alt+←" in caps
    assert not {"?", "W", "S"} & set(caps)
    assert "Rowing" not in texts(found)
    assert "F1: Show these keys" in found.accessibleDescription() and "W S" not in found.accessibleDescription()


def test_a_question_mark_does_not_close_what_it_does_not_open(shell: Shell) -> None:
    switch_characters(shell, False)
    QTest.keyClick(shell, Qt.Key.Key_F1)
    QTest.keyClick(shell.focusWidget(), Qt.Key.Key_Question)
    assert overview(shell) is not None
    QTest.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)
    assert overview(shell) is None


def test_lines_lose_their_characters_and_what_becomes_empty_goes() -> None:
    rowing = ("Rowing", (("Space K", "Go"), ("W S", "Faster or slower"), ("0–9", "Go to a tenth")))
    left = without_characters((rowing, ("Notes", (("N", "Write"),)), ("All", (("← Alt+← F1 ?", "Back"),))))
    assert left == (("Rowing", (("Space", "Go"),)), ("All", (("← Alt+← F1", "Back"),)))


@pytest.mark.parametrize("tongue", [tongue.code for tongue in TONGUES])
def test_in_every_language_the_same_lines_are_left_and_no_character_among_them(tongue: str) -> None:
    def shape() -> list[list[int]]:
        return [
            [len(keys.split()) for keys, _ in rows] for _, rows in without_characters((*key_words(), *window_keys()))
        ]

    english = shape()
    with speaking(tongue):
        left = without_characters((*key_words(), *window_keys()))
        assert shape() == english
    caps = {cap for _, rows in left for keys, _ in rows for cap in keys.split()}
    assert {cap for cap in caps if len(cap) == 1} == set("←→↑↓")


@pytest.mark.parametrize(("keys", "left"), [("F1 ?", "F1"), ("< >", ""), ("0–9", ""), ("← →", "← →"), ("", "")])
def test_of_keys_that_stand_beside_words_only_the_others_are_left(keys: str, left: str) -> None:
    assert other_keys(keys) == left


def test_a_screen_reader_is_told_all_of_it(shell: Shell) -> None:
    QTest.keyClick(shell, Qt.Key.Key_F1)
    found = overview(shell)
    assert found is not None
    assert found.accessibleName() == "Keys"
    assert "W S: Faster or slower" in found.accessibleDescription()


def test_on_a_small_window_with_large_words_it_scrolls_and_cuts_nothing(shell: Shell, qapp: QApplication) -> None:
    theme = make_theme(qapp)
    theme.scale_text(200)
    shell.resize(900, 400)
    QTest.keyClick(shell, Qt.Key.Key_F1)
    found = overview(shell)
    assert found is not None
    QApplication.processEvents()
    short = [label.text() for label in found.findChildren(QLabel) if label.height() < label.sizeHint().height()]
    room = found._room.verticalScrollBar()
    before = room.value()
    QTest.keyClick(shell.focusWidget(), Qt.Key.Key_Down)
    moved = room.value()
    theme.scale_text(100)
    assert short == []
    assert room.maximum() > 0
    assert moved > before


def test_control_and_a_figure_lead_to_the_places_of_the_rail(shell: Shell) -> None:
    for number, (place, _, _) in enumerate(RAIL, 1):
        QTest.keyClick(shell, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert shell.route.place is place
    assert ("Ctrl+1 Ctrl+5", len(RAIL)) in [(keys, 5) for _, rows in window_keys() for keys, _ in rows]


def test_other_keys_than_before_are_framed_at_once_and_not_a_picture_later(shell: Shell) -> None:
    """An overview is kept: it had the size of the keys before when it came up."""
    QTest.keyClick(shell, Qt.Key.Key_F1)
    found = overview(shell)
    assert found is not None
    for sections in ((*key_words(), *window_keys()), window_keys()):
        found.put_away()
        QApplication.processEvents()
        found.render_keys(sections)
        found.open()
        at_once = found._panel.size()
        for _ in range(4):
            QApplication.processEvents()
        assert at_once == found._panel.size()


def test_an_overview_that_is_gone_settles_no_more(qtbot: QtBot, qapp: QApplication) -> None:
    theme = make_theme(qapp)
    page = QWidget()
    qtbot.addWidget(page)
    theme.changed.emit()
    overview = KeyOverview(theme, page)
    theme.changed.emit()
    delete(overview)
    with qtbot.captureExceptions() as told:
        qtbot.wait(1)
    assert told == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_keyboard_as_space_does(shell: Shell, qtbot: QtBot, key: Qt.Key) -> None:
    (page,) = shell.findChildren(Keyed)
    page.button.setFocus()
    with qtbot.waitSignal(page.button.clicked, timeout=1_000):
        QTest.keyClick(page.button, key)


def test_enter_presses_a_picture_once_for_as_long_as_it_is_held(shell: Shell, qtbot: QtBot) -> None:
    picture, pressed = ToolButton(shell), list[bool]()
    picture.clicked.connect(lambda: pressed.append(True))
    picture.show()
    for repeated in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", repeated)
        QApplication.sendEvent(picture, event)
    assert pressed == [True]


def test_enter_opens_the_menu_of_a_picture(shell: Shell, qtbot: QtBot) -> None:
    picture = ToolButton(shell)
    menu = QMenu("More", picture)
    menu.addAction("Print")
    picture.setMenu(menu)
    open_with_press(picture)
    picture.show()
    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, menu, menu.close))
    with qtbot.waitSignal(menu.aboutToHide, timeout=1_000):
        QTest.keyClick(picture, Qt.Key.Key_Enter)


def test_enter_opens_the_menu_of_a_button(shell: Shell, qtbot: QtBot) -> None:
    (page,) = shell.findChildren(Keyed)
    menu = QMenu("Sizes", page.button)
    menu.addAction("Large")
    page.button.setMenu(menu)
    page.button.setFocus()
    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, menu, menu.close))
    with qtbot.waitSignal(menu.aboutToHide, timeout=1_000):
        QTest.keyClick(page.button, Qt.Key.Key_Return)


def test_enter_that_a_field_heard_does_not_press_what_it_handed_the_keyboard_to(shell: Shell) -> None:
    (page,) = shell.findChildren(Keyed)
    pressed: list[bool] = []
    page.button.clicked.connect(lambda: pressed.append(True))
    page.line.returnPressed.connect(page.button.setFocus)
    page.line.setFocus()
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    assert focus() is page.button
    assert pressed == []
