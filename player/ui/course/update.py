"""The card on an update: what the learner did in an earlier version, and what becomes of it in this one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from player.domain.update import Update
from player.ui.course.update_words import Line, heading_text, update_lines
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words

_MARKS = {Tone.GOOD: "circle-check", Tone.CAUTION: "rotate-cw", Tone.NEUTRAL: "info"}


class UpdateCard(Panel):
    """Nothing for a course of which nothing was done in an earlier version."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._update: Update | None = None
        self._heading = Words(role="strong")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space("half"))
        self._marks: list[tuple[QLabel, Tone]] = []
        self.body.setSpacing(theme.space("one"))
        self.body.addWidget(self._heading)
        self.body.addLayout(self._lines)
        theme.changed.connect(self.restyle)
        self.hide()

    def render_update(self, update: Update | None) -> None:
        """Tells what became of what was done; None hides the card."""
        self.setVisible(update is not None)
        if update is None or update == self._update:
            return
        self._update = update
        self._heading.setText(heading_text(update))
        self._marks.clear()
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for line in update_lines(update):
            self._lines.addWidget(self._line(line))
        self.restyle()

    def restyle(self) -> None:
        """Follow the theme."""
        side = self._theme.px(18)
        for mark, tone in self._marks:
            ink = "muted" if tone is Tone.NEUTRAL else tone.ink
            mark.setPixmap(self._theme.icons.pixmap(_MARKS[tone], side, ink, self.devicePixelRatioF()))
            mark.setFixedSize(side, side + self._theme.px(2))

    def _line(self, line: Line) -> QWidget:
        widget, mark = QWidget(), QLabel()
        mark.setAccessibleName(" ")
        mark.setAlignment(Qt.AlignmentFlag.AlignBottom)
        self._marks.append((mark, line.tone))
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space("one"))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Words(line.text), 1)
        return widget
