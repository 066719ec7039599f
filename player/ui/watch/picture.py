"""The picture: the newest frame between black bars, captions drawn over it, and before playing the poster."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.ui.theme import Theme
from player.ui.widgets.cover import draw_cover

BLACK = QColor("#000000")
CAPTION_GROUND = QColor(0, 0, 0, 190)
CAPTION_INK = QColor("#FFFFFF")
CAPTION_SHARE = 0.042
"""Height of caption letters as a share of the picture's height, at 100 % text."""
_CENTRED = Qt.AlignmentFlag.AlignCenter
_WRAPPED = int(_CENTRED) | int(Qt.TextFlag.TextWordWrap)


class Picture(QWidget):
    """Gestures: `clicked` and `double_clicked`. It knows nothing of engines: whoever has a frame renders it."""

    clicked = Signal()
    double_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._frame: QImage | None = None
        self._poster: QImage | None = None
        self._title = ""
        self._caption = ""
        self._waiting = False
        self._foot = 0
        self._pressed = False
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    @property
    def has_frame(self) -> bool:
        """Whether a frame of the recording is on show."""
        return self._frame is not None

    def render_poster(self, title: str, image: QImage | None) -> None:
        """Show what stands for a recording that does not play yet; a drawn cover where there is no image."""
        self._frame, self._poster, self._title, self._caption = None, image, title, ""
        self.setAccessibleName(self.tr("Recording: {title}").format(title=title))
        self.update()

    def render_frame(self, frame: QImage) -> None:
        """Show a frame of the recording."""
        self._frame = frame
        self.update(self.picture_area())

    def render_caption(self, text: str) -> None:
        """Draw this over the picture; an empty text draws nothing."""
        if text != self._caption:
            self._caption = text
            self.setAccessibleDescription(text)
            self.update()

    def render_waiting(self, waiting: bool) -> None:
        """Say that the recording is being waited for."""
        if waiting != self._waiting:
            self._waiting = waiting
            self.update()

    def keep_foot_free(self, pixels: int) -> None:
        """Lift captions by so much, above controls that lie over the picture."""
        self._foot = pixels
        self.update()

    def picture_area(self) -> QRect:
        """Where the picture lies: as large as fits in its own shape, in the middle."""
        size = self._frame.size() if self._frame is not None else QSize(16, 9)
        fitting = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - fitting.width()) // 2, (self.height() - fitting.height()) // 2
        return QRect(left, top, fitting.width(), fitting.height())

    def caption_area(self) -> QRect:
        """The box behind the words of the caption; empty without words."""
        if not self._caption:
            return QRect()
        area = self.picture_area()
        side, pad = area.width() // 12, self._pad()
        bottom = min(area.bottom() - area.height() // 20, self.height() - self._foot - self._theme.space("one"))
        room = QRect(area.left() + side, 0, area.width() - 2 * side, max(1, bottom))
        words = QFontMetrics(self._caption_font()).boundingRect(room, _WRAPPED, self._caption)
        words.moveBottom(bottom - pad)
        return words.adjusted(-2 * pad, -pad, 2 * pad, pad)

    def sizeHint(self) -> QSize:
        return QSize(320, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 135)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), BLACK)
        area = self.picture_area()
        image = self._frame or self._poster
        if image is None:
            draw_cover(painter, QRectF(area), self._title, self._theme.tokens.covers)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area if self._frame is not None else self._shaped(image), image)
        self._paint_words(painter)
        if self._ringed:
            self._theme.ring(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), 2, CAPTION_INK)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for those who come by the Tab key; a click on the picture shall not frame it."""
        self._ringed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.button() == Qt.MouseButton.LeftButton

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()
        self._pressed = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()

    def _shaped(self, image: QImage) -> QRect:
        fitting = image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRect(0, 0, fitting.width(), fitting.height())
        area.moveCenter(self.rect().center())
        return area

    def _paint_words(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._waiting:
            self._paint_box(painter, self._waiting_area(), self.tr("One moment…"))
        if self._caption:
            self._paint_box(painter, self.caption_area(), self._caption)

    def _paint_box(self, painter: QPainter, area: QRect, text: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(CAPTION_GROUND)
        painter.drawRoundedRect(QRectF(area), 6, 6)
        painter.setFont(self._caption_font())
        painter.setPen(QPen(CAPTION_INK))
        pad = self._pad()
        painter.drawText(area.adjusted(pad, 0, -pad, 0), _WRAPPED, text)

    def _waiting_area(self) -> QRect:
        metrics = QFontMetrics(self._caption_font())
        pad = self._pad()
        box = QRect(0, 0, metrics.horizontalAdvance(self.tr("One moment…")) + 6 * pad, metrics.height() + 2 * pad)
        box.moveCenter(self.rect().center())
        return box

    def _caption_font(self) -> QFont:
        grown = int(self.picture_area().height() * CAPTION_SHARE) * self._theme.text_percent // 100
        font = self._theme.font("lead", QFont.Weight.Medium)
        font.setPixelSize(max(self._theme.px(14), grown))
        return font

    def _pad(self) -> int:
        return max(4, self._caption_font().pixelSize() // 4)
