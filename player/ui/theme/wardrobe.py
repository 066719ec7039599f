"""Puts another sheet on the application: each widget that is seen is dressed once, and the others when they are seen.

Left to itself Qt dresses every widget there is, and each of them four times when one sheet takes another's place:
two thousand widgets of pages that nobody looks at took half a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

KEEPS = "keeps-pages"
"""A property of stacks of which one page is seen, and the others are handed to `catch_up` before they are."""
SELF_PAINTED = "self_painted"
"""An attribute of the classes of widgets that paint all of themselves and ask no style: no sheet reaches them."""
_LATE, _LATE_SIZED = "dressed-late", "sized-late"
_POLISHED, _STYLED = Qt.WidgetAttribute.WA_WState_Polished, Qt.WidgetAttribute.WA_SetStyle


def memory_of_colours() -> QWidget:
    """A widget that nobody sees, to be kept for as long as `change_clothes` is used.

    Qt remembers which colours it gave to which widget, and which there were before, while any sheet is in use at all.
    Between two sheets of the application there is none but that of this widget. Without it labels stay in a former
    colour, and those that come to lie where another was take over what that one wore.
    """
    keeper = QWidget()
    keeper.setStyleSheet("QWidget { }")
    return keeper


def change_clothes(change: Callable[[], None], *, sizes: bool) -> None:
    """Runs `change`, which gives the application another sheet, palette or font. `sizes`: measures change with it."""
    worn = [widget for widget in QApplication.allWidgets() if not widget.testAttribute(_STYLED)]
    later = _left_for_later(worn, sizes=sizes)
    dressed = [widget for widget in worn if widget.testAttribute(_POLISHED)]
    # Qt passes over what says that it was never dressed, or that it has a style of its own.
    for widget in worn:
        widget.setAttribute(_STYLED)
    for widget in dressed:
        widget.setAttribute(_POLISHED, False)
    change()
    for widget in worn:
        widget.setAttribute(_STYLED, False)
    _put_on(widget for widget in dressed if widget not in later)


def catch_up(page: QWidget) -> bool:
    """Dresses a page that was left for later; True where it may have measured something before that."""
    if not page.property(_LATE):
        return False
    sized = bool(page.property(_LATE_SIZED))
    page.setProperty(_LATE, None)
    page.setProperty(_LATE_SIZED, None)
    _put_on([page, *page.findChildren(QWidget)])
    return sized


def is_late(page: QWidget) -> bool:
    """Whether the page waits to be dressed."""
    return bool(page.property(_LATE))


def _left_for_later(widgets: Iterable[QWidget], *, sizes: bool) -> set[QWidget]:
    """All that stands on the pages that nobody sees."""
    later: set[QWidget] = set()
    for stack in widgets:
        if isinstance(stack, QStackedWidget) and stack.property(KEEPS):
            for page in map(stack.widget, range(stack.count())):
                if page is not None and page is not stack.currentWidget():
                    later.update((page, *page.findChildren(QWidget)))
                    page.setProperty(_LATE, True)
                    page.setProperty(_LATE_SIZED, sizes or bool(page.property(_LATE_SIZED)))
    return later


def _put_on(widgets: Iterable[QWidget]) -> None:
    event = QEvent(QEvent.Type.StyleChange)
    for widget in widgets:
        # Taken off first it would be dressed no otherwise: what the other sheet had set is set anew or taken back.
        if not hasattr(widget, SELF_PAINTED):
            widget.style().polish(widget)
            QApplication.sendEvent(widget, event)
        widget.setAttribute(_POLISHED)
        widget.update()
