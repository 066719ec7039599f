"""What Qt by itself does not tell screen readers well: a window, a heading, a tab, and what scrolls."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final, cast

from PySide6.QtCore import QMetaObject, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAttributesInterface, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QApplication, QPushButton, QToolButton, QWidget
from shiboken6 import Shiboken, VoidPtr

HEADINGS: Final[Mapping[str, int]] = MappingProxyType({"title": 1, "heading": 2, "subheading": 3})
"""The roles of the type scale that begin a part of a page, each with its level."""
SWEEP_EVERY = 256


def speak_as(widget: QWidget, role: QAccessible.Role) -> None:
    """Screen readers know the widget by this role from now on, with its accessible name and what Qt says of any widget.

    At the end of the widget's constructor: Qt forgets it when a signal is first connected to a method of the class. Not
    by `QAccessible.installFactory`: Qt asks a factory about widgets whose constructor still runs, for which PySide
    makes a wrapper that breaks the real one.
    """
    _register(QAccessibleWidget(widget, role))


def speak_as_heading(widget: QWidget, level: int) -> None:
    """Screen readers know the widget as a heading of that level, 1 the highest; as `speak_as`, and as often."""
    _register(_Heading(widget, level))


def speak_as_tab(button: QAbstractButton) -> None:
    """A button that can be checked is a tab: one of several views, and the checked one is in front.

    Qt would tell it as a box that is ticked. As `speak_as`; its list has the role `PageTabList`.
    """
    _register(_Tab(button))


def tell_selected(button: QAbstractButton) -> None:
    """Another tab is in front now: Qt itself tells only of what is checked."""
    QAccessible.updateAccessibility(QAccessibleEvent(button, QAccessible.Event.Selection))


def _register(interface: QAccessibleInterface) -> None:
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
    open_for_readers(button)


def open_for_readers(button: QPushButton | QToolButton) -> None:
    """A button with a menu answers a screen reader that opens it at once: Qt itself does when the menu is closed again.

    As `speak_as`; its role stays.
    """
    present = QAccessible.queryAccessibleInterface(button)
    _register(_MenuButton(button, present.role()))


def _open_menu(button: QPushButton | QToolButton, _: bool = False) -> None:
    """A turn later: as long as the menu is open, a screen reader that pressed would get no answer.

    Asked of Qt by name: `QToolButton.showMenu` called from Python keeps Python to itself until the menu is closed, and
    whatever else was at work (a recording that plays, what is written of it) would stand still.
    """
    QMetaObject.invokeMethod(button, "showMenu", Qt.ConnectionType.QueuedConnection)


class _Tab(QAccessibleWidget):
    """What Qt says of any widget, with the state and the action of a tab."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button, QAccessible.Role.PageTab)

    def state(self) -> QAccessible.State:
        state, button = super().state(), self.widget()
        state.selectable = True
        state.selected = isinstance(button, QAbstractButton) and button.isChecked()
        return state

    def actionNames(self) -> list[str]:
        return [self.pressAction(), *super().actionNames()]

    def doAction(self, actionName: str, /) -> None:
        button = self.widget()
        if actionName == self.pressAction() and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().doAction(actionName)


class _MenuButton(QAccessibleWidget):
    """What Qt says of any widget, with what a button with a menu is called and does."""

    def text(self, t: QAccessible.Text, /) -> str:
        said, button = super().text(t), self.widget()
        if t is QAccessible.Text.Name and not said and isinstance(button, QAbstractButton):
            return button.text()
        return said

    def state(self) -> QAccessible.State:
        state = super().state()
        state.hasPopup = True
        return state

    def actionNames(self) -> list[str]:
        return [self.pressAction(), self.showMenuAction(), *super().actionNames()]

    def doAction(self, actionName: str, /) -> None:
        button = self.widget()
        if actionName not in (self.pressAction(), self.showMenuAction()):
            super().doAction(actionName)
        elif isinstance(button, QPushButton | QToolButton) and button.isEnabled():
            _open_menu(button)


class _Heading(QAccessibleWidget):
    """What Qt says of any widget, with a level."""

    def __init__(self, widget: QWidget, level: int) -> None:
        super().__init__(widget, QAccessible.Role.Heading)
        self._level = _Level(level)

    def interface_cast(self, arg__1: QAccessible.InterfaceType, /) -> int:
        # A pointer, whatever the stubs say: a number or None would end the program.
        if arg__1 is QAccessible.InterfaceType.AttributesInterface:
            return cast("int", self._level)
        found = cast("object", super().interface_cast(arg__1))
        return cast("int", VoidPtr(0) if found is None else found)


class _Level(QAccessibleAttributesInterface):
    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    def attributeKeys(self) -> list[QAccessible.Attribute]:
        return [QAccessible.Attribute.Level]

    def attributeValue(self, key: QAccessible.Attribute, /) -> Any:
        return self._level if key is QAccessible.Attribute.Level else None


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
