"""The player and the desktop around it: no sleep while something plays, and the keys that the system hands on."""

from __future__ import annotations

from PySide6.QtCore import Slot

from player.domain.course import Session
from player.ui.desktop.port import Showing
from player.ui.host import Place, Route
from player.ui.watch.companion import Companion
from player.ui.watch.keys import Gesture, Wish
from player.ui.watch.player import Player
from player.ui.watch.state import Lesson, Transport


class Awake(Companion):
    """Asks for an awake computer while a recording plays, and lets go whenever it does not."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self._lesson: Lesson | None = None
        self._is_awake = False
        desktop = self._desktop = player.host.desktop
        player.screen.wished.connect(self._fulfil)
        desktop.toggle_wanted.connect(self._toggle)
        desktop.play_wanted.connect(self._play)
        desktop.pause_wanted.connect(self._pause)
        desktop.next_wanted.connect(self._go_on)
        desktop.previous_wanted.connect(self._go_back)
        desktop.seek_by_wanted.connect(self._seek_by)
        desktop.seek_to_wanted.connect(self._seek_to)

    def begin(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._desktop.begin()
        self.follow(self.player.transport)

    @Slot(object)
    def follow(self, now: Transport) -> None:
        lesson = self._lesson
        if lesson is None:
            return
        self._stay_awake(now.playing)
        self._desktop.show_playing(
            Showing(
                title=lesson.session.title,
                course=lesson.signed.course.title,
                duration_ms=now.duration_ms,
                position_ms=now.position_ms,
                playing=now.playing,
                rate_percent=now.rate_percent,
                has_next=self._beside(1) is not None,
                has_previous=self._beside(-1) is not None,
            )
        )

    def end(self) -> None:
        self._lesson = None
        self._stay_awake(False)
        self._desktop.show_playing(None)

    def _stay_awake(self, awake: bool) -> None:
        if awake == self._is_awake:
            return
        self._is_awake = awake
        if awake:
            self._desktop.keep_awake(self.tr("A recording is playing"))
        else:
            self._desktop.let_sleep()

    # --- what the system hands on: nothing of it while no session is on show --------------------------------

    @Slot(object)
    def _fulfil(self, wish: Wish) -> None:
        """Media keys that come to the window, as they do on desktops that hand on nothing."""
        if wish.gesture is Gesture.PAUSE:
            self._pause()
        elif wish.gesture is Gesture.SESSION:
            self._go_to(wish.amount)

    @Slot()
    def _toggle(self) -> None:
        if self._lesson is not None:
            self.player.toggle()

    @Slot()
    def _play(self) -> None:
        if self._lesson is not None and not self.player.transport.playing:
            self.player.play()

    @Slot()
    def _pause(self) -> None:
        if self._lesson is not None:
            self.player.pause()

    @Slot(int)
    def _seek_by(self, offset_ms: int) -> None:
        self._seek_to(self.player.transport.position_ms + offset_ms)

    @Slot(int)
    def _seek_to(self, position_ms: int) -> None:
        if self._lesson is not None:
            self.player.seek(position_ms)

    @Slot()
    def _go_on(self) -> None:
        self._go_to(1)

    @Slot()
    def _go_back(self) -> None:
        self._go_to(-1)

    def _go_to(self, steps: int) -> None:
        session, lesson = self._beside(steps), self._lesson
        if session is not None and lesson is not None:
            playing = self.player.transport.playing
            self.player.host.go(Route(place=Place.WATCH, course=lesson.signed.hash, session=session.id, play=playing))

    def _beside(self, steps: int) -> Session | None:
        """The session so many steps after this one in its course, or before it."""
        if self._lesson is None:
            return None
        sessions = self._lesson.signed.course.sessions
        here = next(i for i, session in enumerate(sessions) if session.id == self._lesson.session.id) + steps
        return sessions[here] if 0 <= here < len(sessions) else None
