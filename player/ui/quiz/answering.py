"""What the views of all kinds of questions have in common: they show an answer, and tell when it changes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget

from player.domain.quiz import Answer, Question
from player.ui.theme import Theme
from player.ui.widgets.markdown import plain_words
from player.ui.widgets.picture import CoursePicture
from player.ui.widgets.prose import Prose
from player.ui.widgets.sided import direction_of

Images = Mapping[str, QImage | None]
"""By their paths in the package; None for one that cannot be shown."""


class AnswerView(QWidget):
    """How one question is answered. Gestures: `answered` (an Answer), `touched` (something is being typed).

    `mirrored`: whether the question is read from right to left.
    """

    answered = Signal(object)
    touched = Signal()

    def __init__(self, theme: Theme, question: Question, *, mirrored: bool) -> None:
        super().__init__()
        self.theme, self.question = theme, question
        self._mirrored = mirrored
        self._pictures: list[tuple[str, CoursePicture]] = []

    def hint(self) -> str:
        """What to do, in one sentence."""
        raise NotImplementedError

    def render_given(self, given: tuple[str, ...]) -> None:
        """Shows what was answered, as `Answer.choices` has it; nothing for no answer yet."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Puts the keyboard where the answer is given."""
        raise NotImplementedError

    def pending(self) -> tuple[Answer, ...]:
        """What was typed and not told yet."""
        return ()

    def flush(self) -> None:
        """Tells what was typed and not told yet."""

    def render_images(self, images: Images) -> None:
        for path, picture in self._pictures:
            if path in images:
                picture.render_image(images[path])

    def tell(self, *given: str) -> None:
        self.answered.emit(Answer(question=self.question.id, choices=given))

    def text_of(self, text: str, *, role: str = "body") -> Prose:
        """Foreign words on the side on which the question is read; not to be selected, since they are pressed."""
        prose = Prose(self.theme, role=role, selectable=False)
        prose.render_markdown(text)
        align_as(prose, mirrored=self._mirrored)
        return prose

    def picture_of(self, path: str, alt: str) -> CoursePicture:
        picture = CoursePicture(self.theme, alt)
        self._pictures.append((path, picture))
        return picture


def align_as(label: QLabel, *, mirrored: bool) -> None:
    """Qt sets words at the side of their own script; here all of a question stands on one side."""
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    label.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


def is_mirrored(question: Question) -> bool:
    """Whether its text is read from right to left; one without a text goes by its choices."""
    words = (question.text, *(choice.text for choice in question.choices))
    first = next((plain_words(text) for text in words if text.strip()), "")
    return direction_of(first) is Qt.LayoutDirection.RightToLeft
