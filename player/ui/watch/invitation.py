"""What lies over the poster before playing: a large button to begin, and where it begins."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from player.ui.theme import Theme
from player.ui.theme.enter import pressed_by_enter
from player.ui.widgets.clock import clock_text
from player.ui.widgets.words import Words

SCRIM = QColor(0, 0, 0, 90)
ON_SCRIM = "#FFFFFF"
GROUND = "rgba(0, 0, 0, 190)"


class Invitation(QWidget):
    """Covers the picture. `accepted`: play from where it says; `restart`: play from the beginning."""

    accepted = Signal()
    restart = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._disc = _Disc(theme)
        self._words = Words(wrap=False)
        self._again = QPushButton(self.tr("From the beginning"))
        self._disc.clicked.connect(self.accepted)
        self._again.clicked.connect(self.restart)
        centre = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setSpacing(theme.space("two"))
        column.addStretch(1)
        column.addWidget(self._disc, 0, centre)
        self._words.setAlignment(centre)
        column.addWidget(self._words, 0, centre)
        column.addWidget(self._again, 0, centre)
        column.addStretch(1)
        theme.changed.connect(self.restyle)
        self.restyle()

    def render_start(self, start_ms: int, duration_ms: int) -> None:
        """Say where playing would begin."""
        if start_ms > 0:
            text = self.tr("Continue at {time}").format(time=clock_text(start_ms))
        else:
            text = self.tr("Play · {time}").format(time=clock_text(duration_ms))
        self._words.setText(text)
        self._disc.setAccessibleName(text)
        self._again.setVisible(start_ms > 0)

    def focus_first(self) -> None:
        self._disc.setFocus(Qt.FocusReason.OtherFocusReason)

    def restyle(self) -> None:
        """Follow the theme; the words stand on the scrim, whatever the colours of the window."""
        size = self._theme.px(self._theme.tokens.sizes["lead"])
        self._words.setStyleSheet(
            f"color: {ON_SCRIM}; background: {GROUND}; font-size: {size}px; font-weight: 600;"
            "border-radius: 10px; padding: 6px 14px;"
        )
        self._again.setStyleSheet(
            f"QPushButton {{ background: {GROUND}; color: {ON_SCRIM}; border: 1px solid {ON_SCRIM}; }}"
            "QPushButton:hover { background: rgba(60, 60, 60, 230); }"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In little room the disc gives way, so that the words keep theirs."""
        least = max(40, self._theme.target)
        self._disc.setFixedSize(QSize(1, 1) * max(least, min(self._theme.px(88), self.height() // 3)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), SCRIM)
        painter.end()


class _Disc(QAbstractButton):
    """The large round button."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Play"))

    def sizeHint(self) -> QSize:
        return QSize(88, 88)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(5, 5, -5, -5)
        painter.setPen(QPen(self._theme.colour("on_accent"), 2))
        painter.setBrush(self._theme.colour("accent_hover" if self.underMouse() or self.isDown() else "accent"))
        painter.drawEllipse(area)
        side = area.width() * 0.42
        mark = QRectF(0, 0, side, side)
        mark.moveCenter(area.center() + QPointF(side * 0.06, 0))
        self._theme.icons.paint(painter, mark, "play", "on_accent")
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(ON_SCRIM), 3))
            painter.drawEllipse(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5))
        painter.end()
