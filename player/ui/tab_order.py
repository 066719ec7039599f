"""Has Tab visit a page as it is read: by its layouts, whatever order its parts were made in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QStackedWidget, QWidget


def tab_as_read(page: QWidget) -> None:
    """To be called when parts were added: Qt itself keeps the order in which widgets were made."""
    for before, after in pairwise(_stops(page)):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """What can take the keyboard in and below `widget`; one of a group that Tab passes over has its place too."""
    if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None:
        yield widget
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        yield from _stops(inside) if inside is not None else ()
    elif isinstance(widget, QStackedWidget):
        sides = (widget.widget(index) for index in range(widget.count()))
        yield from (stop for side in sides if side is not None for stop in _stops(side))
    else:
        layout = widget.layout()
        yield from _in_layout(layout) if layout is not None else _placed_by_hand(widget)


def _placed_by_hand(widget: QWidget) -> Iterator[QWidget]:
    """The parts of what has no layout and does not take the keyboard itself, in the order in which they were made."""
    if widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
        for part in widget.children():
            if isinstance(part, QWidget) and not part.isWindow():
                yield from _stops(part)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for part in _parts(layout):
        yield from _in_layout(part) if isinstance(part, QLayout) else _stops(part)


def _parts(layout: QLayout) -> list[QWidget | QLayout]:
    """What the layout holds itself, in its order.

    Its items are never asked for: Python would go on knowing an item after Qt freed it, and take whatever Qt makes
    at the same place in memory for it.
    """
    page = layout.parentWidget()
    widgets = (part for part in page.children() if isinstance(part, QWidget)) if page is not None else ()
    layouts = (part for part in layout.children() if isinstance(part, QLayout))
    places = [(layout.indexOf(part), part) for part in (*widgets, *layouts)]
    return [part for place, part in sorted(places, key=lambda found: found[0]) if place >= 0]
