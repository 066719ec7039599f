"""What a screen reader is told of a page beyond names: what sort of thing it is, how it stands, what it belongs to."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QLabel,
    QProgressBar,
    QRadioButton,
    QScrollBar,
    QWidget,
)

from tests.ui.access.manners import ancestors, said_of, takes_keyboard

Role = QAccessible.Role
NEAR = 3
"""What holds an answer no farther away than so many steps belongs to it."""
SAYING_NOTHING = frozenset(
    {Role.NoRole, Role.Client, Role.Window, Role.Pane, Role.Grouping, Role.Border, Role.Whitespace}
)


def unspoken(page: QWidget) -> list[str]:
    """Controls of which nobody is told what they are or how they stand; one line each."""
    widgets = [w for w in page.findChildren(QWidget) if w.isVisible() and not isinstance(w, QScrollBar)]
    found = (
        (widget, _no_role(widget) or _no_value(widget) or _no_state(widget) or _no_group(widget)) for widget in widgets
    )
    return [f"{said_of(widget)}: {text}" for widget, text in found if text]


def _no_role(widget: QWidget) -> str:
    if not takes_keyboard(widget) or widget.focusProxy() is not None:
        return ""
    role = QAccessible.queryAccessibleInterface(widget).role()
    return f"takes the keyboard and says it is {role.name}" if role in SAYING_NOTHING else ""


def _no_value(widget: QWidget) -> str:
    """What stands somewhere between two ends says where."""
    if not isinstance(widget, QAbstractSlider | QAbstractSpinBox | QProgressBar):
        return ""
    interface = QAccessible.queryAccessibleInterface(widget)
    said = interface.text(QAccessible.Text.Value) or interface.text(QAccessible.Text.Description)
    return "" if said.strip() else "does not say where it stands"


def _no_state(widget: QWidget) -> str:
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable():
        return ""
    interface = QAccessible.queryAccessibleInterface(widget)
    state = interface.state()
    if interface.role() is Role.PageTab:
        return (
            ""
            if state.selectable and bool(state.selected) == widget.isChecked()
            else "does not say whether it is in front"
        )
    return "" if state.checkable and bool(state.checked) == widget.isChecked() else "does not say whether it is on"


def _no_group(widget: QWidget) -> str:
    """One of several answers says, itself or by what holds it, to what."""
    if not isinstance(widget, QRadioButton) or widget.accessibleDescription():
        return ""
    above = list(ancestors(widget))[:NEAR]
    if any(one.accessibleName() for one in above if not isinstance(one, QLabel)):
        return ""
    return "does not say what it is an answer to"
