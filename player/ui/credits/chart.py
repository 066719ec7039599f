"""The chart of credit by year: a bar for each type, what is self-reported hatched on top of what is proven.

Bars of different types stand side by side and never on each other: an hour of one board is not an hour of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.domain.transcript import Part, Sum
from player.ui.credits.bars import fill, shade
from player.ui.credits.words import chart_text, sum_lines
from player.ui.language import amount_text
from player.ui.theme import Theme
from player.ui.widgets.bubble import Bubble
from player.ui.widgets.spoken import speak_as
from player.ui.widgets.words import announce

HEIGHT, LEAST_WIDTH = 190, 200
WIDEST_BAR, LEAST_BAR = 44, 2
MOST_EMPTY = 12
"""Years within which those without credit have their place, too."""
STEPS = (Decimal("0.5"), *(Decimal(digit).scaleb(power) for power in range(5) for digit in (1, 2, 5)))
MOST_LINES = 4


class YearChart(QWidget):
    """The arrow keys and the pointer go from year to year and have its sums said."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: tuple[Part, ...] = ()
        self._kinds: tuple[str, ...] = ()
        self._step, self._lines = scale(Decimal(1))
        self._here: int | None = None
        self._bubble = Bubble(theme, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Credit by year"))
        theme.changed.connect(self.restyle)
        speak_as(self, QAccessible.Role.Chart)

    def render_years(self, parts: Sequence[Part], kinds: Sequence[str]) -> None:
        """Shows these years; the place of a type among `kinds` gives its fill."""
        self._parts, self._kinds = with_years_between(tuple(parts)), tuple(kinds)
        self._step, self._lines = scale(max((one.amount for part in parts for one in part.sums), default=Decimal(1)))
        self._point_at(None)
        self.setAccessibleDescription(chart_text(parts))
        self.update()

    def restyle(self) -> None:
        """Follow the theme."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(420), self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(LEAST_WIDTH), self._theme.px(HEIGHT))

    # --- gestures ----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._parts) - 1
        here = -1 if self._here is None else self._here
        forward = -1 if self.isRightToLeft() else 1
        places = {
            Qt.Key.Key_Right: here + forward if self._here is not None else 0,
            Qt.Key.Key_Left: here - forward if self._here is not None else last,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in places and self._parts:
            self._point_at(max(0, min(last, places[Qt.Key(event.key())])))
            announce(self, self._said())
        elif event.key() == Qt.Key.Key_Escape and self._here is not None:
            self._point_at(None)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        places = range(len(self._parts))
        self._point_at(next((place for place in places if self._column(place).contains(event.position())), None))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def hideEvent(self, event: QEvent) -> None:
        self._bubble.hide()

    def focusOutEvent(self, event: QEvent) -> None:
        self._point_at(None)
        self.update()

    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    def _point_at(self, place: int | None) -> None:
        self._here = place
        if place is None:
            self._bubble.hide()
        else:
            foot = QPointF(self._column(place).center().x(), self._plot().top())
            self._bubble.tell(self._said(), self.mapTo(self.window(), QPoint(round(foot.x()), round(foot.y()))))
        self.update()

    def _said(self) -> str:
        part = self._parts[self._here or 0]
        return "\n".join((part.name, *(sum_lines(part.sums) or (self.tr("no credit"),))))

    # --- the picture -------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("caption", figures=True))
        if self._here is not None:
            painter.fillRect(self._column(self._here), self._theme.colour("sunken"))
        self._paint_lines(painter)
        for place, part in enumerate(self._parts):
            self._paint_year(painter, place, part)
        if self.hasFocus():
            self._theme.ring(painter, QRectF(self.rect()), self._theme.tokens.shape["radius_small"])
        painter.end()

    def _paint_lines(self, painter: QPainter) -> None:
        plot, step = self._plot(), self._step
        side = Qt.AlignmentFlag.AlignLeft if self.isRightToLeft() else Qt.AlignmentFlag.AlignRight
        gap = self._theme.px(6)
        for count in range(self._lines + 1):
            y = plot.bottom() - plot.height() * count / self._lines
            painter.setPen(QPen(self._theme.colour("edge" if count == 0 else "line"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            room = QRectF(0, y - gap * 2, plot.left() - gap, gap * 4)
            if self.isRightToLeft():
                room = QRectF(plot.right() + gap, y - gap * 2, self.width() - plot.right() - gap, gap * 4)
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), amount_text(step * count))

    def _paint_year(self, painter: QPainter, place: int, part: Part) -> None:
        column, plot = self._column(place), self._plot()
        width = self._bar_width(column)
        x = column.center().x() - width * len(part.sums) / 2
        ordered = sorted(part.sums, key=lambda one: self._kinds.index(one.kind), reverse=self.isRightToLeft())
        bars: list[tuple[QRectF, Sum]] = []
        for one in ordered:
            bars.append((self._paint_bar(painter, QRectF(x, plot.top(), width, plot.height()), one), one))
            x += width
        self._paint_amounts(painter, bars)
        name = QRectF(column.left() - column.width(), plot.bottom(), column.width() * 3, self.height() - plot.bottom())
        if place % self._every() == 0:
            painter.setPen(self._theme.colour("text"))
            painter.drawText(name, int(Qt.AlignmentFlag.AlignCenter), part.name)

    def _paint_bar(self, painter: QPainter, room: QRectF, one: Sum) -> QRectF:
        """Where it stands, then."""
        top = self._step * self._lines
        inner = room.adjusted(room.width() * 0.06, 0, -room.width() * 0.06, 0)
        colour = shade(self._theme, self._kinds.index(one.kind))
        bottom = room.bottom()
        for amount, hatched in ((one.proven, False), (one.reported, True)):
            height = room.height() * float(amount / top)
            if height:
                piece = QRectF(inner.left(), bottom - height, inner.width(), height)
                fill(painter, self._theme, piece, colour, hatched=hatched)
                bottom -= height
        return QRectF(inner.left(), bottom, inner.width(), room.bottom() - bottom)

    def _paint_amounts(self, painter: QPainter, bars: Sequence[tuple[QRectF, Sum]]) -> None:
        """Over the bars of a year, as far as none of them hides another bar or number."""
        metrics = QFontMetrics(painter.font())
        taken = [box for box, _ in bars]
        painter.setPen(self._theme.colour("text"))
        for box, one in bars:
            text = amount_text(one.amount)
            words = QRectF(0, 0, metrics.horizontalAdvance(text) + 2, metrics.height())
            words.moveCenter(QPointF(box.center().x(), box.top() - metrics.height() / 2 - 1))
            if not any(words.intersects(other) for other in taken):
                painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), text)
                taken.append(words)

    # --- measures ----------------------------------------------------------------------------------------

    def _plot(self) -> QRectF:
        """Where the bars stand: numbers before it, years below, the highest bar's own number above."""
        metrics = QFontMetrics(self._theme.font("caption", figures=True))
        before = metrics.horizontalAdvance(amount_text(self._step * self._lines)) + self._theme.px(12)
        top, below, after = metrics.height() + self._theme.px(6), metrics.height() + self._theme.px(12), 2
        left, right = (after, before) if self.isRightToLeft() else (before, after)
        return QRectF(left, top, max(1, self.width() - left - right), max(1, self.height() - top - below))

    def _column(self, place: int) -> QRectF:
        plot, count = self._plot(), max(1, len(self._parts))
        width = plot.width() / count
        column = count - 1 - place if self.isRightToLeft() else place
        return QRectF(plot.left() + column * width, plot.top(), width, plot.height())

    def _bar_width(self, column: QRectF) -> float:
        most = max((len(part.sums) for part in self._parts), default=1) or 1
        return max(LEAST_BAR, min(self._theme.px(WIDEST_BAR), column.width() * 0.86 / most))

    def _every(self) -> int:
        """Every how many years there is room for a year's name."""
        wide = QFontMetrics(self._theme.font("caption", figures=True)).horizontalAdvance("2026") + self._theme.px(6)
        return max(1, -(-wide // max(1, int(self._column(0).width()))))


def scale(most: Decimal) -> tuple[Decimal, int]:
    """From one line of the chart to the next (1, 2 or 5, or such with noughts), and how many there are above 0."""
    step = next((step for step in STEPS if step * MOST_LINES >= most), STEPS[-1])
    return step, max(1, int((most / step).to_integral_value(ROUND_CEILING)))


def with_years_between(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """With the years that brought nothing, so that a gap is seen as one; not where they would be too many."""
    known = {int(part.name): part for part in parts}
    if not known or max(known) - min(known) > MOST_EMPTY:
        return parts
    years = range(min(known), max(known) + 1)
    return tuple(known.get(year, Part(name=str(year), sums=())) for year in years)
