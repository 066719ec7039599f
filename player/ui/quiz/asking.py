"""The questions of an attempt, one at a time, with an overview of all and the way on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from player.domain.quiz import Question
from player.ui.language import counted
from player.ui.quiz.question import QuestionView
from player.ui.quiz.state import QuizState
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme, dress
from player.ui.widgets.action_bar import ActionBar
from player.ui.widgets.back import BackButton
from player.ui.widgets.card import Panel
from player.ui.widgets.flow import CardGrid
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.tool_button import ToolButton
from player.ui.widgets.words import Words, announce

MARK = 60
"""Pixels that a mark of the overview is wide at least."""
ICON = 18
ICON_GAP = 5


class Questions(QWidget):
    """Gestures: `answered` (an Answer), `moved` (the place of the question wanted), `submitted`, `back_wanted`."""

    answered = Signal(object)
    moved = Signal(int)
    submitted = Signal()
    back_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._page = ScrollPage(theme, widest=720)
        self._at = 0
        self._state: QuizState | None = None
        self.view = QuestionView(theme)
        self._place = Words(role="heading")
        self._dots = QWidget()
        self._row = CardGrid(theme.px(MARK), theme.space("half"), self._dots)
        self._marks: list[ToolButton] = []
        self._before = QPushButton(self.tr("Back"))
        self._next = QPushButton(self.tr("Next"))
        self._submit = QPushButton(self.tr("Submit the quiz"))
        self._open = Words(role="muted")
        self._prepare()

    def render_state(self, state: QuizState, at: int) -> None:
        """Shows the question at this place, and how far all of them are."""
        self._at, self._state = at, state
        question = state.questions[at]
        is_new = question != self.view.question
        count = len(state.questions)
        self._place.setText(self.tr("Question {number} of {count}").format(number=at + 1, count=count))
        self.view.render_question(question, state.given(question))
        self._render_way()
        if is_new:
            tab_as_read(self)
            self._page.to_top()

    def focus_first(self) -> None:
        self.view.focus_first()
        # A screen reader would otherwise say the first choice only.
        announce(self.view, f"{self._place.text()}. {self.view.spoken()}")

    def flush(self) -> None:
        """Tells what was typed and not told yet."""
        self.view.flush()

    def _render_way(self) -> None:
        """The overview and the buttons; what is being typed counts there already."""
        if self._state is None:
            return
        state = replace(self._state, unsaved=(*self._state.unsaved, *self.view.pending()))
        unanswered = sum(not state.is_answered(question) for question in state.questions)
        last = self._at == len(state.questions) - 1
        self._render_marks(state, state.questions)
        self._dots.setVisible(len(state.questions) > 1)
        self._before.setEnabled(self._at > 0)
        self._next.setVisible(not last)
        self._submit.setVisible(last or not unanswered)
        self._submit.setEnabled(not unanswered)
        if self._next.property("kind") != ("primary" if unanswered else ""):
            dress(self._next, kind="primary" if unanswered else "")
        self._open.say(
            counted("{count} still to answer", "{count} still to answer", unanswered) if unanswered and last else ""
        )

    def _render_marks(self, state: QuizState, questions: tuple[Question, ...]) -> None:
        while len(self._marks) < len(questions):
            self._marks.append(self._new_mark(len(self._marks)))
        for place, mark in enumerate(self._marks):
            mark.setVisible(place < len(questions))
            if place < len(questions):
                answered = state.is_answered(questions[place])
                word = self.tr("answered") if answered else self.tr("not answered")
                name = self.tr("Question {number}, {state}").format(number=place + 1, state=word)
                mark.setAccessibleName(name)
                mark.setToolTip(name)
                mark.setChecked(place == self._at)
                mark.setIcon(self._theme.icons.icon("circle-check" if answered else "circle", "accent"))

    def _new_mark(self, place: int) -> ToolButton:
        mark = ToolButton()
        mark.setCheckable(True)
        mark.setText(str(place + 1))
        mark.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        mark.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # All of one width, so that they stand below each other whatever their number.
        mark.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        mark.setProperty("place", place)
        self._part_icon(mark)
        mark.clicked.connect(self._chosen)
        self._row.addWidget(mark)
        return mark

    def _restyle(self) -> None:
        self._row.set_least(self._theme.px(MARK))
        for mark in self._marks:
            self._part_icon(mark)

    def _part_icon(self, mark: ToolButton) -> None:
        """Room between the icon and the number, as on other buttons."""
        side = self._theme.px(ICON)
        mark.setIconSize(QSize(side + self._theme.px(ICON_GAP), side))

    def _chosen(self) -> None:
        self._leave_for(int(self.sender().property("place")))

    def _step_back(self) -> None:
        self._leave_for(self._at - 1)

    def _step_on(self) -> None:
        self._leave_for(self._at + 1)

    def _leave_for(self, place: int) -> None:
        self.flush()
        self.moved.emit(place)

    def _hand_in(self) -> None:
        self.flush()
        self.submitted.emit()

    def _prepare(self) -> None:
        back = BackButton(self._theme, self.tr("Course"))
        back.clicked.connect(self.back_wanted)
        dress(self._submit, kind="primary")
        self._before.clicked.connect(self._step_back)
        self._next.clicked.connect(self._step_on)
        self._submit.clicked.connect(self._hand_in)
        self.view.answered.connect(self.answered)
        self.view.touched.connect(self._render_way)
        self._theme.changed.connect(self._restyle)
        policy = self._dots.sizePolicy()
        policy.setHeightForWidth(True)
        self._dots.setSizePolicy(policy)
        buttons = QHBoxLayout()
        buttons.setSpacing(self._theme.space("one"))
        buttons.addWidget(self._before)
        buttons.addWidget(self._open, 1)
        buttons.addStretch(1)
        buttons.addWidget(self._next)
        buttons.addWidget(self._submit)
        panel = Panel(self._theme)
        panel.body.setContentsMargins(*[self._theme.space("three")] * 4)
        panel.body.addWidget(self.view)
        column = self._page.column
        column.setSpacing(self._theme.space("two"))
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._place)
        column.addWidget(panel)
        # Below the question: of fifty, the overview would push it away, and Tab would come to all of them first.
        column.addWidget(self._dots)
        column.addStretch(1)
        # In sight however long the question is.
        bar = ActionBar(self._theme, self._page)
        bar.row.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._page, 1)
        whole.addWidget(bar)
