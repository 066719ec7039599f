"""Walks a page with Tab, as somebody without a mouse does: where it stops, what it misses, where it jumps."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, takewhile

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from tests.ui.access.manners import said_of, takes_keyboard

MOST_STOPS = 400
Look = Callable[[QWidget], None]
FORWARD, BACKWARD = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def stops(page: QWidget, look: Look | None = None, *, way: Qt.KeyboardModifier = FORWARD) -> list[QWidget]:
    """Where Tab stops, from where the keyboard is once around; AssertionError when it gets stuck.

    `look` is shown each stop as Tab comes to it, the first one after all others, and then the second once more.
    `way`: with Shift, it goes back.
    """
    first = QApplication.focusWidget()
    assert first is not None, "nothing has the keyboard"
    found: list[QWidget] = []
    here: QWidget | None = first
    while here is not None and here not in found and len(found) < MOST_STOPS:
        found.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab, way)
        here = QApplication.focusWidget()
        if here is not None and look is not None:
            look(here)
    assert len(found) > 1 or not unreached(page, found), f"Tab does not leave {said_of(first)}"
    assert here is first, f"Tab does not come round: stuck between {said_of(found[-1])} and {here and said_of(here)}"
    if look is not None and len(found) > 1:
        # It is seen to be left, too.
        QTest.keyClick(first, Qt.Key.Key_Tab, way)
        look(found[1])
        first.setFocus()
    return found


def unreached(page: QWidget, found: list[QWidget]) -> list[str]:
    """What could take the keyboard and is never stopped at."""
    able = [w for w in page.findChildren(QWidget) if w.isVisible() and w.isEnabled() and takes_keyboard(w)]
    proxied = [w for w in able if w.focusProxy() is None and not isinstance(w, QScrollBar)]
    return [said_of(widget) for widget in proxied if widget not in found]


def jumps(page: QWidget, found: list[QWidget]) -> list[str]:
    """Stops that stand above the stop before them: Tab goes as the page is read."""
    here = [widget for widget in found if page.isAncestorOf(widget)]
    places = [(widget, widget.mapTo(page, QPoint(0, 0)).y(), widget.height()) for widget in here]
    # Of several that stand on the first line, the one at its beginning.
    begins = [_begin(widget, page) for widget in here]
    top = min(range(len(places)), key=lambda n: (places[n][1], begins[n])) if places else 0
    turned = places[top:] + places[:top]
    return [f"{said_of(a)} then {said_of(b)}" for (a, ay, _), (b, by, bh) in pairwise(turned) if by + bh <= ay]


def _begin(widget: QWidget, page: QWidget) -> int:
    """How far from where a line begins: at the left, or at the right where it is read from there."""
    left = widget.mapTo(page, QPoint(0, 0)).x()
    return page.width() - left - widget.width() if page.isRightToLeft() else left


def not_back(page: QWidget, found: list[QWidget]) -> list[str]:
    """What Shift+Tab passes over or comes to in another order than Tab, from where the keyboard is.

    What is gone since Tab stopped there, as a page may have it, is not looked for.
    """
    back = stops(page, way=BACKWARD)
    forward = [found[0], *(widget for widget in reversed(found[1:]) if widget.isVisible() and widget.isEnabled())]
    if back == forward:
        return []
    same = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(back, forward, strict=False)))
    there = said_of(back[same]) if same < len(back) else "nothing else"
    return [f"Shift+Tab comes to {there} after {said_of(back[same - 1])}"]
