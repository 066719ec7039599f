"""The cover of a course: its picture, or a drawn one that the title decides."""

from collections.abc import Callable
from hashlib import blake2s
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.ui.theme import Theme

TALLEST = 192
Ink = tuple[QColor, QColor, QColor]


class Cover(QWidget):
    """A picture of 16:9, cut where that would be too tall, with round corners, all or only the upper ones."""

    def __init__(self, theme: Theme, *, top_only: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._top_only = theme, top_only
        self._title = ""
        self._image = QImage()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.restyle)

    def render_cover(self, title: str, image: QImage | None = None) -> None:
        """Show the image, or without one a drawing that is always the same for this title."""
        self._title, self._image = title, image or QImage()
        self.update()

    def restyle(self) -> None:
        """Follow the theme."""
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        # In a single wide column a full 16:9 would leave no room for the words. And a layout asks for the width of
        # its column, which may be wider than the cover ever gets.
        return min(ceil(min(width, self.maximumWidth()) * 9 / 16), self._theme.px(TALLEST))

    def sizeHint(self) -> QSize:
        return QSize(256, 144)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect())
        painter.setClipPath(self._outline(area))
        if self._image.isNull():
            draw_cover(painter, area, self._title, self._theme.tokens.covers)
        else:
            _fill_with(painter, area, self._image)
        painter.end()

    def _outline(self, area: QRectF) -> QPainterPath:
        radius = self._theme.tokens.shape["radius"] - 1
        path = QPainterPath()
        lower = radius * 2 if self._top_only else 0
        path.addRoundedRect(area.adjusted(0, 0, 0, lower), radius, radius)
        return path


def draw_cover(painter: QPainter, area: QRectF, title: str, pairs: tuple[tuple[str, str, str], ...]) -> None:
    """Paint the drawing that belongs to a title; the same title gives the same picture on every machine."""
    seed = blake2s(title.encode(), digest_size=8).digest()
    deep, middle, light = (QColor(name) for name in pairs[seed[0] % len(pairs)])
    ground = QLinearGradient(area.topLeft(), area.bottomRight())
    ground.setColorAt(0, deep)
    ground.setColorAt(1, middle)
    painter.fillRect(area, ground)
    _MOTIFS[seed[1] % len(_MOTIFS)](painter, area, (deep, middle, light), seed)


def _rings(painter: QPainter, area: QRectF, ink: Ink, seed: bytes) -> None:
    centre = QPointF(
        area.left() + area.width() * (0.55 + seed[2] / 640), area.top() + area.height() * (0.2 + seed[3] / 400)
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for step in range(1, 9):
        painter.setPen(QPen(_faint(ink[2], 150 - step * 14), max(1.5, area.height() / 60)))
        radius = area.height() * step * 0.13
        painter.drawEllipse(centre, radius, radius)


def _discs(painter: QPainter, area: QRectF, ink: Ink, seed: bytes) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for index in range(4):
        x = area.left() + area.width() * (0.3 + 0.6 * seed[2 + index] / 255)
        y = area.top() + area.height() * seed[3 + index] / 255
        radius = area.height() * (0.22 + 0.11 * index)
        painter.setBrush(_faint(ink[2], 80 - index * 14))
        painter.drawEllipse(QPointF(x, y), radius, radius)


def _bands(painter: QPainter, area: QRectF, ink: Ink, seed: bytes) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    width, slope = area.height() * 0.2, area.height() * 0.9
    start = area.left() + area.width() * (0.3 + 0.2 * seed[2] / 255)
    for index in range(7):
        left = start + index * width * 1.45
        path = QPainterPath(QPointF(left, area.top()))
        path.lineTo(left + width, area.top())
        path.lineTo(left + width - slope, area.bottom())
        path.lineTo(left - slope, area.bottom())
        path.closeSubpath()
        painter.fillPath(path, _faint(ink[2], 20 + (index * 3 + seed[3]) % 5 * 20))


def _hills(painter: QPainter, area: QRectF, ink: Ink, seed: bytes) -> None:
    for index in range(4):
        top = area.top() + area.height() * (0.3 + 0.18 * index)
        swing = area.height() * (0.12 + 0.16 * seed[2 + index] / 255) * (1 if index % 2 else -1)
        path = QPainterPath(QPointF(area.left(), top))
        third = area.width() / 3
        path.cubicTo(
            area.left() + third, top - swing, area.left() + third * 2, top + swing, area.right(), top - swing / 2
        )
        path.lineTo(area.bottomRight())
        path.lineTo(area.bottomLeft())
        path.closeSubpath()
        painter.fillPath(path, _faint(ink[2], 46))


_MOTIFS: tuple[Callable[[QPainter, QRectF, Ink, bytes], None], ...] = (_rings, _discs, _bands, _hills)


def _faint(colour: QColor, alpha: int) -> QColor:
    faint = QColor(colour)
    faint.setAlpha(max(0, alpha))
    return faint


def _fill_with(painter: QPainter, area: QRectF, image: QImage) -> None:
    scale = max(area.width() / image.width(), area.height() / image.height())
    part = QRectF(0, 0, area.width() / scale, area.height() / scale)
    part.moveCenter(QPointF(image.width() / 2, image.height() / 2))
    painter.drawImage(area, image, part)
