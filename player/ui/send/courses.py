"""The courses in which credit was claimed, each with where it stands on its way to the provider."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from player.desk.outgoing import Submission
from player.domain.event import CourseHash
from player.ui.send.state import SendState
from player.ui.send.words import claims_runs, standing_text, untold_text
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.chip import Chip
from player.ui.widgets.prose import Prose
from player.ui.widgets.words import Words


class CoursesPanel(Panel):
    """Gesture: `chosen` (the hashes of the ticked courses). A course alone needs no tick."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._rows: dict[CourseHash, _Row] = {}

    def render_state(self, state: SendState) -> None:
        if [one.course for one in state.submissions] != list(self._rows):
            self._rebuild(state)
        for one in state.submissions:
            row = self._rows[one.course]
            row.render_submission(one, ticked=one.course in state.chosen, alone=len(state.submissions) == 1)

    def _rebuild(self, state: SendState) -> None:
        for row in self._rows.values():
            row.hide()
            row.deleteLater()
        self._rows = {one.course: _Row(self._theme) for one in state.submissions}
        for row in self._rows.values():
            row.ticked.connect(self._tell)
            self.body.addWidget(row)
            row.show()

    def _tell(self) -> None:
        self.chosen.emit(frozenset(course for course, row in self._rows.items() if row.box.isChecked()))


class _Row(QWidget):
    ticked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.box = QCheckBox()
        # Its words stand beside it: no room is kept for others.
        self.box.setProperty("alone", True)
        self._title = Prose(theme, role="strong")
        self._claims = Prose(theme)
        self._untold = Words(role="muted")
        self._chip = Chip(theme)
        self.box.clicked.connect(self.ticked)
        words = QVBoxLayout()
        words.setSpacing(theme.space("half"))
        words.addWidget(self._title)
        words.addWidget(self._claims)
        words.addWidget(self._untold)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space("one"))
        line.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        line.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)

    def render_submission(self, submission: Submission, *, ticked: bool, alone: bool) -> None:
        self._title.render_text(submission.title)
        provider = f"\u00a0· {submission.provider}" if submission.provider else ""
        self._claims.render_runs([*claims_runs(submission.claims), (provider, False)])
        self._untold.say(untold_text() if submission.untold else "")
        self._chip.render_status(*standing_text(submission))
        self.box.setAccessibleName(submission.title)
        self.box.setAccessibleDescription(f"{self._chip.text()} {self._untold.text()}".rstrip())
        self.box.setChecked(ticked)
        self.box.setVisible(not alone)
