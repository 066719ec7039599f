"""A little picture with a caption on it, to see what one chooses."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.ui.captions.cues import Cue, Span
from player.ui.captions.look import CaptionLook
from player.ui.captions.painter import CaptionPainter
from player.ui.theme import Theme

_DARK, _BRIGHT = "#1d2b3a", "#f4f1e8"
"""Captions have to be read over both, whatever the colours of the window."""


class CaptionPreview(QWidget):
    """Half of it dark, half of it bright, as recordings are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._painter = CaptionPainter(theme)
        words = self.tr("This is how captions look.")
        self._painter.take_cues((Cue(start_ms=0, end_ms=1, lines=((Span(words),),)),))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Example of captions"))
        theme.changed.connect(self.updateGeometry)

    def render_look(self, look: CaptionLook) -> None:
        if self._painter.take_look(look):
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(88))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = QLinearGradient(0, 0, self.width(), 0)
        for at, colour in ((0.0, _DARK), (0.4, _DARK), (0.6, _BRIGHT), (1.0, _BRIGHT)):
            ground.setColorAt(at, colour)
        painter.fillRect(self.rect(), ground)
        self._painter.paint(painter, self.rect(), self.height())
        painter.end()
