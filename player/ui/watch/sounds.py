"""Which of several sounds is heard, if any can be, and which of the subtitles inside a recording are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QLocale, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from player.domain.engine import MediaTrack
from player.ui.language import tr
from player.ui.watch.companion import Companion
from player.ui.watch.keys import Gesture, Wish
from player.ui.watch.more import Group
from player.ui.watch.player import Player
from player.ui.watch.state import Lesson


class Sounds(Companion):
    """Two menus, each there only where there is something to choose."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        more = player.screen.controls.menu
        self.sounds = QMenu(self.tr("Sound", "a menu: which track of sound"), more)
        self.subtitles = QMenu(self.tr("Subtitles in the picture"), more)
        for menu in (self.sounds, self.subtitles):
            menu.menuAction().setVisible(False)
            more.take(menu.menuAction(), Group.TRACKS)
        self._offered: tuple[tuple[MediaTrack, ...], ...] = ()
        self._has_warned = False
        self._plain: MediaTrack | None = None
        player.screen.controls.description.clicked.connect(self._want_description)
        player.screen.wished.connect(self._wish)
        player.opened.connect(self._fill)
        player.opened.connect(self._warn)

    def begin(self, lesson: Lesson) -> None:
        self._offered, self._plain = (), None
        self.player.screen.controls.render_description(offered=False, on=False)
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
        self._plain = next((track for track in deck.sounds if not track.describes), None)
        self._play_description(self._is_wanted)

    @Slot()
    def _warn(self) -> None:
        """Once is enough: the button for the volume says it for as long as it lasts."""
        deck = self.player.deck
        if deck is not None and deck.sounds and not deck.has_sound_device and not self._has_warned:
            self._has_warned = True
            self.player.host.say(
                self.tr("No sound device was found on this computer: it plays without sound"), "volume-x"
            )

    def _offer(
        self, menu: QMenu, tracks: tuple[MediaTrack, ...], choose: Callable[[QAction], None], *, least: int
    ) -> None:
        menu.clear()
        menu.menuAction().setVisible(len(tracks) >= least)
        group = QActionGroup(menu)
        none = [(self.tr("None", "no subtitles"), None)] if menu is self.subtitles else []
        for name, track in (*none, *((track_name(track, number), track) for number, track in enumerate(tracks, 1))):
            action = group.addAction(menu.addAction(name))
            action.setCheckable(True)
            action.setChecked(len(group.actions()) == 1)
            action.setData(track)
        group.triggered.connect(choose)

    @Slot(QAction)
    def _choose_sound(self, action: QAction) -> None:
        track = action.data()
        if isinstance(track, MediaTrack):
            self._play(track)
            if self._descriptions and track.describes != self._is_wanted:
                self._keep_wanted(track.describes)

    # --- audio description -------------------------------------------------------------------------------

    @property
    def _is_wanted(self) -> bool:
        return self.player.host.settings.description

    @property
    def _descriptions(self) -> tuple[MediaTrack, ...]:
        """The audio descriptions in the recording, where it can be heard without them as well."""
        deck = self.player.deck
        if deck is None or self._plain is None:
            return ()
        return tuple(track for track in deck.sounds if track.describes)

    @Slot(object)
    def _wish(self, wish: Wish) -> None:
        if wish.gesture is Gesture.DESCRIPTION:
            if self._descriptions:
                self._want_description(not self._is_wanted)
            else:
                self.player.host.say(self.tr("This recording has no audio description"), "info")

    @Slot(bool)
    def _want_description(self, wanted: bool) -> None:
        self._keep_wanted(wanted)
        self._play_description(wanted)

    def _keep_wanted(self, wanted: bool) -> None:
        host = self.player.host
        host.change_settings(replace(host.settings, description=wanted))
        host.say(self.tr("Audio description on") if wanted else self.tr("Audio description off"))
        self.player.screen.controls.render_description(offered=True, on=wanted)

    def _play_description(self, wanted: bool) -> None:
        """What is said and described is in one language, where the recording has it so."""
        found, plain = self._descriptions, self._plain
        self.player.screen.controls.render_description(offered=bool(found), on=wanted and bool(found))
        if plain is None or not found:
            return
        alike = [track for track in found if track.language == plain.language]
        self._play((*alike, *found)[0] if wanted else plain)

    def _play(self, track: MediaTrack) -> None:
        """The menu says what is heard, however it was chosen."""
        if not track.describes:
            self._plain = track
        if self.player.deck is not None:
            self.player.deck.choose_sound(track.id)
        for action in self.sounds.actions():
            action.setChecked(action.data() == track)

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
    described = tr("Audio description") if track.describes else ""
    label = described or track.label
    return " · ".join(part for part in (language, label) if part) or str(number)
