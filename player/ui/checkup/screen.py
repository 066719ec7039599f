"""The check-up as a picture: one sentence for all, then a row for each requirement, the worst first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QPushButton, QVBoxLayout, QWidget

from player.domain.requirement import Finding, Verdict
from player.ui.checkup.state import CheckupState
from player.ui.checkup.words import detail_text, overall
from player.ui.findings import ORDER, TONES, verdict_text
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme, dress
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.chip import Chip
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.prose import Prose
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.section import Section
from player.ui.widgets.words import Words

_MOST = 40
"""Letters of a title in the box of courses: at twice the size it has no room for more."""


class CheckupScreen(QWidget):
    """Gestures: `again` (check once more), `course_chosen` (a course hash or None), `save_wanted`."""

    again = Signal()
    course_chosen = Signal(object)
    save_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._page = ScrollPage(theme)
        self._course = QComboBox()
        self._again = QPushButton(self.tr("Check again"))
        self._save = QPushButton(self.tr("Save the report…"))
        self._overall = Banner(theme)
        self._counting = Section(theme, self.tr("What counts here"))
        self._folded = Section(theme, self.tr("What does not apply here"), folds=True)
        self._prepare()
        self._lay_out()

    def render_state(self, state: CheckupState) -> None:
        """Shows these findings; the rules that do not apply are folded away."""
        self._render_courses(state)
        text, tone = overall(state.findings)
        self._overall.render_message(Message(what=text, tone=tone))
        applies = [f for f in state.findings if f.verdict is not Verdict.DOES_NOT_APPLY]
        rest = [f for f in state.findings if f.verdict is Verdict.DOES_NOT_APPLY]
        self._render_rows(self._counting, sorted(applies, key=lambda f: ORDER[f.verdict]))
        self._render_rows(self._folded, rest)
        self._folded.setVisible(bool(rest))
        tab_as_read(self._page)

    def focus_first(self) -> None:
        self._again.setFocus()

    def _render_courses(self, state: CheckupState) -> None:
        self._course.blockSignals(True)
        self._course.clear()
        self._course.addItem(self.tr("Carrel itself"), None)
        for choice in state.courses:
            title, last = choice.title, self._course.count()
            self._course.addItem(title if len(title) <= _MOST else title[:_MOST].rstrip() + "…", choice.hash)
            self._course.setItemData(last, title, Qt.ItemDataRole.ToolTipRole)
        self._course.setCurrentIndex(max(0, self._course.findData(state.course)))
        self._course.blockSignals(False)

    def _render_rows(self, section: Section, findings: list[Finding]) -> None:
        while (item := section.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._theme.space("two"))
        grid.setVerticalSpacing(self._theme.space("two"))
        grid.setColumnMinimumWidth(0, self._theme.px(176))
        grid.setColumnStretch(1, 1000)
        grid.setColumnStretch(2, 1)
        for row, finding in enumerate(findings):
            self._render_row(grid, row, finding)
        section.body.addWidget(table)

    def _render_row(self, grid: QGridLayout, row: int, finding: Finding) -> None:
        chip = Chip(self._theme)
        chip.render_status(verdict_text(finding), TONES[finding.verdict])
        words = QVBoxLayout()
        words.setSpacing(2)
        for text, role in ((finding.requirement.text, "strong"), (detail_text(finding), "muted")):
            if text:
                prose = Prose(self._theme, role=role)
                prose.render_text(text)
                words.addWidget(prose)
        grid.addWidget(chip, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(words, row, 1)

    def _choose(self) -> None:
        self.course_chosen.emit(self._course.currentData())

    def _prepare(self) -> None:
        dress(self._again, kind="primary")
        self._course.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._course.setAccessibleName(self.tr("What to check for"))
        self._course.setMinimumWidth(self._theme.px(240))
        self._again.clicked.connect(self.again)
        self._save.clicked.connect(self.save_wanted)
        self._course.currentIndexChanged.connect(self._choose)
        self._folded.fold(True)

    def _lay_out(self) -> None:
        column = self._page.column
        column.addWidget(Words(self.tr("Check-up"), "title"))
        column.addWidget(
            Words(self.tr("This computer held against what is asked of it. Nothing is ever blocked."), "muted")
        )
        tools = FlowLayout(self._theme.space("one"))
        for part in (self._course, self._again, self._save):
            tools.addWidget(part)
        column.addLayout(tools)
        column.addWidget(self._overall)
        column.addWidget(self._counting)
        column.addWidget(self._folded)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._page)
