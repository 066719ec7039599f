"""The small label above a pointer, with a picture where there is one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from player.ui.theme import Theme

PICTURE_WIDTH = 208
SIDE = 6
"""What is free beside the words."""


class Bubble(QFrame):
    """Lives in the window of its owner, so that nothing clips it, and never takes the mouse."""

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self._theme, self._owner = theme, owner
        self._foot = QPoint()
        self._told = ""
        self._words, self._picture = QLabel(), QLabel()
        self._words.setObjectName("words")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._words)
        self._picture.hide()
        self.hide()

    def tell(self, text: str, foot: QPoint) -> None:
        """Say this with its foot in the middle at that place of the window."""
        window = self._owner.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self._foot = foot
        self._words.setFont(self._theme.font("caption", figures=True))
        ground, ink = self._theme.colour("text").name(), self._theme.colour("bg").name()
        self.setStyleSheet(
            f"QFrame {{ background: {ground}; border-radius: 8px; border: 0; }} QLabel {{ color: {ink}; }}"
            f"#words {{ padding: 1px {SIDE}px 3px; }}"
        )
        self._told = text
        self._place()
        self.show()
        self.raise_()

    def take_picture(self, picture: QImage) -> None:
        """Show this above the words until the bubble goes."""
        if self.isHidden():
            return
        ratio = self.devicePixelRatioF()
        width = round(self._theme.px(PICTURE_WIDTH) * ratio)
        scaled = QPixmap.fromImage(picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation))
        scaled.setDevicePixelRatio(ratio)
        self._picture.setPixmap(scaled)
        self._picture.show()
        self._place()

    def hideEvent(self, event: QHideEvent) -> None:
        """The next place has another picture."""
        self._picture.hide()

    def _place(self) -> None:
        """Below a picture the words are no wider than it."""
        text, metrics = self._told, self._words.fontMetrics()
        if not self._picture.isHidden():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self._theme.px(PICTURE_WIDTH) - 2 * SIDE)
        self._words.setText(text)
        self.adjustSize()
        window = self._owner.window()
        left = max(4, min(window.width() - self.width() - 4, self._foot.x() - self.width() // 2))
        self.move(left, max(0, self._foot.y() - self.height() + 2))
