"""Icons of one family: vector files coloured by a role of the theme, sharp at any pixel ratio."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

Colour = Callable[[str], QColor]

_POINTING = frozenset(
    {"chevron-left", "chevron-right", "arrow-left", "arrow-right", "list", "list-checks", "send", "panel-right"}
)


class Icons:
    """Gives icons by name. The icons ask for their colour when painted, so they follow the theme by themselves."""

    def __init__(self, folder: Path, colour: Colour) -> None:
        self._sources = {path.stem: path for path in folder.glob("*.svg")}
        self._colour = colour
        self._drawn: dict[tuple[str, str], QSvgRenderer] = {}

    def names(self) -> frozenset[str]:
        """Every name that `icon` accepts."""
        return frozenset(self._sources)

    def icon(self, name: str, role: str = "text", *, on: str | None = None) -> QIcon:
        """An icon in the colour of `role`, of `on` while its button is checked. KeyError when there is no such icon."""
        self._known(name)
        return QIcon(_Engine(self, name, role, on or role))

    def paint(self, painter: QPainter, rect: QRectF, name: str, role: str = "text") -> None:
        """Draw an icon into a rectangle; those that point somewhere turn round where text runs from right to left."""
        drawing = self._renderer(name, self._colour(role).name())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if name in _POINTING and QGuiApplication.isRightToLeft():
            painter.translate(rect.center().x() * 2, 0)
            painter.scale(-1, 1)
        drawing.render(painter, rect)
        painter.restore()

    def pixmap(self, name: str, pixels: int, role: str = "text", ratio: float = 1.0) -> QPixmap:
        """A square picture of `pixels` logical pixels for a screen of that ratio."""
        side = round(pixels * ratio)
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRectF(0, 0, side, side), name, role)
        painter.end()
        picture.setDevicePixelRatio(ratio)
        return picture

    def _known(self, name: str) -> Path:
        if name not in self._sources:
            raise KeyError(f"no icon is called {name!r}")
        return self._sources[name]

    def _renderer(self, name: str, colour: str) -> QSvgRenderer:
        if (name, colour) not in self._drawn:
            source = self._known(name).read_text(encoding="utf-8").replace("currentColor", colour)
            self._drawn[name, colour] = QSvgRenderer(QByteArray(source.encode()))
        return self._drawn[name, colour]


def leading_square(area: QRectF) -> QRectF:
    """Where an icon stands in its room: a button's room is wider than high, and the rest parts icon and word."""
    side = min(area.width(), area.height())
    square = QRectF(area.left(), area.top() + (area.height() - side) / 2, side, side)
    if QGuiApplication.isRightToLeft():
        square.moveRight(area.right())
    return square


class _Engine(QIconEngine):
    """Paints one icon in the colour that its role has at that moment."""

    def __init__(self, icons: Icons, name: str, role: str, on: str) -> None:
        super().__init__()
        self._icons, self._name, self._role, self._on = icons, name, role, on

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        self._icons.paint(painter, leading_square(QRectF(rect)), self._name, self._role_in(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        # The size is in logical pixels; the picture has as many as the screen shows.
        picture = QPixmap(size * scale)
        picture.setDevicePixelRatio(scale)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> NoReturn:
        # Only reached by changing an icon after it was made, which nobody may: take another one from `Icons`.
        raise TypeError("an icon of the theme cannot be changed")

    def _role_in(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return "disabled"
        return self._on if state == QIcon.State.On else self._role
