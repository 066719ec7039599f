"""Is anybody still there? A countdown over everything, ended by any touch and any key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from player.ui.kiosk.face import KioskButton
from player.ui.language import counted
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.spoken import speak_as
from player.ui.widgets.words import Words, announce

_SAID_AT_S = (10, 5)
_VEIL = 200
_WIDEST = 620


class IdleNotice(QWidget):
    """Lies over `over` while it counts. Gesture: `stayed`. It never counts by itself: `render_left` says how long."""

    stayed = Signal()

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme, self._over = theme, over
        self._left_s = -1
        self._before: QWidget | None = None
        self.setProperty("kiosk", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._ring = _Ring(theme)
        self._stay = KioskButton(theme, "", kind="primary", broad=True)
        self._title, self._said = Words("", "heading"), Words()
        self._stay.clicked.connect(self._say_stayed)
        self._panel = Panel(theme)
        self._lay_out()
        self.hide()
        over.installEventFilter(self)
        theme.changed.connect(self._settle)
        speak_as(self, QAccessible.Role.AlertMessage)

    def render_left(self, left_ms: int, whole_ms: int) -> None:
        """Shows how long is left of the whole countdown; comes up at the first time."""
        seconds = -(-max(0, left_ms) // 1000)
        self._ring.render_left(seconds, max(0, left_ms) * 1000 // max(1, whole_ms))
        if not self.isVisible():
            self._come_up(seconds)
        elif seconds != self._left_s and seconds in _SAID_AT_S:
            announce(self, counted("{count} second left", "{count} seconds left", seconds))
        self._left_s = seconds

    def clear(self) -> None:
        """Goes, and gives the keyboard back to where it was."""
        if not self.isHidden():
            self.hide()
            if self._before is not None and self._before.isVisible():
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before, self._left_s = None, -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        self._say_stayed()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._say_stayed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._settle()
        return watched is self._stay and self._is_key(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab is a key like any other: it says that somebody is there."""
        self._say_stayed()
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(self._theme.colour("bg"))
        veil.setAlpha(_VEIL)
        painter.fillRect(self.rect(), veil)
        painter.end()

    def _is_key(self, event: QEvent) -> bool:
        """Any key on the button counts, not only those that press it."""
        if event.type() == QEvent.Type.KeyPress:
            self._say_stayed()
            return True
        return False

    def _say_stayed(self) -> None:
        if self.isVisible():
            self.clear()
            self.stayed.emit()

    def _come_up(self, seconds: int) -> None:
        self._say()
        self._before = self._over.window().focusWidget()
        self._settle()
        self.show()
        self.raise_()
        self._stay.setFocus(Qt.FocusReason.OtherFocusReason)
        text = counted(
            "Are you still there? You will be signed out in {count} second. Press any key to stay.",
            "Are you still there? You will be signed out in {count} seconds. Press any key to stay.",
            seconds,
        )
        self.setAccessibleName(text)
        announce(self, self.accessibleName())

    def _say(self) -> None:
        """In the language that the guest chose."""
        self._title.setText(self.tr("Are you still there?"))
        self._said.setText(self.tr("Otherwise you are signed out, so that nobody goes on in your name. All is saved."))
        self._stay.setText(self.tr("I am still here"))

    def _settle(self) -> None:
        self.setGeometry(self._over.rect())
        self._panel.setFixedWidth(min(self._theme.px(_WIDEST), self.width() - 2 * self._theme.space("three")))

    def _lay_out(self) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        four = self._theme.space("four")
        self._panel.body.setContentsMargins(four, four, four, four)
        for words in (self._title, self._said):
            words.setAlignment(centre)
        self._panel.body.addWidget(self._title)
        self._panel.body.addWidget(self._ring, 0, centre)
        self._panel.body.addWidget(self._said)
        self._panel.body.addWidget(self._stay, 0, centre)
        self._stay.installEventFilter(self)
        # No alignment: it would ask the panel for its height at another width.
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._panel)
        line.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(line)
        whole.addStretch(1)


class _Ring(QWidget):
    """What is left of the time, and its seconds inside; it is full at the beginning."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._seconds, self._permille = theme, 0, 1000
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def render_left(self, seconds: int, permille: int) -> None:
        self._seconds, self._permille = seconds, max(0, min(1000, permille))
        self.update()

    def sizeHint(self) -> QSize:
        side = min(self._theme.px(150), 240)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / 12
        box = QRectF(self.rect()).adjusted(width, width, -width, -width)
        painter.setPen(QPen(self._theme.colour("neutral_soft"), width))
        painter.drawEllipse(box)
        pen = QPen(self._theme.colour("accent"), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(box, 90 * 16, round(360 * 16 * self._permille / 1000))
        painter.setPen(self._theme.colour("text"))
        face = self._theme.font("kiosk_title", QFont.Weight.DemiBold, figures=True)
        face.setPixelSize(max(20, round(self.width() * 0.34)))
        painter.setFont(face)
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), str(self._seconds))
        painter.end()
