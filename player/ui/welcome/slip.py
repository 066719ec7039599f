"""How a name will stand on a certificate, shown while it is typed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.ui.language import tr
from player.ui.theme import Theme
from player.ui.widgets.words import Words

GAP = 5
"""Pixels between the two lines of the frame."""


class NameSlip(QWidget):
    """The middle of a certificate: a frame of two lines, and the name as it is printed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._name = Words(role="title")
        three = theme.space("three")
        column = QVBoxLayout(self)
        column.setContentsMargins(three, three, three, three)
        column.setSpacing(theme.space("one"))
        for words in (Words(tr("On your certificates"), "caption"), self._name):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        theme.changed.connect(self.update)
        self.render_name("")

    def render_name(self, printed: str) -> None:
        """The name with its degrees; nothing yet says so."""
        self._name.setText(printed or tr("Your name"))
        # As large as the name will be: nothing moves when the first letter is typed.
        self._name.setEnabled(bool(printed))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("accent"), 1.5))
        radius, whole = self._theme.tokens.shape["radius"], QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(whole, radius, radius)
        painter.setPen(QPen(self._theme.colour("accent"), 0.75))
        painter.drawRoundedRect(whole.adjusted(GAP, GAP, -GAP, -GAP), radius - GAP, radius - GAP)
        painter.end()
