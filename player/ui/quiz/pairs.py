"""Matching: a line for each left side, with the right ones below it, or in a box where they are many or long."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from player.domain.quiz import Question
from player.ui.language import sentences
from player.ui.quiz.filling import Box, FillView
from player.ui.quiz.radio_row import RadioRow
from player.ui.theme import Theme, dress
from player.ui.widgets.prose import Prose

ROOM_FOR_TWO = 480


class PairView(FillView):
    def __init__(self, theme: Theme, question: Question, *, mirrored: bool) -> None:
        super().__init__(theme, question, mirrored=mirrored, clear=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("one"))
        if self.needs_list:
            column.addLayout(self.choice_list())
            column.addSpacing(theme.space("two"))
        for number, blank in enumerate(question.blanks):
            if number:
                rule = QFrame()
                dress(rule, kind="rule")
                column.addWidget(rule)
            column.addWidget(_Pair(theme, self.text_of(blank.text or blank.id), self.boxes[number]))

    def hint(self) -> str:
        choose = self.tr("Choose what belongs to each line.")
        return sentences(choose, self.once())


class _Pair(QWidget):
    """Side by side where there is room for both, else below each other."""

    def __init__(self, theme: Theme, words: Prose, box: Box) -> None:
        super().__init__()
        self._theme, self._box = theme, box
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, theme.space("half"), 0, theme.space("half"))
        self._row.setSpacing(theme.space("two"))
        self._row.addWidget(words, 1)
        self._row.addWidget(box)
        theme.changed.connect(self._restyle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle()

    def _restyle(self) -> None:
        narrow = self.width() < self._theme.px(ROOM_FOR_TWO) or isinstance(self._box, RadioRow)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(self._theme.space("one" if narrow else "two"))
