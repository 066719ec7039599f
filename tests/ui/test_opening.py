"""The window that was asked for a recording: it plays where the learner was, or says why it may not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.domain.progress import Lock
from player.ui.host import Place, Route
from player.ui.opening import NoSuchSession, way_to_play
from tests.builders import FIRST, SECOND
from tests.ui.fake_host import FakeDesk
from tests.ui.watch_parts import SERIES, WatchDesk
from tests.ui.watch_room import Room, make_room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    return FakeDesk(tmp_path, courses=(SERIES,))


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Room:
    """A course of two sessions, its disclosures acknowledged."""
    made = make_room(qtbot, qapp, WatchDesk(tmp_path, SERIES))
    made.desk.journey(made.desk.course).acknowledge_disclosures()
    return made


def test_a_course_that_may_be_watched_is_played_by_itself(desk: FakeDesk) -> None:
    desk.journey(desk.signed[0]).acknowledge_disclosures()
    opening = way_to_play(desk, desk.signed[0].hash, None)
    assert opening.route == Route(place=Place.WATCH, course=desk.signed[0].hash, play=True)
    assert opening.lock is None
    assert way_to_play(desk, SERIES.id, SECOND).route.session == SECOND


def test_a_course_whose_disclosures_were_not_read_opens_at_its_page_and_says_so(desk: FakeDesk) -> None:
    opening = way_to_play(desk, desk.signed[0].hash, None)
    assert opening.route == Route(place=Place.COURSE, course=desk.signed[0].hash)
    assert opening.lock is Lock.DISCLOSURES_FIRST


def test_a_session_that_the_course_does_not_have_is_refused_with_those_that_it_has(desk: FakeDesk) -> None:
    with pytest.raises(NoSuchSession) as refused:
        way_to_play(desk, desk.signed[0].hash, "third")
    assert all(word in refused.value.what for word in ("third", FIRST, SECOND))


def test_looking_for_the_way_records_nothing(desk: FakeDesk) -> None:
    way_to_play(desk, desk.signed[0].hash, None)
    assert desk._parts.ledger.streams() == ()


def test_a_route_that_plays_begins_by_itself_where_playing_stopped(room: Room) -> None:
    room.enter()
    room.play()
    room.run(0, 10_000)
    room.page.leave()
    room.settle()
    stopped_ms = room.desk.progress(room.desk.course).sessions[0].resume_ms
    room.page.enter(Route(place=Place.WATCH, course=room.desk.course.hash, play=True))
    room.settle()
    assert room.engine.asked("load") == [stopped_ms - 2_000]
    assert room.engine.asked("play") == [0]
    assert len(room.desk.engines) == 2


def test_another_session_that_is_chosen_then_waits_for_its_learner(room: Room) -> None:
    room.page.enter(Route(place=Place.WATCH, course=room.desk.course.hash, play=True))
    room.settle()
    room.screen.session_wanted.emit(SECOND)
    assert room.host.routes == [Route(place=Place.WATCH, course=room.desk.course.hash, session=SECOND)]


def test_no_page_is_loaded_before_it_is_wanted() -> None:
    code = "import sys, player.ui.start; sys.exit(any(m.endswith('.page') for m in sys.modules if 'player.ui' in m))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def test_the_window_has_python_s_own_imports() -> None:
    code = (
        "import builtins, player.ui\n"
        "from PySide6 import QtGui, QtWidgets\n"
        "assert builtins.__import__.__name__ != '__feature_import__', 'every module is read through'"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
