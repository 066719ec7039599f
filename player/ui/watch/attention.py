"""Whether anybody can see and hear what plays: what the course says of hidden windows, mute and locked screens."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

from player.domain.policy import WatchPolicy
from player.ui.watch.companion import Companion
from player.ui.watch.player import Player
from player.ui.watch.state import Hindrance, Lesson, Transport

_CHANGES = frozenset({QEvent.Type.WindowStateChange, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Expose})


class Attention(Companion):
    """Where the course does not count it, playing waits while the window is hidden or somebody else is in front.

    It goes on by itself once the window is back; after a locked screen the learner presses play. Without sound it
    plays on and does not count, unless captions are on.
    """

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self._policy: WatchPolicy | None = None
        self._waits = False
        self._window: QWidget | None = None
        self._handle: QWindow | None = None
        player.host.desktop.away_changed.connect(self._look)
        player.screen.liked.connect(self._switched)
        player.screen.installEventFilter(self)

    def begin(self, lesson: Lesson) -> None:
        self._policy = lesson.signed.course.watch
        self._waits = False
        self._watch_window()
        self._look()

    @Slot(object)
    def follow(self, now: Transport) -> None:
        self.player.hinder(Hindrance.MUTED, self._is_unheard())

    @Slot()
    def _switched(self) -> None:
        """Sound or captions were switched on or off: while nothing moves, nothing else would tell."""
        if not self.player.transport.playing:
            self.follow(self.player.transport)

    def end(self) -> None:
        self._policy = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _CHANGES and self._policy is not None:
            self._watch_window()
            self._look()
        return False

    def _watch_window(self) -> None:
        """The page moves into its window after it was made, and the window gets its handle when it is shown."""
        window = self.player.screen.window()
        if window is not self._window:
            self._window = window
            window.installEventFilter(self)
        handle = cast("QWindow | None", window.windowHandle())
        if handle is not None and handle is not self._handle:
            self._handle = handle
            handle.installEventFilter(self)

    @Slot()
    def _look(self) -> None:
        policy = self._policy
        if policy is None:
            return
        hidden = not policy.hidden_counts and self._is_hidden()
        away = not policy.away_counts and self.player.host.desktop.is_away
        plays = self.player.transport.playing
        if (hidden or away) and plays:
            self._waits = hidden and not away
            self.player.pause()
        self.player.hinder(Hindrance.HIDDEN, hidden)
        self.player.hinder(Hindrance.AWAY, away)
        if self._waits and not hidden and not away:
            self._waits = False
            self.player.play()

    def _is_hidden(self) -> bool:
        window, handle = self._window, self._handle
        if self.player.is_seen_outside:
            return False
        return window is None or window.isMinimized() or not window.isVisible() or not (handle and handle.isExposed())

    def _is_unheard(self) -> bool:
        """Where the course asks for sound: nothing is to be heard, and no captions stand in for it."""
        policy, lesson, deck = self._policy, self.player.lesson, self.player.deck
        if policy is None or policy.muted_counts or lesson is None or deck is None or not deck.sounds:
            return False
        liking = self.player.liking
        silent = liking.muted or liking.volume_percent == 0 or not deck.has_sound_device
        return silent and not (liking.captions and bool(lesson.tracks))
