"""The system around a guest's pages: of all it could offer, only that something plays is passed on."""

from __future__ import annotations

from PySide6.QtCore import Signal

from player.ui.desktop.port import Desktop


class GuestDesktop(Desktop):
    """`playing_changed`: pages ask to be kept awake while a recording plays, and a kiosk never sleeps anyway."""

    playing_changed = Signal(bool)

    def keep_awake(self, reason: str) -> None:
        self.playing_changed.emit(True)

    def let_sleep(self) -> None:
        self.playing_changed.emit(False)
