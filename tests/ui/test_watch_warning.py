"""The plain word before watching on a computer that has less than the course asks: said, taken away, never a block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.domain.requirement import Fact, Level
from player.ui.host import Place, Route
from tests.ui.checkup_parts import asks
from tests.ui.gestures import messages, press, texts
from tests.ui.watch_parts import TALK_COURSE, WatchDesk
from tests.ui.watch_room import Room, make_room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
MEMORY = asks("memory", "memory.total", "2 GB")
BITS = asks("kind", "os.bits", "64")
SAID = "The provider asks for more than this computer has: At least 2 GB of memory (Memory: 510 MB)"


@pytest.fixture
def desk(tmp_path: Path) -> WatchDesk:
    desk = WatchDesk(tmp_path, replace(TALK_COURSE, requirements=(MEMORY,)))
    desk.machine.known = {
        "memory.total": Fact(name="memory.total", value="510 MB", how="memory in all"),
        "os.bits": Fact(name="os.bits", value="32", how="the processor"),
    }
    desk.journey(desk.course).acknowledge_disclosures()
    return desk


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, desk: WatchDesk) -> Iterator[Room]:
    room = make_room(qtbot, qapp, desk)
    room.enter()
    yield room
    room.page.leave()
    room.host.door.close()


def test_what_this_computer_lacks_is_said_in_the_providers_words_and_it_plays_all_the_same(room: Room) -> None:
    said = "You can watch all the same; it may not play well."
    assert messages(room.screen) == [f"{SAID} {said}"]
    room.play()
    assert room.engine.asked("play")
    assert SAID in texts(room.screen)


def test_who_took_it_away_is_not_told_again_of_this_course(room: Room) -> None:
    press(room.screen, "Dismiss")
    room.page.leave()
    room.enter()
    assert messages(room.screen) == []


def test_who_only_left_is_told_again(room: Room) -> None:
    room.page.leave()
    room.enter()
    assert len(messages(room.screen)) == 1


def test_it_leads_to_the_check_up_of_the_course(room: Room, desk: WatchDesk) -> None:
    press(room.screen, "See the check-up")
    assert room.host.routes == [Route(place=Place.CHECKUP, course=desk.course.hash)]


@pytest.mark.parametrize("full", [True, False])
def test_it_gives_way_to_the_picture_in_full_screen_and_comes_back(room: Room, full: bool) -> None:
    room.screen.render_full(True)
    room.screen.render_full(full)
    assert room.screen.warning.isVisible() is not full


@pytest.mark.parametrize(
    ("requirements", "said"),
    [
        ((replace(MEMORY, level=Level.OPTIMAL),), False),
        ((asks("memory", "memory.total", "100 MB"),), False),
        ((asks("sound", "sound.outputs", "1"),), False),
        ((MEMORY, BITS), True),
    ],
)
def test_only_a_minimum_that_is_known_to_be_missed_is_a_reason(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, requirements: tuple[object, ...], said: bool
) -> None:
    desk = WatchDesk(tmp_path, replace(TALK_COURSE, requirements=requirements))
    desk.machine.known = {
        "memory.total": Fact(name="memory.total", value="510 MB", how="memory in all"),
        "os.bits": Fact(name="os.bits", value="32", how="the processor"),
    }
    desk.journey(desk.course).acknowledge_disclosures()
    room = make_room(qtbot, qapp, desk)
    room.enter()
    found = messages(room.screen)
    room.page.leave()
    room.host.door.close()
    assert bool(found) is said
    assert not said or found[0].startswith("This computer has less than the provider asks for, in 2 points.")
