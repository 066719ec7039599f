"""Somebody at the quiz page, over a real desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton
from pytestqt.qtbot import QtBot

from player.domain.quiz import Question, Quiz
from player.ui.host import Place, Route
from player.ui.quiz.page import QuizPage
from player.ui.widgets.quiet_combo import QuietCombo
from tests.builders import COURSE
from tests.fakes import FakeStream
from tests.ui import quizzes
from tests.ui.fake_host import FakeDesk, FakeHost, FakePackage, make_host
from tests.ui.gestures import button, open_page, press, shown

BEGIN, SUBMIT = "Begin the quiz", "Submit the quiz"


class Sitting:
    """Somebody before the quiz of the desk's first course."""

    def __init__(self, desk: FakeDesk, qapp: QApplication, qtbot: QtBot) -> None:
        self.desk = desk
        self.host: FakeHost = make_host(desk, qapp)
        self.page = QuizPage(self.host)
        self._qtbot = qtbot
        qtbot.addWidget(self.page)

    @property
    def package(self) -> FakePackage:
        return self.desk.shelf.held[0]

    def open(self, which: int = 0) -> None:
        open_page(self.page, self.host, Route(place=Place.QUIZ, course=self.desk.signed[which].hash))

    def tick(self, *words: str) -> None:
        for word in words:
            button(self.page, word).click()

    def choices(self) -> list[QAbstractButton]:
        kinds = (QRadioButton, QCheckBox)
        return [b for b in shown(self.page, QAbstractButton) if isinstance(b, kinds)]

    def ticked(self) -> list[str]:
        return [choice.accessibleName() for choice in self.choices() if choice.isChecked()]

    @property
    def stream(self) -> FakeStream:
        stream = self.desk.journey(self.desk.signed[0]).stream
        assert isinstance(stream, FakeStream)
        return stream

    def kept(self) -> dict[str, set[str]]:
        return {question: set(given) for question, given in self.given().items()}

    def given(self) -> dict[str, tuple[str, ...]]:
        """What is in the ledger so far."""
        answers = self.desk.progress(self.desk.signed[0]).draft_answers
        return {answer.question: answer.choices for answer in answers}

    def ask(self) -> None:
        """Opens the quiz at its first question."""
        self.open()
        press(self.page, BEGIN)
        self.host.settle()

    def boxes(self) -> list[QuietCombo]:
        return shown(self.page, QuietCombo)


def sitting_with(quiz: Quiz, tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Sitting:
    """A course that was watched, with this quiz."""
    desk = FakeDesk(tmp_path / "other", courses=(replace(COURSE, quiz=quiz),))
    desk.watch(desk.signed[0])
    return Sitting(desk, qapp, qtbot)


Sit = Callable[[Question], Sitting]
SETTLING = 6
"""Rounds of the event loop until words and pictures have found their heights."""


def sitting_down(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Sit]:
    """What sits down before a quiz of one question, its pictures at hand; the doors are closed at the end."""
    begun: list[Sitting] = []

    def sit(question: Question) -> Sitting:
        sitting = sitting_with(replace(quizzes.EVERY_KIND, questions=(question,)), tmp_path, qapp, qtbot)
        begun.append(sitting)
        sitting.package.files.update(quizzes.picture_files())
        sitting.ask()
        for _ in range(SETTLING):
            QApplication.processEvents()
        return sitting

    yield sit
    for sitting in begun:
        sitting.host.door.close()
