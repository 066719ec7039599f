"""The one line under the controls: what may be claimed, why it may earn nothing, and where to go on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from player.ui.theme import Theme, dress
from player.ui.watch.words import Onward, Remark
from player.ui.widgets.chip import Chip
from player.ui.widgets.words import Words, announce

LEAST_WORDS = 280


class Footer(QWidget):
    """`gone_on` when the button to the next step was pressed."""

    gone_on = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mark = QLabel()
        self.done = Words(role="strong")
        self.line = Words()
        self.remark = Chip(theme)
        self.button = QPushButton()
        self._mark.setAccessibleName(" ")
        dress(self.button, kind="primary")
        self.button.clicked.connect(self.gone_on)
        self._lay_out()
        theme.changed.connect(self.restyle)
        self.render_line("", None)
        self.render_onward(None)
        self.restyle()

    def render_line(self, text: str, remark: Remark | None) -> None:
        """Say what may be claimed."""
        self.line.say(text)
        self.remark.setVisible(remark is not None)
        if remark is not None:
            self.remark.render_status(remark.text, remark.tone)

    def render_onward(self, onward: Onward | None, *, just_done: bool = False) -> None:
        """Show what comes next once the session is watched; `just_done` has it read out."""
        for part in (self._mark, self.done, self.button):
            part.setVisible(onward is not None)
        self._fold()
        if onward is None:
            return
        self.done.setText(onward.text)
        self.button.setText(onward.action)
        if just_done:
            announce(self, onward.text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fold()

    def restyle(self) -> None:
        """Follow the theme."""
        side = self._theme.px(20)
        self._mark.setPixmap(self._theme.icons.pixmap("circle-check", side, "good", self.devicePixelRatioF()))
        self._mark.setFixedSize(QSize(side, side))
        # As high as its button, so that nothing jumps when that appears.
        self.setMinimumHeight(max(self._theme.px(40), self._theme.target))
        self._fold()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.done)
        words.addWidget(self.line)
        said, offered = QHBoxLayout(), QHBoxLayout()
        said.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        said.addLayout(words, 1)
        offered.addWidget(self.remark, 0, Qt.AlignmentFlag.AlignVCenter)
        offered.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        offered.addStretch(0)
        self._offered = offered
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.addLayout(said, 1)
        self._rows.addLayout(offered)
        for row in (said, offered, self._rows):
            row.setSpacing(self._theme.space("one"))

    def _fold(self) -> None:
        """One line where the sentence keeps enough room, two where it does not, three in very little room."""
        offered = sum(part.sizeHint().width() for part in (self.remark, self.button) if not part.isHidden())
        wide = self.width() - offered >= self._theme.px(LEAST_WORDS)
        direction = QBoxLayout.Direction
        self._rows.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
        fits = offered + self._theme.space("one") <= self.width()
        self._offered.setDirection(direction.LeftToRight if fits else direction.TopToBottom)
