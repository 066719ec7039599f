"""The result of an attempt: the score, what is next, and per question what the course lets be known."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from player.domain.quiz import QuizResult
from player.ui.language import counted, sentences
from player.ui.quiz.answer_words import number_text
from player.ui.quiz.entry import Entry
from player.ui.quiz.result_table import result_table
from player.ui.quiz.state import QuizState
from player.ui.theme import Theme, dress
from player.ui.widgets.chip import Chip
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.table_actions import TableActions
from player.ui.widgets.table_text import Table
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
        self._shown: QuizState | None = None
        self._table = TableActions(theme, self.tr("Result by question"), self._find_table, over=self)
        self._prepare()

    def render_state(self, state: QuizState) -> None:
        result = state.result
        if result is None:
            return
        word = self.tr("Passed") if state.passed else self.tr("Not passed yet")
        self._chip.render_status(word, Tone.GOOD if state.passed else Tone.CAUTION)
        said = self._score_words(state, result)
        self._score.setText(said)
        self._text.setText(self._next_words(state))
        self._on.setVisible(state.passed)
        self._again.setVisible(not state.passed and state.is_open)
        self._course.setVisible(not state.passed)
        self._shown = state
        self._table.setVisible(state.shows_key)
        self._render_list(state)
        announce(self, f"{word}. {said}")
        self.to_top()

    def focus_first(self) -> None:
        button = self._on if self._on.isVisible() else self._again if self._again.isVisible() else self._course
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _score_words(self, state: QuizState, result: QuizResult) -> str:
        """Questions where each is worth the same and was right or wrong; else points."""
        if result.points == len(result.correct) and all(q.points == 1 for q in state.last_questions):
            return counted(
                "{right} of {count} right: {percent} %",
                "{right} of {count} right: {percent} %",
                result.total,
                right=len(result.correct),
                percent=result.percent,
            )
        points, possible = number_text(result.points), number_text(result.possible)
        text = self.tr("{points} of {possible} points: {percent} %")
        return text.format(points=points, possible=possible, percent=result.percent)

    def _next_words(self, state: QuizState) -> str:
        if state.passed:
            return self.tr("The result is kept. The evaluation comes next.")
        left = state.progress.quiz_attempts_left
        if left == 0:
            return self.tr("No attempt is left. Ask the provider about another one; what you watched is kept.")
        need = self.tr("{percent} % are needed.").format(percent=state.quiz.passing_percent)
        kept = self.tr("What you watched is kept; look a part up again and try once more.")
        return sentences(need, kept)

    def _render_list(self, state: QuizState) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not state.shows_key:
            return
        for number, question in enumerate(state.last_questions, 1):
            # As the quiz has it: the order of an ordering's choices is the right one there.
            known = state.quiz.question(question.id) or question
            self._list.addWidget(Entry(self._theme, known, state.given_last(question), number))

    def _find_table(self) -> Table | None:
        return result_table(self._shown) if self._shown is not None and self._shown.shows_key else None

    def _prepare(self) -> None:
        dress(self._on, kind="primary")
        dress(self._again, kind="primary")
        self._on.clicked.connect(self.went_on)
        self._again.clicked.connect(self.again)
        self._course.clicked.connect(self.back_wanted)
        buttons = FlowLayout(self._theme.space("one"))
        for button in (self._on, self._again, self._course):
            buttons.addWidget(button)
        buttons.addWidget(self._table)
        self.column.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addWidget(self._score)
        self.column.addWidget(self._text)
        self.column.addLayout(buttons)
        self.column.addLayout(self._list)
        self.column.addStretch(1)
