"""What a station says while it serves nobody: not open yet, or taking a rest, and where to go instead."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from player.domain.problem import Problem
from player.kiosk.problems import NotOpen
from player.ui.language import told
from player.ui.theme import Theme
from player.ui.widgets.words import Words, announce

_WIDEST = 820


class Resting(QWidget):
    """A problem in large, calm words: what to do stands first, as that is what one reads from afar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._mark = _Mark(theme)
        self._title = Words(role="title")
        self._remedy = Words(role="heading")
        self._what = Words(role="lead")
        self._meaning = Words(role="lead")
        centre = Qt.AlignmentFlag.AlignHCenter
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("two"))
        column.addWidget(self._mark, 0, centre)
        for words in (self._title, self._remedy, self._what, self._meaning):
            words.setAlignment(centre)
            column.addWidget(words)
        self._inside = inside
        line = QHBoxLayout()
        line.addStretch(0)
        line.addWidget(inside, 1)
        line.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addStretch(1)
        whole.addLayout(line)
        whole.addStretch(1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def render_problem(self, problem: Problem) -> None:
        not_open = isinstance(problem, NotOpen)
        self._mark.render_icon("moon" if not_open else "clock")
        title = self.tr("Not open yet") if not_open else self.tr("This station is taking a rest")
        self._title.setText(title)
        telling = told(problem)
        self._remedy.say(telling.remedy)
        self._what.say("" if not_open else telling.what)
        self._meaning.say(telling.meaning)
        announce(self, f"{title}. {telling.remedy}")

    def _restyle(self) -> None:
        self._inside.setMaximumWidth(self._theme.px(_WIDEST))


class _Mark(QWidget):
    """An icon on a soft disc."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._icon = theme, "clock"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def render_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        side = min(self._theme.px(120), 180)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent_soft"))
        box = QRectF(self.rect())
        painter.drawEllipse(box)
        inset = box.width() * 0.28
        self._theme.icons.paint(painter, box.adjusted(inset, inset, -inset, -inset), self._icon, "accent")
        painter.end()
