"""One picture back or forward, for a slide that was up too short."""

from __future__ import annotations

from PySide6.QtCore import Slot

from player.ui.watch.companion import Companion
from player.ui.watch.keys import Gesture, Wish
from player.ui.watch.player import Player

BACK_MS = 40
"""Engines step forward only; back is a seek by one picture of the usual 25 in a second."""


class Stepping(Companion):
    """“.” shows the next picture, “,” the one before; playing pauses, and nothing of it counts."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        player.screen.wished.connect(self._fulfil)

    @Slot(object)
    def _fulfil(self, wish: Wish) -> None:
        if wish.gesture is not Gesture.STEP or not self.player.transport.begun:
            return
        if wish.amount > 0:
            self.player.step()
        else:
            self.player.pause()
            self.player.seek(self.player.transport.position_ms - BACK_MS)
