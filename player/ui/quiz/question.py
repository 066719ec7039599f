"""One question of any kind with its pictures, large enough to be read by somebody tired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.domain.quiz import Answer, Question, QuestionKind
from player.ui.quiz.answer_words import spoken_text
from player.ui.quiz.answering import AnswerView, Images, align_as, is_mirrored
from player.ui.quiz.filling import room_for
from player.ui.quiz.gaps import GapView
from player.ui.quiz.order import OrderView
from player.ui.quiz.pairs import PairView
from player.ui.quiz.ticks import TickView
from player.ui.quiz.typed import TypedView
from player.ui.theme import Theme
from player.ui.widgets.picture import CoursePicture
from player.ui.widgets.prose import Prose
from player.ui.widgets.words import Words


class QuestionView(QWidget):
    """Gestures: `answered` (an Answer) whenever the answer changes, `touched` while one is being typed."""

    answered = Signal(object)
    touched = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._question: Question | None = None
        self._whole: _Whole | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def question(self) -> Question | None:
        return self._question

    def render_question(self, question: Question, given: tuple[str, ...]) -> None:
        """Shows a question with what was answered so far."""
        if self._whole is None or question != self._question:
            self._question = question
            self._whole = self._built(question)
        self._whole.answer.render_given(given)

    def render_images(self, images: Images) -> None:
        if self._whole is not None:
            self._whole.render_images(images)

    def spoken(self) -> str:
        """What a screen reader says when the question comes up."""
        return f"{spoken_text(self._question)} {self._whole.answer.hint()}" if self._question and self._whole else ""

    def focus_first(self) -> None:
        if self._whole is not None:
            self._whole.answer.focus_first()

    def forget(self) -> None:
        """The next question is shown anew, also when it is the same: another attempt begins with empty fields."""
        self._question = None

    def flush(self) -> None:
        """Tells what was typed and not told yet."""
        if self._whole is not None:
            self._whole.answer.flush()

    def pending(self) -> tuple[Answer, ...]:
        """What was typed and not told yet."""
        return self._whole.answer.pending() if self._whole is not None else ()

    def _built(self, question: Question) -> _Whole:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        whole = _Whole(self._theme, question)
        whole.answer.answered.connect(self.answered)
        whole.answer.touched.connect(self.touched)
        self._column.addWidget(whole)
        # At once: what is not shown yet cannot take the keyboard.
        whole.show()
        return whole


class _Whole(QWidget):
    """All of one question: its words, its pictures, what to do, and how it is answered."""

    def __init__(self, theme: Theme, question: Question) -> None:
        super().__init__()
        mirrored = is_mirrored(question)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
        self.setAccessibleName(spoken_text(question))
        self.answer = _VIEWS[question.kind](theme, question, mirrored=mirrored)
        self._pictures = [(picture.path, CoursePicture(theme, picture.alt)) for picture in question.pictures]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("two"))
        if question.kind is not QuestionKind.INLINE:
            # There, the text is where the answer is given.
            text = Prose(theme, role="lead")
            text.render_markdown(question.text)
            align_as(text, mirrored=mirrored)
            column.addLayout(room_for(text))
        for _, picture in self._pictures:
            column.addWidget(picture)
        hint = Words(self.answer.hint(), "muted")
        align_as(hint, mirrored=mirrored)
        column.addWidget(hint)
        column.addWidget(self.answer)

    def render_images(self, images: Images) -> None:
        for path, picture in self._pictures:
            if path in images:
                picture.render_image(images[path])
        self.answer.render_images(images)


class _Maker(Protocol):
    def __call__(self, theme: Theme, question: Question, *, mirrored: bool) -> AnswerView: ...


_VIEWS: Mapping[QuestionKind, _Maker] = {
    QuestionKind.SINGLE: TickView,
    QuestionKind.MULTIPLE: TickView,
    QuestionKind.TRUE_FALSE: TickView,
    QuestionKind.INLINE: GapView,
    QuestionKind.MATCHING: PairView,
    QuestionKind.ORDERING: OrderView,
    QuestionKind.NUMERIC: TypedView,
    QuestionKind.TEXT: TypedView,
}
"""Which view answers which kind."""
