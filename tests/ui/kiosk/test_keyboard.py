"""The keyboard on the screen: what it types, whom it serves, how it looks and what it keeps to itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRegularExpression, Qt
from PySide6.QtGui import QAccessible, QRegularExpressionValidator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from player.ui.kiosk.key_button import KeyButton
from player.ui.kiosk.key_rows import COLUMNS, PIN_COLUMNS, Act, Layout, layout_for, rows_of
from player.ui.kiosk.keyboard import Keyboard
from player.ui.theme import Scheme, Theme, dress
from tests.ui.access import complaints
from tests.ui.fake_host import make_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
FINGER = 56


class Window(QWidget):
    """Fields with the keyboard at their foot."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        dress(self, kiosk=True)
        self.theme = theme
        self.line, self.pin, self.button = QLineEdit(), QLineEdit(), QPushButton("Begin")
        self.line.setAccessibleName("Name")
        self.pin.setAccessibleName("PIN")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText)
        self.keyboard = Keyboard(theme)
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.line, self.pin, self.button):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.keyboard)

    def give_focus(self, widget: QWidget) -> None:
        """To something that was not there before."""
        self.column.addWidget(widget)
        widget.show()
        widget.setFocus()

    def key(self, face: str | Act) -> KeyButton:
        keys = [key for key in self.keyboard.findChildren(KeyButton) if key.isVisible()]
        return next(key for key in keys if face in (key.text(), key.cap.act, key.cap.text))

    def tap(self, *faces: str | Act) -> None:
        for face in faces:
            QTest.mouseClick(self.key(face), Qt.MouseButton.LeftButton)
            QApplication.processEvents()


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[Window]:
    theme = make_theme(qapp)
    made = Window(theme)
    qapp.focusChanged.connect(made.keyboard.follow)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    made.line.setFocus()
    yield made
    qapp.focusChanged.disconnect(made.keyboard.follow)
    theme.switch(Scheme.LIGHT)
    theme.scale_text(100)


def test_it_types_into_the_field_that_has_the_focus_and_takes_it_not(window: Window) -> None:
    window.tap(Act.SHIFT, "z", "o", Act.ACCENTS, "ë", " ", "o", "'", "b", Act.BACKSPACE)
    assert window.line.text() == "Zoë o'"
    assert window.line.hasFocus()


def test_an_address_can_be_typed(window: Window) -> None:
    window.tap(*"ana-m_1+x@example.org")
    assert window.line.text() == "ana-m_1+x@example.org"


@pytest.mark.parametrize("layout", [Layout.QWERTY, Layout.QWERTZ, Layout.AZERTY])
def test_every_layout_writes_all_letters_figures_and_what_addresses_need(layout: Layout) -> None:
    plain = {cap.text for row in rows_of(layout) for cap in row}
    assert set("abcdefghijklmnopqrstuvwxyz0123456789@.-_' ") <= plain
    accents = {cap.text for row in rows_of(layout, accents=True) for cap in row}
    assert set("éüñçøåßœžł") <= accents
    for accented in (False, True):
        acts = {cap.act for row in rows_of(layout, accents=accented) for cap in row}
        assert set(Act) <= acts


@pytest.mark.parametrize("layout", list(Layout))
def test_every_row_fills_all_columns(layout: Layout) -> None:
    wide = PIN_COLUMNS if layout is Layout.PIN else COLUMNS
    for accented in (False, True):
        assert {sum(cap.span for cap in row) for row in rows_of(layout, accents=accented)} == {wide}


@pytest.mark.parametrize(
    ("language", "layout"),
    [("en", Layout.QWERTY), ("fr-BE", Layout.AZERTY), ("de_AT", Layout.QWERTZ), ("", Layout.QWERTY)],
)
def test_each_language_has_its_layout(language: str, layout: Layout) -> None:
    assert layout_for(language) is layout


def test_shift_holds_for_one_letter_and_twice_for_all(window: Window) -> None:
    window.tap(Act.SHIFT, "a", "b")
    assert window.line.text() == "Ab"
    window.tap(Act.SHIFT, Act.SHIFT, "c", "d", Act.SHIFT, "e")
    assert window.line.text() == "AbCDe"


def test_a_letter_without_a_large_form_stays_as_it_is(window: Window) -> None:
    window.tap(Act.ACCENTS, Act.SHIFT, "ß")
    assert window.line.text() == "ß"


def test_the_fields_own_rules_hold(window: Window) -> None:
    window.line.setValidator(QRegularExpressionValidator(QRegularExpression("[a-c]*"), window.line))
    window.line.setMaxLength(3)
    done: list[None] = []
    window.line.returnPressed.connect(lambda: done.append(None))
    window.tap("a", "x", "b", "c", "a", Act.ENTER)
    assert (window.line.text(), len(done)) == ("abc", 1)


def test_it_comes_with_a_field_and_goes_with_it(window: Window) -> None:
    assert window.keyboard.isVisible()
    window.button.setFocus()
    assert not window.keyboard.isVisible()
    window.line.setFocus()
    assert window.keyboard.isVisible()
    window.line.setReadOnly(True)
    window.button.setFocus()
    window.line.setFocus()
    assert not window.keyboard.isVisible()


@pytest.mark.parametrize("make", [QSpinBox, QComboBox])
def test_it_serves_whatever_is_typed_into(window: Window, make: type[QSpinBox | QComboBox]) -> None:
    other = make()
    window.button.setFocus()
    window.give_focus(other)
    assert window.keyboard.isVisible() == isinstance(other, QSpinBox)


def test_who_hid_it_gets_it_back_by_touching_the_field(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.keyboard.hidden_by_guest):
        window.tap(Act.HIDE)
    assert not window.keyboard.isVisible()
    assert window.line.hasFocus()
    QTest.mouseClick(window.line, Qt.MouseButton.LeftButton)
    assert window.keyboard.isVisible()


def test_a_pin_gets_a_pad_of_figures_that_shows_no_bystander_what_is_pressed(window: Window) -> None:
    def looks_pressed() -> bool:
        key = window.key("5")
        before = key.grab().toImage()
        key.setDown(True)
        after = key.grab().toImage()
        key.setDown(False)
        return before != after

    assert looks_pressed()
    window.pin.setFocus()
    faces = {key.text() for key in window.keyboard.findChildren(KeyButton) if key.isVisible()}
    assert faces - {""} == set("0123456789")
    assert not looks_pressed()
    window.tap("4", "2", Act.BACKSPACE, "7")
    assert window.pin.text() == "47"
    window.line.setFocus()
    assert looks_pressed()


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
@pytest.mark.parametrize("percent", [100, 130, 200])
@pytest.mark.parametrize("layout", [Layout.QWERTY, Layout.QWERTZ, Layout.AZERTY])
def test_no_key_is_smaller_than_a_finger_and_the_field_stays_in_sight(
    window: Window, qtbot: QtBot, size: tuple[int, int], percent: int, layout: Layout
) -> None:
    window.theme.scale_text(percent)
    window.keyboard.render_layout(layout)
    window.resize(*size)
    qtbot.waitUntil(lambda: window.keyboard.width() == size[0])
    QApplication.processEvents()
    keys = [key for key in window.keyboard.findChildren(KeyButton) if key.isVisible()]
    assert min(min(key.width(), key.height()) for key in keys) >= FINGER
    assert window.keyboard.height() <= size[1] * 0.52
    boxes = [key.geometry() for key in keys]
    assert all(window.keyboard._bed.rect().contains(box) for box in boxes)
    assert not [1 for box in boxes for other in boxes if box is not other and box.intersects(other)]


@pytest.mark.parametrize("scheme", list(Scheme))
def test_a_pressed_key_looks_pressed_in_every_scheme(window: Window, scheme: Scheme) -> None:
    window.theme.switch(scheme)
    key = window.key("g")
    key.setDown(True)
    assert key.grab().toImage().pixelColor(key.width() // 2, 6) == window.theme.colour("accent")


def test_letters_stand_from_left_to_right_in_every_language(window: Window, qapp: QApplication) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QApplication.processEvents()
    left, right = (window.key(letter).mapTo(window, QPoint(0, 0)).x() for letter in "qp")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert left < right


def test_screen_readers_find_it_and_the_tab_key_its_way_out(window: Window) -> None:
    assert window.keyboard.accessibleName() == "On-screen keyboard"
    names = [
        QAccessible.queryAccessibleInterface(key).text(QAccessible.Text.Name)
        for key in window.keyboard.findChildren(KeyButton)
    ]
    assert all(names)
    assert {"Full stop", "At sign", "Space", "Delete the last letter", "Enter", "Capital letters"} <= set(names)
    # Tab passes its keys over: who has real ones has all of these.
    assert [told for told in complaints(window) if "in KeyBed" not in told] == []
    window.key(Act.HIDE).setFocus(Qt.FocusReason.TabFocusReason)
    assert window.keyboard.isVisible()
    QTest.keyClick(window.key(Act.HIDE), Qt.Key.Key_Space)
    assert window.line.hasFocus()


def test_a_field_that_is_gone_is_typed_into_no_more(window: Window, qtbot: QtBot) -> None:
    gone = QLineEdit()
    window.give_focus(gone)
    assert window.keyboard._target is gone
    window.line.blockSignals(True)
    gone.deleteLater()
    QApplication.sendPostedEvents(gone, 0)
    QApplication.processEvents()
    window.keyboard._send(65, "a")
    assert window.line.text() == ""
