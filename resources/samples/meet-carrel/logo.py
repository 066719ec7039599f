"""The logo of the invented academy: a study carrel under its lamp, and the name, on nothing but the paper."""

from __future__ import annotations

from pathlib import Path

from drawing import LIGHT, Stage
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath

SIZE = QSize(780, 240)
"""Two and a half inches wide at 312 dots per inch."""


def write(to: Path) -> None:
    """Needs a QGuiApplication, and the typefaces."""
    image = QImage(SIZE, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    stage = Stage(painter, LIGHT)
    _sign(stage)
    stage.text(264, 104, "Carrel", size=88, weight=700, colour="accent")
    stage.text(268, 176, "Specimen Academy", size=52, weight=600, colour="ink")
    painter.end()
    image.save(str(to))


def _sign(stage: Stage) -> None:
    """A desk between two sides; the lamp's light falls on an open book."""
    stage.box(QRectF(8, 8, 224, 224), fill="accent", edge="", radius=44)
    for side in (48, 176):
        stage.box(QRectF(side, 52, 16, 136), fill="#FFFFFF", edge="", radius=4)
    stage.box(QRectF(36, 148, 168, 16), fill="#FFFFFF", edge="", radius=8)
    light = QPainterPath()
    light.moveTo(106, 84)
    light.lineTo(134, 84)
    light.lineTo(156, 132)
    light.lineTo(84, 132)
    light.closeSubpath()
    stage.painter.fillPath(light, stage.colour("#FFD27A"))
    stage.stroke((120, 44), (120, 62), colour="#FFFFFF", width=8)
    stage.box(QRectF(98, 60, 44, 22), fill="#FFFFFF", edge="", radius=10)
    stage.stroke((84, 138), (118, 132), (120, 138), (122, 132), (156, 138), colour="#FFFFFF", width=8)
