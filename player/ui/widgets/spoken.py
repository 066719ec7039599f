"""What Qt by itself does not tell screen readers well: what is a window, what a heading, and what scrolls."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QToolButton, QWidget
from shiboken6 import Shiboken

HEADINGS: Final = frozenset({"title", "heading", "subheading"})
"""The roles of the type scale that begin a part of a page."""
SWEEP_EVERY = 256


def speak_as(widget: QWidget, role: QAccessible.Role) -> None:
    """Screen readers know the widget by this role from now on, with its accessible name and what Qt says of any widget.

    At the end of the widget's constructor: Qt forgets it when a signal is first connected to a method of the class. Not
    by `QAccessible.installFactory`: Qt asks a factory about widgets whose constructor still runs, for which PySide
    makes a wrapper that breaks the real one.
    """
    interface = QAccessibleWidget(widget, role)
    QAccessible.registerAccessibleInterface(interface)
    app = QApplication.instance()
    found = app.findChild(_Held) if app is not None else None
    held = found if isinstance(found, _Held) else _Held(app)
    held.hold(interface)


def keep_speaking_as(widget: QWidget, role: QAccessible.Role) -> None:
    """The same, again wherever it was forgotten; for a role that Qt itself does not give to such a widget."""
    present = QAccessible.queryAccessibleInterface(widget)
    if present.role() is not role:
        speak_as(widget, role)


def open_with_press(button: QToolButton) -> None:
    """Its menu opens when it is pressed. A button with `InstantPopup` has nothing that a screen reader could press."""
    button.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
    button.clicked.connect(partial(_open_menu, button))


def _open_menu(button: QToolButton, _: bool = False) -> None:
    """A turn later: as long as the menu is open, a screen reader that pressed would get no answer."""
    QTimer.singleShot(0, button, button.showMenu)


class _Held(QObject):
    """Qt deletes an interface together with its widget; PySide would do it as soon as nobody holds it."""

    def __init__(self, app: QObject | None) -> None:
        super().__init__(app)
        self._interfaces: list[QAccessibleInterface] = []
        self._sweep_at = SWEEP_EVERY

    def hold(self, interface: QAccessibleInterface) -> None:
        self._interfaces.append(interface)
        if len(self._interfaces) >= self._sweep_at:
            self._interfaces = [one for one in self._interfaces if Shiboken.isValid(one)]
            self._sweep_at = len(self._interfaces) + SWEEP_EVERY
