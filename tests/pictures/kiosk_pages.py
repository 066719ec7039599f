"""The ordinary pages in pictures as they stand in a public place: roomy, below the bar of the kiosk."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from player.ui.host import Place
from player.ui.theme import Scheme
from player.ui.watch.checkpoints import Checkpoints
from player.ui.watch.page import WatchPage
from player.ui.widgets.scroll import ScrollPage
from tests.pictures.looks import Look
from tests.pictures.photographer import live
from tests.ui.fake_host import FakeDesk
from tests.ui.gestures import button, has_button, shown
from tests.ui.public_room import (
    PublicRoom,
    asked,
    begun,
    claimed,
    failed,
    finished,
    new,
    playing,
    public_room,
    tested,
    unknown,
)
from tests.ui.watch_parts import WatchDesk

BAR = QSize(0, 88)
"""What the kiosk's own bar takes of the height."""


class Camera:
    """Takes each sight in every look, from its top to its end."""

    def __init__(self, room: PublicRoom, folder: Path, looks: tuple[Look, ...]) -> None:
        self._room = room
        self._folder = folder
        self._looks = looks

    def take(self, name: str) -> None:
        for look in self._looks:
            theme = self._room.host.theme
            theme.switch(Scheme(look.scheme))
            theme.scale_text(look.percent)
            self._room.window.resize(look.size - BAR)
            live(0.15)
            self._room.settle()
            self._keep(f"kiosk-page-{name}-{look.name}")
            page = self._front_page()
            bar = page.verticalScrollBar() if page is not None else None
            if bar is not None and bar.maximum() > 0:
                bar.setValue(bar.maximum())
                live(0.2)
                self._keep(f"kiosk-page-{name}-end-{look.name}")
                bar.setValue(0)

    def _front_page(self) -> ScrollPage | None:
        front = self._room.window.currentWidget()
        assert front is not None
        return next((page for page in shown(front, ScrollPage) if page.width() > front.width() // 2), None)

    def _keep(self, name: str) -> None:
        self._room.window.grab().save(str(self._folder / f"{name}.png"))


def kiosk_pages(app: QApplication, folder: Path, profile: Path, looks: tuple[Look, ...]) -> None:
    """The whole way of somebody of whom nothing is known, and what else there is to see of it."""
    sights: tuple[tuple[Callable[[Path], FakeDesk], Callable[[PublicRoom, Camera], None]], ...] = (
        (new, _before),
        (playing, _watching),
        (begun, _watched),
        (asked, _quiz),
        (failed, _failed),
        (tested, _tested),
        (unknown, _claiming),
        (finished, _claim),
        (claimed, _certificate),
    )
    for number, (make, show) in enumerate(sights):
        home = profile / str(number)
        home.mkdir(parents=True)
        with _opened(make(home), app) as room:
            show(room, Camera(room, folder, looks))


@contextmanager
def _opened(desk: FakeDesk, app: QApplication) -> Generator[PublicRoom]:
    if not isinstance(desk, WatchDesk):
        desk.print_for_real()
    with public_room(desk, app, roomy=True, percent=100) as room:
        yield room


def _press(room: PublicRoom, word: str) -> None:
    button(room.window, word).click()
    room.settle()


def _before(room: PublicRoom, camera: Camera) -> None:
    room.enter(Place.COURSE)
    camera.take("course")


def _watching(room: PublicRoom, camera: Camera) -> None:
    page = room.enter(Place.WATCH)
    assert isinstance(page, WatchPage)
    camera.take("watch")
    page._player.play()
    room.settle()
    desk = room.desk
    assert isinstance(desk, WatchDesk)
    desk.clock.advance(9_000)
    # The picture must outlive its showing: its bytes are drawn from where they are.
    picture = QImage(640, 360, QImage.Format.Format_RGB32)
    picture.fill(0xFF335577)
    desk.engines[-1].show_image(picture)
    desk.engines[-1].run(0, 9_000)
    room.settle()
    panel = page._screen.panel
    for name, tab in (("playing", panel.chapters), ("transcript", panel.transcript), ("handouts", panel.handouts)):
        page._screen.show_tab(tab)
        camera.take(f"watch-{name}")
    page._screen._open_panel(False)
    camera.take("watch-wide")
    asking = next(one for one in page._company if isinstance(one, Checkpoints))
    asking._ask_first()
    camera.take("watch-question")
    picture.fill(0)


def _watched(room: PublicRoom, camera: Camera) -> None:
    room.enter(Place.COURSE)
    camera.take("course-watched")
    room.enter(Place.QUIZ)
    camera.take("quiz-begin")


def _quiz(room: PublicRoom, camera: Camera) -> None:
    room.enter(Place.QUIZ)
    if has_button(room.window, "Begin the quiz"):
        _press(room, "Begin the quiz")
    for number in range(1, 20):
        camera.take(f"quiz-{number}")
        if not has_button(room.window, "Next"):
            return
        _press(room, "Next")


def _failed(room: PublicRoom, camera: Camera) -> None:
    room.enter(Place.COURSE)
    camera.take("course-failed")
    room.enter(Place.QUIZ)
    camera.take("quiz-failed")


def _tested(room: PublicRoom, camera: Camera) -> None:
    room.enter(Place.QUIZ)
    camera.take("quiz-passed")
    room.enter(Place.EVALUATION)
    camera.take("evaluation")


def _claiming(room: PublicRoom, camera: Camera) -> None:
    room.enter(Place.CLAIM)
    camera.take("claim-who")
    _press(room, "Physician")
    _press(room, "Continue")
    camera.take("claim-name")


def _claim(room: PublicRoom, camera: Camera) -> None:
    room.enter(Place.CLAIM)
    camera.take("claim-permission")
    _press(room, "No, do not report it")
    camera.take("claim-offers")


def _certificate(room: PublicRoom, camera: Camera) -> None:
    room.enter(Place.CERTIFICATE)
    camera.take("certificate")
    room.enter(Place.COURSE)
    camera.take("course-claimed")
    room.enter(Place.CLAIM)
    camera.take("claim-claimed")
