"""One cue laid out: its words in as few lines as there is room for, and those of about the same length."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, cos, pi, sin
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QTextCharFormat, QTextLayout, QTextOption

from player.ui.captions.cues import Cue, Line, Side, Span
from player.ui.captions.look import CaptionLook, Edge, edge_of, readable_ink
from player.ui.widgets.sided import set_lines

_BREAK = "\u2028"
_DASHES = ("-", "\u2013", "\u2014", "\u2022")
"""With these the turn of another speaker begins, or another point: their lines are never joined."""
_ALIGNMENT = {
    Side.START: Qt.AlignmentFlag.AlignLeft,
    Side.END: Qt.AlignmentFlag.AlignRight,
    Side.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Side.LEFT: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute,
    Side.RIGHT: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute,
}
_AROUND = 16
"""Copies of the letters that make an outline."""


class Block:
    """The words of a cue in a box of `size`, as wide as `room` at most; `ground` is the colour behind them.

    Not `even`, its lines are filled up one after the other: as high, and found ten times as fast.
    """

    def __init__(self, cue: Cue, *, font: QFont, room: int, align: Side, look: CaptionLook, even: bool = True) -> None:
        self.cue = cue
        self._font = font
        self._look = look
        self._align = align
        self.pad = max(3, font.pixelSize() // 4)
        said = {span.style.ground for line in cue.lines for span in line}
        alike = next(iter(said)) if len(said) == 1 else ""
        self.ground = look.ground_over(alike)
        within = max(1, room - 4 * self.pad)
        self._layout = self._fitted(cue.named_lines, within)
        self._words = self._settle(within, even=even)
        self.size = QSize(ceil(self._words.width()) + 4 * self.pad, ceil(self._words.height()) + 2 * self.pad)

    @property
    def line_height(self) -> int:
        return QFontMetrics(self._font).height()

    @property
    def is_right_to_left(self) -> bool:
        return _is_right_to_left(self._layout.text())

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Draws the box with its words, the corner of the box at this point."""
        shade = QColor(self.ground)
        shade.setAlpha(255 * self._look.opacity_percent // 100)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawRoundedRect(QRectF(at, QSizeF(self.size)), self.pad, self.pad)
        corner = at + QPointF(2 * self.pad, self.pad)
        if self._look.edge is not Edge.NONE:
            self._paint_edge(painter, corner)
        self._layout.draw(painter, corner)

    def _paint_edge(self, painter: QPainter, corner: QPointF) -> None:
        """Copies of the letters in one colour, laid around them or aside: large letters are dear to draw."""
        ratio = painter.device().devicePixelRatioF()
        stencil = QPixmap(self.size * ratio)
        stencil.setDevicePixelRatio(ratio)
        stencil.fill(Qt.GlobalColor.transparent)
        colour = QTextCharFormat()
        colour.setForeground(QColor(edge_of(self._look.ink_over(""))))
        inner = QPainter(stencil)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = QPointF(2 * self.pad, self.pad)
        self._layout.draw(inner, at, [self._everything(colour)])
        inner.end()
        for aside, strength in self._copies():
            painter.setOpacity(strength)
            painter.drawPixmap(corner - at + aside, stencil)
        painter.setOpacity(1.0)

    def _copies(self) -> Iterator[tuple[QPointF, float]]:
        """How far aside each copy lies, and how strong it is."""
        if self._look.edge is Edge.OUTLINE:
            reach = max(1.0, self._font.pixelSize() / 16)
            for number in range(_AROUND):
                turn = 2 * pi * number / _AROUND
                yield QPointF(reach * cos(turn), reach * sin(turn)), 1.0
        elif self._look.edge is Edge.SHADOW:
            step = max(1.0, self._font.pixelSize() / 28)
            for number, strength in ((3, 0.45), (2, 0.45), (1, 0.9)):
                yield QPointF(step, step) * number, strength

    def _everything(self, form: QTextCharFormat) -> QTextLayout.FormatRange:
        whole = QTextLayout.FormatRange()
        whole.start, whole.length, whole.format = 0, _wide(self._layout.text()), form
        return whole

    # --- laying out --------------------------------------------------------------------------------------

    def _fitted(self, lines: tuple[Line, ...], room: int) -> QTextLayout:
        """With the file's own lines where they fit; else its lines flow together and are broken anew."""
        layout = self._layout_of(lines)
        if len(lines) > 1 and _wrap(layout, room) > len(lines):
            layout = self._layout_of(_joined(lines))
        return layout

    def _layout_of(self, lines: tuple[Line, ...]) -> QTextLayout:
        text = _BREAK.join("".join(span.text for span in line) for line in lines)
        layout = QTextLayout(text, self._font)
        option = QTextOption(_ALIGNMENT[self._align])
        option.setTextDirection(
            Qt.LayoutDirection.RightToLeft if _is_right_to_left(text) else Qt.LayoutDirection.LeftToRight
        )
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.setFormats(self._formats(lines))
        return layout

    def _formats(self, lines: tuple[Line, ...]) -> list[QTextLayout.FormatRange]:
        """Qt counts in UTF-16, Python in characters."""
        ranges: list[QTextLayout.FormatRange] = []
        at = 0
        for line in lines:
            for span in line:
                part = QTextLayout.FormatRange()
                part.start, part.length, part.format = at, _wide(span.text), self._format(span)
                ranges.append(part)
                at += part.length
            at += 1
        return ranges

    def _format(self, span: Span) -> QTextCharFormat:
        style, look = span.style, self._look
        form = QTextCharFormat()
        ground = look.ground_over(style.ground)
        ink = look.ink_over(style.ink)
        form.setForeground(QColor(readable_ink(ink, ground) if ink == style.ink else ink))
        if ground != self.ground:
            shade = QColor(ground)
            shade.setAlpha(255 * look.opacity_percent // 100)
            form.setBackground(shade)
        if style.bold:
            form.setFontWeight(QFont.Weight.Bold)
        form.setFontItalic(style.italic)
        form.setFontUnderline(style.underline)
        return form

    def _settle(self, room: int, *, even: bool) -> QSizeF:
        """Where lines shall be even, takes the least width in which there are no more of them than in all the room."""
        count = _wrap(self._layout, room)
        widest = _widest(self._layout)
        if widest > room:
            option = self._layout.textOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            self._layout.setTextOption(option)
            _wrap(self._layout, room)
            return QSizeF(_widest(self._layout), _height(self._layout))
        low, high = 1 if even else ceil(widest), ceil(widest)
        while low < high:
            middle = (low + high) // 2
            if _wrap(self._layout, middle) <= count and _widest(self._layout) <= middle:
                high = middle
            else:
                low = middle + 1
        _wrap(self._layout, high)
        return QSizeF(high, _height(self._layout))


def _wrap(layout: QTextLayout, width: float) -> int:
    """Breaks the words into lines of this width; returns how many there are."""
    set_lines(layout, width)
    return layout.lineCount()


def _widest(layout: QTextLayout) -> float:
    return max((layout.lineAt(number).naturalTextWidth() for number in range(layout.lineCount())), default=0.0)


def _height(layout: QTextLayout) -> float:
    last = layout.lineAt(layout.lineCount() - 1)
    return last.y() + last.height()


def _joined(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines that belong together made into one: not those with which somebody else begins to speak."""
    joined: list[Line] = []
    for line in lines:
        if joined and line[0].voice == joined[-1][-1].voice and not line[0].text.startswith(_DASHES):
            last = joined[-1][-1]
            joined[-1] = (*joined[-1][:-1], Span(f"{last.text} ", last.style, last.voice), *line)
        else:
            joined.append(line)
    return tuple(joined)


def _wide(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def _is_right_to_left(text: str) -> bool:
    """As the first letter with a direction of its own has it."""
    directions = (bidirectional(letter) for letter in text)
    return next((way for way in directions if way in ("L", "R", "AL")), "L") != "L"
