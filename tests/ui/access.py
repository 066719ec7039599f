"""What keeps somebody from using a page: looks at the widgets of a page as they stand and lists what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from player.ui.widgets.words import Words, breakable

SLACK = 1
MOST_STOPS = 400
WHERE_LINES_END = re.compile(r"\s+|\u200b|(?<=/)(?=\D)")
"""Between words, within words that are very long, and within the path of a file."""


def complaints(page: QWidget) -> list[str]:
    """Everything that is wrong with a page that is shown; one line each."""
    widgets = [w for w in page.findChildren(QWidget) if w.isVisible()]
    found = (_unnamed(w) or _for_the_mouse_alone(w) or _clipped(w, page) or _too_wide(w) for w in widgets)
    return [f"{_said(widget)}: {text}" for widget, text in zip(widgets, found, strict=True) if text]


def _said(widget: QWidget) -> str:
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
    parent = widget.parentWidget()
    beside = [child for child in parent.children() if isinstance(child, QWidget)] if parent is not None else []
    around = [*beside, *widget.findChildren(QWidget), widget, *_ancestors(widget)]
    around += [one for other in around for one in _group_of(other)]
    if any(takes_keyboard(other) for other in around):
        return ""
    return "can be pressed by the mouse alone"


def _group_of(widget: QWidget) -> list[QAbstractButton]:
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return list(group.buttons()) if group is not None and group.exclusive() else []


def _ancestors(widget: QWidget) -> Iterator[QWidget]:
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
    for above in _ancestors(widget):
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


def stops(page: QWidget) -> list[QWidget]:
    """Where Tab stops, from where the keyboard is once around; AssertionError when it gets stuck."""
    first = QApplication.focusWidget()
    assert first is not None, "nothing has the keyboard"
    found: list[QWidget] = []
    here: QWidget | None = first
    while here is not None and here not in found and len(found) < MOST_STOPS:
        found.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
    assert here is first, f"Tab does not come round: stuck between {_said(found[-1])} and {here and _said(here)}"
    return found


def unreached(page: QWidget, found: list[QWidget]) -> list[str]:
    """What could take the keyboard and is never stopped at."""
    able = [w for w in page.findChildren(QWidget) if w.isVisible() and w.isEnabled() and takes_keyboard(w)]
    proxied = [w for w in able if w.focusProxy() is None and not isinstance(w, QScrollBar)]
    return [_said(widget) for widget in proxied if widget not in found]


def jumps(page: QWidget, found: list[QWidget]) -> list[str]:
    """Stops that stand above the stop before them: Tab goes as the page is read."""
    here = [widget for widget in found if page.isAncestorOf(widget)]
    places = [(widget, widget.mapTo(page, QPoint(0, 0)).y(), widget.height()) for widget in here]
    # Of several that stand on the first line, the one at its beginning.
    lefts = [widget.mapTo(page, QPoint(0, 0)).x() for widget in here]
    top = min(range(len(places)), key=lambda n: (places[n][1], lefts[n])) if places else 0
    turned = places[top:] + places[:top]
    return [f"{_said(a)} then {_said(b)}" for (a, ay, _), (b, by, bh) in pairwise(turned) if by + bh <= ay]
