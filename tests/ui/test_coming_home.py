"""A file from a kiosk in the window: one question in place, then one goes on; nobody is asked twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from player.desk.homecoming import CameHome, ComingHome
from player.desk.problems import OthersRecords
from player.ui.host import Place
from player.ui.library.homecoming_card import HomecomingCard
from player.ui.library.page import LibraryPage
from tests.builders import COURSE, PHYSICIAN
from tests.ui.fake_host import FakeDesk, FakeHost, NobodyKnown, make_host

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

FILE = Path("talk.completion")


class Homes:
    """The desk's own, as a test wants it."""

    def __init__(self, desk: FakeDesk) -> None:
        self.coming = ComingHome(
            file=FILE, learner=PHYSICIAN, course=desk.signed[0].hash, title=COURSE.title, is_own=False, known=True
        )
        self.is_here = True
        self.taken: list[tuple[Path, bool]] = []
        self.refuses = False

    def look(self, file: Path) -> ComingHome:
        if self.refuses:
            raise OthersRecords(name=file.name, who="Ana")
        return replace(self.coming, file=file)

    def take(self, file: Path, *, take_over: bool = False) -> CameHome:
        self.taken.append((file, take_over))
        coming = self.coming
        return CameHome(
            learner=coming.learner,
            course=coming.course,
            title=coming.title,
            events=3,
            is_here=self.is_here,
            known=coming.known,
        )


class Room(SimpleNamespace):
    host: FakeHost
    page: LibraryPage
    homes: Homes

    @property
    def card(self) -> HomecomingCard:
        (card,) = self.page.findChildren(HomecomingCard)
        return card

    def press(self, text: str) -> None:
        (button,) = (one for one in self.card.findChildren(QPushButton) if one.text() == text)
        button.click()
        self.host.settle()


@pytest.fixture
def room(tmp_path: Path, qapp: QApplication) -> Iterator[Room]:
    desk = FakeDesk(tmp_path)
    homes = Homes(desk)
    desk.homecoming = homes  # pyright: ignore[reportAttributeAccessIssue]
    host = make_host(desk, qapp)
    page = LibraryPage(host, sample=tmp_path / "none.course", introducer=NobodyKnown())
    page.show()
    QApplication.processEvents()
    yield Room(host=host, page=page, homes=homes)
    page.close()
    desk.close()


@pytest.fixture
def opened(room: Room) -> Callable[[], None]:
    def open_it() -> None:
        room.page.open_file(FILE)
        room.host.settle()

    return open_it


def test_one_question_in_place_and_yes_goes_on_at_the_course(room: Room, opened: Callable[[], None]) -> None:
    opened()
    assert room.card.isVisible() and not room.homes.taken
    room.press("Yes, go on here")
    assert room.homes.taken == [(FILE, True)]
    assert not room.card.isVisible()
    assert room.host.routes[-1].place is Place.COURSE


def test_no_takes_nothing_in(room: Room, opened: Callable[[], None]) -> None:
    opened()
    room.press("Not now")
    assert not room.homes.taken and not room.card.isVisible()


def test_one_s_own_file_is_taken_in_without_a_question(room: Room, opened: Callable[[], None]) -> None:
    room.homes.coming = replace(room.homes.coming, is_own=True)
    opened()
    assert room.homes.taken == [(FILE, False)] and not room.card.isVisible()


def test_without_the_course_it_is_said_what_is_missing(room: Room, opened: Callable[[], None]) -> None:
    room.homes.coming, room.homes.is_here = replace(room.homes.coming, is_own=True), False
    opened()
    assert COURSE.title in room.host.notices[-1] and not room.host.routes


def test_several_files_are_asked_about_once(room: Room) -> None:
    room.page.take_files([FILE, Path("other.completion")])
    room.host.settle()
    room.homes.coming = replace(room.homes.coming, is_own=True)
    room.press("Yes, go on here")
    assert [file for file, _ in room.homes.taken] == [FILE, Path("other.completion")]


def test_what_cannot_be_taken_is_told_with_what_to_do(room: Room, opened: Callable[[], None]) -> None:
    room.homes.refuses = True
    opened()
    assert isinstance(room.host.problems[-1], OthersRecords)
