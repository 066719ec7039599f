"""The result of an attempt: the score, what is next, and per question what the course lets be known."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from player.domain.quiz import Question
from player.ui.quiz.state import QuizState
from player.ui.theme import Theme, dress
from player.ui.widgets.card import Panel
from player.ui.widgets.chip import Chip
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.prose import Prose
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words, announce


class ResultView(ScrollPage):
    """Gestures: `again` (another attempt), `went_on` (to the next step), `back_wanted`."""

    again = Signal()
    went_on = Signal()
    back_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, widest=720)
        self._theme = theme
        self._chip = Chip(theme)
        self._score = Words(role="title")
        self._text = Words()
        self._on = QPushButton(self.tr("Go on"))
        self._again = QPushButton(self.tr("Take it again"))
        self._course = QPushButton(self.tr("Back to the course"))
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space("two"))
        self._prepare()

    def render_state(self, state: QuizState) -> None:
        result = state.result
        if result is None:
            return
        word = self.tr("Passed") if state.passed else self.tr("Not passed yet")
        self._chip.render_status(word, Tone.GOOD if state.passed else Tone.CAUTION)
        text = self.tr("{right} of {count} right: {percent} %")
        said = text.format(right=len(result.correct), count=result.total, percent=result.percent)
        self._score.setText(said)
        self._text.setText(self._next_words(state))
        self._on.setVisible(state.passed)
        self._again.setVisible(not state.passed and state.is_open)
        self._course.setVisible(not state.passed)
        self._render_list(state)
        announce(self, f"{word}. {said}")
        self.to_top()

    def focus_first(self) -> None:
        button = self._on if self._on.isVisible() else self._again if self._again.isVisible() else self._course
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next_words(self, state: QuizState) -> str:
        if state.passed:
            return self.tr("The result is kept. The evaluation comes next.")
        left = state.progress.quiz_attempts_left
        if left == 0:
            return self.tr("No attempt is left. Ask the provider about another one; what you watched is kept.")
        need = self.tr("{percent} % are needed.").format(percent=state.quiz.passing_percent)
        return f"{need} {self.tr('What you watched is kept; look a part up again and try once more.')}"

    def _render_list(self, state: QuizState) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not state.shows_key:
            return
        for number, question in enumerate(state.quiz.questions, 1):
            self._list.addWidget(self._entry(state, question, number))

    def _entry(self, state: QuizState, question: Question, number: int) -> Panel:
        panel = Panel(self._theme)
        right = state.result is not None and question.id in state.result.correct
        chip = Chip(self._theme)
        chip.render_status(self.tr("right") if right else self.tr("wrong"), Tone.GOOD if right else Tone.BAD)
        given = state.given(question)
        panel.body.setSpacing(self._theme.space("one"))
        panel.body.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeading)
        self._add(panel, f"{number}.  {question.text}", "strong")
        for choice in question.choices:
            if choice.id in given or choice.correct:
                whose = self.tr("your answer") if choice.id in given else self.tr("the right answer")
                self._add(panel, f"{choice.text} ({whose})", "body" if choice.correct else "muted")
                self._add(panel, choice.feedback, "muted")
        self._add(panel, question.rationale, "muted")
        return panel

    def _add(self, panel: Panel, text: str, role: str) -> None:
        if text:
            prose = Prose(self._theme, role=role)
            prose.render_text(text)
            panel.body.addWidget(prose)

    def _prepare(self) -> None:
        dress(self._on, kind="primary")
        dress(self._again, kind="primary")
        self._on.clicked.connect(self.went_on)
        self._again.clicked.connect(self.again)
        self._course.clicked.connect(self.back_wanted)
        buttons = FlowLayout(self._theme.space("one"))
        for button in (self._on, self._again, self._course):
            buttons.addWidget(button)
        self.column.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addWidget(self._score)
        self.column.addWidget(self._text)
        self.column.addLayout(buttons)
        self.column.addLayout(self._list)
        self.column.addStretch(1)
