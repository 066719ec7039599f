"""The window: pages come and go in it, problems and notices stand where they belong, and closing loses nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from player.domain.problem import Problem
from player.domain.progress import StepName, StepState
from player.ui.host import Page, PageMaker, Place, Route
from player.ui.pages import Pages
from player.ui.settings import Settings, read_settings
from player.ui.shell.shell import Shell
from player.ui.shell.warming import BESIDE, WAY
from player.ui.theme import Scheme
from tests.ui.fake_host import FakeDesk, NobodyKnown, make_speech, make_theme
from tests.ui.gestures import field, has_button, messages, press, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class FakePage(Page):
    """Writes down what happens to it."""

    def __init__(self, place: Place, heard: list[str]) -> None:
        super().__init__()
        self.place, self.heard = place, heard
        self.files: list[Path] = []
        self.line = QLineEdit()
        self.line.setAccessibleName(place)
        QVBoxLayout(self).addWidget(self.line)

    def enter(self, route: Route) -> None:
        self.heard.append(f"enter {self.place}{' and play' if route.play else ''}")

    def leave(self) -> None:
        self.heard.append(f"leave {self.place}")

    def give_up(self) -> None:
        self.heard.append(f"give up {self.place}")

    def take_files(self, files: list[Path]) -> None:
        self.files = files


class FakePages:
    """Writes down which page is loaded and made; those of `broken` cannot be."""

    def __init__(self, heard: list[str]) -> None:
        self.heard = heard
        self.broken: set[Place] = set()

    def __call__(self, place: Place) -> PageMaker:
        self.heard.append(f"load {place}")
        return partial(self._make, place)

    def _make(self, place: Place) -> FakePage:
        if place in self.broken:
            raise LookupError(f"no page for {place}")
        self.heard.append(f"make {place}")
        return FakePage(place, self.heard)


class Trouble(Problem):
    what_template = "The disk is full."
    meaning_template = "Nothing is lost."
    remedy_template = "Make room."


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    return FakeDesk(tmp_path)


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
def bugs() -> list[BaseException]:
    return []


@pytest.fixture
def pages(heard: list[str]) -> FakePages:
    return FakePages(heard)


@pytest.fixture
def shell(
    desk: FakeDesk, pages: FakePages, bugs: list[BaseException], qtbot: QtBot, qapp: QApplication
) -> Iterator[Shell]:
    shell = Shell(
        desk=desk,
        theme=make_theme(qapp),
        speech=make_speech(),
        settings=Settings(still=True),
        on_bug=bugs.append,
    )
    shell.take_pages(pages)
    qtbot.addWidget(shell, before_close_func=lambda _: shell.door.close())
    shell.resize(1280, 800)
    shell.go(Route(place=Place.LIBRARY))
    shell.show()
    shell.activateWindow()
    assert QTest.qWaitForWindowActive(shell)
    yield shell
    shell.door.close()


def page(shell: Shell, place: Place) -> FakePage:
    found = shell._stack.page(place)
    assert isinstance(found, FakePage)
    return found


def test_a_page_is_left_before_the_next_is_entered(shell: Shell, heard: list[str]) -> None:
    heard.clear()
    shell.go(Route(place=Place.CREDITS))
    assert heard == ["load credits", "make credits", "leave library", "enter credits"]
    assert page(shell, Place.CREDITS).isVisible()


# --- when pages are made -------------------------------------------------------------------------------------


def test_a_page_is_made_when_it_is_first_entered_and_only_then(shell: Shell, heard: list[str]) -> None:
    assert heard == ["load library", "make library", "enter library"]
    for place in (Place.CREDITS, Place.LIBRARY, Place.CREDITS):
        shell.go(Route(place=place))
    assert [word for word in heard if word.startswith("make")] == ["make library", "make credits"]


def test_a_page_that_cannot_be_made_is_told_of_and_one_stays_where_one_is(
    shell: Shell, pages: FakePages, heard: list[str], qtbot: QtBot
) -> None:
    pages.broken = {Place.CREDITS}
    heard.clear()
    with qtbot.capture_exceptions() as told:
        press(shell, "Credits")
    assert [str(error) for _, error, _ in told] == ["no page for credits"]
    assert heard == ["load credits"]
    assert shell.route.place is Place.LIBRARY and page(shell, Place.LIBRARY).isVisible()
    pages.broken = set()
    press(shell, "Credits")
    assert page(shell, Place.CREDITS).isVisible()
    shell.go_back()
    assert shell.route.place is Place.LIBRARY


def test_in_idle_moments_the_other_pages_are_made_one_part_at_a_time(
    shell: Shell, heard: list[str], qtbot: QtBot
) -> None:
    shell._warmer._timer.setInterval(0)
    heard.clear()
    shell.warm_up()
    qtbot.waitUntil(lambda: shell._warmer.is_done)
    assert [word for word in heard if word.startswith("make")] == [f"make {place}" for place in (*WAY, *BESIDE)]
    assert not any(word.startswith("enter") for word in heard)
    assert page(shell, Place.LIBRARY).isVisible()
    assert not shell._warmer._timer.isActive()


def test_pages_out_of_sight_are_dressed_in_idle_moments_after_the_look_changed(shell: Shell, qtbot: QtBot) -> None:
    shell._warmer._timer.setInterval(0)
    shell.warm_up()
    qtbot.waitUntil(lambda: shell._warmer.is_done)
    before = shell.theme.scheme
    shell.theme.switch(Scheme.DARK)
    assert set(shell._stack.late) == {page for page in shell._stack._made if page is not Place.LIBRARY}
    qtbot.waitUntil(lambda: not shell._stack.late)
    qtbot.waitUntil(lambda: not shell._warmer._timer.isActive())
    shell.theme.switch(before)


def test_nothing_is_made_while_a_recording_is_in_front_or_somebody_waits(shell: Shell, heard: list[str]) -> None:
    shell.go(Route(place=Place.WATCH))
    heard.clear()
    shell._warmer._work()
    assert heard == []
    shell.go(Route(place=Place.LIBRARY))
    heard.clear()
    go = threading.Event()
    shell.door.ask(lambda: go.wait(20))
    shell._warmer._work()
    go.set()
    assert heard == []


def test_a_page_that_cannot_be_made_keeps_no_other_from_being_made(
    shell: Shell, pages: FakePages, heard: list[str], qtbot: QtBot
) -> None:
    pages.broken = {Place.QUIZ}
    shell._warmer._timer.setInterval(0)
    with qtbot.capture_exceptions() as told:
        shell.warm_up()
        qtbot.waitUntil(lambda: shell._warmer.is_done)
    assert [str(error) for _, error, _ in told] == ["no page for quiz"]
    assert {f"make {place}" for place in WAY if place is not Place.QUIZ} <= set(heard)


def test_a_route_plays_once_and_not_again_for_who_comes_back(shell: Shell, heard: list[str]) -> None:
    shell.go(Route(place=Place.WATCH, play=True))
    shell.go(Route(place=Place.COURSE))
    shell.go_back()
    assert [word for word in heard if word.startswith("enter watch")] == ["enter watch and play", "enter watch"]


def test_the_way_back_is_the_way_that_was_gone(shell: Shell) -> None:
    for place in (Place.COURSE, Place.WATCH, Place.QUIZ):
        shell.go(Route(place=place))
    for place in (Place.WATCH, Place.COURSE, Place.LIBRARY, Place.LIBRARY):
        shell.go_back()
        assert shell.route.place is place


def test_alt_left_goes_back(shell: Shell) -> None:
    shell.go(Route(place=Place.PROFILE))
    QTest.keyClick(shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shell.route.place is Place.LIBRARY


def test_the_rail_leads_to_every_place_by_mouse_and_by_keyboard(shell: Shell) -> None:
    for word, place in (("Credits", Place.CREDITS), ("Send", Place.SEND), ("Profile", Place.PROFILE)):
        press(shell, word)
        assert shell.route.place is place
    QTest.keyClick(QApplication.focusWidget() or shell, Qt.Key.Key_Up)
    QTest.keyClick(QApplication.focusWidget() or shell, Qt.Key.Key_Space)
    assert shell.route.place is not Place.PROFILE


def test_a_problem_stands_above_the_page_until_it_is_dismissed(shell: Shell) -> None:
    shell.show_problem(Trouble())
    assert messages(shell) == ["The disk is full. Nothing is lost. Make room."]
    press(shell, "Dismiss")
    assert messages(shell) == []


def test_a_problem_goes_with_the_page_it_belongs_to(shell: Shell) -> None:
    shell.show_problem(Trouble())
    shell.go(Route(place=Place.CREDITS))
    assert messages(shell) == []


def test_a_problem_does_not_take_the_keyboard_from_what_is_being_typed(shell: Shell) -> None:
    line = page(shell, Place.LIBRARY).line
    line.setFocus()
    shell.show_problem(Trouble())
    assert line.hasFocus()


def test_saved_is_said_quietly_and_goes_away(shell: Shell, qtbot: QtBot) -> None:
    assert "Saved" not in texts(shell)
    shell.say_saved()
    assert "Saved on this computer" in texts(shell)
    shell._saved_timer.setInterval(1)
    shell._saved_timer.start()
    qtbot.waitUntil(lambda: "Saved" not in texts(shell))


def test_settings_are_worn_and_kept(shell: Shell, desk: FakeDesk, qtbot: QtBot) -> None:
    settings = replace(shell.settings, scheme="dark", text_percent=125)
    shell.change_settings(settings)
    assert shell.theme.scheme == "dark"
    qtbot.waitUntil(lambda: read_settings(desk.profile) == settings)
    shell.change_settings(Settings(scheme="light", still=True))


def test_settings_that_cannot_be_kept_are_told(shell: Shell, desk: FakeDesk, qtbot: QtBot) -> None:
    (desk.profile / "settings.json").mkdir()
    shell.change_settings(Settings(scheme="light", still=True))
    qtbot.waitUntil(lambda: len(messages(shell)) == 1)
    assert "could not be written" in messages(shell)[0]


def test_full_screen_gives_the_page_everything_and_takes_it_back(shell: Shell) -> None:
    shell.set_full_screen(True)
    assert shell.isFullScreen()
    assert "Library" not in texts(shell)
    shell.set_full_screen(False)
    assert not shell.isFullScreen()
    press(shell, "Library")


def test_a_maximised_window_is_maximised_again_after_full_screen(shell: Shell) -> None:
    shell.showMaximized()
    shell.set_full_screen(True)
    shell.set_full_screen(False)
    assert shell.isMaximized() and not shell.isFullScreen()


def test_a_closed_window_does_not_come_back_from_full_screen(shell: Shell) -> None:
    shell.set_full_screen(True)
    shell.close()
    shell.set_full_screen(False)
    assert not shell.isVisible()


def test_files_dropped_on_the_window_come_to_the_library(shell: Shell, tmp_path: Path) -> None:
    shell.go(Route(place=Place.CREDITS))
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.course")), QUrl("https://example.org/b.course")])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    shell.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, held, left, none))
    assert shell.route.place is Place.LIBRARY
    assert page(shell, Place.LIBRARY).files == [tmp_path / "a.course"]


def test_a_receipt_dropped_on_the_window_comes_to_the_send_page(shell: Shell, tmp_path: Path) -> None:
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(tmp_path / "college.receipt"))])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    shell.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, held, left, none))
    assert shell.route.place is Place.SEND
    assert page(shell, Place.SEND).files == [tmp_path / "college.receipt"]


def test_a_page_that_one_went_to_for_mending_shows_the_way_back(shell: Shell) -> None:
    shell.go(Route(place=Place.SEND))
    assert not has_button(shell, "Back to Send")
    shell.go(Route(place=Place.PROFILE, returns=True))
    press(shell, "Back to Send")
    assert shell.route.place is Place.SEND
    assert not has_button(shell, "Back to Send")


def test_closing_tells_the_page_and_gives_up_what_takes_long(shell: Shell, heard: list[str]) -> None:
    shell.go(Route(place=Place.CREDITS))
    heard.clear()
    shell.close()
    assert heard == ["leave credits", "give up library", "give up credits"]


def test_closing_waits_until_the_last_act_is_committed(shell: Shell, desk: FakeDesk, bugs: list[BaseException]) -> None:
    go = threading.Event()
    threading.Timer(0.1, go.set).start()

    def act() -> None:
        assert go.wait(20)
        desk.journey(desk.signed[0]).acknowledge_disclosures()

    shell.door.ask(act)
    shell.close()
    assert desk.progress(desk.signed[0]).step(StepName.BEFORE).state is StepState.DONE
    assert bugs == []


def test_a_name_that_is_still_being_typed_is_kept_when_the_window_closes(
    desk: FakeDesk, bugs: list[BaseException], qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    shell = Shell(
        desk=desk,
        theme=make_theme(qapp),
        speech=make_speech(),
        settings=Settings(still=True),
        on_bug=bugs.append,
    )
    shell.take_pages(Pages(shell, sample=tmp_path / "none.course", introducer=NobodyKnown()))
    qtbot.addWidget(shell, before_close_func=lambda _: shell.door.close())
    shell.show()
    shell.activateWindow()
    assert QTest.qWaitForWindowActive(shell)
    shell.go(Route(place=Place.PROFILE))
    qtbot.waitUntil(lambda: shell.door.is_idle)
    name = field(shell._stack.page(Place.PROFILE), "Name")
    name.clear()
    QTest.keyClicks(name, "Bo Lind")
    shell.close()
    assert desk.learner.name == "Bo Lind"
    assert desk.people.kept is not None and desk.people.kept.name == "Bo Lind"
    assert bugs == []


def test_the_rail_leaves_large_words_their_room_and_still_says_where_each_place_is(
    shell: Shell, qapp: QApplication
) -> None:
    theme, rail = make_theme(qapp), shell._rail
    words = {button.accessibleName() for button in rail.findChildren(QPushButton)}
    assert all(button.text() for button in rail.findChildren(QPushButton))
    theme.scale_text(200)
    qapp.processEvents()
    narrow = rail.width()
    named = {(button.accessibleName(), button.toolTip()) for button in rail.findChildren(QPushButton)}
    said = [button.text() for button in rail.findChildren(QPushButton) if button.text()]
    theme.scale_text(100)
    qapp.processEvents()
    assert narrow * 10 < shell.width()
    assert named == {(word, word) for word in words}
    assert said == []
    assert all(button.text() for button in rail.findChildren(QPushButton))


def test_the_rail_has_words_again_in_a_wider_window(shell: Shell, qapp: QApplication) -> None:
    theme = make_theme(qapp)
    theme.scale_text(200)
    shell.resize(1920, 1080)
    qapp.processEvents()
    worded = [bool(button.text()) for button in shell._rail.findChildren(QPushButton)]
    theme.scale_text(100)
    assert all(worded)
