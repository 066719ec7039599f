"""The scanner among a window's own fields, lists, buttons and shortcuts; without a screen, by what the keys wrote."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from player.domain.kiosk.key_codes import Codes
from player.domain.kiosk.scanning import Rhythm
from player.ui.kiosk.dead_keys import DeadKeys, accented
from player.ui.kiosk.scanner import Scanner, codes_of, keep_keys_plain
from tests.ui.watch_room import Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
BADGE = "CRL-0042"


class Hall(QWidget):
    """A field, a list and a button; it notes every key that nobody in it wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.box, self.button = QLineEdit(), QComboBox(), QPushButton("Begin")
        self.box.addItems(["Cardiology", "Radiology"])
        self.unwanted = ""
        self.pulled: list[str] = []
        self.let_go: list[int] = []
        for keys in ("k", "?"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._pull)
        column = QVBoxLayout(self)
        for widget in (self.line, self.box, self.button):
            column.addWidget(widget)

    def _pull(self) -> None:
        shortcut = self.sender()
        assert isinstance(shortcut, QShortcut)
        self.pulled.append(shortcut.key().toString())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.unwanted += event.text()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self.let_go.append(event.key())


class Hands:
    """Type into a window as the system would."""

    def __init__(self, shown: QWidget, scanner: Scanner) -> None:
        self.window, self.scanner = shown.windowHandle(), scanner
        self.scans: list[str] = []
        scanner.scanned.connect(self.scans.append)

    def rest(self) -> None:
        """As if no key had come for long enough."""
        self.scanner._silence.stop()
        self.scanner._silence.timeout.emit()

    def key(self, key: str | Qt.Key, window: QWindow | None = None) -> None:
        if isinstance(key, str):
            # The stubs lack that a window takes letters as well.
            QTest.keyClick(window or self.window, key)  # pyright: ignore[reportArgumentType, reportCallIssue]
        else:
            QTest.keyClick(window or self.window, key)

    def scan(self, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
        for letter in text:
            self.key(letter)
        if end is not None:
            self.key(end)
        self.rest()

    def type(self, *keys: str | Qt.Key) -> None:
        for key in keys:
            self.key(key)
            self.rest()


class HallHands(Hands):
    """In the hall."""

    def __init__(self, hall: Hall, scanner: Scanner) -> None:
        super().__init__(hall, scanner)
        self.hall = hall


@pytest.fixture
def hands(qtbot: QtBot, qapp: QApplication) -> Iterator[HallHands]:
    hall = Hall()
    qtbot.addWidget(hall)
    hall.show()
    hall.activateWindow()
    assert QTest.qWaitForWindowActive(hall)
    hall.line.setFocus()
    # A busy machine must not make a person of the scanner: the tests themselves say when there is silence.
    yield HallHands(hall, Scanner(qapp, hall, Rhythm(gap_ms=20_000, codes=Codes.NONE)))


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab, None])
def test_a_scan_is_told_once_and_reaches_no_field(hands: HallHands, end: Qt.Key | None) -> None:
    hands.scan(BADGE, end)
    assert hands.scans == [BADGE]
    assert (hands.hall.line.text(), hands.hall.unwanted, hands.hall.let_go) == ("", "", [])
    assert hands.hall.line.hasFocus()


@pytest.mark.parametrize("focus", ["box", "button", "popup"])
def test_a_scan_presses_no_button_and_chooses_from_no_list(hands: HallHands, focus: str) -> None:
    pressed: list[None] = []
    hands.hall.button.clicked.connect(lambda: pressed.append(None))
    if focus == "popup":
        hands.hall.box.showPopup()
    else:
        getattr(hands.hall, focus).setFocus()
    hands.scan("Radio k? 7")
    assert hands.scans == ["Radio k? 7"]
    assert (hands.hall.box.currentIndex(), pressed, hands.hall.pulled) == (0, [], [])


def test_what_a_person_types_arrives_in_its_order(hands: HallHands) -> None:
    hands.type("a", "B", Qt.Key.Key_Left, "c", Qt.Key.Key_End, Qt.Key.Key_Backspace, "d")
    assert hands.hall.line.text() == "acd"
    hands.scan(BADGE)
    hands.type("e")
    assert hands.hall.line.text() == "acde"
    assert hands.scans == [BADGE]


def test_silence_is_heard_by_itself(hands: HallHands, qtbot: QtBot, qapp: QApplication) -> None:
    with qtbot.waitSignal(hands.scanner.scanned):
        hands.scanner._reader.rhythm = Rhythm(codes=Codes.NONE)
        hands.scanner._silence.timeout.disconnect(hands.scanner._be_silent)
        hands.scan(BADGE)
        hands.scanner._silence.timeout.connect(hands.scanner._be_silent)
        hands.scanner._wait()
    assert hands.hall.line.text() == ""


def test_keys_that_came_while_the_window_was_busy_are_heard_first(hands: HallHands, qtbot: QtBot) -> None:
    hands.key("a")
    hands.scanner._silence.start(1)
    hands.scanner._silence.stop()
    hands.scanner._since.start()
    qtbot.waitUntil(lambda: hands.scanner._since.elapsed() > 40)
    hands.scanner._silence.timeout.emit()
    assert hands.scanner._reader.waits
    qtbot.waitUntil(lambda: not hands.scanner._reader.waits)
    assert hands.hall.line.text() == "a"


def test_keys_in_a_hurry_arrive_in_their_order_with_those_that_are_never_held_back(hands: HallHands) -> None:
    for key in ("a", "b", Qt.Key.Key_Home, "c", Qt.Key.Key_End, "d"):
        hands.key(key)
    hands.rest()
    assert hands.hall.line.text() == "cabd"


def test_return_and_space_of_a_person_still_press(hands: HallHands) -> None:
    pressed: list[None] = []
    hands.hall.button.clicked.connect(lambda: pressed.append(None))
    hands.hall.button.setFocus()
    hands.type(" ")
    assert len(pressed) == 1
    hands.hall.line.setFocus()
    done: list[None] = []
    hands.hall.line.returnPressed.connect(lambda: done.append(None))
    hands.type(Qt.Key.Key_Return)
    assert len(done) == 1


def test_a_shortcut_of_a_person_is_pulled_once_unless_a_field_wants_its_key(hands: HallHands) -> None:
    hands.type("k")
    assert (hands.hall.line.text(), hands.hall.pulled) == ("k", [])
    hands.hall.button.setFocus()
    hands.type("k")
    QTest.keyClick(hands.window, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    hands.rest()
    assert hands.hall.pulled == ["K", "?"]
    assert hands.hall.unwanted == ""


def test_a_shortcut_that_is_off_or_belongs_elsewhere_is_not_pulled(hands: HallHands) -> None:
    off, elsewhere = hands.hall.findChildren(QShortcut)
    off.setEnabled(False)
    elsewhere.setContext(Qt.ShortcutContext.WidgetShortcut)
    hands.hall.button.setFocus()
    hands.type("k", "?")
    assert (hands.hall.pulled, hands.hall.unwanted) == ([], "k?")


def test_a_window_that_comes_later_is_watched_too(qtbot: QtBot, hands: HallHands) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    assert QTest.qWaitForWindowActive(other)
    for letter in BADGE:
        hands.key(letter, other.windowHandle())
    hands.rest()
    assert (hands.scans, other.text()) == ([BADGE], "")


def test_keys_held_back_go_where_the_keyboard_is_when_their_window_is_gone(qtbot: QtBot, hands: HallHands) -> None:
    other = QLineEdit()
    other.show()
    other.activateWindow()
    assert QTest.qWaitForWindowActive(other)
    hands.key("a", other.windowHandle())
    other.destroy()
    hands.hall.activateWindow()
    assert QTest.qWaitForWindowActive(hands.hall)
    hands.rest()
    assert hands.hall.line.text() == "a"
    other.deleteLater()


def test_what_the_keyboard_on_the_screen_types_is_no_scan(hands: HallHands, qapp: QApplication) -> None:
    for letter in BADGE:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            qapp.postEvent(hands.hall.line, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
    qapp.sendPostedEvents()
    assert (hands.scans, hands.hall.line.text()) == ([], BADGE)


def test_the_player_hears_a_persons_keys_and_nothing_of_a_scan(room: Room, qapp: QApplication) -> None:
    room.play()
    room.page.activateWindow()
    assert QTest.qWaitForWindowActive(room.page)
    room.screen.setFocus()
    wishes: list[object] = []
    room.screen.liked.connect(wishes.append)
    room.screen.seek_wanted.connect(wishes.append)
    room.screen.toggled.connect(lambda: wishes.append("toggled"))
    scanner = Scanner(qapp, room.page, Rhythm(gap_ms=20_000, codes=Codes.NONE))
    typing = Hands(room.page, scanner)
    typing.scan("kjl 0129<>cmf")
    assert typing.scans == ["kjl 0129<>cmf"]
    assert wishes == []
    typing.type("k")
    assert wishes == ["toggled"]


@pytest.mark.parametrize(
    ("platform", "codes"),
    [("xcb", Codes.X11), ("windows", Codes.SET_1), ("cocoa", Codes.NONE), ("offscreen", Codes.NONE)],
)
def test_each_system_counts_keys_in_its_way(platform: str, codes: Codes) -> None:
    assert codes_of(platform) is codes


def test_no_input_method_stands_before_the_scanner(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setenv("QT_IM_MODULE", "ibus")
    monkeypatch.setenv("QT_IM_MODULES", "wayland;ibus")
    keep_keys_plain()
    assert os.environ["QT_IM_MODULE"] == "none"
    assert "QT_IM_MODULES" not in os.environ


def press(key: Qt.Key, text: str = "") -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)


Key = Qt.Key


@pytest.mark.parametrize(
    ("events", "written"),
    [
        ([press(Key.Key_Dead_Acute), press(Key.Key_E, "e")], "é"),
        ([press(Key.Key_Dead_Diaeresis), press(Key.Key_Shift), press(Key.Key_U, "U")], "Ü"),
        ([press(Key.Key_Dead_Circumflex), press(Key.Key_X, "x")], "^x"),
        ([press(Key.Key_Dead_Tilde), press(Key.Key_Space, " ")], "~"),
        ([press(Key.Key_Dead_Grave), press(Key.Key_Dead_Grave), press(Key.Key_A, "a")], "`à"),
        ([press(Key.Key_Dead_Grave), press(Key.Key_Backspace, "\b"), press(Key.Key_A, "a")], "\ba"),
        ([press(Key.Key_A, "a")], "a"),
    ],
)
def test_a_persons_dead_keys_put_accents_on_letters(events: list[QKeyEvent], written: str) -> None:
    dead = DeadKeys()
    assert "".join(dead.resolved(event).text() for event in events) == written


def test_a_letter_that_takes_no_accent_stands_beside_it() -> None:
    assert accented("q", "\u0301", "´") == "´q"
