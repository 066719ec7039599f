"""The quiz: its passing score first, answers kept as they are given, and nothing ticked is ever lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.progress import LOCK_WORDS, Lock
from player.domain.quiz import Feedback
from player.ui.host import Place, Route
from tests.builders import COURSE, QUIZ, RIGHT, SHORT_COURSE, WRONG
from tests.ui.fake_host import FakeDesk
from tests.ui.gestures import button, focus, has_button, key, press, shown, tab_to, texts
from tests.ui.quiz_sitting import BEGIN, SUBMIT, Sitting, sitting_with

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class DiskFull(Problem):
    what_template = "There is no room left."


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    desk = FakeDesk(tmp_path, courses=(COURSE, SHORT_COURSE))
    desk.watch(desk.signed[0])
    return desk


@pytest.fixture
def sitting(desk: FakeDesk, qapp: QApplication, qtbot: QtBot) -> Iterator[Sitting]:
    sitting = Sitting(desk, qapp, qtbot)
    yield sitting
    sitting.host.door.close()


def test_the_passing_score_is_told_before_the_first_question(sitting: Sitting) -> None:
    sitting.open()
    said = texts(sitting.page)
    assert "You pass with 100 %" in said and "2 questions. You may take it as often as you like." in said
    assert "Which one?" not in said
    assert focus() is button(sitting.page, BEGIN)


def test_it_can_be_taken_with_the_keyboard_alone(sitting: Sitting) -> None:
    sitting.open()
    key(Qt.Key.Key_Space)
    assert focus().accessibleName() == "This"
    key(Qt.Key.Key_Space)
    sitting.host.settle()
    tab_to("Next")
    key(Qt.Key.Key_Space)
    assert focus().accessibleName() == "One"
    key(Qt.Key.Key_Space)
    tab_to("Two")
    key(Qt.Key.Key_Space)
    sitting.host.settle()
    tab_to(SUBMIT)
    key(Qt.Key.Key_Space)
    sitting.host.settle()
    assert "2 of 2 right: 100 %" in texts(sitting.page)
    assert focus() is button(sitting.page, "Go on")
    key(Qt.Key.Key_Space)
    assert sitting.host.routes == [Route(place=Place.EVALUATION, course=sitting.desk.signed[0].hash)]


def test_arrow_keys_choose_among_the_choices(sitting: Sitting) -> None:
    sitting.open()
    press(sitting.page, BEGIN)
    key(Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert sitting.ticked() == ["That"]
    key(Qt.Key.Key_Up)
    sitting.host.settle()
    assert sitting.ticked() == ["This"]
    assert sitting.kept() == {"q1": {"a"}}


def test_the_words_of_a_choice_tick_it(sitting: Sitting) -> None:
    sitting.open()
    press(sitting.page, BEGIN)
    words = next(label for label in shown(sitting.page, QLabel) if label.text() == "That")
    QTest.mouseClick(words, Qt.MouseButton.LeftButton)
    assert sitting.ticked() == ["That"]


@pytest.mark.parametrize("where", [QPoint(-60, -200), None], ids=["let go elsewhere", "the other button"])
def test_what_is_no_click_ticks_nothing(sitting: Sitting, where: QPoint | None) -> None:
    sitting.open()
    press(sitting.page, BEGIN)
    words = next(label for label in shown(sitting.page, QLabel) if label.text() == "That")
    pressed = Qt.MouseButton.LeftButton if where else Qt.MouseButton.RightButton
    QTest.mousePress(words, pressed)
    QTest.mouseRelease(words, pressed, Qt.KeyboardModifier.NoModifier, where or QPoint(4, 4))
    assert sitting.ticked() == []


def test_answers_are_kept_when_the_page_is_left_and_entered_again(sitting: Sitting) -> None:
    sitting.open()
    press(sitting.page, BEGIN)
    sitting.tick("That")
    sitting.host.settle()
    assert sitting.host.saved == 1
    sitting.page.leave()
    sitting.open()
    assert "Which ones?" in texts(sitting.page), "it goes on at the first open question"
    press(sitting.page, "Back")
    assert sitting.ticked() == ["That"]


def test_saved_is_said_only_after_the_commit(sitting: Sitting) -> None:
    sitting.open()
    press(sitting.page, BEGIN)
    sitting.tick("This")
    assert sitting.host.saved == 0
    sitting.host.settle()
    assert sitting.host.saved == 1 and sitting.kept() == {"q1": {"a"}}


def test_quick_ticks_are_all_kept(sitting: Sitting) -> None:
    """What comes back from the disk never unticks what was ticked meanwhile."""
    sitting.open()
    press(sitting.page, BEGIN)
    sitting.tick("This")
    press(sitting.page, "Next")
    sitting.tick("One", "Two", "Three")
    seen: list[list[str]] = []
    while not sitting.host.door.is_idle:
        QApplication.processEvents()
        seen.append(sitting.ticked())
    assert set(map(tuple, seen)) == {("One", "Two", "Three")}
    assert sitting.kept() == {"q1": {"a"}, "q2": {"a", "b", "c"}}


def test_submitting_needs_every_answer(sitting: Sitting) -> None:
    sitting.open()
    press(sitting.page, BEGIN)
    press(sitting.page, "Next")
    assert not button(sitting.page, SUBMIT).isEnabled()
    assert "2 still to answer" in texts(sitting.page)
    sitting.tick("One")
    sitting.host.settle()
    assert "1 still to answer" in texts(sitting.page)


def test_the_overview_tells_answered_from_open_and_leads_there(sitting: Sitting) -> None:
    sitting.open()
    press(sitting.page, BEGIN)
    sitting.tick("This")
    sitting.host.settle()
    assert has_button(sitting.page, "Question 1, answered")
    press(sitting.page, "Question 2, not answered")
    assert "Which ones?" in texts(sitting.page)


def answer(sitting: Sitting, *words: str) -> None:
    press(sitting.page, BEGIN)
    sitting.tick(words[0])
    press(sitting.page, "Next")
    sitting.tick(*words[1:])
    sitting.host.settle()
    press(sitting.page, SUBMIT)
    sitting.host.settle()


def test_a_failed_attempt_shows_the_score_and_can_be_taken_again(sitting: Sitting) -> None:
    sitting.open()
    answer(sitting, "That", "One", "Two")
    said = texts(sitting.page)
    assert "1 of 2 right: 50 %" in said and "100 % are needed." in said
    press(sitting.page, "Take it again")
    assert sitting.ticked() == []
    assert "Question 1 of 2" in texts(sitting.page)


@pytest.mark.parametrize(
    ("feedback", "shows"),
    [(Feedback.NEVER, False), (Feedback.AFTER_PASSING, False), (Feedback.AFTER_SUBMISSION, True)],
)
def test_the_key_is_shown_only_as_the_course_allows(
    feedback: Feedback, shows: bool, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    sitting = sitting_with(replace(QUIZ, feedback=feedback), tmp_path, qapp, qtbot)
    sitting.open()
    answer(sitting, "That", "One", "Two")
    assert ("The right answer" in texts(sitting.page)) == shows
    sitting.host.door.close()


def test_a_quiz_of_one_question_can_be_taken_again(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    sitting = sitting_with(replace(QUIZ, questions=QUIZ.questions[:1]), tmp_path, qapp, qtbot)
    sitting.open()
    assert "One question." in texts(sitting.page)
    for word in ("That", "This"):
        press(sitting.page, BEGIN) if word == "That" else press(sitting.page, "Take it again")
        assert sitting.ticked() == []
        sitting.tick(word)
        sitting.host.settle()
        press(sitting.page, SUBMIT)
        sitting.host.settle()
    assert "1 of 1 right" in texts(sitting.page)
    sitting.host.door.close()


def test_the_last_attempt_ends_with_the_reason_and_the_way(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    sitting = sitting_with(replace(QUIZ, attempts=1), tmp_path, qapp, qtbot)
    sitting.open()
    assert "You may take it once more." in texts(sitting.page)
    answer(sitting, "That", "One")
    assert "No attempt is left" in texts(sitting.page)
    assert not has_button(sitting.page, "Take it again")
    sitting.open()
    assert LOCK_WORDS[Lock.NO_ATTEMPTS_LEFT][0] in texts(sitting.page)
    sitting.host.door.close()


def test_a_locked_quiz_says_why_and_leads_back(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    sitting = Sitting(FakeDesk(tmp_path), qapp, qtbot)
    sitting.open()
    reason, way = LOCK_WORDS[Lock.DISCLOSURES_FIRST]
    assert reason in texts(sitting.page) and way in texts(sitting.page)
    assert focus() is button(sitting.page, "Back to the course")
    key(Qt.Key.Key_Space)
    assert sitting.host.routes == [Route(place=Place.COURSE, course=sitting.desk.signed[0].hash)]
    sitting.host.door.close()


def test_a_passed_quiz_shows_its_result_again(sitting: Sitting) -> None:
    sitting.desk.journey(sitting.desk.signed[0]).submit_quiz(WRONG)
    sitting.desk.journey(sitting.desk.signed[0]).submit_quiz(RIGHT)
    sitting.open()
    assert "2 of 2 right: 100 %" in texts(sitting.page)
    assert has_button(sitting.page, "Go on")


def test_an_answer_the_disk_refused_stays_ticked_and_is_tried_again(sitting: Sitting) -> None:
    sitting.open()
    press(sitting.page, BEGIN)
    sitting.stream.problem = DiskFull()
    sitting.tick("This")
    sitting.host.settle()
    assert [problem.code for problem in sitting.host.problems] == ["DiskFull"]
    assert sitting.host.saved == 0 and sitting.ticked() == ["This"] and sitting.kept() == {}
    sitting.stream.problem = None
    press(sitting.page, "Next")
    sitting.tick("One", "Two")
    sitting.host.settle()
    assert sitting.kept() == {"q1": {"a"}, "q2": {"a", "b"}}
    press(sitting.page, "Back")
    assert sitting.ticked() == ["This"]


def test_submitting_saves_first_what_was_refused(sitting: Sitting) -> None:
    sitting.open()
    press(sitting.page, BEGIN)
    sitting.tick("This")
    press(sitting.page, "Next")
    sitting.tick("One")
    sitting.host.settle()
    sitting.stream.problem = DiskFull()
    sitting.tick("Two")
    sitting.host.settle()
    press(sitting.page, SUBMIT)
    sitting.host.settle()
    assert {problem.code for problem in sitting.host.problems} == {"DiskFull"}
    sitting.stream.problem = None
    press(sitting.page, SUBMIT)
    sitting.host.settle()
    assert "2 of 2 right" in texts(sitting.page)


def test_what_was_refused_in_one_course_is_not_brought_to_another(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    other = replace(COURSE, title="Another Course", version=2)
    desk = FakeDesk(tmp_path, courses=(COURSE, other))
    for course in desk.signed:
        desk.watch(course)
    sitting = Sitting(desk, qapp, qtbot)
    sitting.open()
    press(sitting.page, BEGIN)
    sitting.stream.problem = DiskFull()
    sitting.tick("This")
    sitting.host.settle()
    sitting.open(1)
    press(sitting.page, BEGIN)
    assert sitting.ticked() == []
    sitting.host.door.close()


def test_a_course_without_a_quiz_leads_back_to_it(sitting: Sitting) -> None:
    sitting.open(1)
    assert sitting.host.routes == [Route(place=Place.COURSE, course=sitting.desk.signed[1].hash)]


def test_a_course_that_cannot_be_opened_leads_to_the_library(sitting: Sitting) -> None:
    sitting.open()
    sitting.page.enter(Route(place=Place.QUIZ, course=CourseHash("f" * 64)))
    sitting.host.settle()
    assert sitting.host.routes == [Route(place=Place.LIBRARY)]
    assert len(sitting.host.problems) == 1
