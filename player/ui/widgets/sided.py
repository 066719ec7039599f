"""Labels whose words stand on the side from which the window is read, whatever script they are in."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QLayout, QWidget

_Side = Qt.AlignmentFlag
_ACROSS = _Side.AlignHorizontal_Mask


class SidedLabel(QLabel):
    """Qt sets words at the side of their own script: a Latin title would stand away from all that is Arabic around it.

    Only the side is the window's; the words run as their script does. What is aligned absolutely stays where it is.
    """

    _wanted = _Side.AlignLeading | _Side.AlignVCenter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}
        self._take_side()

    def setAlignment(self, alignment: Qt.AlignmentFlag, /) -> None:
        self._wanted = alignment
        self._take_side()

    def setText(self, text: str, /) -> None:
        self._heights.clear()
        super().setText(text)

    def setTextFormat(self, form: Qt.TextFormat, /) -> None:
        self._heights.clear()
        super().setTextFormat(form)

    def heightForWidth(self, width: int, /) -> int:
        # Layouts ask dozens of times for the same few widths, and to set a wall of words takes a tenth of a second.
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def changeEvent(self, event: QEvent, /) -> None:
        self._heights.clear()
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._take_side()

    def paintEvent(self, event: QPaintEvent, /) -> None:
        # Qt sets every line but the last a space too far from the edge where lines begin on the right.
        ragged = self.isRightToLeft() and self.wordWrap() and self.textFormat() == Qt.TextFormat.PlainText
        selectable = bool(self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse)
        if ragged and not selectable and not self.buddy() and self.alignment() & _Side.AlignRight:
            self._paint_lines()
        else:
            super().paintEvent(event)

    def _paint_lines(self) -> None:
        painter = QPainter(self)
        self.drawFrame(painter)
        painter.setPen(self.palette().color(self.foregroundRole()))
        area = QRectF(self.contentsRect())
        layout = QTextLayout(QLabel.text(self).replace("\n", "\u2028"), self.font(), self)
        option = QTextOption(_Side.AlignRight | _Side.AlignAbsolute)
        option.setTextDirection(direction_of(QLabel.text(self)))
        layout.setTextOption(option)
        down = set_lines(layout, area.width())
        room = 0.0 if self.alignment() & _Side.AlignTop else max(0.0, (area.height() - down) / 2)
        layout.draw(painter, QPointF(area.left(), area.top() + room))
        painter.end()

    def _take_side(self) -> None:
        wanted, side = self._wanted, self._wanted & _ACROSS
        if side in (_Side.AlignLeft, _Side.AlignRight):
            at_left = (side == _Side.AlignLeft) != self.isRightToLeft()
            wanted = (wanted & ~_ACROSS) | (_Side.AlignLeft if at_left else _Side.AlignRight) | _Side.AlignAbsolute
        super().setAlignment(wanted)


def set_lines(layout: QTextLayout, width: float) -> float:
    """Breaks the text into lines of that width; how high they are together."""
    layout.beginLayout()
    down = 0.0
    line = layout.createLine()
    while line.isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, down))
        down += line.height()
        line = layout.createLine()
    layout.endLayout()
    return down


def direction_of(text: str) -> Qt.LayoutDirection:
    """Which way a text is read: its first letter that has a direction decides."""
    for letter in text:
        sort = unicodedata.bidirectional(letter)
        if sort in ("R", "AL"):
            return Qt.LayoutDirection.RightToLeft
        if sort == "L":
            return Qt.LayoutDirection.LeftToRight
    return Qt.LayoutDirection.LeftToRight


def direction_in(language: str) -> Qt.LayoutDirection:
    """Which way a language is read, by its code as a course has it."""
    return QLocale(language).textDirection()


def set_margins(layout: QLayout, leading: int, top: int, trailing: int, bottom: int) -> None:
    """Margins by the way in which the window is read: Qt leaves those of a layout on their sides."""
    left, right = (trailing, leading) if QGuiApplication.isRightToLeft() else (leading, trailing)
    layout.setContentsMargins(left, top, right, bottom)
