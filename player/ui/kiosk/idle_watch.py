"""Watches whether the guest is still there: by keys, touches and wheels, and by what plays."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from player.domain.kiosk.idle import Idle, Waiting

LOOK_EVERY_MS = 1_000
ACTS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
    }
)
"""Moving the mouse is an act too: who reads with a hand on it is there. A window that moves under it sends none."""


class IdleWatch(QObject):
    """`counting`: ms left of the countdown; `still_there`: it was cancelled; `over`: nobody is there any more.

    `mono_ms`: a clock that only runs forward.
    """

    counting = Signal(int)
    still_there = Signal()
    over = Signal()

    def __init__(self, app: QApplication, mono_ms: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._mono_ms = mono_ms
        self._idle: Idle | None = None
        self._counting = False
        self._beat = QTimer(self)
        self._beat.setInterval(LOOK_EVERY_MS)
        self._beat.timeout.connect(self.look)

    @property
    def countdown_ms(self) -> int:
        """The whole of the countdown that is under way."""
        return self._idle.countdown_ms if self._idle is not None else 0

    def begin(self, *, idle_s: int, countdown_s: int) -> None:
        """Somebody sat down."""
        self._idle = Idle(idle_ms=idle_s * 1000, countdown_ms=countdown_s * 1000, since=self._mono_ms())
        self._counting = False
        self._app.installEventFilter(self)
        self._beat.start()

    def end(self) -> None:
        self._app.removeEventFilter(self)
        self._beat.stop()
        self._idle = None
        self._counting = False

    def touch(self) -> None:
        """An act, by whatever way it came."""
        if self._idle is not None:
            self._idle = self._idle.touched(self._mono_ms())
            self._cancel()

    def set_playing(self, playing: bool) -> None:
        if self._idle is not None:
            self._idle = self._idle.played(self._mono_ms(), playing=playing)
            self._cancel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in ACTS and event.spontaneous():
            self.touch()
        return False

    def look(self) -> None:
        """Once a second: how it stands."""
        if self._idle is None:
            return
        now = self._mono_ms()
        match self._idle.waiting(now):
            case Waiting.BUSY:
                return
            case Waiting.COUNTING:
                self._counting = True
                self.counting.emit(self._idle.left_ms(now))
            case Waiting.OVER:
                self.end()
                self.over.emit()

    def _cancel(self) -> None:
        if self._counting:
            self._counting = False
            self.still_there.emit()
