"""A copy saved to a stick in one go: sticks come and go while the page is shown, and some do not take anything."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.domain.learner import Profession
from player.proof.files import CannotWrite, Obstacle
from player.ui.certificate.page import CertificatePage
from player.ui.drive_watch import DriveWatch
from player.ui.host import Place, Route
from tests.ui.fake_host import FakeDesk, FakeDrive, FakeHost, make_host
from tests.ui.gestures import button, focus, has_button, messages, open_page, press, tab_to, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@dataclass
class Room:
    page: CertificatePage
    host: FakeHost
    desk: FakeDesk
    stick: Path

    def plug(self, *drives: FakeDrive) -> None:
        self.desk.plugged[:] = drives
        self.page.findChildren(DriveWatch)[0].begin()
        self.host.settle()

    def press(self, word: str) -> None:
        press(self.page, word)
        self.host.settle()


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Room:
    desk = FakeDesk(tmp_path / "profile")
    desk.finish(desk.signed[0])
    desk.journey(desk.signed[0]).claim("ama", amount=Decimal("0.75"), profession=Profession.PHYSICIAN)
    stick = tmp_path / "stick"
    stick.mkdir()
    host = make_host(desk, qapp)
    page = CertificatePage(host)
    qtbot.addWidget(page)
    open_page(page, host, Route(place=Place.CERTIFICATE, course=desk.signed[0].hash))
    return Room(page=page, host=host, desk=desk, stick=stick)


def test_a_stick_has_a_button_while_it_is_there(room: Room) -> None:
    assert not has_button(room.page, "Save to “ANAS STICK”")
    room.plug(FakeDrive(root=room.stick), FakeDrive(root=room.stick / "b", name="", free=2_000_000))
    assert button(room.page, "Save to “ANAS STICK”").accessibleDescription() == "1.0 GB free"
    assert has_button(room.page, "Save to the stick")
    room.plug()
    assert not has_button(room.page, "Save to the stick")


def test_one_press_saves_under_the_suggested_name_and_only_then_it_may_be_taken_out(room: Room) -> None:
    room.plug(FakeDrive(root=room.stick))
    room.press("Save to “ANAS STICK”")
    (saved,) = room.stick.iterdir()
    assert saved.name.startswith("Ana María Núñez, MD - Sleep after Shift Work - CRL-")
    assert saved.read_bytes() == next((room.desk.profile / "certificates").iterdir()).read_bytes()
    assert any("You can take it out now." in message for message in messages(room.page))


def test_while_it_is_written_it_is_to_stay_in_and_no_second_copy_is_begun(room: Room) -> None:
    room.plug(FakeDrive(root=room.stick))
    press(room.page, "Save to “ANAS STICK”")
    assert "leave the stick in" in texts(room.page)
    assert not button(room.page, "Save to “ANAS STICK”").isEnabled()
    room.host.settle()
    assert "leave the stick in" not in texts(room.page)
    assert button(room.page, "Save to “ANAS STICK”").isEnabled()


@pytest.mark.parametrize(
    ("obstacle", "told"),
    [
        (Obstacle.FULL, "there is no room left on that disk"),
        (Obstacle.GONE, "perhaps the stick or disk was taken out"),
        (Obstacle.READ_ONLY, "that place can only be read"),
    ],
)
def test_a_stick_that_does_not_take_it_is_told_of_in_place(
    room: Room, obstacle: Obstacle, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Path:
        raise CannotWrite(name="certificate.pdf", obstacle=obstacle)

    room.plug(FakeDrive(root=room.stick))
    monkeypatch.setattr(room.desk.sticks, "save", refuse)
    room.press("Save to “ANAS STICK”")
    assert any(told in message for message in messages(room.page))
    assert not any("take it out now" in message for message in messages(room.page))
    assert button(room.page, "Save to “ANAS STICK”").isEnabled()


def test_a_stick_that_can_only_be_read_is_named_and_has_no_button(room: Room) -> None:
    room.plug(FakeDrive(root=room.stick, name="Locked", writable=False))
    assert "“Locked” can only be read" in texts(room.page)
    assert not has_button(room.page, "Save to “Locked”")


def test_looking_again_moves_nothing_and_keeps_the_keyboard_where_it_is(room: Room) -> None:
    room.plug(FakeDrive(root=room.stick))
    tab_to("Save to “ANAS STICK”")
    before = focus()
    room.plug(FakeDrive(root=room.stick, free=5))
    assert focus() is before
    QTest.keyClick(before, Qt.Key.Key_Space)
    room.host.settle()
    assert len(list(room.stick.iterdir())) == 1


def test_nobody_looks_for_sticks_once_the_page_is_left(room: Room) -> None:
    (watch,) = room.page.findChildren(DriveWatch)
    assert watch._beat.isActive()
    room.page.leave()
    assert not watch._beat.isActive()
