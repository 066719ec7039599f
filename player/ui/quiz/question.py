"""One question with its choices, large enough to be read by somebody tired."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from player.domain.quiz import Answer, Question, QuestionKind
from player.ui.theme import Theme
from player.ui.widgets.prose import Prose
from player.ui.widgets.words import Words


class QuestionView(QWidget):
    """Gestures: `answered` (an Answer) whenever a choice is ticked or taken back."""

    answered = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._question: Question | None = None
        self._hint = Words(role="muted")
        self._text = Prose(theme, role="subheading")
        self._choices = QVBoxLayout()
        self._choices.setSpacing(theme.space("one"))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QAbstractButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("two"))
        column.addWidget(self._text)
        column.addWidget(self._hint)
        column.addLayout(self._choices)

    def render_question(self, question: Question, chosen: frozenset[str]) -> None:
        """Shows a question with these choices ticked."""
        if question != self._question:
            self._question = question
            self._rebuild(question)
        # An exclusive group would not let go of its last choice.
        self._group.setExclusive(False)
        for choice_id, button in self._buttons.items():
            button.blockSignals(True)
            button.setChecked(choice_id in chosen)
            button.blockSignals(False)
        self._group.setExclusive(True)

    def focus_first(self) -> None:
        button = next((b for b in self._buttons.values() if b.isChecked()), next(iter(self._buttons.values()), None))
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rebuild(self, question: Question) -> None:
        several = question.kind is QuestionKind.MULTIPLE
        self._text.render_text(question.text)
        self._hint.setText(self.tr("Tick all that apply.") if several else self.tr("Choose one."))
        while (item := self._choices.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._group.deleteLater()
        self._group = QButtonGroup(self)
        self._buttons = {}
        for choice in question.choices:
            button = QCheckBox() if several else QRadioButton()
            if not several:
                # Tab passes over all but one of a group: right for one choice, wrong for several.
                self._group.addButton(button)
            self._buttons[choice.id] = button
            line = _Line(self._theme, button, choice.text)
            self._choices.addWidget(line)
            # At once: what is not shown yet cannot take the keyboard.
            line.show()
            button.toggled.connect(self._tell)

    def _tell(self) -> None:
        question = self._question
        if question is None:
            return
        ticked = tuple(choice.id for choice in question.choices if self._buttons[choice.id].isChecked())
        if ticked or question.kind is QuestionKind.MULTIPLE:
            self.answered.emit(Answer(question=question.id, choices=ticked))


class _Line(QWidget):
    """A choice: its button and its words, which may run over several lines and tick it when pressed."""

    def __init__(self, theme: Theme, button: QAbstractButton, text: str) -> None:
        super().__init__()
        self._button = button
        words = Prose(theme, selectable=False)
        words.render_text(text)
        words.setBuddy(button)
        button.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.space("half"), 0, theme.space("half"))
        row.setSpacing(theme.space("one"))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        row.addStretch(0)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._button.click()
