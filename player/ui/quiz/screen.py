"""The quiz as a picture: before it the passing score, then one question with an overview, then the result."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from player.domain.progress import StepName
from player.ui.language import sentences
from player.ui.quiz.answering import Images
from player.ui.quiz.asking import Questions
from player.ui.quiz.introduction import Introduction
from player.ui.quiz.result import ResultView
from player.ui.quiz.state import QuizState
from player.ui.theme import Theme
from player.ui.widgets.empty import EmptyState
from player.ui.wording import lock_words


class Side(IntEnum):
    INTRODUCTION = 0
    QUESTIONS = 1
    RESULT = 2
    LOCKED = 3


class QuizScreen(QWidget):
    """Gestures: `answered` (an Answer), `submitted`, `went_on` (to the next step), `back_wanted`.

    `asked` (a Question) tells that another question is shown, whose pictures are wanted.
    """

    asked = Signal(object)
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
        self._introduction = Introduction(theme)
        self._questions = Questions(theme)
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
        open_ = [n for n, question in enumerate(state.questions) if not state.is_answered(question)]
        self._questions.view.forget()
        self._show(Side.QUESTIONS)
        self._go_to(open_[0] if open_ else len(state.questions) - 1)

    def _render_questions(self) -> None:
        state = self._state
        if state is None or not state.questions:
            return
        # What comes from another device may bring another sheet.
        self._at = min(self._at, len(state.questions) - 1)
        is_new = state.questions[self._at] != self._questions.view.question
        self._questions.render_state(state, self._at)
        if is_new:
            self.asked.emit(state.questions[self._at])

    def render_images(self, question: str, images: Images) -> None:
        """Pictures that were fetched for a question, which may have been left meanwhile."""
        shown = self._questions.view.question
        if shown is not None and shown.id == question:
            self._questions.view.render_images(images)

    def flush(self) -> None:
        """Tells what was typed and not told yet."""
        if self._sides.currentIndex() == Side.QUESTIONS:
            self._questions.flush()

    def _go_to(self, place: int) -> None:
        self._at = place
        self._render_questions()
        self._questions.focus_first()

    def _show_result(self) -> None:
        if self._state is not None:
            self._result.render_state(self._state)
            self._show(Side.RESULT)
            self._result.focus_first()

    def _show_locked(self, state: QuizState) -> None:
        lock = state.progress.step(StepName.QUIZ).lock
        reason, way = lock_words(lock) if lock else ("", "")
        self._locked.render_empty(
            "lock", self.tr("The quiz is locked"), sentences(reason, way), self.tr("Back to the course")
        )
        self._show(Side.LOCKED)
        self._locked.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, side: Side) -> None:
        self._sides.setCurrentIndex(side)

    def _prepare(self) -> None:
        self._introduction.started.connect(self._start)
        self._questions.answered.connect(self.answered)
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
