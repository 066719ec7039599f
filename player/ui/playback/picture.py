"""The picture: the newest frame between black bars, captions drawn over it, and before playing the poster."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.ui.captions.cues import Cue, words_of
from player.ui.captions.look import CaptionLook
from player.ui.captions.painter import LETTER_SHARE, CaptionPainter
from player.ui.theme import Theme
from player.ui.widgets.cover import draw_cover
from player.ui.widgets.spoken import speak_as

BLACK = QColor("#000000")
NOTICE_GROUND = QColor(0, 0, 0, 190)
NOTICE_INK = QColor("#FFFFFF")
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
        self._area: QRect | None = None
        self._poster: QImage | None = None
        self._title = ""
        self._captions = CaptionPainter(theme)
        self._waiting = False
        self._foot = 0
        self._pressed = False
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)
        speak_as(self, QAccessible.Role.Graphic)

    @property
    def has_frame(self) -> bool:
        """Whether a frame of the recording is on show."""
        return self._frame is not None

    @property
    def frame(self) -> QImage | None:
        """The frame of the recording that is on show."""
        return self._frame

    def render_poster(self, title: str, image: QImage | None) -> None:
        """Show what stands for a recording that does not play yet; a drawn cover where there is no image."""
        self._frame, self._poster, self._title, self._area = None, image, title, None
        self.render_captions(())
        self.setAccessibleName(self.tr("Recording: {title}").format(title=title))
        self.update()

    def render_frame(self, frame: QImage) -> None:
        """Show a frame of the recording."""
        before, self._frame = self._frame, frame
        if before is None or before.size() != frame.size():
            self._area = None
            self.update()
        else:
            self.update(self.picture_area())

    def render_captions(self, cues: tuple[Cue, ...]) -> None:
        """Draw these over the picture; called for every frame."""
        if self._captions.take_cues(cues):
            self.setAccessibleDescription(words_of(cues))
            self.update()

    def render_caption_look(self, look: CaptionLook) -> None:
        """Draw captions so from now on."""
        if self._captions.take_look(look):
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
        if self._area is None:
            size = self._frame.size() if self._frame is not None else QSize(16, 9)
            fitting = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - fitting.width()) // 2, (self.height() - fitting.height()) // 2
            self._area = QRect(left, top, fitting.width(), fitting.height())
        return self._area

    def caption_boxes(self) -> tuple[QRect, ...]:
        """The boxes behind the words of the captions on show."""
        return self._captions.boxes(self.picture_area(), self._floor())

    def sizeHint(self) -> QSize:
        return QSize(320, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 135)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.picture_area()
        image = self._frame or self._poster
        if image is None:
            painter.fillRect(event.rect(), BLACK)
            draw_cover(painter, QRectF(area), self._title, self._theme.tokens.covers)
        else:
            self._paint_image(painter, event.rect(), area if self._frame is not None else self._shaped(image), image)
        self._paint_words(painter)
        if self._ringed:
            self._theme.ring(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), 2, NOTICE_INK)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._area = None

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

    def _paint_image(self, painter: QPainter, room: QRect, area: QRect, image: QImage) -> None:
        """Each pixel once: bars only where there is no picture, and what has the right size already is not scaled."""
        if not area.contains(room) or image.hasAlphaChannel():
            painter.fillRect(room, BLACK)
        if image.size() == area.size():
            painter.drawImage(area.topLeft(), image)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, image)

    def _paint_words(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._waiting:
            self._paint_box(painter, self._waiting_area(), self.tr("One moment…"))
        self._captions.paint(painter, self.picture_area(), self._floor())

    def _paint_box(self, painter: QPainter, area: QRect, text: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(NOTICE_GROUND)
        painter.drawRoundedRect(QRectF(area), 6, 6)
        painter.setFont(self._notice_font())
        painter.setPen(QPen(NOTICE_INK))
        pad = self._pad()
        painter.drawText(area.adjusted(pad, 0, -pad, 0), _WRAPPED, text)

    def _waiting_area(self) -> QRect:
        metrics = QFontMetrics(self._notice_font())
        pad = self._pad()
        box = QRect(0, 0, metrics.horizontalAdvance(self.tr("One moment…")) + 6 * pad, metrics.height() + 2 * pad)
        box.moveCenter(self.rect().center())
        return box

    def _floor(self) -> int:
        """The line below which no captions stand: above controls that lie over the picture."""
        return self.height() - self._foot - self._theme.space("one")

    def _notice_font(self) -> QFont:
        grown = int(self.picture_area().height() * LETTER_SHARE) * self._theme.text_percent // 100
        font = self._theme.font("lead", QFont.Weight.Medium)
        font.setPixelSize(max(self._theme.px(14), grown))
        return font

    def _pad(self) -> int:
        return max(4, self._notice_font().pixelSize() // 4)
