"""How the learner likes to see, hear and press keys: taken from the settings, and kept there once it settles."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from player.ui.host import Host
from player.ui.settings import Settings
from player.ui.watch.state import Liking

SETTLE_MS = 600
"""A volume that is still being turned is not written yet."""


class Likings(QObject):
    """`changed` brings the new Liking."""

    changed = Signal(object)

    def __init__(self, host: Host, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self.now = Liking()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.keep)

    def recall(self) -> None:
        """As the settings have it."""
        settings = self._host.settings
        self.now = Liking(
            captions=settings.captions,
            language=settings.captions_language,
            volume_percent=min(settings.volume_percent, self._host.most_volume),
            muted=settings.muted,
            character_keys=settings.character_keys,
        )

    def take(self, liking: Liking) -> None:
        """The learner wants it so from now on."""
        self.now = liking
        self.changed.emit(liking)
        self._timer.start()

    def keep(self) -> None:
        """Writes what changed."""
        self._timer.stop()
        kept = self._with(self._host.settings)
        if kept != self._host.settings:
            self._host.change_settings(kept)

    def _with(self, settings: Settings) -> Settings:
        return replace(
            settings,
            captions=self.now.captions,
            captions_language=self.now.language,
            volume_percent=self.now.volume_percent,
            muted=self.now.muted,
        )
