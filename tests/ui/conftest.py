"""What every test of the window stands on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.domain.course import Course
from player.ui.none_guard import guard_none
from tests.ui.watch_parts import SERIES, TALK_COURSE, WatchDesk
from tests.ui.watch_room import Enter, Room, make_room

guard_none()


def _entered(qtbot: QtBot, qapp: QApplication, folder: Path, course: Course) -> Room:
    made = make_room(qtbot, qapp, WatchDesk(folder, course))
    made.desk.journey(made.desk.course).acknowledge_disclosures()
    made.enter()
    return made


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Room:
    """The player over a course of one short talk, its disclosures acknowledged."""
    return _entered(qtbot, qapp, tmp_path, TALK_COURSE)


@pytest.fixture
def series(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Room:
    """The player over a course of two sessions and a quiz."""
    return _entered(qtbot, qapp, tmp_path, SERIES)


@pytest.fixture
def enter(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Enter:
    """Opens the player over a course, its disclosures acknowledged, and plays."""

    def playing(course: Course) -> Room:
        room = _entered(qtbot, qapp, tmp_path, course)
        room.play()
        return room

    return playing
