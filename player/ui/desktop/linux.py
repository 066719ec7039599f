"""The Linux desktop around the player, over the session's and the system's D-Bus."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from player.ui.desktop.awake import SESSION_GUARDS, SYSTEM_GUARDS, Awake
from player.ui.desktop.away import LoginWatch, ScreenWatch
from player.ui.desktop.bus import SESSION, SYSTEM, Bus
from player.ui.desktop.mpris import Remote, Seen, Want, Wanted, now_ms
from player.ui.desktop.port import Desktop, Showing


class LinuxDesktop(Desktop):
    """Each bus has its own thread; what comes in is delivered on the thread of this object."""

    _wished = Signal(object)
    _told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._system = Bus(SESSION), Bus(SYSTEM)
        self._guards = (Awake(self._session, SESSION_GUARDS), Awake(self._system, SYSTEM_GUARDS))
        self._remote = Remote(self._session, self._wished.emit)
        self._absent: set[str] = set()
        self._seen: Seen | None = None
        self._begun = False
        self._closed = False
        self._wished.connect(self._obey, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._learn, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        if self._begun or self._closed:
            return
        self._begun = True
        awake, unsuspended = self._guards
        self._session.start(awake, self._remote, ScreenWatch(self._session, self._tell))
        self._system.start(unsuspended, LoginWatch(self._system, self._tell))

    def keep_awake(self, reason: str) -> None:
        self.begin()
        self._want(reason)

    def let_sleep(self) -> None:
        self._want(None)

    def show_playing(self, showing: Showing | None) -> None:
        self.begin()
        seen = Seen(showing, now_ms()) if showing is not None else None
        before, self._seen = self._seen, seen
        if seen is None and before is None:
            return
        if seen is not None and before is not None and not before.is_news(seen):
            # Told of often, and hardly ever news: what was told last goes on being true.
            self._seen = before
            return
        remote = self._remote
        self._session.post(lambda: remote.show(seen))

    def close(self) -> None:
        if self._begun and not self._closed:
            self.let_sleep()
            self.show_playing(None)
            self._session.close()
            self._system.close()
        self._closed = True

    def _want(self, reason: str | None) -> None:
        awake, unsuspended = self._guards
        self._session.post(lambda: awake.want(reason))
        self._system.post(lambda: unsuspended.want(reason))

    def _tell(self, by: str, away: bool) -> None:
        """On the thread of a bus."""
        self._told.emit((by, away))

    @Slot(object)
    def _learn(self, told: tuple[str, bool]) -> None:
        by, away = told
        if away:
            self._absent.add(by)
        else:
            self._absent.discard(by)
        if not self._closed:
            self._tell_away(bool(self._absent))

    @Slot(object)
    def _obey(self, wanted: Wanted) -> None:
        if self._closed:
            return
        match wanted.want:
            case Want.TOGGLE:
                self.toggle_wanted.emit()
            case Want.PLAY:
                self.play_wanted.emit()
            case Want.PAUSE | Want.STOP:
                # To stop is to pause: the place is kept, as always.
                self.pause_wanted.emit()
            case Want.NEXT:
                self.next_wanted.emit()
            case Want.PREVIOUS:
                self.previous_wanted.emit()
            case Want.SEEK_BY:
                self.seek_by_wanted.emit(wanted.amount_ms)
            case Want.SEEK_TO:
                self.seek_to_wanted.emit(wanted.amount_ms)
