"""Names, the keyboard and room for words: what is wrong with the widgets of a page as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QToolButton,
    QWidget,
)

from player.ui.widgets.chip import Chip
from player.ui.widgets.words import Words, breakable, plain_tip

SLACK = 1
WHERE_LINES_END = re.compile(r"\s+|\u200b|(?<=/)(?=\D)")
"""Between words, within words that are very long, and within the path of a file."""


def complaints(page: QWidget) -> list[str]:
    """Everything that is wrong with a page that is shown; one line each."""
    widgets = [w for w in page.findChildren(QWidget) if w.isVisible()]
    looks = (_unnamed, _for_the_mouse_alone, _deaf_to_enter, lambda w: _clipped(w, page), _too_wide)
    found = (next((text for look in looks if (text := look(w))), "") for w in widgets)
    return [f"{said_of(widget)}: {text}" for widget, text in zip(widgets, found, strict=True) if text]


def said_of(widget: QWidget) -> str:
    """A widget as a complaint names it."""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else widget.accessibleName()
    where = type(widget.parent()).__name__
    return f"{type(widget).__name__} “{text[:40]}” in {where}"


def takes_keyboard(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _unnamed(widget: QWidget) -> str:
    """What the keyboard reaches has a name for those who cannot see it."""
    if not takes_keyboard(widget) or widget.focusProxy() is not None or isinstance(widget, QScrollBar):
        return ""
    interface = QAccessible.queryAccessibleInterface(widget)
    return "" if interface.text(QAccessible.Text.Name).strip() else "takes the keyboard and has no accessible name"


def _for_the_mouse_alone(widget: QWidget) -> str:
    """What can be pressed can be reached with Tab, or belongs to something that can."""
    hand = Qt.CursorShape.PointingHandCursor
    # A cursor that was only inherited belongs to what it was set for, which is looked at itself.
    has_hand = widget.testAttribute(Qt.WidgetAttribute.WA_SetCursor) and widget.cursor().shape() is hand
    presses = isinstance(widget, QAbstractButton) or has_hand
    if not presses or not widget.isEnabled() or takes_keyboard(widget):
        return ""
    around = [widget, *ancestors(widget)]
    if not isinstance(widget, QAbstractButton):
        # Words that press what stands beside or within them.
        parent = widget.parentWidget()
        around += [child for child in parent.children() if isinstance(child, QWidget)] if parent is not None else []
        around += widget.findChildren(QWidget)
    around += [one for other in around for one in _group_of(other)]
    if any(takes_keyboard(other) for other in around):
        return ""
    return "can be pressed by the mouse alone"


def _deaf_to_enter(widget: QWidget) -> str:
    """Enter presses what acts at once, on every desktop; marks are set by Space."""
    acts = isinstance(widget, QAbstractButton) and not isinstance(widget, QCheckBox | QRadioButton)
    if not acts or not takes_keyboard(widget):
        return ""
    if isinstance(widget, QPushButton):
        hears = widget.autoDefault()
    else:
        hears = type(widget).keyPressEvent not in (QAbstractButton.keyPressEvent, QToolButton.keyPressEvent)
    return "" if hears else "is not pressed by Enter"


def _group_of(widget: QWidget) -> list[QAbstractButton]:
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return list(group.buttons()) if group is not None and group.exclusive() else []


def ancestors(widget: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None:
        yield above
        above = above.parentWidget()


def _clipped(widget: QWidget, page: QWidget) -> str:
    """Words have the room they need, and none of it lies outside of what holds them."""
    if not isinstance(widget, QLabel | QAbstractButton | QComboBox | QLineEdit):
        return ""
    if isinstance(widget, QLabel | QAbstractButton) and not widget.text():
        return ""
    if isinstance(widget, Chip) and widget.toolTip() == plain_tip(widget.text()):
        # It ends with dots, and all of it is in the tip.
        return ""
    need_width, need_height = _need(widget)
    if widget.width() + SLACK < need_width:
        return f"is {widget.width()} wide and needs {need_width}"
    if widget.height() + SLACK < need_height:
        return f"is {widget.height()} high and needs {need_height}"
    return _cut_off(widget, page)


def _need(widget: QWidget) -> tuple[int, int]:
    metrics = widget.fontMetrics()
    if isinstance(widget, QComboBox):
        return metrics.horizontalAdvance(widget.currentText()) + 24, metrics.height()
    if isinstance(widget, QLineEdit):
        return 0, metrics.height()
    if isinstance(widget, QLabel) and widget.wordWrap():
        text = breakable(widget.text()) if isinstance(widget, Words) else widget.text()
        longest = max((metrics.horizontalAdvance(word) for word in WHERE_LINES_END.split(text)), default=0)
        rich = widget.textFormat() is Qt.TextFormat.RichText
        return 0 if rich else longest, widget.heightForWidth(widget.width())
    if widget.hasHeightForWidth():
        return 0, widget.heightForWidth(widget.width())
    hint = widget.sizeHint()
    return hint.width(), hint.height()


def _cut_off(widget: QWidget, page: QWidget) -> str:
    for above in ancestors(widget):
        inside = QRect(widget.mapTo(above, QPoint(0, 0)), widget.size())
        room = above.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
        if isinstance(above.parentWidget(), QAbstractScrollArea):
            return ""
        if not room.contains(inside):
            return f"reaches out of its {type(above).__name__}: {inside.getRect()} in {above.rect().getRect()}"
        if above is page:
            break
    return ""


def _too_wide(widget: QWidget) -> str:
    """Nobody has to scroll sideways to read."""
    if isinstance(widget, QScrollArea) and widget.horizontalScrollBar().maximum() > 0:
        return f"scrolls sideways by {widget.horizontalScrollBar().maximum()}"
    return ""
