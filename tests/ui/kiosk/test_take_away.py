"""Taking along in the window: each way in its place, kind words where one fails, and nothing left when one goes."""

from __future__ import annotations

import gc
import io
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from player.domain.kiosk.settings import KioskSettings, TakeAway
from player.domain.learner import Profession
from player.kiosk.taking_away import Saved, TakingAway
from player.kiosk.taking_problems import StickFull
from player.proof import credit_code
from player.ui.drive_watch import DriveWatch
from player.ui.host import Place, Route
from player.ui.kiosk.farewell import TakenAlong
from player.ui.kiosk.take_away_page import TakeAwayPage
from player.ui.kiosk.take_away_state import Printing, Side
from player.ui.kiosk.take_tiles import CertificateTile, ChosenTile
from player.ui.language.tongues import PSEUDO
from player.ui.widgets.qr import QrPicture
from player.ui.widgets.scroll import ScrollPage
from tests.builders import COURSE, SHORT_COURSE
from tests.kiosk.taking import Hands, Jam, diary_in
from tests.telephone import codes_on
from tests.ui.fake_host import FakeDesk, FakeDrive, FakeHost, make_host, make_theme
from tests.ui.touring import speaking

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEAST_TARGET = 56
PATIENCE_S = 20
WAIT = "Please leave it plugged in"
PASS = "CARREL-PASS1.abcdefgh"


@dataclass
class Room:
    desk: FakeDesk
    host: FakeHost
    hands: Hands
    page: TakeAwayPage
    stick: FakeDrive
    took: list[TakenAlong]

    @property
    def words(self) -> str:
        seen = (label for label in self.page.findChildren(QLabel) if label.isVisible())
        return "\n".join(label.text().replace("\u200b", "") for label in seen)

    @property
    def buttons(self) -> list[QAbstractButton]:
        return [one for one in self.page.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]

    def press(self, name: str) -> None:
        named = (one for one in self.buttons if name in (one.text().replace("\u2068", "").replace("\u2069", "")))
        button = next(named, None) or next(one for one in self.buttons if one.accessibleName() == name)
        button.click()
        self.host.settle()
        # The stick is let go of on a thread of its own.
        self.until(lambda: WAIT not in self.words)

    def until(self, holds: Callable[[], bool]) -> None:
        ends = time.monotonic() + PATIENCE_S
        while not holds() and time.monotonic() < ends:
            QApplication.processEvents()

    def plug(self, *sticks: FakeDrive) -> None:
        self.desk.plugged = list(sticks)
        (watch,) = self.page.findChildren(DriveWatch)
        watch._look()
        self.host.settle()

    def enter(self) -> None:
        self.page.enter(Route(place=Place.TAKE_AWAY))
        self.host.settle()


def make(tmp_path: Path, qapp: QApplication, *, ways: tuple[TakeAway, ...] = tuple(TakeAway)) -> Room:
    desk = FakeDesk(tmp_path / "profile", courses=(COURSE, SHORT_COURSE))
    root = tmp_path / "stick"
    root.mkdir()
    hands = Hands()
    taking = TakingAway(
        desk,
        settings=KioskSettings(station="Hall 3", operator_key=tmp_path / "key", take_away=ways),
        eject=hands.eject,
        queue=hands,
        diary=diary_in(tmp_path),
        personal_pass=lambda: PASS,
    )
    host = make_host(desk, qapp)
    host.theme.make_roomy(True)
    took: list[TakenAlong] = []
    page = TakeAwayPage(host, taking, took=took.append)
    page.resize(1280, 712)
    page.show()
    return Room(desk, host, hands, page, FakeDrive(root=root), took)


@pytest.fixture(autouse=True)
def ordinary_again(qapp: QApplication) -> Iterator[None]:
    """The theme is one for a whole run: who comes next finds it as it was."""
    yield
    make_theme(qapp).scale_text(100)
    make_theme(qapp).make_roomy(False)


@pytest.fixture
def spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    """The language that the test's `tongue` asks for."""
    with speaking(request.node.callspec.params["tongue"]):
        yield


@pytest.fixture
def new(tmp_path: Path, qapp: QApplication) -> Iterator[Room]:
    """Somebody who has done nothing yet."""
    room = make(tmp_path, qapp)
    yield room
    room.page.leave()
    room.page.close()
    room.desk.close()


@pytest.fixture
def room(new: Room) -> Room:
    """Somebody with two certificates."""
    for course in new.desk.signed:
        new.desk.finish(course)
        new.desk.journey(course).claim("ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
    new.enter()
    return new


def code_on(page: QWidget) -> str:
    """What a telephone reads off the screen."""
    (picture,) = (one for one in page.findChildren(QrPicture) if one.isVisible())
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.grab().save(buffer, "PNG")
    (found,) = codes_on(Image.open(io.BytesIO(bytes(buffer.data().data()))))
    return found


def test_who_has_nothing_is_told_so(new: Room) -> None:
    new.enter()
    assert "There is nothing to take along yet" in new.words
    assert not [one for one in new.buttons if one.accessibleName() == "USB stick"]


def test_who_only_began_can_go_on_elsewhere(new: Room) -> None:
    new.desk.watch(new.desk.signed[0], percent=50)
    new.enter()
    assert "There is no certificate yet" in new.words
    assert [one.accessibleName() for one in new.buttons[-2:]] == ["USB stick", "Elsewhere"]


def test_each_certificate_is_a_card_with_its_picture(room: Room) -> None:
    cards = room.page.findChildren(CertificateTile)
    assert len(cards) == 2 and cards[0].isChecked()
    for card in cards:
        picture = card.findChildren(QLabel)[0].pixmap()
        assert not picture.isNull() and picture.toImage().pixelColor(5, 5).lightness() > 200


def test_only_the_ways_of_the_settings_are_offered(tmp_path: Path, qapp: QApplication) -> None:
    room = make(tmp_path, qapp, ways=(TakeAway.QR,))
    room.desk.finish(room.desk.signed[0])
    room.desk.journey(room.desk.signed[0]).claim("ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
    room.enter()
    offered = {one.accessibleName() for one in room.buttons}
    assert "QR code" in offered and not offered & {"USB stick", "Print"}
    room.page.close()
    room.desk.close()


def test_a_stick_is_waited_for_saved_to_read_back_and_let_go(room: Room) -> None:
    room.press("USB stick")
    assert "Plug in your USB stick now" in room.words
    room.plug(room.stick)
    room.press("Save to ANAS STICK")
    assert "You can pull it out now" in room.words and "has let go of it" in room.words
    assert len(list(room.stick.root.iterdir())) == 4
    assert room.hands.ejected == [room.stick.root]


def test_what_the_system_did_not_confirm_can_be_pulled_all_the_same_and_says_why(room: Room) -> None:
    room.hands.confirms = False
    room.press("USB stick")
    room.plug(room.stick)
    room.press("Save to ANAS STICK")
    assert "You can pull it out now" in room.words and "did not confirm" in room.words


def test_of_two_sticks_one_is_chosen(room: Room, tmp_path: Path) -> None:
    other = FakeDrive(root=tmp_path / "other", name="OTHER")
    other.root.mkdir()
    room.press("USB stick")
    room.plug(room.stick, other)
    assert "Which stick is yours?" in room.words
    room.press("Save to OTHER")
    assert len(list(other.root.iterdir())) == 4 and not list(room.stick.root.iterdir())


def test_a_full_stick_is_told_in_place_and_another_one_works(room: Room) -> None:
    room.press("USB stick")
    room.plug(FakeDrive(root=room.stick.root, free=10))
    room.press("Save to ANAS STICK")
    assert "There is no room left on this stick" in room.words
    room.plug(room.stick)
    room.press("Save to ANAS STICK")
    assert "You can pull it out now" in room.words and "no room" not in room.words


def test_after_the_stick_is_out_the_next_one_is_offered(room: Room) -> None:
    room.press("USB stick")
    room.plug(room.stick)
    room.press("Save to ANAS STICK")
    room.plug()
    assert "You can pull it out now" in room.words
    room.plug(room.stick)
    assert "Your stick is there" in room.words


def test_the_chosen_certificate_is_printed_twice_if_wanted(room: Room) -> None:
    second = room.page.findChildren(CertificateTile)[1]
    room.press("Print")
    second.click()
    room.press("Print it")
    assert "It is printed" in room.words
    room.press("Print it again")
    assert len(room.hands.printed) == 2 and room.hands.printed[0][0] == room.hands.printed[1][0]


def test_a_printer_that_fails_is_told_in_place_and_works_the_next_time(room: Room) -> None:
    room.hands.jammed = True
    room.press("Print")
    room.press("Print it")
    assert "The printer is jammed." in room.words
    room.hands.jammed = False
    room.press("Print it")
    assert "It is printed" in room.words and "jammed" not in room.words


def test_what_was_called_back_from_the_printer_is_told(room: Room) -> None:
    room.hands.ends = Jam()
    room.press("Print")
    room.press("Print it")
    room.host.settle()
    assert "The printer is jammed." in room.words


def test_without_any_printer_the_page_that_is_drawn_instead_says_so(room: Room) -> None:
    room.hands.takes = False
    room.press("Print")
    room.press("Print it")
    assert "no printer can be reached" in room.words or "It is printed" in room.words


def test_the_code_is_read_off_the_screen_and_the_next_certificate_follows(room: Room, qtbot: QtBot) -> None:
    room.press("QR code")
    first, _ = credit_code.read(code_on(room.page))
    room.press("Next certificate")
    second, _ = credit_code.read(code_on(room.page))
    assert {first.number, second.number} == {row.number for row in room.desk.credits()}


def test_the_personal_code_is_shown_for_other_stations(room: Room) -> None:
    room.press("Elsewhere")
    assert code_on(room.page) == PASS
    assert ".completion" in room.words


@pytest.mark.parametrize("side", list(Side))
def test_every_target_is_large_enough_for_a_finger(room: Room, side: Side) -> None:
    room.page._choose_side(side)
    room.host.settle()
    room.plug(room.stick)
    QApplication.processEvents()
    for button in room.buttons:
        assert button.height() >= LEAST_TARGET, (button.accessibleName(), button.text(), button.height())
        assert button.accessibleName() or button.text()


def test_what_was_taken_along_is_told_with_its_counts(room: Room) -> None:
    room.press("QR code")
    room.press("Next certificate")
    room.press("Print")
    room.press("Print it")
    room.press("USB stick")
    room.plug(room.stick)
    room.press("Save to ANAS STICK")
    assert (room.took[-1].files, room.took[-1].pages, len(room.took[-1].codes)) == (4, 1, 2)


def test_what_was_called_back_from_the_printer_was_not_taken_along(room: Room) -> None:
    room.hands.ends = Jam()
    room.press("Print")
    room.press("Print it")
    assert [along.pages for along in room.took] == [1, 0]


def test_who_goes_while_the_computer_is_slow_to_let_go_of_the_stick_keeps_nobody_waiting(room: Room) -> None:
    slow = Event()
    room.page._taking._eject = lambda _root: slow.wait(PATIENCE_S)
    room.press("USB stick")
    room.plug(room.stick)
    (save,) = (one for one in room.buttons if "ANAS STICK" in one.text())
    save.click()
    room.until(lambda: bool(room.took) and room.took[-1].files == 4)
    assert WAIT in room.words and room.took[-1].files == 4
    room.page.give_up()
    room.host.door.close(within_s=PATIENCE_S)
    assert not slow.is_set()
    slow.set()
    room.until(lambda: not any(thread.name == "stick" for thread in threading.enumerate()))
    assert "You can pull it out now" not in room.words


def test_who_comes_back_to_the_page_while_it_is_written_sees_how_far_it_is(room: Room) -> None:
    slow = Event()
    room.page._taking._eject = lambda _root: slow.wait(PATIENCE_S)
    room.press("USB stick")
    room.plug(room.stick)
    (save,) = (one for one in room.buttons if "ANAS STICK" in one.text())
    save.click()
    room.until(lambda: bool(room.took) and room.took[-1].files == 4)
    room.page.leave()
    room.enter()
    next(one for one in room.buttons if one.accessibleName() == "USB stick").click()
    assert WAIT in room.words
    slow.set()
    room.until(lambda: WAIT not in room.words)
    assert "You can pull it out now" in room.words


def test_nothing_of_anybody_stays_on_a_page_that_is_left(room: Room) -> None:
    room.press("QR code")
    room.page.leave()
    gc.collect()
    assert COURSE.title not in "".join(label.text() for label in room.page.findChildren(QLabel))
    assert not any(picture.modules() for picture in room.page.findChildren(QrPicture))
    assert not any("CRL-" in one.accessibleName() for one in room.page.findChildren(QWidget) if one.isVisible())
    assert not [one for one in gc.get_objects() if isinstance(one, QPdfDocument)]
    (watch,) = room.page.findChildren(DriveWatch)
    assert not watch._beat.isActive()


@pytest.mark.parametrize("width", [1024, 1280, 1920])
def test_no_way_is_cut_off_and_four_of_them_leave_no_hole(room: Room, width: int) -> None:
    theme = room.host.theme
    theme.scale_text(200)
    room.page.resize(width, 632)
    for _ in range(3):
        QApplication.processEvents()
    tiles = [one for one in room.page.findChildren(ChosenTile) if one.isVisible()]
    columns = len({tile.x() for tile in tiles})
    narrow = [tile.accessibleName() for tile in tiles if tile.width() < tile.minimumSizeHint().width()]
    theme.scale_text(100)
    assert narrow == []
    assert len(tiles) == 4
    assert columns in (1, 2, 4)


def test_the_code_fills_the_height_and_nothing_has_to_be_scrolled(room: Room) -> None:
    room.page.resize(1280, 712)
    room.press("QR code")
    for _ in range(4):
        QApplication.processEvents()
    (scroll,) = (one for one in room.page.findChildren(ScrollPage) if one.isVisible())
    assert scroll.verticalScrollBar().maximum() == 0


BAR = 88
"""What the kiosk's own bar takes of the height."""
SIZES = (QSize(1024, 720 - BAR), QSize(1280, 800 - BAR), QSize(1920, 1080 - BAR))
TONGUES = ("en", "ar", PSEUDO.code)


def states(room: Room) -> dict[str, Callable[[], None]]:
    """All that the page can show of who has certificates, one state after the other."""
    page, other = room.page, FakeDrive(root=room.stick.root, name="")

    def choose(side: Side) -> Callable[[], None]:
        return lambda: page._choose_side(side)

    def plug(*sticks: FakeDrive) -> Callable[[], None]:
        return lambda: room.plug(*sticks)

    return {
        "begin": lambda: None,
        "wait": choose(Side.STICK),
        "here": plug(room.stick),
        "two": plug(room.stick, other),
        "saving": lambda: page._render(saving=(1, 4)),
        "full": lambda: page._render(saving=None, problem=StickFull(needed_kib=0, saved=1, files=4)),
        "done": lambda: page._render(problem=None, saved=Saved(files=("a",) * 4, ejected=False)),
        "print": choose(Side.PRINT),
        "sent": lambda: page._render(printing=Printing.SENT),
        "qr": choose(Side.QR),
        "home": choose(Side.HOME),
    }


def still(room: Room) -> None:
    """All that the layout still had to do is done."""
    room.host.settle()
    for _ in range(6):
        QApplication.processEvents()


def columns_of(room: Room) -> int:
    return len({tile.x() for tile in room.page.findChildren(ChosenTile) if tile.isVisible()})


def page_of(room: Room) -> ScrollPage:
    (page,) = (one for one in room.page.findChildren(ScrollPage) if one.isVisible())
    return page


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("tongue", TONGUES)
def test_the_ways_stand_in_the_same_columns_in_every_state(tongue: str, room: Room) -> None:
    seen: dict[tuple[int, int], dict[str, int]] = {}
    for name, show in states(room).items():
        show()
        for percent in (100, 200):
            for size in SIZES:
                room.host.theme.scale_text(percent)
                room.page.resize(size)
                still(room)
                seen.setdefault((size.width(), percent), {})[name] = columns_of(room)
    uneven = {look: columns for look, columns in seen.items() if len(set(columns.values())) != 1}
    assert uneven == {}
    # Two fit side by side wherever a kiosk's screen is.
    found = {look: columns["begin"] for look, columns in seen.items()}
    assert set(found.values()) <= {2, 4}, found
    assert found[(1280, 200)] == 2
    assert found[(1920, 100)] == 4


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("tongue", TONGUES)
def test_a_way_that_is_resized_stands_as_one_that_is_built_so(tongue: str, room: Room) -> None:
    room.host.theme.scale_text(200)
    found: list[int] = []
    for width in (1024, 1280, 1920, 1280, 1024):
        room.page.resize(width, 632)
        still(room)
        found.append(columns_of(room))
    assert found == found[::-1]


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("side", [Side.QR, Side.HOME])
def test_the_code_is_whole_in_sight_at_every_size_of_window_and_text(
    tongue: str, percent: int, side: Side, room: Room
) -> None:
    theme = room.host.theme
    room.page._choose_side(side)
    still(room)
    for size in SIZES:
        # As somebody does it: the window is there, then the text grows, and neither waits for the other.
        theme.scale_text(100)
        room.page.resize(size)
        theme.scale_text(percent)
        still(room)
        (code,) = (one for one in room.page.findChildren(QrPicture) if one.isVisible())
        view = page_of(room).viewport()
        place = QRect(code.mapTo(view, QPoint()), code.size())
        assert view.rect().contains(place), (size, place, view.rect())
        assert code_on(room.page)


@pytest.mark.parametrize("percent", [100, 200])
def test_a_code_that_is_asked_for_comes_whole_into_sight(room: Room, percent: int) -> None:
    room.page.resize(SIZES[1])
    room.host.theme.scale_text(percent)
    still(room)
    room.press("QR code")
    still(room)
    (code,) = (one for one in room.page.findChildren(QrPicture) if one.isVisible())
    view = page_of(room).viewport()
    assert view.rect().contains(QRect(code.mapTo(view, QPoint()), code.size()))
