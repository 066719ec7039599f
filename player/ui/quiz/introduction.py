"""Before the first question: the passing score, how often the quiz may be taken, and what the course says of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from player.ui.language import counted, sentences
from player.ui.quiz.state import QuizState
from player.ui.theme import Theme, dress
from player.ui.widgets.back import BackButton
from player.ui.widgets.card import Panel
from player.ui.widgets.prose import Prose
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.words import Words


class Introduction(ScrollPage):
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
        tries = self.tr("You may take it as often as you like.")
        if left is not None:
            tries = counted("You may take it once more.", "You may take it {count} more times.", left)
        number = counted("One question.", "{count} questions.", len(state.questions))
        kept = self.tr("Your answers are kept as you give them.")
        self._rules.setText(sentences(number, tries, kept))
        self._text.render_markdown(state.quiz.introduction)
        self._text.setVisible(bool(state.quiz.introduction))

    def focus_first(self) -> None:
        self._begin.setFocus(Qt.FocusReason.OtherFocusReason)
