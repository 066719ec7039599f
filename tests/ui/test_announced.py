"""What happens without a key being pressed is said to those who do not see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from player.ui.courses.screen import CoursesScreen
from player.ui.courses.state import Work
from player.ui.kiosk.idle_notice import IdleNotice
from player.ui.settings import Settings
from player.ui.shell.shell import Shell
from player.ui.theme import Theme
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.toast import Toast
from tests.ui import quizzes
from tests.ui.fake_host import FakeDesk, make_speech, make_theme
from tests.ui.gestures import press
from tests.ui.quiz_sitting import SUBMIT, sitting_with

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader would say of itself, in this order."""
    heard: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(hear))
    return heard


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = make_theme(qapp)
    made.keep_still(True)
    yield made
    made.keep_still(False)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def test_a_problem_is_said_with_what_it_means_and_what_to_do(theme: Theme, window: QWidget, said: list[str]) -> None:
    banner = Banner(theme, window)
    banner.render_message(Message(what="The disk is full.", meaning="Nothing is lost.", remedy="Free some room."))
    assert said == ["The disk is full. Nothing is lost. Free some room."]


def test_a_notice_that_goes_away_by_itself_is_said(theme: Theme, window: QWidget, said: list[str]) -> None:
    Toast(theme, window).notify("The file is written")
    assert said == ["The file is written"]


def test_that_all_is_saved_is_said_once_a_page(theme: Theme, tmp_path: Path, qtbot: QtBot, said: list[str]) -> None:
    shell = Shell(
        desk=FakeDesk(tmp_path), theme=theme, speech=make_speech(), settings=Settings(still=True), on_bug=_fail
    )
    qtbot.addWidget(shell, before_close_func=lambda _: shell.door.close())
    shell.say_saved()
    shell.say_saved()
    assert said == ["Saved"]


def test_the_result_of_a_quiz_is_said(tmp_path: Path, qapp: QApplication, qtbot: QtBot, said: list[str]) -> None:
    sitting = sitting_with(quizzes.EVERY_KIND, tmp_path, qapp, qtbot)
    journey = sitting.desk.journey(sitting.desk.signed[0])
    for answer in quizzes.HALF_RIGHT:
        journey.keep_answer(answer)
    sitting.open()
    press(sitting.page, SUBMIT)
    sitting.host.settle()
    sitting.host.door.close()
    assert [text for text in said if "6 of 11 points" in text]


def test_work_that_takes_long_is_said_when_it_begins(theme: Theme, qtbot: QtBot, said: list[str]) -> None:
    screen = CoursesScreen(theme)
    qtbot.addWidget(screen)
    for done in (0, 5, 9):
        screen.render_work(Work(what="Repairing “It”", at=Path("it.course"), done=done, whole=10))
    assert said == ["Repairing “It”"]


def test_that_a_guest_is_about_to_be_signed_out_is_said_and_said_again(
    theme: Theme, window: QWidget, said: list[str]
) -> None:
    notice = IdleNotice(theme, window)
    for seconds in (20, 19, 11, 10, 9, 6, 5, 4):
        notice.render_left(seconds * 1_000, 20_000)
    assert [text for text in said if "20 seconds" in text]
    assert said[-2:] == ["10 seconds left", "5 seconds left"]


def _fail(bug: BaseException) -> None:
    raise bug
