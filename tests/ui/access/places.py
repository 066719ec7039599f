"""Whether everything that is read or pressed has its own place: nothing over another, nothing too small to hit."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QSlider,
    QStyledItemDelegate,
    QTabBar,
    QTableView,
    QWidget,
)

from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.timeline import Timeline
from tests.ui.access.drawing import root_of
from tests.ui.access.manners import said_of

LEAST, USUAL = 24, 32
TOUCHING = 2
"""So far the frames of two neighbours may reach into each other."""
ALONE = (
    QLabel,
    QAbstractButton,
    QLineEdit,
    QAbstractSpinBox,
    QComboBox,
    QSlider,
    Timeline,
    QProgressBar,
    QPlainTextEdit,
)
Spot = tuple[QWidget, QWidget, QRect]
"""A widget, what is scrolled with it, and where it is in that."""


# --- nothing over another ----------------------------------------------------------------------------------


def overlaps(page: QWidget) -> list[str]:
    """Words and controls that stand on each other."""
    spots = sorted(_spots(page), key=lambda spot: spot[2].top())
    found: list[str] = []
    for number, (widget, ground, area) in enumerate(spots):
        for other, below, there in spots[number + 1 :]:
            if there.top() > area.bottom():
                break
            shared = area & there if ground is below else QRect()
            if min(shared.width(), shared.height()) > TOUCHING and not _belong_together(widget, other):
                found.append(f"{said_of(widget)} and {said_of(other)} share {shared.width()} by {shared.height()}")
    return found


def _spots(page: QWidget) -> Iterator[Spot]:
    for widget in page.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, ALONE):
            continue
        if isinstance(widget, QLabel) and not widget.text().strip():
            continue
        root = root_of(widget, page)
        yield widget, root, QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def _belong_together(one: QWidget, other: QWidget) -> bool:
    return one.isAncestorOf(other) or other.isAncestorOf(one)


# --- nothing that only dots stand for ----------------------------------------------------------------------


def elided(page: QWidget) -> list[str]:
    """Rows, cells and tabs whose words end with dots, and that do not have all of them in a tip."""
    found: list[str] = []
    for widget in page.findChildren(QWidget):
        if widget.isVisible():
            found.extend(f"{said_of(widget)}: “{words}” is cut short and has no tip" for words in _cut_short(widget))
    return found


def _cut_short(widget: QWidget) -> Iterator[str]:
    metrics = widget.fontMetrics()
    if isinstance(widget, QTabBar):
        for number in range(widget.count()):
            words = widget.tabText(number)
            if widget.isTabVisible(number) and metrics.horizontalAdvance(words) > widget.tabRect(number).width():
                yield from ([words] if words not in widget.tabToolTip(number) else [])
    elif isinstance(widget, QListView | QTableView) and type(widget.itemDelegate()) is QStyledItemDelegate:
        for index in cells(widget):
            words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            wraps = widget.wordWrap()
            needed = max((metrics.horizontalAdvance(part) for part in (words.split() if wraps else [words])), default=0)
            if needed > widget.visualRect(index).width() and words not in str(index.data(Qt.ItemDataRole.ToolTipRole)):
                yield words


def sideways(page: QWidget) -> list[str]:
    """Pages that are wider than their room, and scroll sideways for it."""
    bars = [(part, part.horizontalScrollBar().maximum()) for part in page.findChildren(ScrollPage) if part.isVisible()]
    return [f"{said_of(part)} scrolls sideways by {wider} pixels" for part, wider in bars if wider]


def cells(view: QAbstractItemView) -> Iterator[QModelIndex]:
    """The rows or cells in sight."""
    model = view.model()
    if not model or not isinstance(view, QListView | QTableView):
        return
    columns = range(model.columnCount()) if isinstance(view, QTableView) else (0,)
    for row in range(model.rowCount()):
        for column in columns:
            index = model.index(row, column)
            if view.visualRect(index).intersects(view.viewport().rect()):
                yield index


# --- large enough to hit -----------------------------------------------------------------------------------


def small(page: QWidget, *, least: int = LEAST) -> list[str]:
    """What can be pressed and is smaller than that. Links within a sentence may be, and what scrolls a page: keys and
    wheel do the same (WCAG 2.5.8)."""
    return [
        f"{said_of(widget)} is {size.width()} by {size.height()}"
        for widget, size in _targets(page)
        if size.width() < least or size.height() < least
    ]


def low(page: QWidget) -> list[str]:
    """What can be hit and is lower than everything usually is; the pictures within a field are, so that it is not
    higher than others."""
    return [
        f"{said_of(widget)} is {size.width()} by {size.height()}"
        for widget, size in _targets(page)
        if size.height() < USUAL and not isinstance(widget.parentWidget(), QLineEdit)
    ]


def _targets(page: QWidget) -> Iterator[tuple[QWidget, QSize]]:
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.isEnabled():
            yield from ((widget, size) for size in sizes(widget))


def sizes(widget: QWidget) -> list[QSize]:
    """Of everything in it that is pressed by itself."""
    parent = widget.parentWidget()
    if isinstance(widget, QTabBar):
        return [widget.tabRect(number).size() for number in range(widget.count()) if widget.isTabVisible(number)]
    if isinstance(widget, QListView) and widget.model():
        rows = range(min(1, widget.model().rowCount()))
        return [widget.visualRect(widget.model().index(row, 0)).size() for row in rows]
    if isinstance(parent, QTabBar | QAbstractSpinBox | QAbstractItemView) or isinstance(widget, QScrollBar):
        return []
    if isinstance(widget, QAbstractButton | QComboBox | QLineEdit | QSlider | Timeline | QAbstractSpinBox):
        return [pressed(widget).size()]
    return []


def pressed(widget: QWidget) -> QWidget:
    """What is touched for it: a mark that stands alone is pressed by all of its line."""
    around = widget.parentWidget()
    if around is not None and widget.property("alone") and around.testAttribute(Qt.WidgetAttribute.WA_SetCursor):
        return around
    return widget
