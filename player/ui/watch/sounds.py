"""Which of several sounds is heard, if any can be, and which of the subtitles inside a recording are shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from player.domain.engine import MediaTrack
from player.ui.watch.companion import Companion
from player.ui.watch.more import Group
from player.ui.watch.player import Player
from player.ui.watch.state import Lesson


class Sounds(Companion):
    """Two menus, each there only where there is something to choose."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        more = player.screen.controls.menu
        self.sounds = QMenu(self.tr("Sound"), more)
        self.subtitles = QMenu(self.tr("Subtitles in the picture"), more)
        for menu in (self.sounds, self.subtitles):
            menu.menuAction().setVisible(False)
            more.take(menu.menuAction(), Group.TRACKS)
        self._offered: tuple[tuple[MediaTrack, ...], ...] = ()
        self._has_warned = False
        player.opened.connect(self._fill)
        player.opened.connect(self._warn)

    def begin(self, lesson: Lesson) -> None:
        self._offered = ()
        for menu in (self.sounds, self.subtitles):
            menu.menuAction().setVisible(False)

    @Slot()
    def _fill(self) -> None:
        """Once for each recording: opened anew after a failure, what was chosen stays chosen."""
        deck = self.player.deck
        if deck is None or self._offered == (deck.sounds, deck.subtitles):
            return
        self._offered = (deck.sounds, deck.subtitles)
        self._offer(self.sounds, deck.sounds, self._choose_sound, least=2)
        self._offer(self.subtitles, deck.subtitles, self._choose_subtitles, least=1)

    @Slot()
    def _warn(self) -> None:
        """Once is enough: the button for the volume says it for as long as it lasts."""
        deck = self.player.deck
        if deck is not None and deck.sounds and not deck.has_sound_device and not self._has_warned:
            self._has_warned = True
            self.player.host.say(self.tr("No sound device was found on this computer: it plays without sound"))

    def _offer(
        self, menu: QMenu, tracks: tuple[MediaTrack, ...], choose: Callable[[QAction], None], *, least: int
    ) -> None:
        menu.clear()
        menu.menuAction().setVisible(len(tracks) >= least)
        group = QActionGroup(menu)
        none = [(self.tr("None"), None)] if menu is self.subtitles else []
        for name, track in (*none, *((track_name(track, number), track) for number, track in enumerate(tracks, 1))):
            action = group.addAction(menu.addAction(name))
            action.setCheckable(True)
            action.setChecked(len(group.actions()) == 1)
            action.setData(track)
        group.triggered.connect(choose)

    @Slot(QAction)
    def _choose_sound(self, action: QAction) -> None:
        track = action.data()
        if self.player.deck is not None and isinstance(track, MediaTrack):
            self.player.deck.choose_sound(track.id)

    @Slot(QAction)
    def _choose_subtitles(self, action: QAction) -> None:
        track = action.data()
        if self.player.deck is not None:
            self.player.deck.choose_subtitles(track.id if isinstance(track, MediaTrack) else None)


def track_name(track: MediaTrack, number: int) -> str:
    """ "Deutsch", "English · Commentary", or its number where the recording says nothing."""
    locale = QLocale(track.language)
    known = bool(track.language) and locale.language() != QLocale.Language.C
    language = locale.nativeLanguageName() if known else track.language
    return " · ".join(part for part in (language, track.label) if part) or str(number)
