"""What the clock of this computer went through in a course, told quietly under the way through it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from player.ui.course.clock_words import is_corrected, timekeeping_texts
from player.ui.course.state import CourseState
from player.ui.language import tr
from player.ui.theme import Theme, dress
from player.ui.widgets.prose import Prose

MOST_TEXTS = 2


class Timekeeping(QWidget):
    """Nothing where the clock kept time. `change_wanted` when the learner's own word is to be changed, where this can
    be done (`mends`)."""

    change_wanted = Signal()

    def __init__(self, theme: Theme, *, mends: bool = True) -> None:
        super().__init__()
        self._mends = mends
        self._theme = theme
        self._mark = QLabel()
        self._mark.setAccessibleName(" ")
        self._texts = [Prose(theme, role="muted", selectable=False) for _ in range(MOST_TEXTS)]
        self._change = QPushButton(tr("Change the date…"))
        dress(self._change, kind="back")
        self._change.clicked.connect(self.change_wanted)
        said = QVBoxLayout()
        said.setSpacing(theme.space("half"))
        for text in self._texts:
            said.addWidget(text)
        said.addWidget(self._change, 0, Qt.AlignmentFlag.AlignLeading)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space("two"), 0, theme.space("two"), 0)
        row.setSpacing(theme.space("one"))
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(said, 1)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.hide()

    def render_state(self, state: CourseState) -> None:
        """Shows what there is to tell; the date in force is told with the way to change it."""
        texts = timekeeping_texts(state)
        for prose, text in zip(self._texts, (*texts, *[""] * MOST_TEXTS), strict=False):
            prose.render_text(text)
            prose.setVisible(bool(text))
        self._change.setVisible(is_corrected(state) and self._mends)
        self.setVisible(bool(texts))

    def restyle(self) -> None:
        """Follow the theme."""
        side = self._theme.px(18)
        self._mark.setPixmap(self._theme.icons.pixmap("clock", side, "muted", self.devicePixelRatioF()))
        self._mark.setFixedSize(QSize(side, side + self._theme.px(2)))
