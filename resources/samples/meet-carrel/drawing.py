"""What every slide of the recording is drawn with: colours, type, time, and a few shapes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontDatabase, QFontMetricsF, QPainter, QPainterPath, QPen

FONTS = Path(__file__).resolve().parents[2] / "fonts"
WIDTH, HEIGHT = 1280, 720
MARGIN = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The project's colours, once for light slides and once for dark ones."""

    back: str
    surface: str
    line: str
    ink: str
    muted: str
    accent: str
    soft: str
    good: str
    warm: str
    warm_soft: str


LIGHT = Palette(
    back="#F5F7FA", surface="#FFFFFF", line="#D3DBE4", ink="#17212B", muted="#55616E", accent="#1B5FAA",
    soft="#DCE8F5", good="#1F7A55", warm="#A65A0A", warm_soft="#FBEEDC",
)  # fmt: skip
DARK = Palette(
    back="#11161C", surface="#1B232C", line="#33404D", ink="#EDF2F7", muted="#A5B2BF", accent="#6DB1FF",
    soft="#1E3450", good="#6FCF9F", warm="#F0A95B", warm_soft="#3A2B1A",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """Where a slide is in its own time: `now` seconds since it opened, and when each sentence begins."""

    now: float
    length: float
    sentences: tuple[float, ...]

    def since(self, sentence: int, *, after: float = 0.0, over: float = 0.7) -> float:
        """How far a movement has come, 0 to 1, that starts `after` seconds into a sentence; softly eased."""
        begin = self.sentences[min(sentence, len(self.sentences) - 1)] + after
        return smooth((self.now - begin) / over)


def smooth(x: float) -> float:
    """Ease in and out between 0 and 1."""
    x = min(1.0, max(0.0, x))
    return x * x * (3 - 2 * x)


def load_fonts() -> None:
    """Make the shipped typefaces known to Qt."""
    for path in sorted(FONTS.glob("*.ttf")):
        if path.name.startswith(("Inter-", "NotoSerif-")):
            QFontDatabase.addApplicationFont(str(path))


def type_of(size: float, weight: int = 400, *, family: str = "Inter", italic: bool = False) -> QFont:
    """A typeface of `size` pixels, unhinted so that it moves smoothly, with figures of equal width."""
    font = QFont(family)
    font.setPixelSize(round(size))
    font.setWeight(QFont.Weight(weight))
    font.setItalic(italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if family == "Inter":
        font.setFeature(QFont.Tag("tnum"), 1)
        if size >= 40:
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98)
    return font


@dataclass(slots=True)
class Stage:
    """A slide's surface: a painter, a palette, and words for what is drawn most."""

    painter: QPainter
    palette: Palette = field(default=LIGHT)

    def colour(self, name: str, alpha: float = 1.0) -> QColor:
        """A palette colour by its name, or any colour by its value, `alpha` from 0 to 1."""
        colour = QColor(getattr(self.palette, name, name))
        colour.setAlphaF(min(1.0, max(0.0, alpha)))
        return colour

    def clear(self, palette: Palette) -> None:
        """Begin a slide in these colours."""
        self.palette = palette
        self.painter.fillRect(QRectF(0, 0, WIDTH, HEIGHT), self.colour("back"))

    def text(  # noqa: PLR0913 - a line of type has that many properties
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 26,
        weight: int = 400,
        colour: str = "ink",
        alpha: float = 1.0,
        align: str = "left",
        family: str = "Inter",
        italic: bool = False,
    ) -> float:
        """Write one line on the baseline `y`; gives its width."""
        font = type_of(size, weight, family=family, italic=italic)
        width = QFontMetricsF(font).horizontalAdvance(words)
        self.painter.setFont(font)
        self.painter.setPen(self.colour(colour, alpha))
        start = {"left": x, "centre": x - width / 2, "right": x - width}[align]
        self.painter.drawText(QPointF(start, y), words)
        return width

    def heading(self, lines: str, under: str = "", *, y: float = 0.0) -> None:
        """A slide's one idea, on the left; `y` is the first baseline, chosen for a balanced block if 0."""
        rows, below = lines.split("\n"), under.split("\n") if under else []
        top = y or HEIGHT / 2 - (len(rows) * 64 + len(below) * 38) / 2 + 24
        for index, row in enumerate(rows):
            self.text(MARGIN, top + index * 64, row, size=54, weight=600)
        top += (len(rows) - 1) * 64 + 60
        for index, row in enumerate(below):
            self.text(MARGIN, top + index * 38, row, size=26, colour="muted")

    def box(
        self,
        area: QRectF,
        *,
        fill: str = "surface",
        edge: str = "line",
        radius: float = 16,
        width: float = 1.5,
        alpha: float = 1.0,
        dashed: bool = False,
    ) -> None:
        """A rounded rectangle; `edge` or `fill` may be empty."""
        pen = QPen(self.colour(edge, alpha), width) if edge else QPen(Qt.PenStyle.NoPen)
        if dashed:
            pen.setDashPattern([4, 4])
        self.painter.setPen(pen)
        self.painter.setBrush(QBrush(self.colour(fill, alpha)) if fill else QBrush())
        self.painter.drawRoundedRect(area, radius, radius)

    def card(self, area: QRectF, *, radius: float = 20) -> None:
        """A sheet that lies softly above the page."""
        for spread in range(12, 0, -2):
            grown = area.adjusted(-spread, -spread + 8, spread, spread + 8)
            self.box(grown, fill="#17212B", edge="", radius=radius + spread, alpha=0.010)
        self.box(area, radius=radius)

    def bar(self, x: float, y: float, length: float, *, thick: float = 12, fill: str = "accent") -> None:
        """A horizontal bar with round ends, centred on `y`."""
        if length > 0.5:
            thin = min(thick, length)
            self.box(QRectF(x, y - thick / 2, length, thick), fill=fill, edge="", radius=thin / 2)

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str = "accent",
        edge: str = "",
        width: float = 2,
        alpha: float = 1.0,
    ) -> None:
        """A circle, filled, outlined or both."""
        self.painter.setPen(QPen(self.colour(edge, alpha), width) if edge else QPen(Qt.PenStyle.NoPen))
        self.painter.setBrush(QBrush(self.colour(fill, alpha)) if fill else QBrush())
        self.painter.drawEllipse(QPointF(x, y), radius, radius)

    def stroke(
        self,
        *points: tuple[float, float],
        colour: str = "ink",
        width: float = 3,
        alpha: float = 1.0,
        dashed: bool = False,
    ) -> None:
        """A line through these points with round ends."""
        path = QPainterPath(QPointF(*points[0]))
        for point in points[1:]:
            path.lineTo(QPointF(*point))
        self.trace(path, colour=colour, width=width, alpha=alpha, dashed=dashed)

    def trace(
        self,
        path: QPainterPath,
        *,
        colour: str = "ink",
        width: float = 3,
        alpha: float = 1.0,
        dashed: bool = False,
    ) -> None:
        """The outline of any path with round ends."""
        pen = QPen(self.colour(colour, alpha), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dashed:
            pen.setDashPattern([0.1, 3.0])
        self.painter.strokePath(path, pen)

    def tick(
        self, x: float, y: float, size: float, *, colour: str = "#FFFFFF", part: float = 1.0, width: float = 4
    ) -> None:
        """A check mark around (x, y), drawn as far as `part`."""
        left, low, right = (
            (x - size * 0.42, y),
            (x - size * 0.1, y + size * 0.32),
            (x + size * 0.46, y - size * 0.34),
        )
        if part <= 0:
            return
        first, second = min(1.0, part / 0.35), max(0.0, (part - 0.35) / 0.65)
        points = [left, between(left, low, first)]
        if second > 0:
            points.append(between(low, right, second))
        self.stroke(*points, colour=colour, width=width)

    def padlock(self, x: float, y: float, size: float, *, colour: str = "muted") -> None:
        """A closed lock around (x, y)."""
        arch = QPainterPath(QPointF(x - size * 0.26, y))
        arch.lineTo(x - size * 0.26, y - size * 0.2)
        arch.arcTo(QRectF(x - size * 0.26, y - size * 0.5, size * 0.52, size * 0.56), 180, -180)
        arch.lineTo(x + size * 0.26, y)
        self.trace(arch, colour=colour, width=size * 0.12)
        self.box(
            QRectF(x - size * 0.42, y - size * 0.06, size * 0.84, size * 0.6),
            fill=colour,
            edge="",
            radius=size * 0.12,
        )

    def pill(
        self,
        x: float,
        y: float,
        words: str,
        *,
        fill: str = "soft",
        colour: str = "accent",
        size: float = 20,
        alpha: float = 1.0,
    ) -> float:
        """A short label in a capsule whose left edge is `x` and whose middle is `y`; gives its width."""
        font = type_of(size, 600)
        width = QFontMetricsF(font).horizontalAdvance(words) + size * 1.8
        self.box(QRectF(x, y - size, width, size * 2), fill=fill, edge="", radius=size, alpha=alpha)
        self.text(x + size * 0.9, y + size * 0.36, words, size=size, weight=600, colour=colour, alpha=alpha)
        return width


def between(a: tuple[float, float], b: tuple[float, float], part: float) -> tuple[float, float]:
    """The point that lies `part` of the way from a to b."""
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def sway(now: float, *, period: float, size: float = 1.0) -> float:
    """A slow swing around 0, for what should not stand quite still."""
    return math.sin(now * 2 * math.pi / period) * size
