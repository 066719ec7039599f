"""The ring that shows how much of something is done."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from player.ui.theme import Theme

WHOLE = 1000
ROOM_FOR_FIGURE = 40
"""Pixels at 100 % from which on the per cent stand inside."""


class Ring(QProgressBar):
    """Progress in permille as a ring; with room for it the per cent stand inside, and a tick when all is done."""

    def __init__(self, theme: Theme, side: int = 40, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._side = theme, side
        self.setRange(0, WHOLE)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.restyle)
        self.render_permille(0)
        self.restyle()

    def render_permille(self, permille: int) -> None:
        """Show 0 to 1000 thousandths; anything outside counts as the nearer end."""
        permille = max(0, min(WHOLE, permille))
        self.setValue(permille)
        self.setAccessibleDescription(self.tr("{percent} % done").format(percent=permille // 10))
        self.update()

    def restyle(self) -> None:
        """Follow the theme."""
        side = self._theme.px(self._side)
        self.setFixedSize(QSize(side, side))
        self.setStyleSheet(f"min-height: {side}px; max-height: {side}px; border: 0; background: transparent")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        with_figure = self._side >= ROOM_FOR_FIGURE
        paint_ring(painter, self._theme, QRectF(self.rect()), self.value(), mirrored=mirrored, with_figure=with_figure)
        painter.end()


def paint_ring(
    painter: QPainter, theme: Theme, area: QRectF, permille: int, *, mirrored: bool, with_figure: bool
) -> None:
    """Paints a ring into a square, for a widget of its own or a card that is one picture."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = max(3.0, area.width() / 11)
    box = area.adjusted(width / 2 + 1, width / 2 + 1, -width / 2 - 1, -width / 2 - 1)
    # Thin where nothing is done: that the shapes differ tells it without colour, too.
    painter.setPen(QPen(theme.colour("edge"), 1.5))
    painter.drawEllipse(box)
    if permille > 0:
        ink = theme.colour("good" if permille >= WHOLE else "accent")
        painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(box, 90 * 16, (1 if mirrored else -1) * round(360 * 16 * permille / WHOLE))
    if permille >= WHOLE:
        inset = box.width() * 0.26
        theme.icons.paint(painter, box.adjusted(inset, inset, -inset, -inset), "check", "good")
    elif with_figure:
        face = theme.font("caption", QFont.Weight.DemiBold, figures=True)
        face.setPixelSize(max(10, round(area.width() * 0.27)))
        painter.setFont(face)
        painter.setPen(theme.colour("text"))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), str(permille // 10))
    painter.restore()
