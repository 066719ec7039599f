"""The quiz as a picture: before it the passing score, then one question with an overview, then the result."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from player.domain.progress import StepName
from player.domain.quiz import Question
from player.ui.quiz.question import QuestionView
from player.ui.quiz.result import ResultView
from player.ui.quiz.state import QuizState
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme, dress
from player.ui.widgets.back import BackButton
from player.ui.widgets.card import Panel
from player.ui.widgets.empty import EmptyState
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.prose import Prose
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.words import Words
from player.ui.wording import lock_words


class Side(IntEnum):
    INTRODUCTION = 0
    QUESTIONS = 1
    RESULT = 2
    LOCKED = 3


class QuizScreen(QWidget):
    """Gestures: `answered` (an Answer), `submitted`, `went_on` (to the next step), `back_wanted`."""

    answered = Signal(object)
    submitted = Signal()
    went_on = Signal()
    back_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state: QuizState | None = None
        self._at = 0
        self._sides = QStackedWidget()
        self._introduction = _Introduction(theme)
        self._questions = _Questions(theme)
        self._result = ResultView(theme)
        self._locked = EmptyState(theme)
        self._prepare()
        self._lay_out()

    def render_state(self, state: QuizState) -> None:
        """Shows the quiz as it stands, without losing the place among the questions."""
        self._state = state
        if self._sides.currentIndex() == Side.QUESTIONS and state.is_open:
            self._render_questions()

    def begin(self, state: QuizState) -> None:
        """Shows the quiz from where the learner stands: its result, what was kept, or its beginning."""
        self._state = state
        if state.passed:
            self._show_result()
        elif not state.is_open:
            self._show_locked(state)
        elif state.answers or state.unsaved:
            self._start()
        else:
            self._introduction.render_state(state)
            self._show(Side.INTRODUCTION)
            self._introduction.focus_first()

    def show_result(self, state: QuizState) -> None:
        """Shows the result of the attempt that was just submitted."""
        self._state = state
        self._show_result()

    def _start(self) -> None:
        state = self._state
        if state is None:
            return
        open_ = [n for n, q in enumerate(state.quiz.questions) if not state.chosen(q)]
        self._at = open_[0] if open_ else len(state.quiz.questions) - 1
        self._show(Side.QUESTIONS)
        self._render_questions()
        self._questions.view.focus_first()

    def _render_questions(self) -> None:
        if self._state is not None:
            self._questions.render_state(self._state, self._at)

    def _go_to(self, place: int) -> None:
        self._at = place
        self._render_questions()
        self._questions.view.focus_first()

    def _show_result(self) -> None:
        if self._state is not None:
            self._result.render_state(self._state)
            self._show(Side.RESULT)
            self._result.focus_first()

    def _show_locked(self, state: QuizState) -> None:
        lock = state.progress.step(StepName.QUIZ).lock
        reason, way = lock_words(lock) if lock else ("", "")
        self._locked.render_empty(
            "lock", self.tr("The quiz is locked"), f"{reason} {way}", self.tr("Back to the course")
        )
        self._show(Side.LOCKED)
        self._locked.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, side: Side) -> None:
        self._sides.setCurrentIndex(side)

    def _prepare(self) -> None:
        self._introduction.started.connect(self._start)
        self._questions.view.answered.connect(self.answered)
        self._questions.moved.connect(self._go_to)
        self._questions.submitted.connect(self.submitted)
        self._questions.back_wanted.connect(self.back_wanted)
        self._introduction.back_wanted.connect(self.back_wanted)
        self._result.again.connect(self._start)
        self._result.went_on.connect(self.went_on)
        self._result.back_wanted.connect(self.back_wanted)
        self._locked.acted.connect(self.back_wanted)

    def _lay_out(self) -> None:
        for side in (self._introduction, self._questions, self._result, self._locked):
            self._sides.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sides)


class _Introduction(ScrollPage):
    """What the quiz asks, told before the first question (an AMA rule)."""

    started = Signal()
    back_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, widest=720)
        back = BackButton(theme, self.tr("Course"))
        back.clicked.connect(self.back_wanted)
        self._title = Prose(theme, role="muted")
        self._score = Words(role="heading")
        self._rules = Words()
        self._text = Prose(theme)
        self._begin = QPushButton(self.tr("Begin the quiz"))
        dress(self._begin, kind="primary")
        self._begin.clicked.connect(self.started)
        panel = Panel(theme)
        for part in (self._score, self._rules, self._text):
            panel.body.addWidget(part)
        panel.body.addWidget(self._begin, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addWidget(self._title)
        self.column.addWidget(Words(self.tr("Quiz"), "title"))
        self.column.addWidget(panel)
        self.column.addStretch(1)

    def render_state(self, state: QuizState) -> None:
        self._title.render_text(state.course_title)
        self._score.setText(self.tr("You pass with {percent} %").format(percent=state.quiz.passing_percent))
        left = state.progress.quiz_attempts_left
        tries = self.tr("You may take it {count} more times.").format(count=left)
        if left is None or left == 1:
            tries = self.tr("You may take it once more.") if left else self.tr("You may take it as often as you like.")
        count = len(state.quiz.questions)
        number = self.tr("One question.") if count == 1 else self.tr("{count} questions.").format(count=count)
        kept = self.tr("Your answers are kept as you give them.")
        self._rules.setText(f"{number} {tries} {kept}")
        self._text.render_text(state.quiz.introduction)
        self._text.setVisible(bool(state.quiz.introduction))

    def focus_first(self) -> None:
        self._begin.setFocus(Qt.FocusReason.OtherFocusReason)


class _Questions(ScrollPage):
    """One question, an overview of all, and the way on. `moved` carries the place of the question wanted."""

    moved = Signal(int)
    submitted = Signal()
    back_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, widest=720)
        self._theme = theme
        self._at = 0
        self.view = QuestionView(theme)
        self._place = Words(role="muted")
        self._dots = QWidget()
        self._row = FlowLayout(theme.space("half"), self._dots)
        self._marks: list[QToolButton] = []
        self._before = QPushButton(self.tr("Back"))
        self._next = QPushButton(self.tr("Next"))
        self._submit = QPushButton(self.tr("Submit the quiz"))
        self._open = Words(role="muted")
        self._prepare()

    def render_state(self, state: QuizState, at: int) -> None:
        questions = state.quiz.questions
        self._at = at
        self._place.setText(self.tr("Question {number} of {count}").format(number=at + 1, count=len(questions)))
        self.view.render_question(questions[at], state.chosen(questions[at]))
        self._render_marks(state, questions)
        tab_as_read(self)
        unanswered = sum(not state.chosen(question) for question in questions)
        last = at == len(questions) - 1
        self._before.setEnabled(at > 0)
        self._next.setVisible(not last)
        self._submit.setVisible(last or not unanswered)
        self._submit.setEnabled(not unanswered)
        dress(self._next, kind="" if not unanswered else "primary")
        self._open.say(self.tr("{count} still to answer").format(count=unanswered) if unanswered and last else "")

    def _render_marks(self, state: QuizState, questions: tuple[Question, ...]) -> None:
        while len(self._marks) < len(questions):
            self._marks.append(self._new_mark(len(self._marks)))
        for place, mark in enumerate(self._marks):
            mark.setVisible(place < len(questions))
            if place < len(questions):
                answered = bool(state.chosen(questions[place]))
                word = self.tr("answered") if answered else self.tr("not answered")
                name = self.tr("Question {number}, {state}").format(number=place + 1, state=word)
                mark.setAccessibleName(name)
                mark.setToolTip(name)
                mark.setChecked(place == self._at)
                mark.setIcon(self._theme.icons.icon("circle-check" if answered else "circle", "accent"))

    def _new_mark(self, place: int) -> QToolButton:
        mark = QToolButton()
        mark.setCheckable(True)
        mark.setText(str(place + 1))
        mark.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        mark.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        mark.setProperty("place", place)
        mark.clicked.connect(self._chosen)
        self._row.addWidget(mark)
        return mark

    def _chosen(self) -> None:
        self.moved.emit(int(self.sender().property("place")))

    def _step_back(self) -> None:
        self.moved.emit(self._at - 1)

    def _step_on(self) -> None:
        self.moved.emit(self._at + 1)

    def _prepare(self) -> None:
        back = BackButton(self._theme, self.tr("Course"))
        back.clicked.connect(self.back_wanted)
        dress(self._submit, kind="primary")
        self._before.clicked.connect(self._step_back)
        self._next.clicked.connect(self._step_on)
        self._submit.clicked.connect(self.submitted)
        buttons = QHBoxLayout()
        buttons.addWidget(self._before)
        buttons.addWidget(self._open, 1)
        buttons.addStretch(1)
        buttons.addWidget(self._next)
        buttons.addWidget(self._submit)
        panel = Panel(self._theme)
        panel.body.setContentsMargins(*[self._theme.space("three")] * 4)
        panel.body.addWidget(self.view)
        self.column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addWidget(self._place)
        self.column.addWidget(self._dots)
        self.column.addWidget(panel)
        self.column.addLayout(buttons)
        self.column.addStretch(1)
