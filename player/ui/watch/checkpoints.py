"""What a course asks while it plays: a code that is shown or said, or a question, at its time or whenever one likes."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from player.domain.playing import LONGEST_ANSWER
from player.domain.policy import Checkpoint, is_right
from player.domain.progress import Progress
from player.ui.theme import Theme, dress
from player.ui.watch.companion import Companion
from player.ui.watch.more import Group
from player.ui.watch.player import Player
from player.ui.watch.state import Lesson, Transport, session_progress
from player.ui.widgets.card import Card, Panel
from player.ui.widgets.clock import clock_text
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.words import Words, announce, show_if

LONGEST_STEP_MS = 2_000
"""The playhead moves in small steps while it plays; a larger one is mostly a jump, which asks nothing."""
AGAIN_MS = 20_000


class Checkpoints(Companion):
    """At an open checkpoint playing waits and a card asks. It can be put off: the session is not done before."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self._open: tuple[Checkpoint, ...] = ()
        self._asked: Checkpoint | None = None
        self._before_ms = 0
        self._ended = False
        self._waits = False
        """Playing has really paused for the question; the pause takes its way through the engine."""
        self.card = CheckpointCard(player.host.theme)
        self.card.answered.connect(self._answer)
        self.card.again.connect(self._play_again)
        self.card.left.connect(self._leave)
        self.action = QAction(self)
        self.action.triggered.connect(self._ask_first)
        player.screen.controls.menu.take(self.action, Group.ASKED)

    def begin(self, lesson: Lesson) -> None:
        self._before_ms, self._ended = self.player.transport.position_ms, False
        self._take(lesson)

    @Slot(object)
    def advance(self, lesson: Lesson) -> None:
        self._take(lesson)

    @Slot(object)
    def follow(self, now: Transport) -> None:
        before, self._before_ms = self._before_ms, now.position_ms
        if now.ended and not self._ended:
            self._ask_first()
        elif now.playing and self._asked is None:
            self._ask(next((one for one in self._open if _was_played(one.at_ms, before, now)), None))
        elif self._asked is not None:
            self._look_whether_left(now)
        self._ended = now.ended

    def end(self) -> None:
        self._open = ()
        self._put_away()

    def _take(self, lesson: Lesson) -> None:
        self._open = session_progress(lesson.progress, lesson.session).open_checkpoints
        passed = [one.at_ms for one in lesson.session.checkpoints if one not in self._open]
        self.player.screen.controls.timeline.render_questions([one.at_ms for one in self._open], passed)
        self.action.setVisible(bool(self._open))
        if self._open:
            time = clock_text(self._open[0].at_ms)
            self.action.setText(self.tr("Answer the question at {time}").format(time=time))

    @Slot()
    def _ask_first(self) -> None:
        self._ask(self._open[0] if self._open else None)

    def _look_whether_left(self, now: Transport) -> None:
        """Whoever plays on, by a key or a click beside the card, has put the question off."""
        if not now.playing:
            self._waits = True
        elif self._waits:
            self._say_later()
            self._put_away()

    def _ask(self, checkpoint: Checkpoint | None) -> None:
        if checkpoint is None or self._asked is not None:
            return
        self._asked = checkpoint
        self._waits = not self.player.transport.playing
        self.player.pause()
        self.card.ask(checkpoint)
        self.player.screen.stage.lay_over(self.card)

    @Slot(str)
    def _answer(self, answer: str) -> None:
        lesson, asked = self.player.lesson, self._asked
        if lesson is None or asked is None:
            return
        desk, session = self.player.host.desk, lesson.session.id
        self.player.host.door.ask(
            lambda: desk.journey(lesson.signed).answer_checkpoint(session, asked.id, answer),
            partial(self._answered, asked, answer),
            failed=self.player.screen.render_problem,
        )

    def _answered(self, asked: Checkpoint, answer: str, progress: Progress) -> None:
        self.player.take_progress(progress)
        if asked is not self._asked:
            return
        if is_right(asked, answer):
            self.player.host.say(self.tr("That is right."))
            self._play_on()
        else:
            self.card.say_wrong()

    @Slot()
    def _play_again(self) -> None:
        """A little before the place, where the answer is."""
        asked = self._asked
        self._put_away()
        if asked is not None:
            self.player.seek(max(0, asked.at_ms - AGAIN_MS))
            self.player.play()

    @Slot()
    def _leave(self) -> None:
        self._say_later()
        self._play_on()

    def _say_later(self) -> None:
        self.player.host.say(self.tr("You can answer it later, from the menu “More”."), "info")

    def _play_on(self) -> None:
        self._put_away()
        if not self.player.transport.ended:
            self.player.play()

    def _put_away(self) -> None:
        self._asked = None
        self.player.screen.stage.take_away(self.card)


def _was_played(at_ms: int, before_ms: int, now: Transport) -> bool:
    """Whether playing came by that time just now: in a small step, or in a large one that was really played."""
    if not before_ms < at_ms <= now.position_ms:
        return False
    played = any(part.start_ms <= at_ms <= part.end_ms for part in now.unsaved)
    return played or now.position_ms - before_ms <= LONGEST_STEP_MS


class CheckpointCard(Panel):
    """`answered` with a typed code or the id of a choice; `again`: hear it once more; `left`: later."""

    answered = Signal(str)
    again = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._prompt = Words(role="subheading")
        self._wrong = Words(role="bad")
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST_ANSWER)
        self.field.setPlaceholderText(self.tr("Code"))
        self.field.returnPressed.connect(self._type)
        self._choices = QWidget()
        self._column = QVBoxLayout(self._choices)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("one"))
        self.enter = QPushButton(self.tr("Answer"))
        self.back = QPushButton(self.tr("Play the part before again"))
        self.later = QPushButton(self.tr("Later"))
        dress(self.enter, kind="primary")
        self.enter.clicked.connect(self._type)
        self.back.clicked.connect(self.again)
        self.later.clicked.connect(self.left)
        row = FlowLayout(theme.space("one"))
        for part in (self.enter, self.back, self.later):
            row.addWidget(part)
        for part in (self._prompt, self.field, self._choices, self._wrong):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self.hide()

    def ask(self, checkpoint: Checkpoint) -> None:
        self._prompt.setText(checkpoint.prompt)
        self._wrong.say("")
        self.field.clear()
        self.field.setAccessibleName(checkpoint.prompt)
        for part in (self.field, self.enter):
            show_if(part, not checkpoint.choices)
        show_if(self._choices, bool(checkpoint.choices))
        self._fill(checkpoint)
        announce(self, checkpoint.prompt)

    def say_wrong(self) -> None:
        """It can be tried as often as it takes."""
        self._wrong.say(self.tr("That is not it. Try again, or play the part before once more."))
        announce(self, self._wrong.text())
        self.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _fill(self, checkpoint: Checkpoint) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        stops: list[QWidget] = [self.field]
        for choice in checkpoint.choices:
            button = _Choice(self._theme, choice.id, choice.text)
            button.clicked.connect(self._choose)
            self._column.addWidget(button)
            stops.append(button)
        self.setFocusProxy(stops[1] if checkpoint.choices else self.field)
        for before, after in pairwise((*stops, self.enter, self.back, self.later)):
            self.setTabOrder(before, after)

    def _choose(self) -> None:
        sender = self.sender()
        if isinstance(sender, _Choice):
            self.answered.emit(sender.choice)

    def _type(self) -> None:
        if self.field.text().strip():
            self.answered.emit(self.field.text().strip())


class _Choice(Card):
    """One answer to press."""

    def __init__(self, theme: Theme, choice: str, text: str) -> None:
        super().__init__(theme)
        self.choice = choice
        words = Words(text)
        words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        # The label's own margins would go when the theme changes: the style sheet takes them for its own.
        self.body.setContentsMargins(13, 9, 13, 9)
        self.body.addWidget(words)
        if theme.roomy:
            self.setMinimumHeight(theme.target)
        self.setAccessibleName(text)
