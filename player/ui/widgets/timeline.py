"""The player's timeline: what was really watched filled, the rest hollow, chapters as cuts, the playhead on top."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from player.ui.theme import Theme
from player.ui.widgets.bubble import Bubble
from player.ui.widgets.clock import clock_text

Span = tuple[int, int]


class Timeline(QAbstractSlider):
    """Time of one recording. All times are whole milliseconds; the slider's own value is in whole seconds, which is
    what a screen reader says. A click, a drag's end or a key emits `seek_requested` with the milliseconds, the pointer
    `pointed` with those under it."""

    seek_requested = Signal(object)
    pointed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._duration = 0
        self._position = 0
        self._watched: tuple[Span, ...] = ()
        self._unsaved: tuple[Span, ...] = ()
        self._chapters: tuple[tuple[int, str], ...] = ()
        self._questions: tuple[tuple[int, bool], ...] = ()
        self._dragged: int | None = None
        self._bubble = Bubble(theme, self)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Timeline"))
        theme.changed.connect(self.restyle)

    def render_course(self, duration_ms: int, chapters: Sequence[tuple[int, str]] = ()) -> None:
        """Take another recording: its length and its chapters as (start, title)."""
        self._duration, self._chapters = max(0, duration_ms), tuple(sorted(chapters))
        self._questions, self._dragged = (), None
        # First to the beginning: a shorter range would move the value, as only somebody who seeks does.
        self.render_position(0)
        self.setRange(0, self._duration // 1000)

    def render_watched(self, spans: Sequence[Span], unsaved: Sequence[Span] = ()) -> None:
        """Paint these spans of (from, to) as watched, and in a lighter tone what was played and is not saved yet.

        Spans may overlap or reach outside; only what is saved is told as watched.
        """
        self._watched = _union(spans, self._duration)
        self._unsaved = _union(unsaved, self._duration)
        self._describe()
        self.update()

    def render_questions(self, open_: Sequence[int], answered: Sequence[int] = ()) -> None:
        """Mark the times (ms) at which something is asked: a ring where it is open, a disc once it was answered."""
        self._questions = (*((time, False) for time in open_), *((time, True) for time in answered))
        self.update()

    def render_preview(self, picture: QImage) -> None:
        """Show this picture of the place under the pointer, as long as the pointer is there."""
        self._bubble.take_picture(picture)

    def render_position(self, position_ms: int) -> None:
        """Move the playhead, except while it is being dragged."""
        self._position = max(0, min(self._duration, position_ms))
        self.setValue(self._position // 1000)
        self._describe()
        self.update()

    def watched_percent(self) -> int:
        """How much of the recording was watched, in whole per cent, never rounded up."""
        return sum(end - start for start, end in self._watched) * 100 // self._duration if self._duration else 0

    def restyle(self) -> None:
        """Follow the theme."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, max(self._theme.px(40), self._theme.target))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, max(self._theme.px(40), self._theme.target))

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:
        """A value that is not the playhead's was set by a screen reader, for which there is neither key nor click."""
        super().sliderChange(change)
        if change is QAbstractSlider.SliderChange.SliderValueChange and self.value() != self._position // 1000:
            self._ask(self.value() * 1000)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forward = -1 if self._mirrored() else 1
        steps = {
            Qt.Key.Key_Right: 5_000 * forward,
            Qt.Key.Key_Left: -5_000 * forward,
            Qt.Key.Key_Up: 5_000,
            Qt.Key.Key_Down: -5_000,
            Qt.Key.Key_PageUp: 60_000,
            Qt.Key.Key_PageDown: -60_000,
            Qt.Key.Key_Home: -self._duration,
            Qt.Key.Key_End: self._duration,
        }
        if event.key() in steps:
            self._ask(self._position + steps[Qt.Key(event.key())])
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._duration:
            self._dragged = self.time_at(event.position().x())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        time = self.time_at(event.position().x())
        if self._dragged is not None:
            self._dragged = time
        self._bubble.tell(self._hint(time), self.mapTo(self.window(), QPoint(round(self.x_of(time)), 0)))
        self.pointed.emit(time)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None and event.button() == Qt.MouseButton.LeftButton:
            wanted, self._dragged = self._dragged, None
            self._ask(wanted)

    def leaveEvent(self, event: QEvent) -> None:
        self._bubble.hide()
        self.update()

    def hideEvent(self, event: QEvent) -> None:
        self._bubble.hide()

    def time_at(self, x: float) -> int:
        """The time under a place of the widget."""
        left, width = self._span()
        share = min(1.0, max(0.0, (x - left) / width))
        return round((1 - share if self._mirrored() else share) * self._duration)

    def x_of(self, time_ms: int) -> float:
        """The place of a time in the widget."""
        left, width = self._span()
        share = time_ms / self._duration if self._duration else 0.0
        return left + width * (1 - share if self._mirrored() else share)

    def track(self) -> QRectF:
        """The rectangle of the whole bar."""
        left, width = self._span()
        height = self._theme.px(14 if self._theme.roomy else 10)
        return QRectF(left, (self.height() - height) / 2, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = self.track()
        shape = QPainterPath()
        shape.addRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        painter.fillPath(shape, self._theme.colour("surface"))
        painter.setClipPath(shape)
        self._paint_watched(painter, bar)
        painter.setClipping(False)
        painter.setPen(QPen(self._theme.colour("edge"), 1.5))
        painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), bar.height() / 2, bar.height() / 2)
        self._paint_chapters(painter, bar)
        self._paint_questions(painter, bar)
        self._paint_head(painter, bar)
        if self.hasFocus():
            self._theme.ring(painter, QRectF(self.rect()), self._theme.tokens.shape["radius"])
        painter.end()

    def _paint_watched(self, painter: QPainter, bar: QRectF) -> None:
        saved = self._theme.colour("accent")
        lighter = QColor(saved)
        lighter.setAlphaF(0.4)
        for spans, colour in ((self._unsaved, lighter), (self._watched, saved)):
            for start, end in spans:
                edges = sorted((self.x_of(start), self.x_of(end)))
                painter.fillRect(QRectF(edges[0], bar.top(), edges[1] - edges[0], bar.height()), colour)

    def _paint_chapters(self, painter: QPainter, bar: QRectF) -> None:
        painter.setPen(QPen(self._theme.colour("text"), 1.5))
        reach = self._theme.px(4)
        for start, _ in self._chapters:
            if 0 < start < self._duration:
                x = self.x_of(start)
                painter.drawLine(QPointF(x, bar.top() - reach), QPointF(x, bar.bottom() + reach))

    def _paint_questions(self, painter: QPainter, bar: QRectF) -> None:
        radius = self._theme.px(4)
        painter.setPen(QPen(self._theme.colour("text"), 2))
        for time, answered in self._questions:
            painter.setBrush(self._theme.colour("text" if answered else "surface"))
            painter.drawEllipse(QPointF(self.x_of(time), bar.top() - 2 * radius), radius, radius)

    def _paint_head(self, painter: QPainter, bar: QRectF) -> None:
        shown = self._position if self._dragged is None else self._dragged
        radius = self._theme.px((9 if self.underMouse() or self._dragged is not None else 8) + self._roomier())
        painter.setBrush(self._theme.colour("text"))
        painter.setPen(QPen(self._theme.colour("surface"), 3))
        painter.drawEllipse(QPointF(self.x_of(shown), bar.center().y()), radius, radius)

    def _ask(self, time_ms: int) -> None:
        wanted = max(0, min(self._duration, time_ms))
        self.render_position(wanted)
        self.seek_requested.emit(wanted)

    def _hint(self, time_ms: int) -> str:
        index = bisect_right([start for start, _ in self._chapters], time_ms) - 1
        if index < 0:
            return clock_text(time_ms)
        return f"{clock_text(time_ms)}  ·  {self._chapters[index][1]}"

    def _describe(self) -> None:
        text = self.tr("{position} of {duration}, {percent} % watched")
        self.setAccessibleDescription(
            text.format(
                position=clock_text(self._position),
                duration=clock_text(self._duration),
                percent=self.watched_percent(),
            )
        )

    def _span(self) -> tuple[float, float]:
        margin = self._theme.px(12 + self._roomier())
        return margin, max(1, self.width() - margin * 2)

    def _roomier(self) -> int:
        """By how much the playhead is larger where fingers take it."""
        return 5 if self._theme.roomy else 0

    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft


def _union(spans: Sequence[Span], duration: int) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted((max(0, a), min(duration, b)) for a, b in spans):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
