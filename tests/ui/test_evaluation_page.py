"""The evaluation: each response kept as it is given, what is missing named in place, and nothing typed ever lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from player.domain.course import CourseId
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.progress import LOCK_WORDS, Lock, StepName, StepState
from player.ui.evaluation import item
from player.ui.evaluation.page import EvaluationPage
from player.ui.host import Place, Route
from player.ui.widgets.rating import Rating
from tests.builders import COURSE, RESPONSES, RIGHT, SHORT_COURSE
from tests.fakes import FakeStream
from tests.ui.fake_host import FakeDesk, FakeHost, make_host
from tests.ui.gestures import button, focus, key, open_page, press, shown, tab_to, texts, type_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SEND = "Send the evaluation"


class DiskFull(Problem):
    what_template = "There is no room left."


class Form:
    """Somebody before the evaluation of the desk's first course."""

    def __init__(self, desk: FakeDesk, qapp: QApplication, qtbot: QtBot) -> None:
        self.desk = desk
        self.host: FakeHost = make_host(desk, qapp)
        self.page = EvaluationPage(self.host)
        qtbot.addWidget(self.page)

    def open(self, which: int = 0) -> None:
        open_page(self.page, self.host, Route(place=Place.EVALUATION, course=self.desk.signed[which].hash))

    def rate(self, statement: str, word: str) -> None:
        tiles = [t for t in shown(self.page, QAbstractButton) if t.accessibleDescription() == statement]
        next(tile for tile in tiles if tile.accessibleName().endswith(word)).click()

    def tick(self, *words: str) -> None:
        for word in words:
            self.choice(word).click()

    def is_ticked(self, word: str) -> bool:
        return self.choice(word).isChecked()

    def choice(self, word: str) -> QAbstractButton:
        """One that is no tile of a rating."""
        choices = (b for b in shown(self.page, QAbstractButton) if not isinstance(b.parentWidget(), Rating))
        found = (b for b in choices if b.text() == word)
        return next(found)

    @property
    def text(self) -> QPlainTextEdit:
        return shown(self.page, QPlainTextEdit)[0]

    def kept(self, which: int = 0) -> dict[tuple[str, str], object]:
        responses = self.desk.progress(self.desk.signed[which]).responses
        return {response.place: response.text or response.options for response in responses}

    @property
    def stream(self) -> FakeStream:
        stream = self.desk.journey(self.desk.signed[0]).stream
        assert isinstance(stream, FakeStream)
        return stream

    def fill(self) -> None:
        self.rate("The content", "Good")
        self.rate("The speaker", "Fair")
        self.tick("Yes")


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    twin = replace(COURSE, id=CourseId("org.example.twin"), title="A Twin")
    desk = FakeDesk(tmp_path, courses=(COURSE, twin, SHORT_COURSE))
    for course in desk.signed:
        desk.watch(course)
        if course.course.quiz is not None:
            desk.journey(course).submit_quiz(RIGHT)
    return desk


@pytest.fixture
def form(desk: FakeDesk, qapp: QApplication, qtbot: QtBot) -> Iterator[Form]:
    form = Form(desk, qapp, qtbot)
    yield form
    form.host.door.close()


def test_it_can_be_filled_in_with_the_keyboard_alone(form: Form) -> None:
    form.open()
    assert focus().accessibleDescription() == "The content"
    key(Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Tab, Qt.Key.Key_Space)
    tab_to("Yes")
    key(Qt.Key.Key_Space)
    tab_to("Fair", QCheckBox)
    key(Qt.Key.Key_Space)
    tab_to("Anything else?")
    type_in("No.")
    key(Qt.Key.Key_Tab)
    assert focus() is button(form.page, SEND)
    key(Qt.Key.Key_Space)
    form.host.settle()
    assert form.kept() == {
        ("rate", "content"): ("3",),
        ("rate", "speaker"): ("1",),
        ("bias", ""): ("yes",),
        ("use", ""): ("2",),
        ("say", ""): "No.",
    }
    assert "Thank you" in texts(form.page)
    key(Qt.Key.Key_Space)
    assert form.host.routes == [Route(place=Place.CLAIM, course=form.desk.signed[0].hash)]


def test_what_is_not_required_says_so(form: Form) -> None:
    form.open()
    assert texts(form.page).count("Not required") == 2


def test_what_is_missing_is_named_at_its_place_and_the_rest_stays(form: Form) -> None:
    form.open()
    form.rate("The speaker", "Good")
    form.host.settle()
    press(form.page, SEND)
    form.host.settle()
    said = texts(form.page)
    assert "2 items still need an answer; they are marked." in said
    assert said.count("Please choose one.") == 1
    assert form.host.problems == []
    assert focus().accessibleDescription() == "The content"
    form.rate("The content", "Good")
    form.host.settle()
    assert "Please choose one." not in texts(form.page)
    form.tick("No")
    form.host.settle()
    assert "still need" not in texts(form.page)
    press(form.page, SEND)
    form.host.settle()
    assert "Thank you" in texts(form.page)


def test_one_missing_item_is_said_in_the_singular(form: Form) -> None:
    form.open()
    form.rate("The content", "Good")
    form.rate("The speaker", "Good")
    form.host.settle()
    press(form.page, SEND)
    form.host.settle()
    assert "One item still needs an answer; it is marked." in texts(form.page)


def test_responses_are_kept_when_the_page_is_left_and_entered_again(form: Form) -> None:
    form.open()
    form.fill()
    form.text.setFocus()
    type_in("Half a sent")
    form.page.leave()
    form.host.settle()
    form.open()
    assert form.text.toPlainText() == "Half a sent"
    assert form.is_ticked("Yes")
    assert form.kept()["say", ""] == "Half a sent"


def test_typing_is_kept_at_a_pause(form: Form, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(item, "TYPING_PAUSE_MS", 5)
    form.open()
    form.text.setFocus()
    type_in("Thanks")
    qtbot.waitUntil(lambda: form.kept().get(("say", "")) == "Thanks")
    form.host.settle()
    assert form.host.saved >= 1


def test_what_comes_back_from_the_disk_never_overtakes_typing(form: Form) -> None:
    """A rating is kept while a sentence waits for its pause, and the keyboard is elsewhere by then."""
    form.open()
    form.text.setFocus()
    type_in("First")
    form.page.leave()
    type_in(" and second")
    form.rate("The content", "Good")
    button(form.page, SEND).setFocus()
    form.host.settle()
    assert form.text.toPlainText() == "First and second"
    form.page.leave()
    form.host.settle()
    assert form.kept()["say", ""] == "First and second"


def test_quick_ticks_are_all_kept(form: Form) -> None:
    form.open()
    form.tick("Poor", "Fair", "Good")
    seen: set[tuple[bool, ...]] = set()
    while not form.host.door.is_idle:
        QApplication.processEvents()
        seen.add(tuple(form.is_ticked(word) for word in ("Poor", "Fair", "Good")))
    assert seen <= {(True, True, True)}
    assert form.kept()["use", ""] == ("1", "2", "3")


def test_a_response_the_disk_refused_stays_and_is_tried_again(form: Form) -> None:
    form.open()
    form.stream.problem = DiskFull()
    form.tick("Yes")
    form.text.setFocus()
    type_in("Words")
    form.page.leave()
    form.host.settle()
    assert {problem.code for problem in form.host.problems} == {"DiskFull"}
    assert (form.host.saved, form.kept()) == (0, {})
    form.stream.problem = None
    form.open()
    assert form.is_ticked("Yes") and form.text.toPlainText() == "Words"
    form.rate("The content", "Good")
    form.host.settle()
    assert form.kept() == {("rate", "content"): ("3",), ("bias", ""): ("yes",), ("say", ""): "Words"}


def test_sending_onto_a_full_disk_keeps_the_form_and_blames_no_item(form: Form) -> None:
    form.open()
    form.fill()
    form.host.settle()
    form.stream.problem = DiskFull()
    press(form.page, SEND)
    form.host.settle()
    assert [problem.code for problem in form.host.problems] == ["DiskFull"]
    assert "still need" not in texts(form.page)
    form.stream.problem = None
    press(form.page, SEND)
    form.host.settle()
    assert "Thank you" in texts(form.page)


def test_two_courses_that_ask_the_same_do_not_share_answers(form: Form) -> None:
    form.open()
    form.tick("Yes")
    form.text.setFocus()
    type_in("About the first")
    form.page.leave()
    form.host.settle()
    form.open(1)
    assert form.text.toPlainText() == ""
    assert not form.is_ticked("Yes")
    form.open(0)
    assert form.text.toPlainText() == "About the first" and form.is_ticked("Yes")
    assert form.kept(1) == {}


def test_a_sent_evaluation_cannot_be_sent_twice(form: Form) -> None:
    form.desk.journey(form.desk.signed[0]).submit_evaluation(RESPONSES)
    form.open()
    assert "Thank you" in texts(form.page)
    assert focus() is button(form.page, "Claim credit")


def test_a_locked_evaluation_says_why_and_leads_back(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    desk = FakeDesk(tmp_path / "other")
    desk.watch(desk.signed[0])
    form = Form(desk, qapp, qtbot)
    form.open()
    reason, way = LOCK_WORDS[Lock.QUIZ_FIRST]
    assert reason in texts(form.page) and way in texts(form.page)
    assert focus() is button(form.page, "Back to the course")
    key(Qt.Key.Key_Space)
    assert form.host.routes == [Route(place=Place.COURSE, course=desk.signed[0].hash)]
    form.host.door.close()


def test_a_form_of_text_alone_needs_text(form: Form) -> None:
    form.open(2)
    assert focus() is form.text
    type_in("   ")
    press(form.page, SEND)
    form.host.settle()
    assert "This still needs an answer." in texts(form.page)
    form.text.setPlainText("Wash them.")
    press(form.page, SEND)
    form.host.settle()
    step = form.desk.progress(form.desk.signed[2]).step(StepName.EVALUATION)
    assert step.state is StepState.DONE


def test_a_course_that_cannot_be_opened_leads_to_the_library(form: Form) -> None:
    form.open()
    form.page.enter(Route(place=Place.EVALUATION, course=CourseHash("f" * 64)))
    form.host.settle()
    assert form.host.routes == [Route(place=Place.LIBRARY)]
