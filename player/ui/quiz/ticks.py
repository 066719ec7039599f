"""Choices to tick: one of several, any number of them, true or false."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from player.domain.quiz import Choice, Question, QuestionKind
from player.ui.language import counted
from player.ui.quiz.answer_words import choice_words
from player.ui.quiz.answering import AnswerView
from player.ui.theme import Theme
from player.ui.widgets.words import Words, announce

_MARK = 24


class TickView(AnswerView):
    """One button for each choice; its words and its picture tick it too."""

    def __init__(self, theme: Theme, question: Question, *, mirrored: bool) -> None:
        super().__init__(theme, question, mirrored=mirrored)
        self._several = question.kind is QuestionKind.MULTIPLE
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QAbstractButton] = {}
        self._full = Words(role="bad")
        self._full.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("one"))
        for choice in question.choices:
            column.addWidget(self._line(choice))
        column.addWidget(self._full)

    def hint(self) -> str:
        most = self.question.most_choices
        if not self._several:
            return self.tr("Choose one.")
        return counted("Tick one at most.", "Tick up to {count}.", most) if most else self.tr("Tick all that apply.")

    def render_given(self, given: tuple[str, ...]) -> None:
        # An exclusive group would not let go of its last choice.
        self._group.setExclusive(False)
        for choice, button in self._buttons.items():
            button.blockSignals(True)
            button.setChecked(choice in given)
            button.blockSignals(False)
        self._group.setExclusive(True)

    def focus_first(self) -> None:
        button = next((b for b in self._buttons.values() if b.isChecked()), next(iter(self._buttons.values()), None))
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, choice: Choice) -> QWidget:
        button = QCheckBox() if self._several else QRadioButton()
        button.setProperty("alone", True)
        button.setAccessibleName(choice_words(choice))
        if not self._several:
            # Tab passes over all but one of a group: right for one choice, wrong for several.
            self._group.addButton(button)
        self._buttons[choice.id] = button
        button.toggled.connect(self._tell)
        words = QVBoxLayout()
        words.setSpacing(self.theme.space("one"))
        if choice.text:
            words.addWidget(self.text_of(choice.text))
        if choice.picture is not None:
            words.addWidget(self.picture_of(choice.picture.path, choice.picture.alt))
        return _Line(self.theme, button, words)

    def _tell(self, on: bool) -> None:
        ticked = tuple(choice.id for choice in self.question.choices if self._buttons[choice.id].isChecked())
        most = self.question.most_choices
        if self._several and on and 0 < most < len(ticked):
            self._refuse(most)
            return
        self._full.say("")
        if ticked or self._several:
            self.tell(*ticked)

    def _refuse(self, most: int) -> None:
        """The newest tick goes; the learner decides which of the others makes room."""
        button = self.sender()
        if isinstance(button, QAbstractButton):
            button.blockSignals(True)
            button.setChecked(False)
            button.blockSignals(False)
        text = counted(
            "One is ticked already, and no more may be. Take it back first.",
            "{count} are ticked already, and no more may be. Take one back first.",
            most,
        )
        self._full.say(text)
        announce(self, self._full.text())


class _Line(QWidget):
    """A choice: its button, and words that may run over several lines and tick it when pressed."""

    def __init__(self, theme: Theme, button: QAbstractButton, words: QVBoxLayout) -> None:
        super().__init__()
        self._button, self._words = button, words
        self._theme = theme
        self._row = row = QHBoxLayout(self)
        row.setSpacing(theme.space("one"))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addStretch(0)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _restyle(self) -> None:
        """The first line of the words stands at the height of the button, however many lines follow."""
        rim = self._theme.px(2)
        self._row.setContentsMargins(0, rim, 0, rim)
        self._button.ensurePolished()
        # The style's least height does not grow with the text, the mark does: the ring goes around all of it.
        least = max(self._theme.target, self._theme.px(_MARK))
        self._button.setMinimumHeight(least)
        air = max(0, (max(least, self._button.sizeHint().height()) - self.fontMetrics().height()) // 2)
        self._words.setContentsMargins(0, air, 0, air)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._button.click()
