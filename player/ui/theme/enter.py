"""Enter presses the button that has the keyboard, on every desktop: of itself Qt leaves that to the desktop's theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton


def is_enter(event: QKeyEvent) -> bool:
    """Either of the two keys of that name."""
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Whether the key was Enter: then it pressed the button, once for as long as it is held."""
    if is_enter(event) and not event.isAutoRepeat():
        button.click()
    return is_enter(event)


def let_enter_press(button: QPushButton) -> None:
    """The button itself takes the key. A window that looked for one when nobody took it would press what a field that
    heard Enter has just handed the keyboard to.

    It is Qt's own way; its name is of what it does in dialogs.
    """
    if not button.autoDefault():
        button.setAutoDefault(True)
