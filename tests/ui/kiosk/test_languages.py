"""At a kiosk everybody chooses their language, and the next one finds the station's own again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from player.kiosk.settings_values import LANGUAGES
from player.ui.kiosk.attract import AttractScreen
from player.ui.kiosk.choosing import ChoosingScreen
from player.ui.language import TONGUES
from tests.ui.fake_host import make_theme
from tests.ui.gestures import shown
from tests.ui.kiosk.station_room import KioskRoom, kiosk_room, station_settings

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[KioskRoom]:
    theme = make_theme(qapp)
    settings = replace(station_settings(tmp_path), languages=("en", "de", "ar"))
    with kiosk_room(qtbot, qapp, theme, tmp_path, settings) as room:
        yield room
        room.window.entrance.begin()


def choose(room: KioskRoom, language: str) -> None:
    buttons = shown(room.window, QPushButton)
    next(button for button in buttons if button.property("language") == language).click()
    room.settle()


def words(room: KioskRoom) -> set[str]:
    return {label.text() for label in shown(room.window, QLabel) if label.text()}


def test_a_station_can_speak_what_the_window_can() -> None:
    assert tuple(tongue.code for tongue in TONGUES) == LANGUAGES


def test_the_attract_screen_speaks_the_language_that_was_chosen(room: KioskRoom) -> None:
    english = words(room)
    choose(room, "de")
    assert words(room) != english
    chosen = [button for button in shown(room.window, QPushButton) if button.isChecked()]
    assert [button.property("language") for button in chosen] == ["de"]


def test_a_guest_reads_their_pages_in_the_language_they_chose_and_the_next_one_begins_anew(
    room: KioskRoom, qapp: QApplication
) -> None:
    english = words(room)
    choose(room, "ar")
    assert qapp.layoutDirection() is Qt.LayoutDirection.RightToLeft
    room.sit_down()
    assert shown(room.window, ChoosingScreen)[0].layoutDirection() is Qt.LayoutDirection.RightToLeft
    room.leave()
    room.window.entrance.begin()
    room.settle()
    assert qapp.layoutDirection() is Qt.LayoutDirection.LeftToRight
    assert words(room) == english


def test_choosing_many_times_leaves_one_attract_screen(room: KioskRoom, qapp: QApplication) -> None:
    for language in ("de", "en", "de", "ar", "en"):
        choose(room, language)
    qapp.sendPostedEvents(None, 52)
    assert len(room.window.findChildren(AttractScreen)) == 1
