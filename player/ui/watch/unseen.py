"""What is still unseen: the parts before and after, and playing nothing else."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction

from player.domain.watch import Coverage, Interval
from player.ui.watch.companion import Companion
from player.ui.watch.keys import Gesture, Wish
from player.ui.watch.more import Group
from player.ui.watch.player import Player
from player.ui.watch.state import Lesson, Transport

LEAST_MS = 1_000
"""A shorter hole is not worth a jump: engines leave one at each seek, and the credit does not ask for it."""
AHEAD_MS = 1_500
"""What is already seen is skipped once so much of it lies ahead; what was played just now never does."""


class Unseen(Companion):
    """“[” and “]” go to the unseen part before and after; “O” plays only what is unseen."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        menu = player.screen.controls.menu
        self.only = QAction(self.tr("Play only what I have not seen"), self)
        self.only.setCheckable(True)
        self.only.toggled.connect(self._told)
        self.before = QAction(self.tr("To the unseen part before"), self)
        self.after = QAction(self.tr("To the next unseen part"), self)
        self.before.triggered.connect(self.go_back)
        self.after.triggered.connect(self.go_on)
        for action, key in ((self.only, "O"), (self.before, "["), (self.after, "]")):
            menu.take(action, Group.UNSEEN, key)
        player.screen.wished.connect(self._fulfil)

    def begin(self, lesson: Lesson) -> None:
        self.only.setChecked(False)

    @Slot(object)
    def follow(self, now: Transport) -> None:
        if not (self.only.isChecked() and now.playing and not now.waiting):
            return
        seen = _seen(now)
        here = next((i for i in seen.intervals if i.start_ms <= now.position_ms < i.end_ms), None)
        if here is not None and here.end_ms - now.position_ms > AHEAD_MS:
            self._leave(seen, here, now)

    @Slot()
    def go_back(self) -> None:
        now = self.player.transport
        parts = [part for part in _unseen(now) if part.end_ms < now.position_ms]
        self._go_to(parts[-1] if parts else None)

    @Slot()
    def go_on(self) -> None:
        now = self.player.transport
        parts = [part for part in _unseen(now) if part.start_ms > now.position_ms]
        self._go_to(parts[0] if parts else None)

    def _leave(self, seen: Coverage, here: Interval, now: Transport) -> None:
        """On to what is unseen behind here; where nothing is, to what was left out before; else it is done."""
        parts = seen.gaps(now.duration_ms, least_ms=LEAST_MS)
        ahead = next((part for part in parts if part.start_ms >= here.end_ms), None)
        if ahead is not None or parts:
            self.player.seek((ahead or parts[0]).start_ms)
        else:
            self.only.setChecked(False)
            self.player.host.say(self.tr("You have seen all of it."))

    def _go_to(self, part: Interval | None) -> None:
        if part is not None:
            self.player.seek(part.start_ms)
        elif not _unseen(self.player.transport):
            self.player.host.say(self.tr("You have seen all of it."))
        else:
            self.player.host.say(self.tr("Nothing unseen there."), "info")

    @Slot(bool)
    def _told(self, only: bool) -> None:
        if self.player.lesson is not None and self.player.transport.begun:
            said = self.tr("Playing only what you have not seen") if only else self.tr("Playing everything again")
            self.player.host.say(said)

    @Slot(object)
    def _fulfil(self, wish: Wish) -> None:
        if wish.gesture is Gesture.UNSEEN:
            self.go_on() if wish.amount > 0 else self.go_back()
        elif wish.gesture is Gesture.ONLY_UNSEEN:
            self.only.toggle()


def _seen(now: Transport) -> Coverage:
    return Coverage.of((*now.saved, *now.unsaved))


def _unseen(now: Transport) -> tuple[Interval, ...]:
    return _seen(now).gaps(now.duration_ms, least_ms=LEAST_MS)
