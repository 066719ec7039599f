"""What Carrel keeps, and what it never sends, told to whoever is here for the first time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from player.ui.language import tr
from player.ui.theme import Theme
from player.ui.widgets.prose import Prose
from player.ui.widgets.words import Words

RINGS = 5
FAINTEST = 26
"""Of 255: how strongly the outermost ring is drawn; each one further in is as much stronger."""


class Promises(QWidget):
    """A quiet ground with the name of the program and three promises."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._marks: list[tuple[QLabel, str]] = []
        self._folder = Prose(theme, role="caption")
        four = theme.space("four")
        column = QVBoxLayout(self)
        column.setContentsMargins(four, four, four, four)
        column.setSpacing(theme.space("one"))
        column.addStretch(1)
        column.addWidget(Words(tr("Welcome to Carrel"), "title"))
        column.addWidget(Words(tr("Study without a network, and earn credit that can be proved."), "lead"))
        column.addSpacing(theme.space("three"))
        column.addLayout(self._promise("hard-drive", *_kept(), self._folder))
        column.addLayout(self._promise("shield-check", *_never_sent()))
        self._last = self._promise("id-card", *_names_nobody())
        column.addLayout(self._last)
        column.addStretch(2)
        theme.changed.connect(self.restyle)
        self.restyle()

    def render_folder(self, folder: Path) -> None:
        """Where the records are."""
        self._folder.render_text(str(folder))

    def restyle(self) -> None:
        """Follow the theme."""
        side = self._theme.px(24)
        for mark, icon in self._marks:
            mark.setPixmap(self._theme.icons.pixmap(icon, side, "accent", self.devicePixelRatioF()))
            mark.setFixedSize(QSize(side, side))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QPainterPath()
        radius = self._theme.tokens.shape["radius"]
        ground.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(ground)
        painter.fillRect(self.rect(), self._theme.colour("accent_soft"))
        self._draw_rings(painter)
        painter.end()

    def _draw_rings(self, painter: QPainter) -> None:
        """As on a drawn cover, at the foot, where no words stand."""
        from_end = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        centre = self.rect().bottomRight() if from_end else self.rect().bottomLeft()
        step = min(self._theme.px(32), (self.height() - self._last.geometry().bottom()) // RINGS)
        for ring in range(1, RINGS + 1):
            ink = QColor(self._theme.colour("accent"))
            ink.setAlpha(FAINTEST * (RINGS + 1 - ring) // 2)
            painter.setPen(QPen(ink, self._theme.px(2)))
            painter.drawEllipse(centre, step * ring, step * ring)

    def _promise(self, icon: str, title: str, text: str, more: QWidget | None = None) -> QHBoxLayout:
        mark = QLabel()
        # The words beside it say all.
        mark.setAccessibleName(" ")
        self._marks.append((mark, icon))
        words = QVBoxLayout()
        words.setSpacing(self._theme.space("half"))
        words.addWidget(Words(title, "strong"))
        words.addWidget(Words(text))
        if more is not None:
            words.addWidget(more)
        row = QHBoxLayout()
        row.setContentsMargins(0, self._theme.space("one"), 0, self._theme.space("one"))
        row.setSpacing(self._theme.space("two"))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row


def _kept() -> tuple[str, str]:
    text = tr("What you watch, answer and claim is kept here as evidence, and so is your profile.")
    return tr("Everything stays on this computer"), text


def _never_sent() -> tuple[str, str]:
    text = tr("Carrel needs no network. A file goes to your provider only when you send it yourself.")
    return tr("Nothing is sent by itself"), text


def _names_nobody() -> tuple[str, str]:
    text = tr("Your name is printed on your documents, and only your provider can read it in what you hand in.")
    return tr("The evidence names nobody"), text
