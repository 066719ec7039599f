"""Measures whether what is written and what is pressed stands out from its ground, as WCAG 2.2 asks (1.4.3, 1.4.11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from player.ui.widgets.card import Card
from player.ui.widgets.chip import Chip
from tests.ui.access.drawing import Drawing, Picture, contrast, farthest
from tests.ui.access.manners import said_of
from tests.ui.access.places import cells

TEXT, LARGE_TEXT, MARK = 4.5, 3.0, 3.0
LARGE, LARGE_AND_BOLD = 24, 18.5
"""From these sizes in pixels WCAG calls text large (18 and 14 points)."""
WITHIN = 4
"""Inside of the border of a button and of its round corners."""
ROUND = 10
LOWEST_LINE = 6
"""What is lower is a dot or a dash of some letter, drawn too thin to reach its own colour."""
RULE = 3
"""What is no wider is a line between things, as between the circles of the steps, and none of writing."""
OUTSIDE, ARROW = 3, 24


@dataclass(frozen=True, slots=True)
class Ratio:
    """What was measured of one widget, and what it takes."""

    of: str
    what: str
    ratio: float
    least: float

    @property
    def said(self) -> str:
        return f"{self.of}: {self.what} stands out by {self.ratio:.2f} and needs {self.least}"


def ratios(page: QWidget, percent: int = 100) -> list[Ratio]:
    """Every contrast on a page that is shown. `percent`: its text size, which makes no text large in this sense."""
    drawing = Drawing(page)
    widgets = [w for w in page.findChildren(QWidget) if w.isVisible() and w.isEnabled()]
    return [found for widget in widgets for found in (*_texts(widget, drawing, percent), *_marks(widget, drawing))]


def faint(page: QWidget, percent: int = 100) -> list[str]:
    """What does not stand out enough; one line each."""
    return [found.said for found in ratios(page, percent) if found.ratio < found.least]


# --- what is written ---------------------------------------------------------------------------------------


def _texts(widget: QWidget, drawing: Drawing, percent: int) -> Iterator[Ratio]:
    for words, area, font in _written(widget):
        picture, corner = drawing.of(widget)
        least = LARGE_TEXT if _is_large(font, percent) else TEXT
        for ratio in _line_ratios(picture, area.translated(corner)):
            yield Ratio(said_of(widget), f"“{words[:40]}”", ratio, least)


def _line_ratios(picture: Picture, area: QRect) -> Iterator[float]:
    ground = picture.ground(area)
    if ground is None:
        return
    lines = [line for line in picture.lines(area, ground) if line.height() >= LOWEST_LINE]
    written = [line for line in lines if picture.width_of(line, ground) > RULE]
    yield from (farthest(picture.colours(line), ground) for line in written or [area])


def _is_large(font: QFont, percent: int) -> bool:
    size = QFontInfo(font).pixelSize() * 100 / percent
    return size >= LARGE or (size >= LARGE_AND_BOLD and font.weight() >= QFont.Weight.DemiBold)


def _written(widget: QWidget) -> Iterator[tuple[str, QRect, QFont]]:
    """Words, where they stand in the widget, and in what font."""
    font = widget.font()
    inner = widget.rect().adjusted(WITHIN, WITHIN, -WITHIN, -WITHIN)
    if isinstance(widget, QLabel):
        if widget.text().strip():
            yield widget.text(), inner if isinstance(widget, Chip) else widget.contentsRect(), font
    elif isinstance(widget, QAbstractButton):
        yield from ((words, area, font) for words, area in _on_button(widget, inner) if words)
    elif isinstance(widget, QLineEdit | QComboBox | QPlainTextEdit | QTextEdit):
        yield from ((words, area, font) for words, area in _in_field(widget, inner) if words)
    elif isinstance(widget, QTabBar):
        numbers = [n for n in range(widget.count()) if widget.isTabVisible(n) and widget.isTabEnabled(n)]
        # The line below the chosen one is no part of its words.
        yield from ((widget.tabText(n), widget.tabRect(n).adjusted(0, 0, 0, -WITHIN), font) for n in numbers)
    elif isinstance(widget, QAbstractItemView):
        yield from _rows(widget)


def _on_button(widget: QAbstractButton, inner: QRect) -> Iterator[tuple[str, QRect]]:
    if isinstance(widget, QCheckBox | QRadioButton):
        yield widget.text(), _contents(widget)
    elif isinstance(widget, QToolButton):
        alone = widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly and not widget.icon().isNull()
        yield "" if alone else widget.text(), inner
    elif isinstance(widget, QPushButton):
        yield widget.text(), inner
    elif not isinstance(widget, Card):
        # What paints itself paints its name, or a picture that says the same, between round corners.
        corner = min(ROUND, inner.width() // 4)
        yield widget.text() or widget.accessibleName(), inner.adjusted(corner, 0, -corner, 0)


def _in_field(widget: QLineEdit | QComboBox | QPlainTextEdit | QTextEdit, inner: QRect) -> Iterator[tuple[str, QRect]]:
    if isinstance(widget, QLineEdit):
        yield widget.text() or widget.placeholderText(), inner
    elif isinstance(widget, QComboBox):
        before, after = (ARROW, 0) if widget.isRightToLeft() else (0, ARROW)
        yield widget.currentText(), inner.adjusted(before, 0, -after, 0)
    else:
        yield widget.toPlainText(), widget.viewport().geometry()


def _contents(widget: QCheckBox | QRadioButton) -> QRect:
    """Where the words stand beside a box; all of it where it paints itself."""
    if type(widget).paintEvent not in (QCheckBox.paintEvent, QRadioButton.paintEvent):
        return widget.rect().adjusted(WITHIN, WITHIN, -WITHIN, -WITHIN)
    return _part(widget, QStyle.SubElement.SE_CheckBoxContents, QStyle.SubElement.SE_RadioButtonContents)


def _part(widget: QCheckBox | QRadioButton, box: QStyle.SubElement, dot: QStyle.SubElement) -> QRect:
    option = QStyleOptionButton()
    widget.initStyleOption(option)
    return widget.style().subElementRect(box if isinstance(widget, QCheckBox) else dot, option, widget)


def _rows(view: QAbstractItemView) -> Iterator[tuple[str, QRect, QFont]]:
    """The cells or headings in sight."""
    if isinstance(view, QHeaderView):
        for number in range(view.count()):
            words = str(view.model().headerData(number, view.orientation(), Qt.ItemDataRole.DisplayRole) or "")
            start = QPoint(view.sectionViewportPosition(number), 0)
            area = QRect(start, view.size()).adjusted(0, 0, view.sectionSize(number) - view.width(), -2)
            seen = area & view.viewport().rect()
            if words and not view.isSectionHidden(number) and 2 * seen.width() > area.width():
                yield words, seen, view.font()
        return
    for index in cells(view):
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        whole = view.visualRect(index)
        area = whole & view.viewport().rect()
        if (
            words
            and 2 * area.width() * area.height() > whole.width() * whole.height()
            and index.flags() & Qt.ItemFlag.ItemIsEnabled
        ):
            yield words, area.translated(view.viewport().pos()).adjusted(2, 3, -2, -3), view.font()


# --- what is pressed ---------------------------------------------------------------------------------------


def _marks(widget: QWidget, drawing: Drawing) -> Iterator[Ratio]:
    """The parts of controls without which nobody would see that they are there, or how they stand."""
    picture, corner = drawing.of(widget)
    here = QRect(corner, widget.size())
    if isinstance(widget, QLineEdit | QComboBox | QAbstractSpinBox | QPlainTextEdit | QTextEdit):
        if not _stands_in_another(widget):
            yield Ratio(said_of(widget), "its border", _border(picture, here), MARK)
    elif isinstance(widget, Card) and type(widget).paintEvent is Card.paintEvent:
        yield Ratio(said_of(widget), "its border", _border(picture, here), MARK)
    elif isinstance(widget, QCheckBox | QRadioButton):
        if type(widget).paintEvent in (QCheckBox.paintEvent, QRadioButton.paintEvent):
            sides = (QStyle.SubElement.SE_CheckBoxIndicator, QStyle.SubElement.SE_RadioButtonIndicator)
            here = _part(widget, *sides).translated(corner)
        yield Ratio(said_of(widget), "its box", _border(picture, here), MARK)
    elif isinstance(widget, QToolButton | QPushButton) and not widget.icon().isNull() and not widget.text():
        if _is_cross(widget):
            return
        yield Ratio(said_of(widget), "its picture", _inner(picture, here), MARK)
    elif isinstance(widget, QAbstractSlider | QProgressBar) and _is_worth(widget):
        around = here.adjusted(-OUTSIDE, -OUTSIDE, OUTSIDE, OUTSIDE)
        behind = picture.rim(around)
        yield Ratio(said_of(widget), "it", farthest(picture.colours(here), behind) if behind else 1.0, MARK)


def _stands_in_another(widget: QWidget) -> bool:
    above = widget.parentWidget()
    return isinstance(above, QAbstractSpinBox | QComboBox)


def _is_cross(widget: QWidget) -> bool:
    """What clears a field with nothing in it is not there yet."""
    field = widget.parentWidget()
    return isinstance(field, QLineEdit) and not field.text()


def _is_worth(widget: QWidget) -> bool:
    """A scroll bar with nothing to scroll shows nothing."""
    return not isinstance(widget, QScrollBar) or widget.maximum() > widget.minimum()


def _border(picture: Picture, here: QRect) -> float:
    """How far the outline stands out from what is around it, across the middle of the left side and of the top."""
    x, y = here.center().x(), here.center().y()
    across = (
        [(left, y) for left in range(here.left() - OUTSIDE, here.left() + WITHIN + 3)],
        [(x, top) for top in range(here.top() - OUTSIDE, here.top() + WITHIN + 3)],
    )
    found = [[picture.at(*place) for place in line if picture.area.contains(QPoint(*place))] for line in across]
    return max(max(contrast(colour, line[0]) for colour in line) for line in found if line)


def _inner(picture: Picture, here: QRect) -> float:
    within = here.adjusted(2, 2, -2, -2)
    ground = picture.ground(within)
    return farthest(picture.colours(within), ground) if ground else 1.0
