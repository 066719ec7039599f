"""What questions look like: pictures, texts from right to left, every look and size, and any question there may be."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from player.domain.quiz import Answer, Question
from player.ui.quiz.answer_words import given_lines, right_lines
from player.ui.quiz.entry import Entry
from player.ui.quiz.question import QuestionView
from player.ui.theme import Scheme
from player.ui.widgets.quiet_combo import QuietCombo
from tests.questions import answers, questions
from tests.trying import tries
from tests.ui import quizzes
from tests.ui.access import complaints, jumps, stops, unreached
from tests.ui.fake_host import make_theme
from tests.ui.gestures import button, press, shown, texts
from tests.ui.quiz_sitting import SETTLING, Sit, sitting_down, sitting_with

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

MORE_KINDS = (quizzes.SHAPES, quizzes.PICTURED, quizzes.ARABIC, quizzes.ARABIC_GAPS, quizzes.LONG)
ASKED = questions().flatmap(lambda question: st.tuples(st.just(question), answers(question)))


@pytest.fixture
def sit(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Sit]:
    """Sits down before a quiz of one question, the first one shown."""
    yield from sitting_down(tmp_path, qapp, qtbot)


# ---------------------------------------------------------------- pictures


def test_pictures_come_with_their_words_and_a_damaged_one_is_stood_in_for(sit: Sit) -> None:
    sitting = sit(quizzes.PICTURED)
    drawn = [label for label in shown(sitting.page, QLabel) if not label.pixmap().isNull()]
    assert [label.accessibleName() for label in drawn] == [
        "A curve with wide, regular waves",
        "A curve of sharp teeth",
    ]
    assert "A picture that cannot be shown: The same later" in texts(sitting.page)
    assert button(sitting.page, "A curve of sharp teeth").isEnabled()
    curve = drawn[0]
    assert curve.width() < 1200 and abs(curve.width() * 420 - curve.height() * 1200) < 1200
    assert drawn[1].size().width() == 320, "no picture is enlarged"


def test_a_missing_file_leaves_the_words_of_its_picture(sit: Sit) -> None:
    question = replace(quizzes.PICTURED, pictures=(replace(quizzes.PICTURED.pictures[0], path="quiz/nowhere.png"),))
    sitting = sit(question)
    assert "A picture that cannot be shown: A curve with wide, regular waves" in texts(sitting.page)


def test_pictures_of_a_question_that_was_left_are_not_shown_at_another(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    sitting = sitting_with(
        replace(quizzes.EVERY_KIND, questions=(quizzes.PICTURED, quizzes.SINGLE)), tmp_path, qapp, qtbot
    )
    sitting.package.files.update(quizzes.picture_files())
    sitting.open()
    press(sitting.page, "Begin the quiz")
    press(sitting.page, "Next")
    sitting.host.settle()
    assert all(label.pixmap().isNull() for label in shown(sitting.page, QLabel))
    sitting.host.door.close()


# ---------------------------------------------------------------- right to left, and every look


def test_a_question_from_right_to_left_is_mirrored_and_the_window_is_not(sit: Sit) -> None:
    sitting = sit(quizzes.ARABIC)
    radio = shown(sitting.page, QRadioButton)[1]
    words = next(label for label in shown(sitting.page, QLabel) if label.text() == "Amlodipine 5 mg")
    assert radio.mapTo(sitting.page, QPoint()).x() > words.mapTo(sitting.page, QPoint()).x()
    assert words.alignment() & Qt.AlignmentFlag.AlignRight, "Latin words stand beside their button too"
    assert sitting.page.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_gaps_from_right_to_left_follow_the_line(sit: Sit) -> None:
    sitting = sit(quizzes.ARABIC_GAPS)
    first, second = sitting.boxes()
    assert first.y() == second.y() and first.x() > second.x()


@pytest.mark.parametrize("question", [*quizzes.EVERY_KIND.questions, *MORE_KINDS], ids=lambda question: question.id)
@pytest.mark.parametrize(
    ("scheme", "percent"),
    [
        pytest.param(Scheme.LIGHT, 100, marks=pytest.mark.long),
        (Scheme.DARK, 200),
        pytest.param(Scheme.CONTRAST, 150, marks=pytest.mark.long),
    ],
)
def test_no_kind_is_cut_off_nameless_or_for_the_mouse_alone(
    sit: Sit, qapp: QApplication, question: Question, scheme: Scheme, percent: int
) -> None:
    sitting = sit(question)
    theme = make_theme(qapp)
    theme.switch(scheme)
    theme.scale_text(percent)
    try:
        sitting.page.resize(912, 760)
        for _ in range(SETTLING):
            QApplication.processEvents()
        assert complaints(sitting.page) == []
        found = stops(sitting.page)
        assert unreached(sitting.page, found) == [] and jumps(sitting.page, found) == []
    finally:
        theme.switch(Scheme.LIGHT)
        theme.scale_text(100)


@settings(max_examples=tries(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=ASKED)
def test_any_question_with_any_answer_is_shown_and_nothing_is_told_by_itself(
    qapp: QApplication, asked: tuple[Question, Answer]
) -> None:
    question, answer = asked
    view = QuestionView(make_theme(qapp))
    told: list[object] = []
    view.answered.connect(told.append)
    view.render_question(question, answer.choices)
    view.render_images({"a.png": None})
    Entry(make_theme(qapp), question, answer.choices, 1)
    assert told == [] and view.pending() == ()
    assert len(given_lines(question, answer.choices)) <= max(1, len(answer.choices))
    assert right_lines(question)
    assert all(isinstance(box, QuietCombo) for box in view.findChildren(QComboBox))
    view.deleteLater()


ON_A_FINE_SCREEN = """
from player.ui.none_guard import guard_none
guard_none()
from PySide6.QtWidgets import QApplication, QLabel
from player.ui.pictures import image_of
from player.ui.widgets.picture import CoursePicture
from tests.ui import quizzes
from tests.ui.fake_host import make_theme
app = QApplication([])
picture = CoursePicture(make_theme(app), "A curve")
picture.resize(400, 300)
picture.render_image(image_of(quizzes.picture_files()[quizzes.CURVE]))
picture.show()
app.processEvents()
sheet = picture.findChildren(QLabel)[0]
print(sheet.width(), sheet.pixmap().width())
"""


def test_a_picture_has_all_the_pixels_of_a_fine_screen(root: Path) -> None:
    where = os.environ | {"QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run(
        [sys.executable, "-c", ON_A_FINE_SCREEN], cwd=root, env=where, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["400", "800"]
