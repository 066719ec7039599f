"""The drawing that says "scan your badge" without a word: a badge on its ribbon, and the light of a scanner on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.ui.theme import Theme

_BARS = (3, 1, 2, 1, 1, 3, 1, 2, 2, 1, 3, 1, 1, 2, 1, 3)
"""Widths of bars and gaps in turn; they mean nothing."""


class BadgePicture(QWidget):
    """A picture for the eye only: what it says stands in words beside it."""

    def __init__(self, theme: Theme, side: int = 200) -> None:
        super().__init__()
        self._theme, self._side = theme, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        side = min(self._theme.px(self._side), self._side * 3 // 2)
        return QSize(side * 9 // 10, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unit = min(self.width() / 90, self.height() / 100)
        painter.translate(self.width() / 2, 0)
        painter.scale(unit, unit)
        self._ribbon(painter)
        self._card(painter)
        self._light(painter)
        painter.end()

    def _ribbon(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        for side in (-1, 1):
            outer, inner = 19 * side, 11 * side
            painter.drawPolygon(
                QPolygonF([QPointF(outer, 0), QPointF(inner, 0), QPointF(-2 * side, 20), QPointF(4 * side, 20)])
            )
        painter.setBrush(self._theme.colour("edge"))
        painter.drawRoundedRect(QRectF(-4, 17, 8, 9), 2, 2)

    def _card(self, painter: QPainter) -> None:
        theme = self._theme
        painter.setPen(QPen(theme.colour("edge"), 1.2))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(-31, 24, 62, 74), 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(QRectF(-8, 28.5, 16, 3.4), 1.7, 1.7)
        painter.setBrush(theme.colour("accent_soft"))
        painter.drawEllipse(QRectF(-22, 38, 17, 17))
        theme.icons.paint(painter, QRectF(-18.5, 41.5, 10, 10), "user", "accent")
        painter.setBrush(theme.colour("text"))
        painter.drawRoundedRect(QRectF(0, 41, 23, 4), 2, 2)
        painter.setBrush(theme.colour("edge"))
        painter.drawRoundedRect(QRectF(0, 48.5, 15, 3), 1.5, 1.5)
        painter.setBrush(theme.colour("text"))
        self._bars(painter)

    def _bars(self, painter: QPainter) -> None:
        step = 44 / sum(_BARS)
        left = -22.0
        for number, width in enumerate(_BARS):
            if number % 2 == 0:
                painter.drawRect(QRectF(left, 64, width * step, 24))
            left += width * step

    def _light(self, painter: QPainter) -> None:
        ray = self._theme.colour("bad")
        clear = QColor(ray)
        clear.setAlpha(0)
        glow = QColor(ray)
        glow.setAlpha(70)
        fading = QLinearGradient(0, 69, 0, 83)
        for place, colour in ((0, clear), (0.5, glow), (1, clear)):
            fading.setColorAt(place, colour)
        painter.fillRect(QRectF(-40, 69, 80, 14), fading)
        painter.setPen(QPen(ray, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(-41, 76), QPointF(41, 76))
