"""The ground of what is told in a tone: a rounded panel with an edge in the tone's ink."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from player.ui.theme import Theme
from player.ui.widgets.tone import Tone


def draw_panel(widget: QWidget, theme: Theme, tone: Tone) -> None:
    """Fills `widget`; to be called while it is painted."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.colour(tone.ground))
    painter.setPen(QPen(theme.colour(tone.ink), 1))
    radius = theme.tokens.shape["radius"]
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.end()
