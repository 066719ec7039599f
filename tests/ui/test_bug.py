"""The last resort: a bug is told once, in plain words, from whatever thread it comes, and names nobody."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from player.ui.bug import LastResort, report_of
from tests.ui.gestures import button, has_button

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def last_resort(window: QWidget) -> Iterator[LastResort]:
    before = sys.excepthook, threading.excepthook
    last_resort = LastResort(window)
    last_resort.watch(window)
    yield last_resort
    sys.excepthook, threading.excepthook = before


class Person:
    """Reads each message that comes up and presses a button of it."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.word = "Close"
        self._beat = QTimer()
        self._beat.timeout.connect(self._look)
        self._beat.start(5)

    def go(self) -> None:
        self._beat.stop()

    def _look(self) -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            self.read.append(f"{box.text()}\n{box.informativeText()}\n{box.detailedText()}")
            first = self.word if len(self.read) == 1 else "Close"
            button(box, first if has_button(box, first) else "OK").click()


@pytest.fixture
def person(qapp: QApplication) -> Iterator[Person]:
    person = Person()
    yield person
    person.go()


def a_bug() -> BaseException:
    try:
        raise ZeroDivisionError(f"a course in {Path.home()}/Ada")
    except ZeroDivisionError as bug:
        return bug


def test_a_bug_is_told_in_plain_words_with_a_report(last_resort: LastResort, person: Person, qtbot: QtBot) -> None:
    last_resort.tell(a_bug())
    qtbot.waitUntil(lambda: len(person.read) == 1)
    assert "What was saved before is safe" in person.read[0]
    assert "ZeroDivisionError" in person.read[0]


def test_the_report_does_not_name_the_home_folder() -> None:
    report = report_of(a_bug())
    assert str(Path.home()) not in report
    assert "~/Ada" in report


def test_a_bug_on_another_thread_is_shown_on_the_one_that_draws(
    last_resort: LastResort, person: Person, qtbot: QtBot
) -> None:

    def fail() -> None:
        raise a_bug()

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(person.read) == 1)


def test_the_interpreters_hook_ends_here(last_resort: LastResort, person: Person, qtbot: QtBot) -> None:
    bug = a_bug()
    QTimer.singleShot(0, lambda: sys.excepthook(type(bug), bug, bug.__traceback__))
    qtbot.waitUntil(lambda: len(person.read) == 1)


def test_a_bug_met_while_one_is_shown_adds_no_second_box(last_resort: LastResort, qtbot: QtBot) -> None:
    asked: list[BaseException] = []

    def ask(error: BaseException) -> None:
        asked.append(error)
        last_resort._show(ValueError())

    last_resort._ask = ask
    last_resort._show(a_bug())
    assert len(asked) == 1
    last_resort._show(a_bug())
    assert len(asked) == 2


def test_the_report_can_be_saved(
    last_resort: LastResort, person: Person, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "report.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    person.word = "Save the report…"
    last_resort.tell(a_bug())
    qtbot.waitUntil(lambda: bool(person.read) and file.exists())
    assert "ZeroDivisionError" in file.read_text(encoding="utf-8")


def test_a_report_that_cannot_be_saved_is_told_and_later_bugs_too(
    last_resort: LastResort, person: Person, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "gone" / "report.txt"), ""))
    person.word = "Save the report…"
    last_resort.tell(a_bug())
    qtbot.waitUntil(lambda: len(person.read) == 2)
    assert "could not be written" in person.read[1]
    last_resort.tell(a_bug())
    qtbot.waitUntil(lambda: len(person.read) == 3)
