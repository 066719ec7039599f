"""What the player may ask of the system around it, and what the system may ask of the player."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What stands in the player, for lock screens, headsets and media keys."""

    title: str
    course: str
    duration_ms: int
    position_ms: int = 0
    playing: bool = False
    rate_percent: int = 100
    has_next: bool = False
    has_previous: bool = False


class Desktop(QObject):
    """The system around the player. This one is of a system that offers nothing; nothing here ever fails or waits.

    All of it is for the thread that draws. Whether the learner is away is known shortly after `begin`; until then, no.
    """

    toggle_wanted = Signal()
    play_wanted = Signal()
    pause_wanted = Signal()
    next_wanted = Signal()
    previous_wanted = Signal()
    seek_by_wanted = Signal(int)
    """How far, in ms; back is negative."""
    seek_to_wanted = Signal(int)
    """Where to, in ms."""
    away_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._away = False

    @property
    def is_away(self) -> bool:
        """Whether the screen is locked, or another user's session is in front."""
        return self._away

    def begin(self) -> None:
        """Gets in touch with the system. Called whenever a recording is opened; only the first time does anything."""

    def keep_awake(self, reason: str) -> None:
        """No screen saver and no suspend until `let_sleep`. Should the program die, the system lets go by itself."""

    def let_sleep(self) -> None:
        """The system may dim, lock and suspend again."""

    def show_playing(self, showing: Showing | None) -> None:
        """Tells lock screens and headsets what stands in the player; None when nothing does. May be called often."""

    def close(self) -> None:
        """The program ends: everything asked of the system is taken back."""

    def _tell_away(self, away: bool) -> None:
        if away != self._away:
            self._away = away
            self.away_changed.emit(away)
