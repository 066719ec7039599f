"""A small word about state: icon and text on a tinted ground."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from player.ui.theme import Theme
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import show_if


class Chip(QLabel):
    """Shows a status; too little room ends the text with dots and the whole stays in the tool tip."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = Tone.NEUTRAL
        self._icon = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.restyle)

    def render_status(self, text: str, tone: Tone = Tone.NEUTRAL, icon: str | None = None) -> None:
        """Show text and icon; `icon=None` takes the tone's own, "" none. An empty text hides the chip."""
        self._tone, self._icon = tone, tone.icon if icon is None else icon
        self.setText(text)
        show_if(self, bool(text))
        self.restyle()

    def restyle(self) -> None:
        """Follow the theme."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._face())
        width = metrics.horizontalAdvance(self.text()) + self._lead() + self._theme.px(10) + 2
        return QSize(width, metrics.height() + self._theme.px(8))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._lead() + self._theme.px(32), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._border(), 1))
        painter.setBrush(self._theme.colour(self._tone.ground))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        face = self._face()
        words = self.rect().adjusted(self._lead(), 0, -self._theme.px(10), 0)
        if self._icon:
            side = self._theme.px(14)
            mark = QRectF(self._theme.px(8), (self.height() - side) / 2, side, side)
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                mark.moveRight(self.width() - self._theme.px(8))
                words = self.rect().adjusted(self._theme.px(10), 0, -self._lead(), 0)
            self._theme.icons.paint(painter, mark, self._icon, self._tone.ink)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setFont(face)
        painter.setPen(self._theme.colour(self._tone.ink))
        text = QFontMetrics(face).elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), text)
        self.setToolTip(self.text() if text != self.text() else "")

    def _border(self) -> QColor:
        ground = self._theme.colour(self._tone.ground)
        # Where the ground does not stand out (high contrast) a line in the tone's ink holds the chip together.
        return self._theme.colour(self._tone.ink) if ground == self._theme.colour("surface") else ground

    def _lead(self) -> int:
        return self._theme.px(28) if self._icon else self._theme.px(10)

    def _face(self) -> QFont:
        return self._theme.font("caption", QFont.Weight.DemiBold, figures=True)
