"""Whatever is scanned or typed, in whichever moment: it is answered kindly, and nothing of it is shown or kept."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import psutil
import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from player.kiosk.diary import Entry
from player.kiosk.problems import NotFound, PassNotOurs, TooManyGuesses, UnknownBadge, UnknownCode
from tests.ui.fake_host import make_theme
from tests.ui.kiosk.station_room import ANA, BADGE, BEN, OTHER_BADGE, KioskRoom, kiosk_room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
HOSTILE = (
    "A" * 4_296,
    "\x00\x00B-1\x00",
    "\u202e4711\u202c\u2066\u2069",
    "\U0001f469\u200d\u2695" * 40,
    "<b onload=alert(1)>x</b><img src=file:///etc/passwd>",
    "'; DROP TABLE cards; --",
    "{given_name} {0} %s %(x)s",
    "[" * 4_000,
    '{"id":' * 700,
    "http://[::1",
    "BEGIN:VCARD\nN:;;;;\nUID:\nEND:VCARD",
    "CARREL-PASS1." + "a" * 52,
    "\ud800",
)


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Generator[KioskRoom]:
    with kiosk_room(qtbot, qapp, make_theme(qapp), tmp_path) as room:
        yield room


def told(room: KioskRoom) -> str:
    return " ".join(label.text() for label in room.window.findChildren(QLabel) if label.isVisible())


def test_a_hostile_badge_is_unknown_and_nothing_of_it_is_shown(room: KioskRoom) -> None:
    before = room.works.cards.count()
    for scanned in HOSTILE:
        room.scan(scanned)
        said = told(room)
        assert UnknownBadge().what in said or PassNotOurs().what in said, scanned
        assert scanned[:40] not in said
        room.scan(BADGE)
        assert ANA[0] in told(room)
    assert room.works.cards.count() == before


def test_whatever_is_typed_finds_nobody_and_is_answered(room: KioskRoom) -> None:
    for typed in HOSTILE:
        with pytest.raises((UnknownCode, TooManyGuesses)):
            room.works.station.by_code(typed)
        with pytest.raises((NotFound, TooManyGuesses)):
            room.works.station.by_name(typed, typed, typed)


def test_two_thousand_scans_of_junk_are_all_answered_and_nothing_grows(room: KioskRoom) -> None:
    for number in range(100):
        room.scan(f"JUNK-{number}")
    held, widgets = psutil.Process().memory_info().rss, len(QApplication.allWidgets())
    for number in range(2_000):
        room.window.take_scan(f"JUNK-{number:05}")
        if number % 50 == 0:
            room.settle()
    room.settle()
    assert len(QApplication.allWidgets()) == widgets
    assert psutil.Process().memory_info().rss < held + (16 << 20)
    unknown = [line for line in room.works.diary.lines(5_000) if line.entry is Entry.NOT_RECOGNISED]
    assert len(unknown) == 2_100
    room.sit_down()
    assert room.works.station.guest is not None


def test_a_badge_that_is_scanned_twice_at_once_seats_one(room: KioskRoom) -> None:
    room.window.take_scan(BADGE)
    room.window.take_scan(BADGE)
    room.settle()
    room.window.entrance.confirm()
    room.window.entrance.confirm()
    room.window.take_scan(BADGE)
    room.settle()
    assert [line.entry for line in room.works.diary.lines()].count(Entry.ARRIVED) == 1
    assert room.works.station.guest is not None


def test_a_badge_that_is_scanned_while_the_one_before_is_wiped_is_greeted(room: KioskRoom) -> None:
    room.sit_down()
    with room.qtbot.waitSignal(room.window.wiped, timeout=10_000):
        room.window.visit.leave()
        room.window.take_scan(OTHER_BADGE)
    room.settle()
    assert BEN[0] in told(room)
    assert ANA[0] not in told(room)
    room.window.entrance.confirm()
    room.settle()
    guest = room.works.station.guest
    assert guest is not None and guest.learner.given_name == BEN[0]


def test_two_badges_at_once_seat_the_later_and_never_a_mixture(room: KioskRoom) -> None:
    room.window.take_scan(BADGE)
    room.window.take_scan(OTHER_BADGE)
    room.settle()
    assert BEN[0] in told(room) and ANA[0] not in told(room)
    room.sit_down()
    room.window.take_scan(OTHER_BADGE)
    room.window.take_scan(BADGE)
    room.settle()
    room.settle()
    guest = room.works.station.guest
    assert guest is None or guest.learner.given_name == ANA[0]


def test_a_badge_is_nothing_while_the_operators_code_is_asked_for(room: KioskRoom) -> None:
    room.window.entrance.operator_wanted.emit()
    room.settle()
    before = told(room)
    room.scan(BADGE)
    assert told(room) == before
    assert room.works.station.guest is None
