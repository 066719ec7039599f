"""The player in pictures: everything that can lie over the recording, stand beside it or come out of its menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolButton

from player.desk.desk import Desk
from player.domain.policy import Checkpoint
from player.ui.host import Place, Route
from player.ui.language import tr
from player.ui.shell.shell import Shell
from player.ui.watch.caption_look import CaptionLooks
from player.ui.watch.checkpoints import Checkpoints
from player.ui.watch.companion import Companion
from player.ui.watch.continuing import Continuing
from player.ui.watch.deck import WillNotPlay
from player.ui.watch.noting import Noting
from player.ui.watch.outside import Outside
from player.ui.watch.page import WatchPage
from player.ui.watch.player import Player
from player.ui.watch.presence import Presence
from player.ui.watch.screen import WatchScreen
from tests.journeys.hands import Hands
from tests.pictures.photographer import Photographer, live
from tests.pictures.series import series_course

T = TypeVar("T", bound=Companion)


class Watching:
    """One visit to the player, state by state; each leaves the player as it found it, paused."""

    def __init__(self, photographer: Photographer, hands: Hands, shell: Shell) -> None:
        self._camera, self._hands, self._shell = photographer, hands, shell

    @property
    def states(self) -> dict[str, Callable[[], None]]:
        """The pictures by name, in an order in which they can be taken."""
        return {
            "watch-poster": self.poster,
            "watch-playing": self.playing,
            "watch-full": self.full,
            "watch-paused": self.paused,
            "watch-waiting": self.waiting,
            "watch-failed": self.failed,
            "watch-hindered": self.hindered,
            "watch-more": self.more,
            "watch-captions-menu": self.captions_menu,
            "watch-speeds": self.speeds,
            "watch-preview": self.preview,
            "watch-keys": self.keys,
            "watch-code": self.code,
            "watch-choices": self.choices,
            "watch-presence": self.presence,
            "watch-caption-look": self.caption_look,
            "watch-transcript": self.transcript,
            "watch-handouts": self.handouts,
            "watch-sessions": self.sessions,
            "watch-notes": self.notes,
            "watch-small": self.small,
            "watch-ended": self.ended,
        }

    # --- before, during and after playing ----------------------------------------------------------------

    def poster(self) -> None:
        self._camera.take("watch-poster")

    def playing(self) -> None:
        self._hands.press("Play")
        self._hands.live(3)
        self._camera.take("watch-playing")

    def full(self) -> None:
        """With the controls, and after they have faded."""
        self._pause_at(3_000)
        self._screen.full_wanted.emit(True)
        self._play()
        self._camera.take("watch-full", ready=self._wake)
        self._hands.live(4)
        self._camera.take("watch-full-faded", ready=self._fade)
        self._screen.full_wanted.emit(False)

    def paused(self) -> None:
        self._pause_at(12_000)
        self._camera.take("watch-paused")

    def waiting(self) -> None:
        now = self._player.transport
        self._camera.take("watch-waiting", ready=lambda: self._screen.render_transport(replace(now, waiting=True)))
        self._screen.render_transport(now)

    def failed(self) -> None:
        self._screen.render_problem(WillNotPlay(reason="the file ends too early"), "Try again")
        self._camera.take("watch-failed")
        self._screen.render_problem(None)

    def hindered(self) -> None:
        """Muted, and without captions, in a course that asks for either."""
        liking = self._player.liking
        self._screen.liked.emit(replace(liking, muted=True, captions=False))
        self._play()
        self._pause_at(12_000)
        self._camera.take("watch-hindered")
        self._screen.liked.emit(liking)
        self._camera.settle()

    def ended(self) -> None:
        """The next session offers itself, or the learner stays."""
        self._answer_all()
        self._pause_at(self._player.transport.duration_ms - 2_000)
        self._play()
        self._hands.until(lambda: self._player.transport.ended, "the end")
        self._camera.settle()
        card = self._companion(Continuing)._card
        self._hands.until(card.isVisible, "the next session")
        card.stop()
        self._camera.take("watch-next-session")
        card.declined.emit()
        self._camera.take("watch-ended")

    def _answer_all(self) -> None:
        lesson = self._player.lesson
        assert lesson is not None
        journey = self._player.host.desk.journey(lesson.signed)
        for one in lesson.session.checkpoints:
            answer = one.answer if one.choices else one.codes[0]
            self._player.take_progress(journey.answer_checkpoint(lesson.session.id, one.id, answer))

    # --- menus, and what the pointer brings up ---------------------------------------------------------------

    def more(self) -> None:
        self._open_menu("watch-more", self._screen.controls.more)

    def captions_menu(self) -> None:
        self._open_menu("watch-captions-menu", self._screen.controls.captions)

    def speeds(self) -> None:
        self._open_menu("watch-speeds", self._screen.controls.rate)

    def _open_menu(self, name: str, button: QToolButton) -> None:
        """Where there is room for it, above its button."""
        menu = button.menu()

        def above() -> None:
            menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

        self._camera.take(name, ready=above)
        menu.hide()

    def preview(self) -> None:
        self._camera.take("watch-preview", ready=self._point)
        QApplication.sendEvent(self._screen.controls.timeline, QEvent(QEvent.Type.Leave))

    def keys(self) -> None:
        self._hands.key("?")
        self._camera.take("watch-keys")
        self._hands.key(Qt.Key.Key_Escape)

    # --- cards over the picture ------------------------------------------------------------------------------

    def code(self) -> None:
        asking = self._companion(Checkpoints)
        asking._ask(self._lesson_checkpoints()[0])
        self._camera.take("watch-code")
        self._hands.write("Which code", "K7-W3")
        self._hands.press("Answer")
        self._camera.take("watch-code-wrong")
        self._put_away(asking._put_away)

    def choices(self) -> None:
        asking = self._companion(Checkpoints)
        asking._ask(self._lesson_checkpoints()[1])
        self._camera.take("watch-choices")
        asking.card.say_wrong()
        self._camera.take("watch-choices-wrong")
        self._put_away(asking._put_away)

    def presence(self) -> None:
        asking = self._companion(Presence)
        asking._ask()
        self._camera.take("watch-presence")
        asking.card.say_paused()
        self._camera.take("watch-presence-waiting")
        self._put_away(asking._put_away)

    def caption_look(self) -> None:
        looks = self._companion(CaptionLooks)
        looks._open()
        self._camera.take("watch-caption-look")
        self._put_away(looks._close)

    # --- beside the picture ------------------------------------------------------------------------------------

    def transcript(self) -> None:
        page = self._screen.panel.transcript
        self._screen.show_tab(page)
        self._camera.take("watch-transcript")
        page.field.setText("taps")
        self._camera.take("watch-transcript-search")
        page.field.clear()

    def handouts(self) -> None:
        page = self._screen.panel.handouts
        self._screen.show_tab(page)
        self._camera.take("watch-handouts")
        self._hands.press("Read")
        self._camera.settle()
        self._camera.take("watch-handout-open")
        page.show_list()

    def sessions(self) -> None:
        self._screen.show_tab(self._screen.panel.sessions)
        self._camera.take("watch-sessions")

    def notes(self) -> None:
        page = self._companion(Noting).page
        self._screen.show_tab(page)
        self._camera.take("watch-notes-empty")
        for text in (
            "Ask the laboratory for both counts.",
            "Drains, not only taps!\nWho is responsible on our ward: facility management, or infection control?",
        ):
            page.field.setPlainText(text)
            page.written.emit(text)
            self._hands.settle()
            self._pause_at(self._player.transport.position_ms + 9_000)
        page.marked.emit()
        self._hands.settle()
        self._camera.take("watch-notes")
        page.field.setPlainText("Half a thought")
        self._hands.press(f"{tr('Edit')}: 0:21")
        self._camera.take("watch-notes-editing")
        self._hands.press("Cancel")
        self._hands.press(f"{tr('Remove')}: 0:21")
        self._camera.take("watch-notes-removed")
        self._hands.press("Undo")
        page.field.clear()
        self._screen.show_tab(self._screen.panel.chapters)

    def small(self) -> None:
        """The picture outside the window; the window behind stays as it is."""
        outside = self._companion(Outside)
        outside._toggle()
        window = outside._window
        assert window is not None
        self._pause_at(20_000)
        self._camera.take_window("watch-small", window)
        here = QPointF(40, 40)
        QApplication.sendEvent(window, QEnterEvent(here, here, here))
        self._camera.take_window("watch-small-pointed", window)
        outside._close()

    # --- hands -------------------------------------------------------------------------------------------------

    @property
    def _page(self) -> WatchPage:
        return self._shell.findChildren(WatchPage)[0]

    @property
    def _player(self) -> Player:
        return self._page._player

    @property
    def _screen(self) -> WatchScreen:
        return self._page._screen

    def _companion(self, kind: type[T]) -> T:
        return next(one for one in self._page._company if isinstance(one, kind))

    def _lesson_checkpoints(self) -> tuple[Checkpoint, ...]:
        assert self._player.lesson is not None
        return self._player.lesson.session.checkpoints

    def _put_away(self, end: Callable[[], None]) -> None:
        end()
        self._pause_at(12_000)

    def _play(self) -> None:
        if not self._player.transport.playing:
            self._player.play()
            self._hands.until(lambda: self._player.transport.playing, "playing")

    def _pause_at(self, at_ms: int) -> None:
        self._companion(Checkpoints)._put_away()
        self._player.pause()
        self._hands.until(lambda: not self._player.transport.playing, "pausing")
        self._player.seek(at_ms)
        live(0.6)

    def _wake(self) -> None:
        self._screen.stage.wake()

    def _fade(self) -> None:
        self._screen.stage._faded()

    def _point(self) -> None:
        timeline = self._screen.controls.timeline
        at = QPointF(timeline.width() * 0.6, timeline.height() / 2)
        none, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
        move = QMouseEvent(QMouseEvent.Type.MouseMove, at, timeline.mapToGlobal(at), buttons, buttons, none)
        timeline.mouseMoveEvent(move)
        live(0.8)
        timeline.mouseMoveEvent(move)


def watching(photographer: Photographer, hands: Hands, shell: Shell, desk: Desk, folder: Path) -> None:
    """Everything of it, in a course made for it."""
    tour = begin(photographer, hands, shell, desk, folder)
    for take in tour.states.values():
        take()


def begin(photographer: Photographer, hands: Hands, shell: Shell, desk: Desk, folder: Path) -> Watching:
    """The course on the player's page, not begun yet."""
    signed = desk.add_course(series_course(folder / "water"))
    desk.journey(signed).acknowledge_disclosures()
    shell.go(Route(place=Place.WATCH, course=signed.hash))
    photographer.settle()
    return Watching(photographer, hands, shell)
