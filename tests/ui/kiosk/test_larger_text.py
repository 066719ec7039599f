"""Whoever cannot read what stands on a kiosk makes it larger themselves, and the next one finds it as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from player.ui.kiosk.idle_watch import IdleWatch
from player.ui.theme import Theme
from tests.ui.fake_host import make_theme
from tests.ui.gestures import focus, press, shown
from tests.ui.kiosk.station_room import KioskRoom, kiosk_room, station_settings

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = make_theme(qapp)
    yield theme
    theme.scale_text(100)


@pytest.fixture
def room(
    request: pytest.FixtureRequest, theme: Theme, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> Iterator[KioskRoom]:
    settings = replace(station_settings(tmp_path), text_percent=getattr(request, "param", 100))
    theme.scale_text(settings.text_percent)
    with kiosk_room(qtbot, qapp, theme, tmp_path, settings) as room:
        yield room


def enlarge(room: KioskRoom) -> None:
    press(room.window, "Larger text")
    room.settle()


@pytest.mark.parametrize(("room", "sizes"), [(100, [150, 200]), (120, [150, 200]), (150, [200])], indirect=["room"])
def test_text_grows_step_by_step_and_is_then_as_before(room: KioskRoom, theme: Theme, sizes: list[int]) -> None:
    own = theme.text_percent
    for size in sizes:
        enlarge(room)
        assert theme.text_percent == size
        assert focus() in shown(room.window, QPushButton), "whoever uses keys can go on pressing"
    press(room.window, "Text as before")
    assert theme.text_percent == own


@pytest.mark.parametrize("room", [200], indirect=True)
def test_where_nothing_is_larger_nothing_is_offered(room: KioskRoom) -> None:
    assert not {"Larger text", "Text as before"} & {button.text() for button in shown(room.window, QPushButton)}


def test_it_stays_as_large_for_the_whole_visit_and_is_as_before_for_the_next_one(room: KioskRoom, theme: Theme) -> None:
    enlarge(room)
    room.sit_down()
    host = room.window.visit.host
    assert host is not None
    host.change_settings(replace(host.settings, captions=False))
    assert theme.text_percent == 150
    room.leave()
    assert theme.text_percent == 150, "the farewell is read as well"
    room.window.entrance.begin()
    assert theme.text_percent == 100


def test_who_makes_it_larger_and_walks_away_leaves_it_to_nobody(room: KioskRoom, theme: Theme) -> None:
    assert room.window.entrance.is_as_it_was
    enlarge(room)
    assert not room.window.entrance.is_as_it_was
    (watch,) = room.window.findChildren(IdleWatch)
    assert any(timer.isActive() for timer in watch.findChildren(QTimer))
    room.window.nobody_is_there()
    assert room.window.entrance.is_as_it_was
    assert theme.text_percent == 100
