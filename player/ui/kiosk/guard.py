"""Keeps a window's keys, buttons and drops to what a guest needs: the rest leads out of it or to the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QInputDevice, QKeyEvent, QMouseEvent, QWindow

Key = Qt.Key
Mod = Qt.KeyboardModifier
_KEY_EVENTS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease)
_NEVER = (
    QEvent.Type.ContextMenu,
    QEvent.Type.DragEnter,
    QEvent.Type.DragMove,
    QEvent.Type.Drop,
)
_WATCHED = frozenset({*_KEY_EVENTS, *_PRESSES, *_NEVER, QEvent.Type.TouchBegin, QEvent.Type.MouseMove})
_WRITTEN_BELOW = 0x01000000
"""Qt counts keys that write something below this, all others from here on."""
_DEAD = range(Key.Key_Dead_Grave.value, Key.Key_Dead_Longsolidusoverlay.value + 1)
_SPECIAL = frozenset(
    {
        Key.Key_Escape,  # closes a list that hangs open, and the large picture; the window itself does not know it
        Key.Key_Tab,
        Key.Key_Backtab,
        Key.Key_Backspace,
        Key.Key_Return,
        Key.Key_Enter,
        Key.Key_Delete,
        Key.Key_Home,
        Key.Key_End,
        Key.Key_Left,
        Key.Key_Up,
        Key.Key_Right,
        Key.Key_Down,
        Key.Key_PageUp,
        Key.Key_PageDown,
        Key.Key_Shift,
        Key.Key_Control,
        Key.Key_AltGr,
        Key.Key_CapsLock,
        Key.Key_NumLock,
        Key.Key_MediaPlay,
        Key.Key_MediaPause,
        Key.Key_MediaTogglePlayPause,
        Key.Key_MediaStop,
        Key.Key_unknown,  # a screen reader's own keys
    }
)
_WITH_CONTROL = frozenset(
    {
        Key.Key_A,
        Key.Key_Left,
        Key.Key_Right,
        Key.Key_Home,
        Key.Key_End,
        Key.Key_Backspace,
        Key.Key_Delete,
        Key.Key_Control,
        Key.Key_Shift,
    }
)
"""Moving and correcting within a field. Nothing is copied, cut or pasted."""


def may_pass(event: QKeyEvent) -> bool:
    """Whether a guest needs this key. What is not known to be harmless is not."""
    key, held = event.key(), event.modifiers()
    if held & Mod.ControlModifier and held & Mod.AltModifier:
        # AltGr on Windows; a real Ctrl+Alt writes nothing.
        return key < _WRITTEN_BELOW and event.text().isprintable() and bool(event.text())
    if held & (Mod.AltModifier | Mod.MetaModifier):
        return False
    if held & Mod.ControlModifier:
        return key in _WITH_CONTROL
    if key == Key.Key_Delete and held & Mod.ShiftModifier:
        return False
    return key < _WRITTEN_BELOW or key in _SPECIAL or key in _DEAD


class Guard(QObject):
    """Watches every window of the program. A scanner made after it looks at the keys first.

    The pointer goes away while fingers are used, and comes back with the mouse.
    """

    def __init__(self, app: QGuiApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._hidden = False
        self._app = app
        app.installEventFilter(self)

    def stop(self) -> None:
        """Everything may pass again."""
        self._app.removeEventFilter(self)
        self._show_pointer(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        # Before what enters a window comes to a widget of it.
        if kind not in _WATCHED or not isinstance(watched, QWindow):
            return False
        if kind in _KEY_EVENTS and isinstance(event, QKeyEvent):
            return self._swallow_key(event)
        if kind in _NEVER:
            event.ignore()
            return True
        if kind == QEvent.Type.TouchBegin:
            self._show_pointer(False)
        elif isinstance(event, QMouseEvent):
            return self._look_at_mouse(event)
        return False

    def _swallow_key(self, event: QKeyEvent) -> bool:
        if may_pass(event):
            return False
        event.accept()
        return True

    def _look_at_mouse(self, event: QMouseEvent) -> bool:
        """Only the first button does something: the second opens menus, the third pastes, others go back and forth."""
        self._show_pointer(event.device().type() != QInputDevice.DeviceType.TouchScreen)
        return event.type() in _PRESSES and event.button() != Qt.MouseButton.LeftButton

    def _show_pointer(self, shown: bool) -> None:
        if shown == self._hidden:
            self._hidden = not shown
            if shown:
                QGuiApplication.restoreOverrideCursor()
            else:
                QGuiApplication.setOverrideCursor(Qt.CursorShape.BlankCursor)
