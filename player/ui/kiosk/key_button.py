"""One key of the keyboard on the screen."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QPushButton, QSizePolicy

from player.ui.kiosk.key_rows import Act, Cap
from player.ui.theme import Theme

_SIGNED = frozenset({Act.BACKSPACE, Act.ENTER, Act.SHIFT})
_STROKE = 2.0
_SIGN = 24


class KeyButton(QPushButton):
    """Takes the focus from nobody. `discreet`: it does not look pressed, for codes that bystanders must not read."""

    def __init__(self, theme: Theme, cap: Cap) -> None:
        super().__init__()
        self.cap = cap
        self.discreet = False
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAutoRepeat(cap.act is Act.BACKSPACE)
        self.setAutoRepeatDelay(450)
        self.setAutoRepeatInterval(70)
        self.setCheckable(cap.act in (Act.SHIFT, Act.ACCENTS))

    def sizeHint(self) -> QSize:
        """Its keyboard gives it its room."""
        return QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def nextCheckState(self) -> None:
        """Its keyboard says whether it is on."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, edge, ink = self._colours()
        radius = self._theme.tokens.shape["radius"]
        painter.setBrush(self._theme.colour(fill))
        painter.setPen(QPen(self._theme.colour(edge), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus():
            self._theme.ring(painter, QRectF(self.rect()), radius)
        self._draw_face(painter, ink)
        painter.end()

    def _colours(self) -> tuple[str, str, str]:
        """Roles of ground, border and what is written on it."""
        if self.isDown() and not self.discreet:
            return ("accent", "accent", "on_accent")
        if self.isChecked():
            return ("accent_soft", "accent", "accent")
        return ("surface" if self.cap.act is None else "neutral_soft", "edge", "text")

    def _draw_face(self, painter: QPainter, ink: str) -> None:
        if self.cap.act in _SIGNED:
            self._draw_sign(painter, ink)
        elif self.cap.act is Act.HIDE:
            side = self._theme.px(_SIGN)
            box = QRectF(0, 0, side, side)
            box.moveCenter(QRectF(self.rect()).center())
            self._theme.icons.paint(painter, box, "chevron-down", ink)
        else:
            plain = self.cap.act is None
            painter.setFont(self._theme.font("heading" if plain else "lead", QFont.Weight.Medium, figures=plain))
            painter.setPen(self._theme.colour(ink))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text().replace("&&", "&"))

    def _draw_sign(self, painter: QPainter, ink: str) -> None:
        """In a square of 24 about the middle. They never turn round: what is written here runs from left to right."""
        scale = self._theme.px(_SIGN) / _SIGN
        painter.translate(QRectF(self.rect()).center())
        painter.scale(scale, scale)
        painter.translate(-_SIGN / 2, -_SIGN / 2)
        pen = QPen(self._theme.colour(ink), _STROKE)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(self._theme.colour(ink) if self.property("locked") else Qt.BrushStyle.NoBrush)
        if self.cap.act is Act.SHIFT:
            painter.drawPolygon(_polygon(_ARROW))
        elif self.cap.act is Act.BACKSPACE:
            painter.drawPolygon(_polygon(_TAG))
            painter.drawLines([QLineF(11.5, 9, 17.5, 15), QLineF(17.5, 9, 11.5, 15)])
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(_hook())


_ARROW = ((12, 4), (20, 12.5), (15.5, 12.5), (15.5, 20), (8.5, 20), (8.5, 12.5), (4, 12.5))
_TAG = ((1.5, 12), (8, 5), (22, 5), (22, 19), (8, 19))


def _polygon(points: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


def _hook() -> QPainterPath:
    """Down and back: the sign for the end of a line."""
    path = QPainterPath(QPointF(20, 5))
    path.lineTo(20, 11)
    path.quadTo(20, 15, 16, 15)
    path.lineTo(4, 15)
    path.moveTo(9, 10)
    path.lineTo(4, 15)
    path.lineTo(9, 20)
    return path
