"""A station's disk, or its memory for files, becomes full while somebody sits there: they are told, nothing that was
acknowledged is lost, they can go, the next one is turned away kindly, and it goes on when there is room again."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from player.bootstrap.operating import operator_over
from player.domain.event import CourseHash
from player.domain.progress import Progress
from player.kiosk.diary import Entry
from player.kiosk.guest import CannotRecord
from player.kiosk.problems import StationFull
from player.ui.host import Place, Route
from tests.ledger.conftest import SmallDisk
from tests.ui.fake_host import make_theme
from tests.ui.kiosk.station_room import BADGE, OTHER_BADGE, KioskRoom, kiosk_room, station_settings

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tmp_path: Path, small_disk: SmallDisk) -> Generator[KioskRoom]:
    """A station with its records on the small disk."""
    small_disk.remount("size=32m")
    settings = replace(station_settings(tmp_path), profile=small_disk.folder / "profile")
    with kiosk_room(qtbot, qapp, make_theme(qapp), tmp_path, settings) as room:
        yield room


def fill(disk: SmallDisk) -> Path:
    """Takes every byte that the disk has left."""
    filler = disk.folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            with suppress(OSError):
                while True:
                    file.write(bytes(size))
    return filler


def told(room: KioskRoom) -> str:
    return " ".join(label.text() for label in room.window.findChildren(QLabel) if label.isVisible())


def course_of(room: KioskRoom) -> CourseHash:
    assert room.window.visit.host is not None
    signed = room.window.visit.host.desk.library()[0].signed
    assert signed is not None
    return signed.hash


def begin(room: KioskRoom) -> None:
    """Acknowledges what comes before a course, as its page does; whatever goes wrong is told in the window."""
    host = room.window.visit.host
    assert host is not None
    desk, course = host.desk, course_of(room)
    host.go(Route(place=Place.COURSE, course=course))
    room.settle()
    host.door.ask(lambda: desk.journey(desk.package(course).signed).acknowledge_disclosures())
    room.settle()


def progress(room: KioskRoom) -> Progress:
    assert room.window.visit.host is not None
    desk = room.window.visit.host.desk
    return desk.progress(desk.package(course_of(room)).signed)


def test_a_disk_that_fills_up_under_a_guest_is_told_and_nothing_is_lost(room: KioskRoom, small_disk: SmallDisk) -> None:
    room.sit_down(OTHER_BADGE)
    begin(room)
    acknowledged = progress(room).event_count
    assert acknowledged > 0
    room.leave()
    room.sit_down()
    filler = fill(small_disk)
    begin(room)
    assert CannotRecord().what in told(room) and CannotRecord().remedy in told(room)
    assert str(small_disk.folder) not in told(room)
    assert room.leave() < 1000
    assert not room.works.seats.folder.exists()
    room.scan(OTHER_BADGE)
    assert StationFull().what in told(room)
    assert room.works.station.guest is None
    filler.unlink()
    lines = room.works.diary.lines()
    room.sit_down(OTHER_BADGE)
    assert progress(room).event_count == acknowledged
    room.leave()
    room.sit_down(BADGE)
    begin(room)
    assert CannotRecord().what not in told(room)
    assert progress(room).event_count > 0
    assert room.works.diary.lines()[0].entry is Entry.ARRIVED
    assert len(room.works.diary.lines()) > len(lines)


def test_what_kept_something_from_being_recorded_is_in_the_diary(room: KioskRoom, small_disk: SmallDisk) -> None:
    room.sit_down()
    filler = fill(small_disk)
    for _ in range(3):
        begin(room)
    overview = operator_over(room.works).overview()
    assert overview.free_mib == 0 and "StationFull" in {trouble.code for trouble in overview.troubles}
    noted = [line.problem for line in overview.diary]
    filler.unlink()
    room.leave()
    assert [line.problem for line in room.works.diary.lines()].count("DiskFull") == 1 == noted.count("DiskFull")
    written = (small_disk.folder / "profile" / "kiosk.log").read_text()
    assert "DiskFull" in written, "it is written down once there is room"


def test_where_there_is_no_room_for_a_guests_files_nobody_is_seated(room: KioskRoom) -> None:
    folder = room.works.seats.folder
    folder.write_text("in the way")
    try:
        room.scan(BADGE)
        room.window.entrance.confirm()
        room.settle()
        assert StationFull().what in told(room)
        assert room.works.station.guest is None
    finally:
        folder.unlink()
    room.sit_down()
    assert room.works.station.guest is not None
