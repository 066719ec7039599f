"""The cover of a course: its picture, or a drawn one that the title decides."""

from collections.abc import Callable
from hashlib import blake2s
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen, QRadialGradient
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
            fill_with(painter, area, self._image)
        painter.end()

    def _outline(self, area: QRectF) -> QPainterPath:
        radius = self._theme.tokens.shape["radius"] - 1
        path = QPainterPath()
        lower = radius * 2 if self._top_only else 0
        path.addRoundedRect(area.adjusted(0, 0, 0, lower), radius, radius)
        return path


def draw_cover(painter: QPainter, area: QRectF, title: str, pairs: tuple[tuple[str, str, str], ...]) -> None:
    """Paint the drawing that belongs to a title; the same title gives the same picture on every machine."""
    seed = blake2s(title.encode(), digest_size=16).digest()
    ink = tuple(QColor(name) for name in pairs[seed[0] % len(pairs)])
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.translate(area.topLeft())
    # Drawn in heights: the same picture, small on a card and large on the course's page.
    painter.scale(area.height(), area.height())
    sheet = QRectF(0, 0, area.width() / area.height(), 1)
    if seed[1] % 2:
        # Mirrored, a motif leads the eye the other way.
        painter.translate(sheet.width(), 0)
        painter.scale(-1, 1)
    _ground(painter, sheet, (ink[0], ink[1], ink[2]), seed)
    painter.setPen(Qt.PenStyle.NoPen)
    _MOTIFS[seed[2] % len(_MOTIFS)](painter, sheet, (ink[0], ink[1], ink[2]), seed[3:])
    painter.restore()


def cover_ground(title: str, pairs: tuple[tuple[str, str, str], ...]) -> QColor:
    """What stands in for the drawing of a title until it is made."""
    return QColor(pairs[blake2s(title.encode(), digest_size=16).digest()[0] % len(pairs)][0])


def drawn_cover(size: QSize, title: str, pairs: tuple[tuple[str, str, str], ...]) -> QImage:
    """The drawing as an image of that many pixels; for any thread."""
    image = QImage(size.expandedTo(QSize(1, 1)), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_cover(painter, QRectF(image.rect()), title, pairs)
    painter.end()
    return image


def _ground(painter: QPainter, sheet: QRectF, ink: Ink, seed: bytes) -> None:
    """From deep to less deep, with a light that falls in from above."""
    ground = QLinearGradient(sheet.topLeft(), QPointF(sheet.width(), 0.6 + 0.4 * seed[3] / 255))
    ground.setColorAt(0, ink[0])
    ground.setColorAt(1, ink[1])
    painter.fillRect(sheet, ground)
    light = QRadialGradient(QPointF(sheet.width() * (0.55 + 0.35 * seed[4] / 255), -0.1), 1.1)
    light.setColorAt(0, _faint(ink[2], 105))
    light.setColorAt(1, _faint(ink[2], 0))
    painter.fillRect(sheet, light)


def _rings(painter: QPainter, sheet: QRectF, ink: Ink, seed: bytes) -> None:
    """Rings in water, from a place near the edge, finer the farther they are."""
    centre = QPointF(sheet.width() * (0.58 + 0.3 * seed[0] / 255), 0.25 + 0.5 * seed[1] / 255)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for step in range(12):
        painter.setPen(QPen(_faint(ink[2], 190 - step * 15), 0.022 - step * 0.0014))
        radius = 0.07 + step * (0.088 + 0.03 * seed[2] / 255)
        painter.drawEllipse(centre, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_faint(ink[2], 220))
    painter.drawEllipse(centre, 0.03, 0.03)


def _tiles(painter: QPainter, sheet: QRectF, ink: Ink, seed: bytes) -> None:
    """Quarter discs on a grid, as on a printed cover of the fifties; the words' side stays quiet."""
    side = 1 / 3
    columns = int(sheet.width() / side)
    for number in range(columns * 3):
        column, row = number // 3, number % 3
        turn = seed[(number * 5 + column) % len(seed)] + row * 7
        strength = 26 + 120 * column // columns
        if turn % 5 == 0:
            continue
        tile = QRectF(column * side, row * side, side, side)
        corner = (tile.topLeft(), tile.topRight(), tile.bottomLeft(), tile.bottomRight())[turn % 4]
        painter.save()
        painter.setClipRect(tile, Qt.ClipOperation.IntersectClip)
        painter.setBrush(_faint(ink[2] if turn % 3 else ink[0], strength))
        painter.drawEllipse(corner, side, side)
        painter.restore()


def _ribbons(painter: QPainter, sheet: QRectF, ink: Ink, seed: bytes) -> None:
    """Ribbons that part and meet again, like fibres of a nerve."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for index in range(9):
        start = 0.2 + index * 0.075
        swing = (index - 4) * (0.11 + 0.06 * seed[0] / 255)
        path = QPainterPath(QPointF(-0.1, start + 0.25))
        third = sheet.width() / 3
        path.cubicTo(
            QPointF(third, start + swing),
            QPointF(third * (1.4 + seed[1] / 400), 0.75 - swing * 0.9),
            QPointF(sheet.width() + 0.1, start - 0.15 + swing * (0.6 + seed[2] / 300)),
        )
        pen = QPen(_faint(ink[2], 60 + index * 17), 0.012 + 0.004 * (index % 3))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPath(path)


def _hills(painter: QPainter, sheet: QRectF, ink: Ink, seed: bytes) -> None:
    """Hills one behind the other in haze, below a low sun."""
    painter.setBrush(_faint(ink[2], 150))
    painter.drawEllipse(QPointF(sheet.width() * (0.6 + 0.25 * seed[0] / 255), 0.36), 0.15, 0.15)
    for index in range(5):
        top = 0.42 + 0.13 * index
        swing = (0.1 + 0.13 * seed[1 + index] / 255) * (1 if (index + seed[7]) % 2 else -1)
        path = QPainterPath(QPointF(0, top + swing / 3))
        third = sheet.width() / 3
        path.cubicTo(third, top - swing, third * 2, top + swing, sheet.width(), top - swing / 2)
        path.lineTo(sheet.bottomRight())
        path.lineTo(sheet.bottomLeft())
        path.closeSubpath()
        painter.fillPath(path, _mixed(ink[1], ink[0], index / 4, alpha=205))


def _dots(painter: QPainter, sheet: QRectF, ink: Ink, seed: bytes) -> None:
    """A screen of dots that swells where the light is."""
    step = 0.085
    centre = QPointF(sheet.width() * (0.55 + 0.35 * seed[0] / 255), 0.3 + 0.5 * seed[1] / 255)
    painter.setBrush(_faint(ink[2], 165))
    for row in range(ceil(1 / step) + 1):
        shift = step / 2 if row % 2 else 0
        for column in range(ceil(sheet.width() / step) + 1):
            spot = QPointF(column * step + shift, row * step)
            away = spot - centre
            nearness = 1 - (away.x() ** 2 + away.y() ** 2) ** 0.5 / (0.95 + 0.3 * seed[2] / 255)
            if nearness > 0:
                painter.drawEllipse(spot, 0.036 * nearness, 0.036 * nearness)


def _leaves(painter: QPainter, sheet: QRectF, ink: Ink, seed: bytes) -> None:
    """Leaves, or petals, around one point."""
    painter.save()
    painter.translate(sheet.width() * (0.66 + 0.16 * seed[0] / 255), 0.52 + 0.2 * seed[1] / 255)
    count = 6 + seed[2] % 5
    leaf = QPainterPath(QPointF(0, 0))
    leaf.cubicTo(0.16, -0.16, 0.2, -0.46, 0, -0.66)
    leaf.cubicTo(-0.2, -0.46, -0.16, -0.16, 0, 0)
    painter.rotate(seed[3] * 360 / 255)
    for index in range(count):
        painter.rotate(360 / count)
        painter.fillPath(leaf, _faint(ink[2], 48 + 80 * (index % 2)))
    painter.restore()


_MOTIFS: tuple[Callable[[QPainter, QRectF, Ink, bytes], None], ...] = (_rings, _tiles, _ribbons, _hills, _dots, _leaves)


def _faint(colour: QColor, alpha: int) -> QColor:
    faint = QColor(colour)
    faint.setAlpha(max(0, alpha))
    return faint


def _mixed(one: QColor, other: QColor, part: float, *, alpha: int) -> QColor:
    pairs = zip((one.red(), one.green(), one.blue()), (other.red(), other.green(), other.blue()), strict=True)
    red, green, blue = (round(a + (b - a) * part) for a, b in pairs)
    return QColor(red, green, blue, alpha)


def fill_with(painter: QPainter, area: QRectF, image: QImage) -> None:
    """The middle of the image, as much as fills the area."""
    scale = max(area.width() / image.width(), area.height() / image.height())
    part = QRectF(0, 0, area.width() / scale, area.height() / scale)
    part.moveCenter(QPointF(image.width() / 2, image.height() / 2))
    painter.drawImage(area, image, part)
