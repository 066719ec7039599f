"""The courses on this computer as files: each can be checked, mended and removed, and no record goes with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places
from player.desk.desk import Desk
from player.ui.courses.page import CoursesPage
from player.ui.courses.row import CourseRow
from player.ui.courses.screen import CoursesScreen
from player.ui.courses.state import Work
from player.ui.host import Place, Route
from player.ui.widgets.banner import Banner
from tests.ui.fake_host import RESOURCES, FakeHost, make_host
from tests.ui.filled import LONG_PLACE, filled_desk
from tests.ui.gestures import button, focus, has_button, key, messages, open_page, press, shown, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SAMPLE = RESOURCES / "samples" / "meet-carrel.course"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(Places(profile=tmp_path / "profile", resources=RESOURCES)) as desk:
        yield desk


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, desk: Desk) -> Iterator[tuple[CoursesPage, FakeHost]]:
    desk.add_course(SAMPLE)
    with ExitStack() as ends:
        host = make_host(desk, qapp)
        page = CoursesPage(host)
        ends.callback(host.door.close)
        qtbot.addWidget(page)
        open_page(page, host, Route(place=Place.COURSES))
        yield page, host


@pytest.fixture
def filled(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[tuple[CoursesPage, FakeHost]]:
    """Over a shelf with everything that can be wrong."""
    with ExitStack() as ends:
        host = make_host(filled_desk(tmp_path), qapp)
        page = CoursesPage(host)
        ends.callback(host.door.close)
        qtbot.addWidget(page)
        open_page(page, host, Route(place=Place.COURSES))
        yield page, host


def test_each_course_says_what_it_is_where_it_lies_and_how_large_it_is(opened: tuple[CoursesPage, FakeHost]) -> None:
    page, _ = opened
    (row,) = shown(page, CourseRow)
    assert "Meet Carrel" in texts(row)
    assert f"Version 1 · {SAMPLE.stat().st_size / 1_000_000:.1f} MB · in the library" in texts(row)


def test_a_whole_course_is_said_to_be_whole(opened: tuple[CoursesPage, FakeHost]) -> None:
    page, host = opened
    press(page, "Check")
    host.settle()
    assert messages(page) == ["Every block of “Meet Carrel” is what its provider signed."]


def test_a_damaged_course_is_named_and_mended_from_a_good_copy(
    opened: tuple[CoursesPage, FakeHost], desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page, host = opened
    damage(desk)
    press(page, "Check")
    host.settle()
    assert "is damaged" in messages(page)[0]
    good = tmp_path / "good.course"
    shutil.copy(SAMPLE, good)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(good), ""))
    press(page, "Repair…")
    host.settle()
    assert "“Meet Carrel” is whole again." in messages(page)[0]
    press(page, "Check")
    host.settle()
    assert messages(page) == ["Every block of “Meet Carrel” is what its provider signed."]


def test_a_check_that_finds_damage_offers_the_repair_in_its_place(
    opened: tuple[CoursesPage, FakeHost], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, host = opened
    damage(desk)
    press(page, "Check")
    host.settle()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(SAMPLE), ""))
    press(next(banner for banner in shown(page, Banner)), "Repair…")
    host.settle()
    assert "“Meet Carrel” is whole again." in messages(page)[0]


def test_a_course_is_removed_after_one_question_and_its_record_stays(
    opened: tuple[CoursesPage, FakeHost], desk: Desk
) -> None:
    page, host = opened
    signed = desk.library()[0].signed
    assert signed is not None
    desk.journey(signed).acknowledge_disclosures()
    press(page, "Remove…")
    assert "your certificates stay" in texts(page)
    assert desk.library(), "nothing was done yet"
    press(page, "Remove")
    host.settle()
    assert not desk.library()
    assert "There is no course on this computer yet." in texts(page)
    assert desk.progress(signed).event_count


def test_the_question_can_be_answered_with_no_by_keyboard(opened: tuple[CoursesPage, FakeHost], desk: Desk) -> None:
    page, host = opened
    press(page, "Remove…")
    key(Qt.Key.Key_Space)
    host.settle()
    assert desk.library()
    assert not has_button(page, "Keep")
    assert getattr(focus(), "text", str)() == "Remove…"


def test_escape_keeps_a_course_as_well(opened: tuple[CoursesPage, FakeHost], desk: Desk) -> None:
    page, _ = opened
    press(page, "Remove…")
    assert not has_button(page, "Check")
    key(Qt.Key.Key_Escape)
    assert has_button(page, "Check")
    assert getattr(focus(), "text", str)() == "Remove…"
    assert desk.library()


def test_after_a_removal_the_keyboard_is_at_the_course_that_takes_its_place(
    filled: tuple[CoursesPage, FakeHost],
) -> None:
    page, host = filled
    first, second, *_ = shown(page, CourseRow)
    press(first, "Remove…")
    press(first, "Remove")
    host.settle()
    assert shown(page, CourseRow)[0] is second
    assert second.isAncestorOf(focus())


def test_what_came_of_a_check_stands_below_its_course_and_the_keyboard_stays(
    filled: tuple[CoursesPage, FakeHost],
) -> None:
    page, host = filled
    first, second, third, *_ = shown(page, CourseRow)
    press(second, "Check")
    host.settle()
    (outcome,) = shown(page, Banner)
    assert second.y() < outcome.y() < third.y()
    assert (getattr(focus(), "text", str)(), second.isAncestorOf(focus())) == ("Check", True)
    assert first.y() < second.y()


def test_while_something_is_done_the_keyboard_is_at_stop_and_comes_back(filled: tuple[CoursesPage, FakeHost]) -> None:
    page, _ = filled
    screen = shown(page, CoursesScreen)[0]
    row = shown(page, CourseRow)[1]
    button(row, "Repair…").setFocus()
    screen.render_work(Work(what="Repairing “It”", at=row.listing.path))
    assert getattr(focus(), "text", str)() == "Stop"
    screen.render_work(Work(what="Repairing “It”", at=row.listing.path, done=5 * 10**8, whole=10**9))
    assert "Repairing “It”: 500 MB of 1.0 GB" in texts(page)
    assert not button(row, "Check").isEnabled()
    screen.render_work(None)
    assert (getattr(focus(), "text", str)(), row.isAncestorOf(focus())) == ("Repair…", True)


def test_a_course_with_which_something_is_wrong_says_what_to_do(filled: tuple[CoursesPage, FakeHost]) -> None:
    page, _ = filled
    said = texts(page)
    assert f"lies on a drive that is not connected: {LONG_PLACE}\nConnect that drive" in said
    assert "block 1204 of media/lecture.mp4 is not what the provider signed.\nAdd the course again" in said


def test_another_disk_can_be_the_home_of_courses(
    opened: tuple[CoursesPage, FakeHost], desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page, host = opened
    disk = tmp_path / "disk"
    disk.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(disk))
    press(page, "Choose another folder…")
    host.settle()
    assert f"Courses are copied to {desk.courses.home}." in texts(page)
    assert desk.courses.home.is_relative_to(disk)
    press(page, "Move all courses there")
    host.settle()
    assert not has_button(page, "Move all courses there")
    assert desk.library()[0].progress is not None
    assert any(file.is_file() and file.stat().st_size > 1 << 20 for file in disk.rglob("*"))


def damage(desk: Desk) -> None:
    """Turns a bit in the middle of the largest file of the library."""
    files = [file for file in desk.courses.home.rglob("*") if file.is_file()]
    largest = max(files, key=lambda file: file.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 1
    largest.write_bytes(data)
