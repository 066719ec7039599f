"""A small word about state: icon and text on a tinted ground."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from player.ui.theme import Theme
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import plain_tip, show_if


class ChipDrawing:
    """How a chip looks, for whoever paints one: a widget of its own, or a card that is one picture."""

    def __init__(self, theme: Theme, size: str = "caption") -> None:
        self._theme, self._size = theme, size

    def hint(self, text: str, icon: str) -> QSize:
        """The room that the whole text needs."""
        metrics = QFontMetrics(self._face())
        width = metrics.horizontalAdvance(text) + self._lead(icon) + self._px(10) + 2
        return QSize(width, metrics.height() + self._px(8))

    def least_width(self, icon: str) -> int:
        return self._lead(icon) + self._px(32)

    def paint(self, painter: QPainter, area: QRectF, text: str, tone: Tone, icon: str, *, mirrored: bool) -> bool:
        """Paints the chip over the whole area; False where the text had to end in dots."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._border(tone), 1))
        painter.setBrush(self._theme.colour(tone.ground))
        box = area.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        whole = self._paint_words(painter, area, text, tone, icon, mirrored=mirrored)
        painter.restore()
        return whole

    def _paint_words(
        self, painter: QPainter, area: QRectF, text: str, tone: Tone, icon: str, *, mirrored: bool
    ) -> bool:
        lead, end = self._lead(icon), self._px(10)
        words = area.adjusted(end, 0, -lead, 0) if mirrored else area.adjusted(lead, 0, -end, 0)
        if icon:
            side = self._px(14)
            mark = QRectF(area.left() + self._px(8), area.center().y() - side / 2, side, side)
            if mirrored:
                mark.moveRight(area.right() - self._px(8))
            self._theme.icons.paint(painter, mark, icon, tone.ink)
        face = self._face()
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setFont(face)
        painter.setPen(self._theme.colour(tone.ink))
        shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), shown)
        return shown == text

    def _border(self, tone: Tone) -> QColor:
        ground = self._theme.colour(tone.ground)
        # Where the ground does not stand out (high contrast) a line in the tone's ink holds the chip together.
        return self._theme.colour(tone.ink) if ground == self._theme.colour("surface") else ground

    def _lead(self, icon: str) -> int:
        return self._px(28) if icon else self._px(10)

    def _face(self) -> QFont:
        return self._theme.font(self._size, QFont.Weight.DemiBold, figures=True)

    def _px(self, pixels: int) -> int:
        """Pixels beside the usual words, as many more as the words are larger."""
        sizes = self._theme.tokens.sizes
        return self._theme.px(pixels * sizes[self._size] // sizes["caption"])


class Chip(QLabel):
    """Shows a status; too little room ends the text with dots and the whole stays in the tool tip."""

    def __init__(self, theme: Theme, size: str = "caption", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = ChipDrawing(theme, size)
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
        return self._drawing.hint(self.text(), self._icon)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._drawing.least_width(self._icon), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        area = QRectF(self.rect())
        whole = self._drawing.paint(painter, area, self.text(), self._tone, self._icon, mirrored=mirrored)
        painter.end()
        self.setToolTip("" if whole else plain_tip(self.text()))
