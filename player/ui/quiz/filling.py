"""What gaps and pairs have in common: a box for each place to fill, and the choices told in full where a box cannot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from player.domain.quiz import Choice, Question
from player.ui.quiz.answer_words import blank_words, choice_words
from player.ui.quiz.answering import AnswerView
from player.ui.quiz.radio_row import RadioRow
from player.ui.theme import Theme
from player.ui.widgets.quiet_combo import QuietCombo
from player.ui.widgets.words import Words, announce, plain_tip

LONGEST_IN_BOX = 32
"""Characters of a choice that a box shows; longer ones are listed in full beside their letters."""
MOST_IN_SIGHT, LONGEST_IN_SIGHT = 4, 24
"""Choices, and characters of each, up to which a list to unfold is more than is needed."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


Box = QuietCombo | RadioRow


class FillView(AnswerView):
    """`boxes` are in the order of the question's blanks; `clear`: where there are few choices, all are in sight."""

    def __init__(self, theme: Theme, question: Question, *, mirrored: bool, clear: bool = False) -> None:
        super().__init__(theme, question, mirrored=mirrored)
        self.needs_list = any(c.picture or len(choice_words(c)) > LONGEST_IN_BOX for c in question.choices)
        words = [choice_words(choice) for choice in question.choices]
        is_clear = clear and len(words) <= MOST_IN_SIGHT and all(len(word) <= LONGEST_IN_SIGHT for word in words)
        make = self._row if is_clear and not self.needs_list else self._box
        self.boxes: list[Box] = [make(number) for number in range(len(question.blanks))]

    def render_given(self, given: tuple[str, ...]) -> None:
        for number, box in enumerate(self.boxes):
            box.choose(given[number] if number < len(given) else "")

    def focus_first(self) -> None:
        box = next((box for box in self.as_read() if not box.chosen()), next(iter(self.as_read()), None))
        if isinstance(box, RadioRow):
            box.focus_first()
        elif box is not None:
            box.setFocus(Qt.FocusReason.OtherFocusReason)

    def as_read(self) -> Sequence[Box]:
        """The boxes in the order in which they are read."""
        return self.boxes

    def once(self) -> str:
        """What is to be known where a choice may be used once only."""
        return "" if self.question.reuse else self.tr("Each choice fits one place: chosen again, it moves there.")

    def choice_list(self) -> QVBoxLayout:
        """All choices in full, each with the letter that stands for it in the boxes."""
        lines = QVBoxLayout()
        lines.setSpacing(self.theme.space("two"))
        lines.addWidget(Words(self.tr("Choices"), "strong"))
        for choice in self.question.choices:
            row = QHBoxLayout()
            row.setSpacing(self.theme.space("two"))
            letter = Words(self._letter(choice), "strong", wrap=False)
            letter.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            row.addWidget(letter, 0, Qt.AlignmentFlag.AlignTop)
            row.addLayout(self._in_full(choice), 1)
            row.addStretch(0)
            lines.addLayout(row)
        return lines

    def _in_full(self, choice: Choice) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(self.theme.space("half"))
        if choice.text:
            words.addWidget(self.text_of(choice.text))
        if choice.picture is not None:
            words.addWidget(self.picture_of(choice.picture.path, choice.picture.alt))
        return words

    def _box(self, number: int) -> QuietCombo:
        blank = self.question.blanks[number]
        box = QuietCombo()
        box.addItem(self.tr("Choose…"), "")
        for choice in self.question.choices:
            if not blank.choices or choice.id in blank.choices:
                box.addItem(self._in_box(choice), choice.id)
                box.setItemData(box.count() - 1, plain_tip(choice_words(choice)), Qt.ItemDataRole.ToolTipRole)
                box.setItemData(box.count() - 1, choice_words(choice), Qt.ItemDataRole.AccessibleTextRole)
        box.setAccessibleName(blank_words(self.question, number))
        box.setProperty("blank", number)
        box.currentIndexChanged.connect(self._chosen)
        return box

    def _row(self, number: int) -> RadioRow:
        blank = self.question.blanks[number]
        on_offer = [choice for choice in self.question.choices if not blank.choices or choice.id in blank.choices]
        choices = [(choice.id, choice_words(choice)) for choice in on_offer]
        row = RadioRow(self.theme, blank_words(self.question, number), choices)
        row.changed.connect(self._chosen)
        return row

    def _in_box(self, choice: Choice) -> str:
        words = choice_words(choice)
        short = words if len(words) <= LONGEST_IN_BOX else words[: LONGEST_IN_BOX - 1].rstrip() + "…"
        return f"{self._letter(choice)}  {short}" if self.needs_list else short

    def _letter(self, choice: Choice) -> str:
        place = self.question.choices.index(choice)
        return _LETTERS[place] if place < len(_LETTERS) else str(place + 1)

    def _chosen(self) -> None:
        box = self.sender()
        if isinstance(box, QuietCombo | RadioRow):
            self._make_room(box)
        self.tell(*(box.chosen() for box in self.boxes))

    def _make_room(self, newest: Box) -> None:
        """A choice that fits one place only leaves the place where it was."""
        if self.question.reuse or not newest.chosen():
            return
        for box in self.boxes:
            if box is not newest and box.chosen() == newest.chosen():
                box.choose("")
                announce(self, self.tr("{place} is open again.").format(place=box.accessibleName()))


def room_for(widget: QWidget) -> QHBoxLayout:
    """Stands where a line begins, as wide as it likes, with the rest of the line left free."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget, 1)
    row.addStretch(0)
    return row
