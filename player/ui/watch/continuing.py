"""On to the next session by itself, unless somebody would rather stay."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, Qt
from PySide6.QtWidgets import QPushButton

from player.ui.host import Place
from player.ui.language import sentences
from player.ui.theme import Theme, dress
from player.ui.watch.companion import Companion
from player.ui.watch.more import Group
from player.ui.watch.player import Player
from player.ui.watch.state import Lesson, Transport
from player.ui.watch.words import Onward, onward_from
from player.ui.widgets.card import Panel
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.words import Words, announce

SECONDS = 8


class Continuing(Companion):
    """At the end of a session, where the next one is still to be watched, a card counts down to it."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self._offered = False
        self._card = NextUp(player.host.theme)
        self._card.accepted.connect(self._go)
        self._card.declined.connect(self._stay)
        self.action = QAction(self.tr("Go on to the next session by itself"), self)
        self.action.setCheckable(True)
        self.action.triggered.connect(self._keep)
        player.screen.controls.menu.take(self.action, Group.SESSIONS)

    def begin(self, lesson: Lesson) -> None:
        self._offered = False
        self.action.setChecked(self.player.host.settings.play_on)
        self.action.setVisible(len(lesson.signed.course.sessions) > 1)

    @Slot(object)
    def follow(self, now: Transport) -> None:
        if not now.ended:
            self._offered = False
            self._take_away()
        elif not self._offered:
            self._offer()

    @Slot(object)
    def advance(self, lesson: Lesson) -> None:
        """The last stretch is on disk only after the end, and with it what comes next is known."""
        if self.player.transport.ended and not self._offered:
            self._offer()

    def end(self) -> None:
        self._take_away()

    def _offer(self) -> None:
        onward = self._onward()
        if onward is None or onward.route.place is not Place.WATCH or not self.action.isChecked():
            return
        self._offered = True
        self._card.offer(onward.text)
        self.player.screen.stage.lay_over(self._card)

    def _onward(self) -> Onward | None:
        lesson = self.player.lesson
        return onward_from(lesson.signed, lesson.progress, lesson.session) if lesson is not None else None

    @Slot()
    def _go(self) -> None:
        onward = self._onward()
        self._take_away()
        if onward is not None:
            self.player.host.go(replace(onward.route, play=True))

    @Slot()
    def _stay(self) -> None:
        self._take_away()

    def _take_away(self) -> None:
        self._card.stop()
        self.player.screen.stage.take_away(self._card)

    @Slot(bool)
    def _keep(self, on: bool) -> None:
        self.player.host.change_settings(replace(self.player.host.settings, play_on=on))


class NextUp(Panel):
    """What comes next, and a few seconds to say no. `accepted` by its button or when the time is up."""

    accepted = Signal()
    declined = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._left = SECONDS
        self._what = Words(role="subheading")
        self._when = Words(role="muted")
        self.now = QPushButton(self.tr("Play now"))
        self.stay = QPushButton(self.tr("Stay here"))
        self._second = QTimer(self)
        self._second.setInterval(1_000)
        self._second.timeout.connect(self._count)
        dress(self.now, kind="primary")
        self.now.clicked.connect(self.accepted)
        self.stay.clicked.connect(self.declined)
        self.setFocusProxy(self.now)
        row = FlowLayout(theme.space("one"))
        row.addWidget(self.now)
        row.addWidget(self.stay)
        self.body.addWidget(self._what)
        self.body.addWidget(self._when)
        self.body.addLayout(row)
        self.hide()

    def offer(self, text: str) -> None:
        self._left = SECONDS
        self._what.setText(text)
        self._tell()
        announce(self, sentences(text, self._when.text()))
        self._second.start()

    def stop(self) -> None:
        self._second.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.declined.emit()
        else:
            super().keyPressEvent(event)

    def _count(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._tell()
        else:
            self.stop()
            self.accepted.emit()

    def _tell(self) -> None:
        self._when.setText(self.tr("It begins in {seconds} s.").format(seconds=self._left))
