"""Fills that tell credit types apart by lightness, and what is proven from what is self-reported by hatching."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from player.domain.transcript import CyclePart
from player.ui.credits.words import cycle_amount, is_met, reported_in
from player.ui.theme import Theme

SHADES: tuple[tuple[str, int], ...] = (("accent", 100), ("accent", 45), ("text", 80), ("accent", 16))
"""Role and how many per cent of it over the surface, by the place of a type; a fifth type is filled as the first."""
HATCH = 5
BAR_HEIGHT = 14


def shade(theme: Theme, place: int) -> QColor:
    """The fill of the credit type at this place among all types."""
    role, percent = SHADES[place % len(SHADES)]
    return mixed(theme.colour(role), theme.colour("surface"), percent)


def mixed(above: QColor, below: QColor, percent: int) -> QColor:
    """The one colour laid over the other."""
    pairs = ((above.red(), below.red()), (above.green(), below.green()), (above.blue(), below.blue()))
    return QColor(*((a * percent + b * (100 - percent)) // 100 for a, b in pairs))


def fill(painter: QPainter, theme: Theme, box: QRectF, colour: QColor, *, hatched: bool) -> None:
    """A piece of a bar with a line around it, hatched where nobody vouches for the credit."""
    painter.save()
    painter.fillRect(box, colour)
    if hatched:
        painter.setClipRect(box)
        painter.setPen(QPen(_against(theme, colour), max(1.5, theme.px(3) / 2)))
        _hatch(painter, box, theme.px(HATCH) * 1.4)
        painter.setClipping(False)
    painter.setPen(QPen(theme.colour("text" if hatched else "edge"), 1))
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


def _hatch(painter: QPainter, box: QRectF, step: float) -> None:
    x = box.left() - box.height()
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += step


def _against(theme: Theme, colour: QColor) -> QColor:
    """Whichever of text and surface stands out better from the colour."""
    roles = (theme.colour("text"), theme.colour("surface"))
    return max(roles, key=lambda role: abs(role.lightness() - colour.lightness()))


class Swatch(QWidget):
    """A sample of a fill beside its name."""

    def __init__(self, theme: Theme, place: int, *, hatched: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._place, self._hatched = theme, place, hatched
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.restyle)

    def restyle(self) -> None:
        """Follow the theme."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(16)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill(painter, self._theme, QRectF(self.rect()), shade(self._theme, self._place), hatched=self._hatched)
        painter.end()


class CycleBar(QProgressBar):
    """How much of a licence cycle's credit is there: proven filled, self-reported hatched, the rest hollow."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._proven = self._reported = 0
        self.setRange(0, 1000)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.restyle)
        self.restyle()

    def render_part(self, part: CyclePart) -> None:
        """Shows a cycle of which it is known how much is required."""
        required = part.cycle.required or 1
        reported = min(reported_in(part), part.counted)
        self._proven = min(1000, int((part.counted - reported) * 1000 / required))
        self._reported = min(1000 - self._proven, int(reported * 1000 / required))
        self.setValue(1000 if is_met(part) else min(999, self._proven + self._reported))
        self.setAccessibleName(part.cycle.name)
        self.setAccessibleDescription(cycle_amount(part))
        self.update()

    def restyle(self) -> None:
        """Follow the theme."""
        height = self._theme.px(BAR_HEIGHT)
        self.setFixedHeight(height)
        self.setStyleSheet(f"min-height: {height}px; max-height: {height}px; border: 0; background: transparent")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(whole, whole.height() / 2, whole.height() / 2)
        painter.fillPath(shape, self._theme.colour("neutral_soft"))
        painter.setClipPath(shape)
        colour = self._theme.colour("good" if self.value() == self.maximum() else "accent")
        fill(painter, self._theme, self._piece(whole, 0, self._proven), colour, hatched=False)
        if self._reported:
            fill(painter, self._theme, self._piece(whole, self._proven, self._reported), colour, hatched=True)
        painter.setClipping(False)
        painter.setPen(QPen(self._theme.colour("edge"), 1))
        painter.drawPath(shape)
        painter.end()

    def _piece(self, whole: QRectF, start: int, length: int) -> QRectF:
        """From and how far, in thousandths of the bar; it grows from where reading begins."""
        left, width = whole.width() * start / 1000, whole.width() * length / 1000
        if self.isRightToLeft():
            left = whole.width() - left - width
        return QRectF(whole.left() + left, whole.top(), width, whole.height())
