"""The picture outside the window: the same pictures and captions, and gone with the session."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from player.ui.watch.outside import Outside, OutsideWindow
from tests.ui.watch_room import Room

# The offscreen platform says this of every window that is shown, and has no way to move one.
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]


def small(room: Room) -> OutsideWindow | None:
    return room.companion(Outside)._window


def press_i(room: Room) -> OutsideWindow:
    room.play()
    room.run(0, 2_000)
    QTest.keyClicks(room.screen.stage.picture, "i")
    room.settle()
    window = small(room)
    assert window is not None
    return window


def test_i_opens_a_small_picture_on_top_that_shows_what_the_large_one_shows(room: Room) -> None:
    window = press_i(room)
    assert window.isVisible()
    assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    room.engine.show(0xFF112233)
    room.run(2_000, 2_500)
    assert window.picture.frame is not None
    assert window.picture.frame == room.screen.stage.picture.frame
    assert window.picture.accessibleDescription() == "Wash your hands."
    assert room.page._player.is_seen_outside


def test_before_anything_plays_there_is_no_small_picture(room: Room) -> None:
    QTest.keyClicks(room.screen.stage.picture, "i")
    assert small(room) is None
    assert not room.companion(Outside).small.isChecked()


def test_its_keys_are_those_of_the_player_and_escape_closes_it(room: Room) -> None:
    window = press_i(room)
    QTest.keyClicks(window, "l")
    room.settle()
    assert 11_900 <= room.engine.asked("seek")[-1] <= 12_300
    QTest.keyClick(window, Qt.Key.Key_Escape)
    room.settle()
    assert small(room) is None
    assert not room.page._player.is_seen_outside


def test_without_keys_of_a_single_character_it_has_none_either(room: Room) -> None:
    room.switch_characters(False)
    room.play()
    room.run(0, 2_000)
    room.companion(Outside).small.trigger()
    window = small(room)
    assert window is not None
    room.engine.calls.clear()
    QTest.keyClicks(window, "lk0m?f")
    room.settle()
    assert room.engine.calls == [] and not room.host.full_screen
    QTest.keyClick(window, Qt.Key.Key_Right)
    room.settle()
    assert len(room.engine.asked("seek")) == 1
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert small(room) is None


def test_it_pauses_goes_back_and_says_which(room: Room) -> None:
    window = press_i(room)
    assert window._play.accessibleName() == "Pause"
    window._play.click()
    room.settle()
    assert room.engine.asked("pause")
    room.pause()
    assert window._play.accessibleName() == "Play"


def test_it_goes_when_the_session_is_left(room: Room) -> None:
    press_i(room)
    room.page.leave()
    room.settle()
    assert small(room) is None


def test_another_screen_shows_all_of_it(room: Room, qapp: QApplication) -> None:
    room.play()
    room.run(0, 2_000)
    outside = room.companion(Outside)
    window = outside._open()
    window.show_large(qapp.primaryScreen())
    room.settle()
    assert window.isFullScreen()
    outside._close()
