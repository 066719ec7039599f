"""The player and the desktop around it: awake only while something plays, and media keys that do what they say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.domain.engine import Sign
from player.domain.problem import Problem
from player.ui.host import Place, Route
from tests.builders import FIRST, SECOND
from tests.ui.fake_host import FakeDesktop
from tests.ui.watch_parts import SERIES, WatchDesk
from tests.ui.watch_room import Room, make_room

# The offscreen platform says this of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)


class Unplugged(Problem):
    what_template = "The stick was pulled out."
    meaning_template = "What was watched counts."
    remedy_template = "Put it back."


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Room:
    """A course of two sessions, the first of them on show."""
    made = make_room(qtbot, qapp, WatchDesk(tmp_path, SERIES))
    made.desk.journey(made.desk.course).acknowledge_disclosures()
    made.enter()
    return made


def desktop_of(room: Room) -> FakeDesktop:
    return room.host.desktop


def playing(room: Room) -> FakeDesktop:
    """The desktop of a room in which the recording has begun to play."""
    room.play()
    room.run(0, 2_000)
    assert desktop_of(room).reason is not None
    return desktop_of(room)


def test_a_recording_that_is_only_on_show_keeps_nothing_awake(room: Room) -> None:
    desktop = desktop_of(room)
    assert desktop.begun == 1
    assert desktop.reason is None
    assert desktop.showing is not None
    assert not desktop.showing.playing


def test_playing_keeps_awake_and_pausing_lets_go(room: Room) -> None:
    desktop = playing(room)
    room.pause()
    assert desktop.reason is None
    room.play()
    room.run(2_000, 3_000)
    assert desktop.reason is not None


def test_the_end_and_a_failure_let_go(room: Room) -> None:
    desktop = playing(room)
    room.engine.say(Sign.ENDED, 60_000)
    room.settle()
    assert desktop.reason is None
    room.screen.restart_wanted.emit()
    room.settle()
    room.run(0, 1_000)
    assert desktop.reason is not None
    room.engine.say(Sign.FAILED, 1_000, problem=Unplugged())
    room.settle()
    assert desktop.reason is None


def test_leaving_lets_go_and_takes_the_recording_off_the_lock_screen(room: Room) -> None:
    desktop = playing(room)
    room.page.leave()
    room.settle()
    assert desktop.reason is None
    assert desktop.showing is None
    desktop.toggle_wanted.emit()
    desktop.play_wanted.emit()
    desktop.seek_by_wanted.emit(1_000)
    desktop.next_wanted.emit()
    room.settle()
    assert desktop.reason is None
    assert room.host.routes == []


def test_the_lock_screen_shows_what_plays_and_where(room: Room) -> None:
    room.screen.rate_wanted.emit(150)
    showing = playing(room).showing
    assert showing is not None
    course = room.desk.course.course
    assert (showing.title, showing.course) == (course.sessions[0].title, course.title)
    assert (showing.position_ms, showing.duration_ms, showing.rate_percent) == (2_000, 60_000, 150)
    assert (showing.playing, showing.has_previous, showing.has_next) == (True, False, True)


def test_media_keys_play_and_pause(room: Room) -> None:
    desktop = desktop_of(room)
    desktop.toggle_wanted.emit()
    room.settle()
    assert room.engine.asked("play") == [0]
    room.run(0, 1_000)
    desktop.play_wanted.emit()
    room.settle()
    assert room.engine.asked("play") == [0]
    desktop.pause_wanted.emit()
    room.settle()
    assert room.engine.asked("pause") == [0]
    room.pause()
    desktop.pause_wanted.emit()
    desktop.play_wanted.emit()
    room.settle()
    assert room.engine.asked("play") == [0, 0]


def test_seeking_from_outside_stays_within_the_recording(room: Room) -> None:
    desktop = playing(room)
    desktop.seek_by_wanted.emit(10_000)
    desktop.seek_by_wanted.emit(-86_400_000)
    desktop.seek_to_wanted.emit(30_000)
    assert [ms // 1_000 for ms in room.engine.asked("seek")] == [12, 0, 30]


def test_next_and_previous_go_through_the_sessions_and_play_on_only_if_something_played(room: Room) -> None:
    desktop = playing(room)
    course = room.desk.course.hash
    desktop.previous_wanted.emit()
    assert room.host.routes == []
    desktop.next_wanted.emit()
    second = Route(place=Place.WATCH, course=course, session=SECOND, play=True)
    assert room.host.routes == [second]
    room.page.leave()
    room.enter(SECOND)
    desktop.next_wanted.emit()
    desktop.previous_wanted.emit()
    assert room.host.routes == [second, replace(second, session=FIRST, play=False)]
