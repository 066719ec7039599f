"""What there is to see at this station: one course after the other, in no hurry."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from player.ui.theme import Theme
from player.ui.widgets.card import CardFace, Panel
from player.ui.widgets.cover import Cover
from player.ui.widgets.words import Words

EACH_MS = 8_000
_MOST_DOTS = 16


class WideCover(Cover):
    """A cover that takes the room that there is, cut to it."""

    def __init__(self, theme: Theme, least: int = 120, *, top_only: bool = True) -> None:
        super().__init__(theme, top_only=top_only)
        self._least = least
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def hasHeightForWidth(self) -> bool:
        return False

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least, self._least)


class Showcase(Panel):
    """Several courses take turns, every eight seconds; where nothing should move, the first one stays."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._faces: tuple[CardFace, ...] = ()
        self._at = 0
        self._cover = WideCover(theme)
        self._title = Words(role="subheading")
        self._facts = Words(role="muted")
        self._dots = _Dots(theme)
        self._timer = QTimer(self)
        self._timer.setInterval(EACH_MS)
        self._timer.timeout.connect(self._next)
        words = QVBoxLayout()
        three = theme.space("three")
        words.setContentsMargins(three, theme.space("two"), three, theme.space("two"))
        words.setSpacing(theme.space("half"))
        words.addWidget(self._title)
        words.addWidget(self._facts)
        words.addWidget(self._dots)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        self.body.addWidget(self._cover, 1)
        self.body.addLayout(words)
        theme.changed.connect(self._restyle)
        self._restyle()

    def render_faces(self, faces: Sequence[CardFace]) -> None:
        """Shows these, the first one first; the same ones go on where they are."""
        if tuple(faces) != self._faces:
            self._faces, self._at = tuple(faces), 0
        self.setAccessibleName(", ".join(face.title for face in faces))
        self._dots.render_place(self._at, len(self._faces))
        self._show_face()
        self._run()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    @property
    def is_filled(self) -> bool:
        return bool(self._faces)

    @property
    def is_moving(self) -> bool:
        return self._timer.isActive()

    def _run(self) -> None:
        if self.isVisible() and len(self._faces) > 1 and not self._theme.still:
            self._timer.start()
        else:
            self._timer.stop()

    def _next(self) -> None:
        self._at = (self._at + 1) % max(1, len(self._faces))
        self._show_face()

    def _show_face(self) -> None:
        if not self._faces:
            return
        face = self._faces[self._at]
        self._cover.render_cover(face.title, face.cover)
        self._title.setText(face.title)
        self._facts.say(" · ".join(part for part in (face.time, face.credit) if part))
        self._dots.render_place(self._at, len(self._faces))

    def _restyle(self) -> None:
        # Two lines each: the picture keeps its size from one course to the next.
        for words in (self._title, self._facts):
            words.ensurePolished()
            words.setMinimumHeight(words.fontMetrics().lineSpacing() * 2)
            words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._run()


class _Dots(QWidget):
    """Which one of how many; not to be pressed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._at, self._of = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def render_place(self, at: int, of: int) -> None:
        self._at, self._of = at, of
        self.setVisible(1 < of <= _MOST_DOTS)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        rightwards = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        for number in range(self._of):
            here = number == self._at
            painter.setBrush(self._theme.colour("accent" if here else "edge"))
            x = 6.0 + number * 20
            painter.drawEllipse(QPointF(x if rightwards else self.width() - x, 14), *(2 * [6 if here else 4]))
        painter.end()
