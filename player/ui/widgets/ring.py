"""The ring that shows how much of something is done."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from player.ui.theme import Theme


class Ring(QProgressBar):
    """Progress in permille as a ring; with room for it the per cent stand inside, and a tick when all is done."""

    def __init__(self, theme: Theme, side: int = 40, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._side = theme, side
        self.setRange(0, 1000)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.restyle)
        self.render_permille(0)
        self.restyle()

    def render_permille(self, permille: int) -> None:
        """Show 0 to 1000 thousandths; anything outside counts as the nearer end."""
        permille = max(0, min(1000, permille))
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
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = max(3.0, self.width() / 11)
        box = QRectF(self.rect()).adjusted(width / 2 + 1, width / 2 + 1, -width / 2 - 1, -width / 2 - 1)
        full = self.value() >= self.maximum()
        # Thin where nothing is done: that the shapes differ tells it without colour, too.
        painter.setPen(QPen(self._theme.colour("edge"), 1.5))
        painter.drawEllipse(box)
        if self.value() > 0:
            ink = self._theme.colour("good" if full else "accent")
            painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            turn = -1 if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else 1
            painter.drawArc(box, 90 * 16, turn * round(360 * 16 * self.value() / 1000))
        self._paint_inside(painter, box, full)
        painter.end()

    def _paint_inside(self, painter: QPainter, box: QRectF, full: bool) -> None:
        if full:
            inset = box.width() * 0.26
            self._theme.icons.paint(painter, box.adjusted(inset, inset, -inset, -inset), "check", "good")
        elif self._side >= 40:
            face = self._theme.font("caption", QFont.Weight.DemiBold, figures=True)
            face.setPixelSize(max(10, round(self.width() * 0.27)))
            painter.setFont(face)
            painter.setPen(self._theme.colour("text"))
            painter.drawText(QRectF(self.rect()), int(Qt.AlignmentFlag.AlignCenter), str(self.value() // 10))
