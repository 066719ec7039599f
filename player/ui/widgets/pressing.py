"""Enter presses the button that has the keyboard, on every desktop: of itself Qt leaves that to the desktop's theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from player.ui.widgets.spoken import open_menu


def is_enter(event: QKeyEvent) -> bool:
    """Either of the two keys of that name."""
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def button_in_hand() -> QPushButton | QToolButton | None:
    """The button that has the keyboard, if one has."""
    found = QApplication.focusWidget()
    return found if isinstance(found, QPushButton | QToolButton) else None


def press_with_enter(event: QKeyEvent) -> bool:
    """For the window, to which a key comes that nobody below took: whether it was Enter, and a button was pressed."""
    button = button_in_hand()
    if button is None or not is_enter(event) or event.isAutoRepeat():
        return False
    if button.menu():
        open_menu(button)
    else:
        button.click()
    return True
