"""The window that nobody leaves, without a screen: closing, keys, buttons, drops, screens, pointer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QDropEvent, QInputDevice, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from player.ui.kiosk.guard import may_pass
from player.ui.kiosk.locked_window import LockedWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Key, Mod, Button = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton


class Window(LockedWindow):
    """With a field."""

    def __init__(self, app: QApplication, *, windowed: bool = False) -> None:
        super().__init__(app, windowed=windowed)
        self.line = QLineEdit("word")
        QVBoxLayout(self).addWidget(self.line)


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[Window]:
    distance, quits = qapp.startDragDistance(), qapp.quitOnLastWindowClosed()
    made = Window(qapp)
    qtbot.addWidget(made)
    made.present()
    assert QTest.qWaitForWindowActive(made)
    made.line.setFocus()
    yield made
    made.let_go()
    made.close()
    qapp.setStartDragDistance(distance)
    qapp.setQuitOnLastWindowClosed(quits)


def test_it_fills_the_screen_without_a_frame_above_all_else(window: Window) -> None:
    assert window.isFullScreen()
    assert window.geometry() == window.screen().geometry()
    flags = window.windowFlags()
    assert flags & Qt.WindowType.FramelessWindowHint
    assert flags & Qt.WindowType.WindowStaysOnTopHint


def test_it_closes_only_after_it_let_go(window: Window) -> None:
    assert not window.close()
    assert window.isVisible()
    window.let_go()
    assert window.close()


def test_the_program_does_not_end_with_its_last_window(window: Window, qapp: QApplication) -> None:
    assert not qapp.quitOnLastWindowClosed()


@pytest.mark.parametrize("state", [Qt.WindowState.WindowNoState, Qt.WindowState.WindowMinimized])
def test_whatever_makes_it_smaller_it_fills_the_screen_again(
    window: Window, qtbot: QtBot, state: Qt.WindowState
) -> None:
    window.setWindowState(state)
    qtbot.waitUntil(lambda: window.isFullScreen() and not window.isMinimized())
    assert window.geometry() == window.screen().geometry()


def test_it_fills_the_screen_again_after_it_was_sized_or_moved(window: Window, qtbot: QtBot) -> None:
    window.setGeometry(40, 40, 300, 200)
    qtbot.waitUntil(lambda: window.geometry() == window.screen().geometry())


def test_it_fills_the_screen_whose_size_changed(window: Window, qapp: QApplication, qtbot: QtBot) -> None:
    window.resize(200, 100)
    window._refill.stop()
    qapp.primaryScreen().geometryChanged.emit(qapp.primaryScreen().geometry())
    qtbot.waitUntil(lambda: window.geometry() == window.screen().geometry())


def test_windowed_it_is_an_ordinary_window(qapp: QApplication, qtbot: QtBot) -> None:
    quits = qapp.quitOnLastWindowClosed()
    made = Window(qapp, windowed=True)
    qtbot.addWidget(made)
    made.present()
    assert not made.isFullScreen()
    assert qapp.quitOnLastWindowClosed() == quits
    event = QCloseEvent()
    made.closeEvent(event)
    assert event.isAccepted()
    made.let_go()


def pressed(key: Qt.Key, held: Qt.KeyboardModifier = Mod.NoModifier, text: str = "") -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, held, text)


OUT = [
    pressed(Key.Key_F4, Mod.AltModifier),
    pressed(Key.Key_F11),
    pressed(Key.Key_F1),
    pressed(Key.Key_F10, Mod.ShiftModifier),
    pressed(Key.Key_Menu),
    pressed(Key.Key_Q, Mod.ControlModifier, "\x11"),
    pressed(Key.Key_W, Mod.ControlModifier, "\x17"),
    pressed(Key.Key_C, Mod.ControlModifier, "\x03"),
    pressed(Key.Key_X, Mod.ControlModifier, "\x18"),
    pressed(Key.Key_V, Mod.ControlModifier, "\x16"),
    pressed(Key.Key_Insert, Mod.ShiftModifier),
    pressed(Key.Key_Delete, Mod.ShiftModifier),
    pressed(Key.Key_Space, Mod.AltModifier, " "),
    pressed(Key.Key_T, Mod.ControlModifier | Mod.AltModifier, "\x14"),
    pressed(Key.Key_Delete, Mod.ControlModifier | Mod.AltModifier),
    pressed(Key.Key_Meta),
    pressed(Key.Key_D, Mod.MetaModifier, "d"),
    pressed(Key.Key_Print),
    pressed(Key.Key_Back),
    pressed(Key.Key_HomePage),
    pressed(Key.Key_LaunchMail),
    pressed(Key.Key_PowerOff),
    pressed(Key.Key_Paste),
]
IN = [
    pressed(Key.Key_A, text="a"),
    pressed(Key.Key_Eacute, text="é"),
    pressed(Key.Key_Space, text=" "),
    pressed(Key.Key_At, Mod.ControlModifier | Mod.AltModifier, "@"),
    pressed(Key.Key_At, Mod.GroupSwitchModifier, "@"),
    pressed(Key.Key_Dead_Acute),
    pressed(Key.Key_Return, text="\r"),
    pressed(Key.Key_Tab, text="\t"),
    pressed(Key.Key_Backtab, Mod.ShiftModifier),
    pressed(Key.Key_Backspace, text="\b"),
    pressed(Key.Key_Left, Mod.ShiftModifier),
    pressed(Key.Key_Left, Mod.ControlModifier),
    pressed(Key.Key_A, Mod.ControlModifier, "\x01"),
    pressed(Key.Key_Escape),
    pressed(Key.Key_MediaTogglePlayPause),
]


def name_of(event: QKeyEvent) -> str:
    """As people write it: "Ctrl+Q". Every process that tests calls it the same."""
    return QKeySequence(event.keyCombination()).toString() or Qt.Key(event.key()).name


@pytest.mark.parametrize("event", OUT, ids=name_of)
def test_keys_that_lead_out_or_to_the_clipboard_do_not_pass(event: QKeyEvent) -> None:
    assert not may_pass(event)


@pytest.mark.parametrize("event", IN, ids=name_of)
def test_keys_that_a_guest_needs_pass(event: QKeyEvent) -> None:
    assert may_pass(event)


def test_nothing_comes_from_the_clipboard_or_goes_there(window: Window, qapp: QApplication) -> None:
    qapp.clipboard().setText("another's")
    here = window.windowHandle()
    for key in (Key.Key_A, Key.Key_C, Key.Key_V):
        QTest.keyClick(here, key, Mod.ControlModifier)
    QTest.keyClick(here, Key.Key_Insert, Mod.ShiftModifier)
    assert window.line.text() == "word"
    assert qapp.clipboard().text() == "another's"
    qapp.clipboard().clear()


def test_only_the_first_mouse_button_does_anything(window: Window, qapp: QApplication) -> None:
    heard: list[QEvent.Type] = []
    window.line.contextMenuEvent = lambda event: heard.append(event.type())  # type: ignore[method-assign]
    window.line.mousePressEvent = lambda event: heard.append(event.type())  # type: ignore[method-assign]
    at = window.line.mapTo(window, QPoint(5, 5))
    for button in (Button.RightButton, Button.MiddleButton, Button.BackButton):
        QTest.mouseClick(window.windowHandle(), button, Mod.NoModifier, at)
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, window.mapToGlobal(at), Mod.NoModifier)
    qapp.sendEvent(window.windowHandle(), menu)
    assert heard == []
    QTest.mouseClick(window.windowHandle(), Button.LeftButton, Mod.NoModifier, at)
    assert heard == [QEvent.Type.MouseButtonPress]


def test_nothing_is_dropped_on_it_and_nothing_is_dragged_out(window: Window, qapp: QApplication) -> None:
    data = QMimeData()
    data.setText("dropped")
    drop = QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, data, Button.LeftButton, Mod.NoModifier)
    qapp.sendEvent(window.windowHandle(), drop)
    assert window.line.text() == "word"
    assert qapp.startDragDistance() > 100_000


def test_the_pointer_goes_while_fingers_are_used_and_comes_back_with_the_mouse(
    window: Window, qapp: QApplication, qtbot: QtBot
) -> None:
    device = QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)
    QTest.touchEvent(window.windowHandle(), device).press(0, QPoint(9, 9)).commit()
    QTest.touchEvent(window.windowHandle(), device).release(0, QPoint(9, 9)).commit()
    hidden = qapp.overrideCursor()
    assert hidden is not None and hidden.shape() is Qt.CursorShape.BlankCursor
    QTest.mouseMove(window.windowHandle(), QPoint(30, 30))
    qtbot.waitUntil(lambda: qapp.overrideCursor() is None)


def test_who_let_go_gets_every_key_back(window: Window, qapp: QApplication) -> None:
    window.let_go()
    qapp.clipboard().setText("s")
    QTest.keyClick(window.windowHandle(), Key.Key_V, Mod.ControlModifier)
    assert window.line.text() == "words"
    qapp.clipboard().clear()
