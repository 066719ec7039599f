"""What the course lets be known of one question after an attempt: how it was answered, what was right, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from player.domain.quiz import Answer, Question
from player.domain.scoring import feedback_for, is_right, points_of
from player.ui.quiz.answer_words import Line, given_lines, number_text, right_lines, text_with_gaps
from player.ui.quiz.answering import align_as, is_mirrored
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.chip import Chip
from player.ui.widgets.prose import Prose
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words


class Entry(Panel):
    """`question` as the quiz has it, `given` as it was answered, `number` from 1."""

    def __init__(self, theme: Theme, question: Question, given: tuple[str, ...], number: int) -> None:
        super().__init__(theme)
        self._theme = theme
        self._mirrored = is_mirrored(question)
        answer = Answer(question=question.id, choices=given)
        right = is_right(question, answer)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if self._mirrored else Qt.LayoutDirection.LeftToRight)
        self.body.addLayout(self._head(question, answer, number))
        self._add(self.body, text_with_gaps(question), "lead")
        self._add_lines(self.tr("Your answer"), given_lines(question, given) or [Line(self.tr("none"))])
        if not right:
            self._add_lines(self.tr("The right answer"), right_lines(question))
        for text in (*feedback_for(question, answer), question.rationale):
            self._add(self.body, text, "muted")

    def _head(self, question: Question, answer: Answer, number: int) -> QHBoxLayout:
        points = points_of(question, answer)
        word, tone = self.tr("wrong"), Tone.BAD
        if is_right(question, answer):
            word, tone = self.tr("right"), Tone.GOOD
        elif points > 0:
            word, tone = self.tr("partly right"), Tone.CAUTION
        row = QHBoxLayout()
        row.setSpacing(self._theme.space("one"))
        row.addWidget(Words(self.tr("Question {number}").format(number=number), "muted", wrap=False))
        chip = Chip(self._theme)
        chip.render_status(word, tone)
        row.addWidget(chip)
        if question.points != 1 or tone is Tone.CAUTION:
            text = self.tr("{points} of {possible} points")
            said = text.format(points=number_text(points), possible=number_text(question.points))
            row.addWidget(Words(said, "muted", wrap=False))
        row.addStretch(1)
        return row

    def _add_lines(self, label: str, lines: Sequence[Line]) -> None:
        """A label with what belongs to it right below."""
        if not lines:
            return
        part = QVBoxLayout()
        part.setSpacing(self._theme.space("half"))
        part.addWidget(Words(label, "caption"))
        for line in lines:
            said = f"{line.text} ({self._verdict(line)})" if line.is_right is not None else line.text
            prose = Prose(self._theme)
            prose.render_text(said)
            align_as(prose, mirrored=self._mirrored)
            part.addWidget(prose)
        self.body.addLayout(part)

    def _verdict(self, line: Line) -> str:
        return self.tr("right") if line.is_right else self.tr("wrong")

    def _add(self, column: QVBoxLayout, text: str, role: str) -> None:
        if text:
            prose = Prose(self._theme, role=role)
            prose.render_markdown(text)
            align_as(prose, mirrored=self._mirrored)
            column.addWidget(prose)
