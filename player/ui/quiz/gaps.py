"""An inline choice: the text itself, with a box in each of its gaps."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QVBoxLayout

from player.domain.quiz import MARKER, Question
from player.ui.language import sentences
from player.ui.quiz.answer_words import around_blank, spoken_text
from player.ui.quiz.filling import Box, FillView
from player.ui.quiz.gap_text import GapText
from player.ui.theme import Theme
from player.ui.widgets.quiet_combo import QuietCombo


class GapView(FillView):
    """The boxes stand, and are reached by Tab, in the order of the text."""

    def __init__(self, theme: Theme, question: Question, *, mirrored: bool) -> None:
        super().__init__(theme, question, mirrored=mirrored)
        read = ((question.blanks[number].id, self.boxes[number]) for number in self._places())
        by_id: dict[str, QComboBox] = {blank: box for blank, box in read if isinstance(box, QuietCombo)}
        for number, box in enumerate(self.boxes):
            box.setAccessibleDescription(around_blank(question, number))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("three"))
        column.addWidget(GapText(theme, question.text, by_id, spoken=spoken_text(question), mirrored=mirrored))
        if self.needs_list:
            column.addLayout(self.choice_list())

    def hint(self) -> str:
        fill = self.tr("Fill the gap.") if len(self.boxes) == 1 else self.tr("Fill each gap.")
        return sentences(fill, self.once())

    def as_read(self) -> list[Box]:
        return [self.boxes[number] for number in self._places()]

    def _places(self) -> list[int]:
        """The numbers of the blanks as the text has them; those that it forgot come last."""
        found = MARKER.findall(self.question.text)
        ids = [blank.id for blank in self.question.blanks]
        last = len(found)
        return sorted(range(len(ids)), key=lambda number: found.index(ids[number]) if ids[number] in found else last)
