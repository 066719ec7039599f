"""Who is here for the first time is welcomed once, in under a minute; what they say is kept, and the way leads on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places
from player.desk.desk import Desk
from player.domain.event import CourseHash
from player.domain.learner import Profession
from player.ui.host import Place, Route
from player.ui.pages import Pages
from player.ui.settings import Settings, read_settings
from player.ui.shell.shell import Shell
from player.ui.start import LIBRARY, first_sight
from tests.builders import PHYSICIAN
from tests.ui.fake_host import RESOURCES, FakeDesk, NobodyKnown, make_speech, make_theme
from tests.ui.gestures import field, has_button, press, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SAMPLE = RESOURCES / "samples" / "meet-carrel.course"
NAME = "Ana María Núñez"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Over a profile that nobody used yet."""
    with desk_over(Places(profile=tmp_path / "profile", resources=RESOURCES)) as desk:
        yield desk


@pytest.fixture
def window(desk: Desk, qtbot: QtBot, qapp: QApplication) -> Iterator[Shell]:
    """The window as it opens over that profile."""
    bugs: list[BaseException] = []
    with ExitStack() as ends:
        speech = make_speech()
        ends.callback(speech.speak, "en")
        shell = Shell(
            desk=desk, theme=make_theme(qapp), speech=speech, settings=Settings(still=True), on_bug=bugs.append
        )
        shell.take_pages(Pages(shell, sample=SAMPLE, introducer=NobodyKnown()))
        qtbot.addWidget(shell, before_close_func=lambda _: shell.door.close())
        ends.callback(shell.door.close)
        shell.resize(1280, 800)
        shell.go(first_sight(desk, shell.settings, LIBRARY))
        shell.show()
        shell.activateWindow()
        assert QTest.qWaitForWindowActive(shell)
        settle(qtbot, shell)
        yield shell
    assert bugs == []


def settle(qtbot: QtBot, shell: Shell) -> None:
    qtbot.waitUntil(lambda: shell.door.is_idle and not shell._anew.isActive(), timeout=10_000)
    QApplication.processEvents()


def choose(shell: Shell, name: str, item: str) -> None:
    box = next(b for b in shell.findChildren(QComboBox) if b.isVisible() and b.accessibleName() == name)
    box.setCurrentIndex(box.findText(item))


def write(shell: Shell, name: str, text: str) -> QLineEdit:
    line = field(shell, name)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.insert(text)
    return line


# --- who is welcomed ---------------------------------------------------------------------------------------


def test_a_fresh_profile_is_welcomed(window: Shell) -> None:
    assert window.route.place is Place.WELCOME


def test_who_was_welcomed_or_asks_for_something_is_not_welcomed(desk: Desk) -> None:
    recording = Route(place=Place.WATCH, course=CourseHash("00"))
    assert first_sight(desk, Settings(welcomed=True), LIBRARY) == LIBRARY
    assert first_sight(desk, Settings(), recording) == recording


def test_a_profile_with_a_name_is_not_welcomed(desk: Desk) -> None:
    desk.save_learner(replace(desk.learner, name=NAME))
    assert first_sight(desk, Settings(), LIBRARY) == LIBRARY


def test_a_profile_with_evidence_is_not_welcomed(desk: Desk) -> None:
    desk.journey(desk.add_course(SAMPLE)).acknowledge_disclosures()
    assert not desk.learner.name
    assert first_sight(desk, Settings(), LIBRARY) == LIBRARY


def test_courses_alone_are_no_reason_to_leave_the_welcome_out(desk: Desk) -> None:
    desk.add_course(SAMPLE)
    assert first_sight(desk, Settings(), LIBRARY).place is Place.WELCOME


def test_somebody_known_is_not_untouched(tmp_path: Path) -> None:
    assert not FakeDesk(tmp_path, learner=PHYSICIAN).is_untouched


# --- what it says and asks ---------------------------------------------------------------------------------


def test_it_says_where_things_are_kept_and_that_nothing_is_sent(window: Shell, desk: Desk) -> None:
    said = texts(window)
    assert str(desk.profile) in said.replace("\u200b", "")
    assert "Nothing is sent by itself" in said
    assert "Everything stays on this computer" in said


def test_the_name_is_shown_as_it_will_be_printed_while_it_is_typed(window: Shell) -> None:
    write(window, "Your name", NAME)
    assert NAME in texts(window)
    write(window, "Degrees", "MD")
    assert f"{NAME}, MD" in texts(window)


def test_what_is_said_is_kept(window: Shell, desk: Desk, qtbot: QtBot) -> None:
    write(window, "Your name", NAME)
    write(window, "Degrees", "MD")
    choose(window, "Profession", "Nurse")
    press(window, "Go to my library")
    settle(qtbot, window)
    assert (desk.learner.name, desk.learner.degrees, desk.learner.profession) == (NAME, "MD", Profession.NURSE)


def test_return_in_a_field_leads_to_the_next_and_not_away(window: Shell) -> None:
    line = write(window, "Your name", NAME)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert window.route.place is Place.WELCOME
    assert window.focusWidget() is field(window, "Degrees")


def test_another_language_is_spoken_at_once_and_what_was_typed_stays(window: Shell, desk: Desk, qtbot: QtBot) -> None:
    write(window, "Your name", NAME)
    choose(window, "Language", "Deutsch")
    settle(qtbot, window)
    assert window.settings.language == "de"
    typed = [line.text() for line in window.findChildren(QLineEdit) if line.isVisible()]
    assert NAME in typed
    assert desk.learner.name == NAME
    assert window.route.place is Place.WELCOME, "a name that was kept on the way does not end the welcome"


# --- the way on --------------------------------------------------------------------------------------------


def ends(window: Shell, qtbot: QtBot, desk: Desk, leave: Callable[[], object], place: Place) -> None:
    leave()
    qtbot.waitUntil(lambda: window.route.place is place, timeout=10_000)
    settle(qtbot, window)
    assert read_settings(desk.profile).welcomed
    assert first_sight(desk, read_settings(desk.profile), LIBRARY) == LIBRARY


def test_to_the_library_once_and_for_all(window: Shell, qtbot: QtBot, desk: Desk) -> None:
    ends(window, qtbot, desk, lambda: press(window, "Go to my library"), Place.LIBRARY)
    window.go_back()
    settle(qtbot, window)
    assert window.route.place is Place.LIBRARY, "there is no way back into the welcome"


def test_escape_leaves_it_and_keeps_nothing_that_was_not_said(window: Shell, qtbot: QtBot, desk: Desk) -> None:
    ends(window, qtbot, desk, lambda: QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape), Place.LIBRARY)
    assert (desk.learner.name, desk.learner.profession) == ("", None)


def test_the_sample_course_is_added_and_opened(window: Shell, qtbot: QtBot, desk: Desk) -> None:
    ends(window, qtbot, desk, lambda: press(window, "Begin with the sample course"), Place.COURSE)
    (listing,) = desk.library()
    assert listing.signed is not None
    assert window.route.course == listing.signed.hash


def test_what_was_opened_comes_after_the_welcome(window: Shell, qtbot: QtBot, desk: Desk) -> None:
    window.open_file(SAMPLE)
    settle(qtbot, window)
    assert window.route.place is Place.WELCOME
    assert SAMPLE.name in texts(window)
    assert not has_button(window, "Begin with the sample course"), "one thing at a time"
    ends(window, qtbot, desk, lambda: press(window, "Go on to what you opened"), Place.COURSE)


def test_a_file_is_opened_once_whatever_language_is_chosen_later(window: Shell, qtbot: QtBot, desk: Desk) -> None:
    ends(window, qtbot, desk, lambda: press(window, "Begin with the sample course"), Place.COURSE)
    window.go_back()
    settle(qtbot, window)
    window.change_settings(replace(window.settings, language="de"))
    settle(qtbot, window)
    assert window.route == Route(place=Place.LIBRARY)


def test_the_rail_is_away_until_it_is_over(window: Shell, qtbot: QtBot) -> None:
    assert not window._rail.isVisible()
    press(window, "Go to my library")
    settle(qtbot, window)
    assert window._rail.isVisible()


def test_the_settings_of_an_earlier_program_are_read_as_before(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"format": 1, "scheme": "dark"}), encoding="utf-8")
    assert read_settings(tmp_path) == Settings(scheme="dark")
