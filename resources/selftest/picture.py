"""What is seen in the self-test: a ring that empties with the seconds, and bars that dance between left and right."""

from __future__ import annotations

import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "samples" / "meet-carrel"))

from drawing import Palette, Stage, load_fonts, smooth
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPen
from sound import LENGTH_MS, Sound

__all__ = ["SIZE", "draw", "load_fonts"]

SIZE = QSize(960, 540)
SCALE = 0.75
"""Drawn as 1280 × 720."""
NIGHT = Palette(
    back="#14324F", surface="#1B4166", line="#2C5F92", ink="#FFFFFF", muted="#B9D3EC", accent="#8FC4FF",
    soft="#1F4A74", good="#9ADBD2", warm="#F0CE96", warm_soft="#3E4A54",
)  # fmt: skip
RING = QPointF(336, 316)
RADIUS = 196.0
BARS, FIRST_BAR, LAST_BAR, BAR_Y = 17, 764.0, 1028.0, 432.0
LAG_MS = 32
"""By so much later each bar follows its neighbour: sound is seen to spread."""


def draw(sound: Sound, at_ms: int) -> QImage:
    """The picture of one moment."""
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(SCALE, SCALE)
    stage = Stage(painter)
    stage.clear(NIGHT)
    countdown(stage, at_ms)
    stage.text(664, 232, "Can you see", size=54, weight=600)
    stage.text(664, 296, "and hear this?", size=54, weight=600)
    stage.text(664, 348, "Ten seconds of picture, sound and captions", size=24, colour="muted")
    sides(stage, sound, at_ms)
    bars(stage, sound, at_ms)
    painter.end()
    return image


def countdown(s: Stage, at_ms: int) -> None:
    """The ring, a dot that runs along its end, and how many seconds are left."""
    left = 1 - at_ms / LENGTH_MS
    area = QRectF(RING.x() - RADIUS, RING.y() - RADIUS, 2 * RADIUS, 2 * RADIUS)
    s.disc(RING.x(), RING.y(), RADIUS, fill="surface", edge="soft", width=26)
    pen = QPen(s.colour("accent"), 26, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    s.painter.setPen(pen)
    s.painter.drawArc(area, 90 * 16, round(360 * 16 * left))
    angle = math.radians(90 + 360 * left)
    s.disc(RING.x() + RADIUS * math.cos(angle), RING.y() - RADIUS * math.sin(angle), 21, fill="ink")
    number = math.ceil((LENGTH_MS - at_ms) / 1000)
    fresh = smooth((at_ms % 1000) / 260)
    s.text(RING.x(), RING.y() + 42, str(number), size=168, weight=600, alpha=0.35 + 0.65 * fresh, align="centre")
    words = "second" if number == 1 else "seconds"
    s.text(RING.x(), RING.y() + 96, words, size=26, colour="muted", align="centre")


def sides(s: Stage, sound: Sound, at_ms: int) -> None:
    """A lamp for each loudspeaker: it is lit while that side sounds."""
    voice = sound.level("voice", at_ms)
    for part, letter, x in (("left", "L", 702.0), ("right", "R", 1090.0)):
        lit = min(1.0, 1.9 * max(sound.level(part, at_ms), voice) ** 0.6)
        s.disc(x, BAR_Y, 34, fill="surface", edge="line", width=2)
        s.disc(x, BAR_Y, 34, fill="warm", alpha=lit)
        s.text(x, BAR_Y + 10, letter, size=28, weight=600, colour="back" if lit > 0.5 else "ink", align="centre")


def bars(s: Stage, sound: Sound, at_ms: int) -> None:
    """A tone comes in from its side and fades on the way; the voice spreads from the middle."""
    middle = (BARS - 1) / 2
    for number in range(BARS):
        left = sound.level("left", at_ms - number * LAG_MS) * (1 - number / BARS) ** 0.8
        right = sound.level("right", at_ms - (BARS - 1 - number) * LAG_MS) * ((number + 1) / BARS) ** 0.8
        away = abs(number - middle)
        voice = sound.level("voice", round(at_ms - away * LAG_MS)) * (1 - away / BARS)
        tall = 10 + 78 * min(1.0, max(left, right, voice))
        x = FIRST_BAR + (LAST_BAR - FIRST_BAR) * number / (BARS - 1)
        s.box(QRectF(x - 5, BAR_Y - tall / 2, 10, tall), fill="accent" if tall > 14 else "line", edge="", radius=5)
