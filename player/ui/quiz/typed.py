"""An answer that is typed: a number, or a few words."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from player.domain.quiz import Answer, Question, QuestionKind
from player.domain.typed import LONGEST_ANSWER, number_in
from player.ui.quiz.answering import AnswerView
from player.ui.quiz.filling import room_for
from player.ui.theme import Theme, dress
from player.ui.widgets.words import Words, announce

TYPING_PAUSE_MS = 800
NUMBER_WIDTH, TEXT_WIDTH = 200, 440


class TypedView(AnswerView):
    """Kept at every pause in typing, and when the field or the question is left.

    What is no number is not kept as an answer: the learner is told, and the field stays as it was typed.
    """

    def __init__(self, theme: Theme, question: Question, *, mirrored: bool) -> None:
        super().__init__(theme, question, mirrored=mirrored)
        self._is_number = question.kind is QuestionKind.NUMERIC
        self._told: tuple[str, ...] | None = None
        self._field = QLineEdit()
        self._field.setMaxLength(LONGEST_ANSWER)
        self._field.setAccessibleName(self.tr("Your answer"))
        self._wrong = Words(role="bad")
        self._wrong.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._field.textEdited.connect(self._typed)
        self._field.editingFinished.connect(self.flush)
        theme.changed.connect(self._restyle)
        self._restyle()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("one"))
        column.addLayout(room_for(self._field))
        column.addWidget(self._wrong)

    def hint(self) -> str:
        if self._is_number:
            return self.tr("Type a number. Decimals follow a point or a comma: 0.5 or 0,5.")
        return self.tr("Type your answer.")

    def render_given(self, given: tuple[str, ...]) -> None:
        """Fills the field once; from then on it holds what is typed, and nothing on its way back overtakes that."""
        if self._told is None:
            self._told = tuple(text.strip() for text in given)
            self._field.setText(given[0] if given else "")

    def focus_first(self) -> None:
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def pending(self) -> tuple[Answer, ...]:
        given = self._given()
        return () if given == (self._told or ()) else (Answer(question=self.question.id, choices=given),)

    def _given(self) -> tuple[str, ...]:
        text = self._field.text().strip()
        return () if not text or (self._is_number and number_in(text) is None) else (text,)

    def _typed(self) -> None:
        self._pause.start()
        if not self._is_wrong():
            self._say("")
        self.touched.emit()

    def flush(self) -> None:
        self._pause.stop()
        for answer in self.pending():
            self._told = answer.choices
            self.tell(*answer.choices)
        wrong = self.tr("This is no number yet. Write digits only, such as 12 or 0.5, and no unit.")
        self._say(wrong if self._is_wrong() else "")

    def _is_wrong(self) -> bool:
        return bool(self._field.text().strip()) and not self._given()

    def _say(self, wrong: str) -> None:
        if wrong and self._wrong.text() != wrong:
            announce(self, wrong)
        self._wrong.say(wrong)
        self._field.setAccessibleDescription(wrong)
        dress(self._field, wrong=bool(wrong))

    def _restyle(self) -> None:
        self._field.setMaximumWidth(self.theme.px(NUMBER_WIDTH if self._is_number else TEXT_WIDTH))
