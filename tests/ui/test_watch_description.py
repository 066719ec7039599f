"""Audio description: beside captions and volume, by key, in the menu of sounds, kept and told."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from player.domain.engine import MediaTrack, Sign
from player.ui.watch.sounds import Sounds
from tests.ui.watch_room import Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

PLAIN = MediaTrack(id=1, language="en")
GERMAN = MediaTrack(id=2, language="de", label="Hörfilmfassung", describes=True)
DESCRIBED = MediaTrack(id=3, language="en", label="Audio description", describes=True)


def opened(room: Room, *sounds: MediaTrack) -> Room:
    room.engine.sounds = sounds
    room.engine.say(Sign.OPENED, 60_000)
    room.settle()
    return room


def test_a_recording_without_one_has_no_button_and_its_key_says_so(room: Room) -> None:
    opened(room, PLAIN)
    assert room.screen.controls.description.isHidden()
    QTest.keyClicks(room.screen.stage.picture, "d")
    room.settle()
    assert room.host.notices[-1] == "This recording has no audio description"
    assert room.engine.asked("sound") == []


def test_the_button_beside_captions_and_volume_turns_it_on_and_off_and_says_so(room: Room) -> None:
    opened(room, PLAIN, GERMAN, DESCRIBED)
    button = room.screen.controls.description
    assert not button.isHidden()
    assert not button.isChecked()
    button.click()
    assert room.engine.asked("sound")[-1] == DESCRIBED.id, "in the language of what is said"
    assert room.host.notices[-1] == "Audio description on"
    assert room.host.settings.description
    button.click()
    assert room.engine.asked("sound")[-1] == PLAIN.id
    assert room.host.notices[-1] == "Audio description off"
    assert not room.host.settings.description


def test_it_stays_on_for_the_next_recording(room: Room) -> None:
    opened(room, PLAIN, DESCRIBED)
    QTest.keyClicks(room.screen.stage.picture, "d")
    room.settle()
    room.page.leave()
    room.enter()
    opened(room, PLAIN, DESCRIBED)
    assert room.engine.asked("sound") == [DESCRIBED.id]
    assert room.screen.controls.description.isChecked()


def test_the_menu_of_sounds_names_it_and_goes_with_the_button(room: Room) -> None:
    opened(room, PLAIN, DESCRIBED)
    menu = room.companion(Sounds).sounds
    assert [action.text() for action in menu.actions()][1].endswith("Audio description")
    menu.actions()[1].trigger()
    room.settle()
    assert room.screen.controls.description.isChecked()
    assert room.host.settings.description
    room.screen.controls.description.click()
    assert [action.isChecked() for action in menu.actions()] == [True, False]
