"""The ten-second test: played in its place, three plain questions, and what was said holds on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.domain.engine import Sign
from player.domain.requirement import Fact
from player.ui.checkup.page import CheckupPage
from player.ui.host import Place, Route
from tests.ui.checkup_parts import CheckupDesk, settle
from tests.ui.fake_host import FakeHost, make_host
from tests.ui.filled import Cut
from tests.ui.gestures import button, focus, has_button, key, open_page, press, tab_to, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
QUESTIONS = ("Did you hear the voice?", "Did the picture move?", "Could you read the captions?")


@pytest.fixture
def desk(tmp_path: Path) -> CheckupDesk:
    return CheckupDesk(tmp_path)


@pytest.fixture
def host(desk: CheckupDesk, qapp: QApplication) -> Iterator[FakeHost]:
    host = make_host(desk, qapp)
    yield host
    host.door.close()


@pytest.fixture
def page(host: FakeHost, qtbot: QtBot) -> CheckupPage:
    page = CheckupPage(host)
    qtbot.addWidget(page)
    open_page(page, host, Route(place=Place.CHECKUP))
    settle(page, host)
    return page


def play(page: CheckupPage, host: FakeHost) -> None:
    press(page, "Test sound, picture and captions")
    settle(page, host)


def play_through(page: CheckupPage, host: FakeHost, desk: CheckupDesk) -> None:
    play(page, host)
    desk.engines[-1].run(0, 9_000)
    desk.engines[-1].say(Sign.ENDED)
    settle(page, host)


def answer(page: CheckupPage, *words: str) -> None:
    for question, word in zip(QUESTIONS, words, strict=True):
        button(page, f"{question} {word}").click()


def facts(page: CheckupPage) -> dict[str, str | None]:
    assert page._state is not None
    return {fact.name: fact.value for fact in page._state.checkup.facts}


def test_it_plays_with_its_captions_over_the_picture(page: CheckupPage, host: FakeHost, desk: CheckupDesk) -> None:
    play(page, host)
    engine, picture = desk.engines[-1], page._screen.test.picture
    assert picture.isVisible() and engine.asked("play")
    engine.say(Sign.PLAYING)
    engine.show()
    engine.say(Sign.TIME, 1_500)
    settle(page, host)
    assert picture.has_frame and picture.accessibleDescription() == "Wash your hands."


def test_it_is_loud_enough_to_be_heard_whatever_the_player_is_set_to(
    page: CheckupPage, host: FakeHost, desk: CheckupDesk
) -> None:
    host.settings = type(host.settings)(volume_percent=5, muted=True)
    play(page, host)
    assert desk.engines[-1].asked("volume") == [60] and desk.engines[-1].asked("muted") == [0]


def test_at_its_end_it_asks_three_questions_that_the_keyboard_answers(
    page: CheckupPage, host: FakeHost, desk: CheckupDesk
) -> None:
    play_through(page, host, desk)
    assert all(question in texts(page) for question in QUESTIONS)
    assert focus().accessibleName() == "Did you hear the voice? Yes"
    key(Qt.Key.Key_Space)
    tab_to("Did the picture move? Yes")
    key(Qt.Key.Key_Space)
    tab_to("Could you read the captions? Yes")
    key(Qt.Key.Key_Space, Qt.Key.Key_Right)
    settle(page, host)
    assert {name: facts(page)[name] for name in ("test.played", "test.heard", "test.seen", "test.read")} == {
        "test.played": "yes",
        "test.heard": "yes",
        "test.seen": "yes",
        "test.read": "no",
    }
    assert "Choose larger captions" in texts(page)


def test_nothing_is_noted_before_all_three_are_answered(page: CheckupPage, host: FakeHost, desk: CheckupDesk) -> None:
    play_through(page, host, desk)
    button(page, "Did you hear the voice? No").click()
    assert "test.heard" not in facts(page)


def test_whoever_hears_it_has_a_sound_output_though_the_system_tells_of_none(
    page: CheckupPage, host: FakeHost, desk: CheckupDesk
) -> None:
    desk.machine.later["sound.outputs"] = Fact(name="sound.outputs", value=None, how="It does not say.")
    press(page, "Check again")
    settle(page, host)
    play_through(page, host, desk)
    answer(page, "Yes", "Yes", "Yes")
    assert facts(page)["sound.outputs"] == "1"
    press(page, "Check again")
    settle(page, host)
    assert facts(page)["sound.outputs"] == "1"


def test_what_the_system_tells_of_sound_stands_whatever_was_heard(
    page: CheckupPage, host: FakeHost, desk: CheckupDesk
) -> None:
    desk.machine.later["sound.outputs"] = Fact(name="sound.outputs", value="3", how="PulseAudio")
    press(page, "Check again")
    settle(page, host)
    play_through(page, host, desk)
    answer(page, "Yes", "Yes", "Yes")
    assert facts(page)["sound.outputs"] == "3"


def test_whoever_heard_the_test_has_a_sound_output_though_the_system_lists_none(
    page: CheckupPage, host: FakeHost, desk: CheckupDesk
) -> None:
    desk.machine.later["sound.outputs"] = Fact(name="sound.outputs", value="0", how="no sound card and no sound server")
    press(page, "Check again")
    settle(page, host)
    play_through(page, host, desk)
    answer(page, "Yes", "Yes", "Yes")
    assert facts(page)["sound.outputs"] == "1"


def test_what_was_said_survives_checking_again_and_another_course(
    page: CheckupPage, host: FakeHost, desk: CheckupDesk
) -> None:
    play_through(page, host, desk)
    answer(page, "No", "Yes", "Yes")
    press(page, "Check again")
    settle(page, host)
    assert facts(page)["test.heard"] == "no"
    page.enter(Route(place=Place.CHECKUP, course=desk.signed[0].hash))
    settle(page, host)
    assert facts(page)["test.heard"] == "no"


def test_it_can_be_stopped_and_says_nothing_then(page: CheckupPage, host: FakeHost, desk: CheckupDesk) -> None:
    play(page, host)
    assert focus() is button(page, "Stop the test")
    press(page, "Stop the test")
    settle(page, host)
    assert desk.engines[-1].asked("release") and not has_button(page, "Stop the test")
    assert not any(question in texts(page) for question in QUESTIONS)


def test_leaving_the_page_stops_it(page: CheckupPage, host: FakeHost, desk: CheckupDesk) -> None:
    play(page, host)
    page.leave()
    settle(page, host)
    assert desk.engines[-1].asked("pause") and desk.engines[-1].asked("release")


def test_a_test_that_comes_after_it_was_stopped_is_let_go(page: CheckupPage, host: FakeHost, desk: CheckupDesk) -> None:
    press(page, "Test sound, picture and captions")
    page.leave()
    settle(page, host)
    assert [engine.asked("play") for engine in desk.engines] == [[]]
    assert desk.engines[-1].asked("release")


@pytest.mark.parametrize("how", ["missing", "failed"])
def test_what_cannot_be_played_is_one_sentence_in_its_place(
    page: CheckupPage, host: FakeHost, desk: CheckupDesk, how: str
) -> None:
    desk.test_problem = Cut() if how == "missing" else None
    play(page, host)
    if how == "failed":
        desk.engines[-1].say(Sign.FAILED)
        settle(page, host)
    said = texts(page)
    assert ("opioids-2026" if how == "missing" else "The ten-second test stopped") in said
    assert host.problems == [] and has_button(page, "Play the ten-second test")
