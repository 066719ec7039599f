"""“Are you still there?”: asked now and then where the course wants it, gently, and with nothing to lose."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from player.domain.policy import PresenceChecks
from player.domain.progress import Progress
from player.ui.language import sentences
from player.ui.theme import Theme, dress
from player.ui.watch.companion import Companion
from player.ui.watch.player import Player
from player.ui.watch.state import Lesson, Transport
from player.ui.widgets.card import Panel
from player.ui.widgets.words import Words, announce

MINUTE_MS = 60_000


class Presence(Companion):
    """Asks at a random time of playing. Without an answer the recording waits; playing on is an answer, too.

    What is unconfirmed is read from the evidence, so that neither a restart nor another session begins it anew.
    """

    def __init__(self, player: Player, draw: Callable[[int], int] = secrets.randbelow) -> None:
        super().__init__(player)
        self._draw = draw
        self._checks: PresenceChecks | None = None
        self._due_ms = 0
        self._asked = self._waited = False
        self.card = StillThere(player.host.theme)
        self.card.confirmed.connect(self.confirm)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._wait)

    def begin(self, lesson: Lesson) -> None:
        self._checks = lesson.signed.course.watch.presence
        self._asked = self._waited = False
        self._draw_next()

    @Slot(object)
    def follow(self, now: Transport) -> None:
        if self._waited and now.playing:
            self.confirm()
        elif now.playing and self._unconfirmed_ms(now) >= self._due_ms:
            self._ask()

    def end(self) -> None:
        self._checks = None
        self._put_away()

    def _unconfirmed_ms(self, now: Transport) -> int:
        """What is not on the disk yet included: asked up to a span later, the patience would outlast what may count."""
        lesson = self.player.lesson
        played_ms = sum(part.length_ms for part in now.unsaved) * 100 // now.rate_percent
        return played_ms + (lesson.progress.unconfirmed_ms if lesson is not None else 0)

    def _draw_next(self) -> None:
        checks = self._checks
        if checks is not None:
            span_ms = (checks.most_minutes - checks.least_minutes) * MINUTE_MS
            self._due_ms = checks.least_minutes * MINUTE_MS + self._draw(span_ms + 1)

    def _ask(self) -> None:
        if self._checks is None or self._asked:
            return
        self._asked = True
        self.card.ask()
        self.player.screen.stage.lay_over(self.card)
        self._patience.start(self._checks.patience_seconds * 1000)

    @Slot()
    def _wait(self) -> None:
        """Nobody answered: nothing more plays unseen."""
        self.player.pause()
        self.card.say_paused()
        # The pause itself is on its way through the engine, and what plays until it comes is no answer.
        QTimer.singleShot(1_000, self, self._look_for_answers)

    @Slot()
    def _look_for_answers(self) -> None:
        self._waited = self._asked

    @Slot()
    def confirm(self) -> None:
        """Somebody is there; it plays on if it had to wait."""
        lesson, waited = self.player.lesson, self._patience.isActive() is False
        self._put_away()
        self._draw_next()
        if lesson is None:
            return
        desk, session, at_ms = self.player.host.desk, lesson.session.id, self.player.transport.position_ms
        self.player.host.door.ask(
            lambda: desk.journey(lesson.signed).confirm_presence(session, position_ms=at_ms),
            partial(self._confirmed, waited),
            failed=self.player.screen.render_problem,
        )

    def _confirmed(self, waited: bool, progress: Progress) -> None:
        self.player.take_progress(progress)
        if waited and not self.player.transport.playing:
            self.player.play()

    def _put_away(self) -> None:
        self._patience.stop()
        self._asked = self._waited = False
        self.player.screen.stage.take_away(self.card)


class StillThere(Panel):
    """One question, one large button."""

    confirmed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._title = Words(self.tr("Are you still there?"), "heading")
        self._text = Words()
        self.here = QPushButton(self.tr("I am here"))
        dress(self.here, kind="primary")
        self.here.clicked.connect(self.confirmed)
        self.setFocusProxy(self.here)
        row = QHBoxLayout()
        row.addWidget(self.here)
        row.addStretch(1)
        self.body.addWidget(self._title)
        self.body.addWidget(self._text)
        self.body.addLayout(row)
        self.hide()

    def ask(self) -> None:
        self._say(self.tr("This course asks now and then. It plays on meanwhile, and everything counts."))

    def say_paused(self) -> None:
        self._say(self.tr("It waits here for you. Nothing that you watched is lost."))

    def _say(self, text: str) -> None:
        self._text.setText(text)
        announce(self, sentences(self._title.text(), text))
