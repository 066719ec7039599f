"""Companions of the player: each adds one thing to it (notes, previews, staying awake…) and knows no other."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from player.ui.watch.player import Player
from player.ui.watch.state import Lesson, Transport


class Companion(QObject):
    """Called on the thread that draws. `follow` comes for every move of the playhead: keep it cheap.

    Keys that the player itself does not use come from `player.screen.wished`; actions go into the menu
    `player.screen.controls.menu`, pages into `player.screen.panel.add_tab`, cards over the picture into
    `player.screen.stage.lay_over`.
    """

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self.player = player

    def begin(self, lesson: Lesson) -> None:
        """A session is on show; nothing plays yet."""

    @Slot(object)
    def follow(self, now: Transport) -> None:
        """Where playing stands now."""

    @Slot(object)
    def advance(self, lesson: Lesson) -> None:
        """More of it is on disk: the same session with its new progress."""

    def end(self) -> None:
        """The session is left, for another or for good. What was on show is taken away."""
