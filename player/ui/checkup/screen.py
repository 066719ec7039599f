"""The check-up as a picture: one large sentence for all, what is asked by whom and how strictly, and a test."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from player.domain.checkup.report import CheckUp
from player.domain.checkup.wording import set_aside
from player.ui.checkup.answers import Answers
from player.ui.checkup.overall import Overall
from player.ui.checkup.selftest import SelfTestCard
from player.ui.checkup.state import CheckupState, CourseChoice
from player.ui.checkup.words import answers_table
from player.ui.language import bulleted, said
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme, dress
from player.ui.widgets.breaking import BreakingButton
from player.ui.widgets.combo import Combo
from player.ui.widgets.flow import FlowLayout, HeadLine
from player.ui.widgets.prose import Prose
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.section import Section
from player.ui.widgets.table_actions import TableActions
from player.ui.widgets.table_text import Table
from player.ui.widgets.words import Words, plain_tip

_MOST = 40
"""Letters of a title in the box of courses: at twice the size it has no room for more."""


class CheckupScreen(QWidget):
    """Gestures: `again` (check once more), `course_chosen` (a course hash or None), `row_again` (a Finding);
    `overall` and `test` have those of their own."""

    again = Signal()
    course_chosen = Signal(object)
    row_again = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._courses: tuple[CourseChoice, ...] | None = None
        self._aside: tuple[tuple[str, str], ...] = ()
        self._page = ScrollPage(theme)
        self._course = Combo()
        self._again = QPushButton(self.tr("Check again"))
        self._to_test = BreakingButton(self.tr("Test sound, picture and captions"))
        self.overall = Overall(theme)
        self.answers = Answers(theme)
        self._state: CheckupState | None = None
        self._table = TableActions(theme, self.tr("Answers of the check-up"), self._find_table, over=self.answers)
        self.test = SelfTestCard(theme)
        self._folded = Section(theme, self.tr("What does not apply here"), folds=True)
        self._prepare()
        self._lay_out()

    def render_state(self, state: CheckupState, *, fresh: bool) -> None:
        """Shows what is known so far; `fresh`: of another course than before."""
        self._state = state
        self._render_courses(state)
        self.overall.render_checkup(state.checkup)
        self.answers.render_state(state, fresh=fresh)
        self._render_aside(state.checkup)
        if fresh:
            self._page.to_top()

    def focus_first(self) -> None:
        self._again.setFocus()

    def _render_courses(self, state: CheckupState) -> None:
        if self._courses == state.courses and self._course.currentData() == state.course:
            return
        self._courses = state.courses
        self._course.blockSignals(True)
        self._course.clear()
        self._course.addItem(self.tr("Carrel itself"), None)
        for choice in state.courses:
            title, last = choice.title, self._course.count()
            self._course.addItem(title if len(title) <= _MOST else title[:_MOST].rstrip() + "…", choice.hash)
            self._course.setItemData(last, plain_tip(title), Qt.ItemDataRole.ToolTipRole)
        self._course.setCurrentIndex(max(0, self._course.findData(state.course)))
        self._course.blockSignals(False)

    def _render_aside(self, checkup: CheckUp) -> None:
        """Each reason once, with the rules that it is the reason for."""
        aside = tuple(
            (said(reason), "\n".join(bulleted(said(one.requirement.text)) for one in found))
            for reason, found in set_aside(checkup.findings)
        )
        if aside == self._aside:
            return
        self._aside = aside
        while (item := self._folded.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for reason, rules in aside:
            pair = QWidget()
            column = QVBoxLayout(pair)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(self._theme.space("half"))
            for text, role in ((reason, "strong"), (rules, "muted")):
                prose = Prose(self._theme, role=role)
                prose.render_text(text)
                column.addWidget(prose)
            self._folded.body.addWidget(pair)
        self._folded.setVisible(bool(aside))

    def _find_table(self) -> Table | None:
        return answers_table(self._state) if self._state is not None else None

    def _go_to_test(self) -> None:
        self._page.ensureWidgetVisible(self.test)
        self.test.play_wanted.emit()

    def show_test(self) -> None:
        """All of the test is to be seen, once it has taken its form."""
        QTimer.singleShot(0, self, self._bring_up_test)

    def _bring_up_test(self) -> None:
        self._page.ensureWidgetVisible(self.test, 0, self._theme.space("two"))

    def _order_tabs(self) -> None:
        tab_as_read(self._page)

    def _choose(self) -> None:
        self.course_chosen.emit(self._course.currentData())

    def _prepare(self) -> None:
        dress(self._again, kind="primary")
        self._again.setIcon(self._theme.icons.icon("refresh-cw", "on_accent"))
        self._to_test.setIcon(self._theme.icons.icon("headphones"))
        self._course.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._course.setAccessibleName(self.tr("What to check for"))
        self._course.setMinimumWidth(self._theme.px(240))
        self._again.clicked.connect(self.again)
        self._to_test.clicked.connect(self._go_to_test)
        self._course.currentIndexChanged.connect(self._choose)
        self.answers.again_wanted.connect(self.row_again)
        self.answers.built.connect(self._order_tabs)
        self._folded.fold(True)

    def _lay_out(self) -> None:
        column = self._page.column
        head = HeadLine(self._theme.space("one"))
        head.addWidget(Words(self.tr("Check-up"), "title"))
        head.addWidget(self._table)
        entrance = QVBoxLayout()
        entrance.setSpacing(self._theme.space("one"))
        entrance.addLayout(head)
        entrance.addWidget(
            Words(self.tr("This computer held against what is asked of it. Nothing is ever blocked."), "muted")
        )
        column.addLayout(entrance)
        tools = FlowLayout(self._theme.space("one"))
        for part in (self._course, self._again, self._to_test):
            tools.addWidget(part)
        column.addLayout(tools)
        for part in (self.overall, self.answers, self.test, self._folded):
            column.addWidget(part)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._page)
