"""The ten-second test as a picture: a button, then the test itself, then three plain questions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from player.domain.problem import Problem
from player.ui.captions.cues import Cue
from player.ui.captions.look import CaptionLook
from player.ui.language import sentences, told
from player.ui.playback.picture import Picture
from player.ui.theme import Theme
from player.ui.widgets.breaking import BreakingButton
from player.ui.widgets.card import Panel
from player.ui.widgets.words import Words, announce

WIDTH, HEIGHT = 480, 270
"""Pixels at every text size: twice as large it would not fit beside the rail."""


class Sense(StrEnum):
    """What the test is about, as its facts are called."""

    HEARD = "heard"
    SEEN = "seen"
    READ = "read"


Answers = Mapping[Sense, bool]


class SelfTestCard(Panel):
    """Gestures: `play_wanted`, `stop_wanted`, `answered` (Answers, once all three are given and at each change)."""

    play_wanted = Signal()
    stop_wanted = Signal()
    answered = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._title = Words(self.tr("Sound, picture and captions"), "heading")
        self._text = Words(role="muted")
        self._problem = Words(role="bad")
        self._play = BreakingButton()
        self._stop = BreakingButton(self.tr("Stop the test"))
        self.picture = Picture(theme)
        self._questions = QWidget()
        self._asked: dict[Sense, YesNo] = {}
        self._prepare()
        self._lay_out()
        self.render_rest()

    def render_rest(self, problem: Problem | None = None) -> None:
        """Nothing plays; the questions stand once they were asked."""
        asked = self.is_answered
        self._text.setText(
            self.tr("Noted above. Change an answer here, or play the test again.")
            if asked
            else self.tr("A voice, a moving picture and captions. Then Carrel asks what came of it.")
        )
        self._play.setText(self.tr("Play the test again") if asked else self.tr("Play the ten-second test"))
        sentence = told(problem).sentence if problem is not None else ""
        self._problem.say(sentence)
        self._show(play=True, picture=False, questions=asked)
        if problem is not None:
            announce(self, sentence)

    def render_playing(self, look: CaptionLook) -> None:
        """The test is on its way, or plays."""
        self._problem.say("")
        self._text.setText(self.tr("Listen, look, and read the captions at the foot of the picture."))
        self.picture.render_poster(self.tr("The ten-second test"), None)
        self.picture.render_caption_look(look)
        self.picture.render_waiting(True)
        self._show(play=False, picture=True, questions=False)
        self._stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_began(self) -> None:
        self.picture.render_waiting(False)

    def render_frame(self, frame: QImage) -> None:
        self.picture.render_frame(frame)

    def render_captions(self, cues: tuple[Cue, ...]) -> None:
        self.picture.render_captions(cues)

    def render_questions(self) -> None:
        """It has played: what came of it? What was answered before is asked anew."""
        for question in self._asked.values():
            question.clear()
        self._text.setText(self.tr("That was the test. Three questions:"))
        self._play.setText(self.tr("Play the test again"))
        self._show(play=True, picture=False, questions=True)
        self._asked[Sense.HEARD].focus_first()
        announce(self, self._asked[Sense.HEARD].question)

    @property
    def is_answered(self) -> bool:
        return all(question.answer is not None for question in self._asked.values())

    def _show(self, *, play: bool, picture: bool, questions: bool) -> None:
        had_focus = self._stop.hasFocus()
        self._play.setVisible(play)
        self._stop.setVisible(picture)
        self.picture.setVisible(picture)
        self._questions.setVisible(questions)
        if had_focus and play:
            self._play.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        if self.is_answered:
            self.answered.emit({sense: bool(question.answer) for sense, question in self._asked.items()})
            if self._questions.isVisible():
                self._text.setText(self.tr("Noted above. Change an answer here, or play the test again."))

    def _prepare(self) -> None:
        self._play.setIcon(self._theme.icons.icon("play"))
        self._play.clicked.connect(self.play_wanted)
        self._stop.clicked.connect(self.stop_wanted)
        self.picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.picture.setFixedSize(WIDTH, HEIGHT)
        self._asked = {
            Sense.HEARD: YesNo(self._theme, self.tr("Did you hear the voice?")),
            Sense.SEEN: YesNo(self._theme, self.tr("Did the picture move?")),
            Sense.READ: YesNo(self._theme, self.tr("Could you read the captions?")),
        }
        for question in self._asked.values():
            question.chosen.connect(self._take)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._questions)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("one"))
        for question in self._asked.values():
            column.addWidget(question)
        leading = Qt.AlignmentFlag.AlignLeading
        said = QVBoxLayout()
        said.setSpacing(self._theme.space("one"))
        for part in (self._title, self._text, self._problem):
            said.addWidget(part)
        self.body.addLayout(said)
        self.body.addWidget(self.picture, 0, leading)
        self.body.addWidget(self._questions)
        self.body.addWidget(self._play, 0, leading)
        self.body.addWidget(self._stop, 0, leading)


class YesNo(QWidget):
    """A question that is answered with yes or no; `chosen` with every choice."""

    chosen = Signal()

    def __init__(self, theme: Theme, question: str) -> None:
        super().__init__()
        self._theme = theme
        self.question = question
        self._yes, self._no = QRadioButton(self.tr("Yes")), QRadioButton(self.tr("No"))
        self._group = QButtonGroup(self)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space("one"))
        self._row.addWidget(Words(question), 2)
        sides = QHBoxLayout()
        sides.setSpacing(theme.space("two"))
        for button in (self._yes, self._no):
            button.setAccessibleName(sentences(question, button.text()))
            self._group.addButton(button)
            sides.addWidget(button)
        sides.addStretch(1)
        self._row.addLayout(sides, 3)
        self._group.buttonClicked.connect(self._take)

    @property
    def answer(self) -> bool | None:
        return True if self._yes.isChecked() else False if self._no.isChecked() else None

    def clear(self) -> None:
        """As if nobody had been asked."""
        # An exclusive group would not let go of its last choice.
        self._group.setExclusive(False)
        for button in (self._yes, self._no):
            button.setChecked(False)
        self._group.setExclusive(True)

    def focus_first(self) -> None:
        self._yes.setFocus(Qt.FocusReason.TabFocusReason)

    def _take(self, _: object) -> None:
        self.chosen.emit()
