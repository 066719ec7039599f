"""Enter presses the button that has the keyboard, on every desktop: of itself Qt leaves that to the desktop's theme.

The button itself takes the key. A window that looked for one when nobody took it would press what a field that heard
Enter has just handed the keyboard to.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMetaObject, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget


def is_enter(event: QKeyEvent) -> bool:
    """Either of the two keys of that name."""
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterPresses(QObject):
    """For every button to which it is told."""

    def teach(self, target: QWidget) -> None:
        """Again for the same one changes nothing."""
        if isinstance(target, QPushButton | QToolButton):
            target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not is_enter(event):
            return False
        if not isinstance(watched, QPushButton | QToolButton) or event.isAutoRepeat():
            return False
        if watched.menu():
            # Asked of Qt by name: called from Python it would keep Python to itself until the menu is closed.
            QMetaObject.invokeMethod(watched, "showMenu", Qt.ConnectionType.QueuedConnection)
        else:
            watched.click()
        return True
