"""A short notice at the foot of the window that goes away by itself."""

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QHBoxLayout, QLabel, QWidget

from player.ui.theme import Theme
from player.ui.widgets.action_bar import ActionBar
from player.ui.widgets.sided import set_margins
from player.ui.widgets.words import announce

LOOK_MS = 250


class Toast(QFrame):
    """One notice over a window, e.g. "Saved". Nothing that matters may be said only here."""

    def __init__(self, theme: Theme, window: QWidget, stay_ms: int = 4000) -> None:
        super().__init__(window)
        self._theme, self._window, self._stay = theme, window, stay_ms
        self._icon = ""
        self._mark, self._label = QLabel(), QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._mark.setAccessibleName(" ")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        set_margins(row, 16, 10, 20, 10)
        row.setSpacing(10)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self._veil = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(self._veil)
        self._fade = QPropertyAnimation(self._veil, b"opacity", self)
        self._fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        # What it must not lie over may come with another page, while it is on show.
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._look_again)
        window.installEventFilter(self)
        theme.changed.connect(self.restyle)
        self.hide()

    def notify(self, text: str, icon: str = "check") -> None:
        """Show the text for a few seconds and have it read out; a second notice takes the first one's place."""
        self._icon = icon
        self._label.setText(text)
        self.restyle()
        self._appear()
        self._timer.start(self._stay)
        self._look.start()
        announce(self, text)

    def restyle(self) -> None:
        """Follow the theme, also while it is on show."""
        if self._icon:
            side = self._theme.px(18)
            self._mark.setPixmap(self._theme.icons.pixmap(self._icon, side, "bg", self.devicePixelRatioF()))
            self._label.setStyleSheet(f"color: {self._theme.colour('bg').name()}; font-weight: 500")
            self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("text"))
        radius = self._theme.tokens.shape["radius"]
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.end()

    def _settle(self) -> None:
        # On one line where the window is wide enough for it.
        self._label.setWordWrap(False)
        widest = self._window.width() - 2 * self._theme.space("three")
        width = self.sizeHint().width()
        if width > widest:
            self._label.setWordWrap(True)
            width = widest
        self.resize(width, self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height())
        left = (self._window.width() - self.width()) // 2
        self.move(left, self._foot() - self.height() - self._theme.space("four"))
        self.raise_()

    def _look_again(self) -> None:
        if self.isVisible():
            self._settle()
        else:
            self._look.stop()

    def _foot(self) -> int:
        """Where the window ends for it: it never lies over what is to be pressed next."""
        bars = (bar for bar in self._window.findChildren(ActionBar) if bar.isVisible())
        tops = [bar.mapTo(self._window, QPoint(0, 0)).y() + self._theme.space("two") for bar in bars]
        height = self._window.height()
        return min((height, *(top for top in tops if top > height // 2)))

    def _appear(self) -> None:
        length = self._theme.duration("calm")
        self.show()
        self._fade.stop()
        self._veil.setOpacity(0.0 if length else 1.0)
        if length:
            self._fade.setDuration(length)
            self._fade.setStartValue(0.0)
            self._fade.setEndValue(1.0)
            self._fade.start()
