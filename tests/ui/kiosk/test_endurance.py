"""Endurance: one visitor after the other for a whole day, and the window is after each as it was before the first."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Generator
from pathlib import Path

import psutil
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.ui.host import Place, Route
from tests.figures import Figures
from tests.ui.fake_host import make_theme
from tests.ui.kiosk.station_room import BADGE, OTHER_BADGE, KioskRoom, kiosk_room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
DAY_OF_VISITS = 600
"""More than one station sees in 24 hours, at one every two and a half minutes."""


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Generator[KioskRoom]:
    with kiosk_room(qtbot, qapp, make_theme(qapp), tmp_path) as room:
        yield room


def visit(room: KioskRoom, badge: str) -> None:
    """Through the pages that every visitor sees, and away."""
    room.sit_down(badge)
    host = room.window.visit.host
    assert host is not None
    course = host.desk.library()[0].signed
    assert course is not None
    for place in (Place.COURSE, Place.QUIZ, Place.EVALUATION, Place.CLAIM, Place.LIBRARY):
        host.go(Route(place=place, course=None if place is Place.LIBRARY else course.hash))
        room.settle()
    del host
    room.leave()


def held() -> dict[str, int]:
    """What a process can hold too much of."""
    gc.collect()
    process = psutil.Process()
    return {
        "widgets": len(QApplication.allWidgets()),
        "threads": threading.active_count(),
        "files": process.num_fds() if os.name == "posix" else process.num_handles(),
    }


def test_after_a_visit_nothing_more_is_held_than_before_it(room: KioskRoom) -> None:
    for badge in (BADGE, OTHER_BADGE):
        visit(room, badge)
    before = held()
    for _ in range(2):
        for badge in (BADGE, OTHER_BADGE):
            visit(room, badge)
    assert held() == before


@pytest.mark.long
def test_a_day_of_visitors_leaves_memory_flat(room: KioskRoom, figures: Figures) -> None:
    sizes: list[int] = []
    for number in range(DAY_OF_VISITS):
        visit(room, (BADGE, OTHER_BADGE)[number % 2])
        if number % 60 == 59:
            sizes.append(psutil.Process().memory_info().rss >> 20)
    first, last = sizes[1], sizes[-1]
    figures("a day of visitors", visits=DAY_OF_VISITS, mib_after_120=first, mib_at_the_end=last, all=str(sizes))
    assert last <= first * 1.1
