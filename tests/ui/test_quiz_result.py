"""The result of an attempt in words: points, what was answered, what was right, and what the author says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from player.domain.quiz import Accepted, Answer, Draw, Feedback, Question, QuestionKind, Quiz, Scoring
from player.ui.quiz.answer_words import given_lines, number_text, right_lines
from player.ui.quiz.entry import Entry
from player.ui.theme import Scheme
from tests.ui import quizzes
from tests.ui.access import complaints, stops, unreached
from tests.ui.fake_host import make_theme
from tests.ui.gestures import has_button, press, shown, texts
from tests.ui.quiz_sitting import SUBMIT, Sitting, sitting_with

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

After = Callable[..., Sitting]
WRONG = (Answer(question="single", choices=("nitrate",)), Answer(question="numeric", choices=("2",)))


@pytest.fixture
def after(tmp_path: Path, qapp: QApplication, qtbot: QtBot, request: pytest.FixtureRequest) -> After:
    """Shows the result of an attempt with these answers, given on the screen before."""

    def attempt(quiz: Quiz, answers: tuple[Answer, ...]) -> Sitting:
        sitting = sitting_with(quiz, tmp_path, qapp, qtbot)
        request.addfinalizer(sitting.host.door.close)
        journey = sitting.desk.journey(sitting.desk.signed[0])
        for answer in answers:
            journey.keep_answer(answer)
        sitting.open()
        press(sitting.page, SUBMIT)
        sitting.host.settle()
        return sitting

    return attempt


def names(sitting: Sitting) -> list[str]:
    return [label.accessibleName() or label.text() for label in shown(sitting.page, QLabel)]


def test_points_are_told_where_questions_are_worth_different_ones(after: After) -> None:
    said = texts(after(quizzes.EVERY_KIND, quizzes.HALF_RIGHT).page)
    assert "6 of 11 points: 54 %" in said and "70 % are needed." in said
    assert "1 of 2 points" in said and "2 of 3 points" in said


def test_questions_are_counted_where_each_is_worth_one(after: After) -> None:
    quiz = replace(quizzes.EVERY_KIND, questions=(quizzes.SINGLE, quizzes.NUMERIC))
    assert "0 of 2 right: 0 %" in texts(after(quiz, WRONG).page)


def test_half_points_are_written_as_people_here_write_them(after: After) -> None:
    accepted = (Accepted(wording="pancreas", worth=Decimal(1)), Accepted(wording="liver", worth=Decimal("0.5")))
    half = replace(quizzes.TEXT, scoring=Scoring.PARTIAL, accepted=accepted)
    quiz = replace(quizzes.EVERY_KIND, questions=(half,))
    sitting = after(quiz, (Answer(question="text", choices=("Liver",)),))
    assert "0.5 of 1 points: 50 %" in texts(sitting.page) and "partly right" in texts(sitting.page)


@pytest.mark.parametrize(("number", "said"), [("7.50", "7,5"), ("10", "10"), ("1E+2", "100"), ("0", "0")])
def test_numbers_have_all_their_digits_and_the_point_of_the_country(number: str, said: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    try:
        assert number_text(Decimal(number)) == said
    finally:
        QLocale.setDefault(before)


def test_every_kind_tells_the_answer_beside_the_right_one(after: After) -> None:
    said = names(after(quizzes.EVERY_KIND, quizzes.HALF_RIGHT))
    assert [said.count(word) for word in ("right", "partly right", "wrong")] == [3, 2, 3]
    for line in (
        "Dyspnoea (right)",
        "Ankle oedema",
        "Gap 2 of 3: artery (wrong)",
        "Gap 2 of 3: large vein",
        "An ACE inhibitor: Dry cough (right)",
        "1.  Press the chest, hard and fast",
        "1.  Call for help",
        "1,5",
        "the liver",
        "pancreas",
    ):
        assert line in said, line


def test_what_the_author_says_follows_the_answer(after: After) -> None:
    said = names(after(quizzes.EVERY_KIND, quizzes.HALF_RIGHT))
    assert {"It lowers mortality.", "See the second recording.", "Well reckoned."} <= set(said)
    assert "Help comes first: nobody presses a chest alone for long." in said
    assert "It helps with pain only." not in said, "that choice was not chosen"


@pytest.mark.parametrize("feedback", [Feedback.NEVER, Feedback.AFTER_PASSING])
def test_nothing_is_told_before_the_course_allows_it(after: After, feedback: Feedback) -> None:
    said = texts(after(replace(quizzes.EVERY_KIND, feedback=feedback), quizzes.HALF_RIGHT).page)
    assert "6 of 11 points" in said
    for word in ("partly right", "wrong", "The right answer", "Help comes first", "large vein"):
        assert word not in said


def test_after_passing_it_is_told(after: After) -> None:
    quiz = replace(quizzes.EVERY_KIND, feedback=Feedback.AFTER_PASSING, passing_percent=50)
    sitting = after(quiz, quizzes.HALF_RIGHT)
    assert "Gap 2 of 3: large vein" in texts(sitting.page) and has_button(sitting.page, "Go on")


def test_a_right_answer_is_not_told_twice(qapp: QApplication, qtbot: QtBot) -> None:
    entry = Entry(make_theme(qapp), quizzes.TRUE_FALSE, ("yes",), 1)
    qtbot.addWidget(entry)
    words = [label.text() for label in entry.findChildren(QLabel)]
    assert words.count("True") == 1 and "The right answer" not in words


@pytest.mark.parametrize(
    ("accepted", "said"),
    [
        (Accepted(low=Decimal("1.45"), high=Decimal("1.55")), "from 1.45 to 1.55"),
        (Accepted(low=Decimal(4), high=Decimal("4.0")), "4"),
        (Accepted(wording="*islets*"), "…islets…"),
    ],
)
def test_what_would_have_been_accepted_is_told_in_words(accepted: Accepted, said: str) -> None:
    kind = QuestionKind.TEXT if accepted.wording else QuestionKind.NUMERIC
    assert [line.text for line in right_lines(replace(quizzes.NUMERIC, kind=kind, accepted=(accepted,)))] == [said]


def test_a_choice_that_is_a_picture_is_told_by_what_it_shows() -> None:
    (line,) = given_lines(quizzes.PICTURED, ("teeth",))
    assert line.text == "A curve of sharp teeth"


def test_no_answer_is_told_as_none(qapp: QApplication, qtbot: QtBot) -> None:
    entry = Entry(make_theme(qapp), quizzes.SINGLE, (), 1)
    qtbot.addWidget(entry)
    assert "none" in [label.text() for label in entry.findChildren(QLabel)]


# ---------------------------------------------------------------- drawn and shuffled


def numbered(count: int) -> tuple[Question, ...]:
    return tuple(replace(quizzes.SINGLE, id=f"q{n}", text=f"Question of number {n}", bank="all") for n in range(count))


def test_only_what_is_drawn_is_asked_and_told_of(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    quiz = replace(quizzes.EVERY_KIND, questions=numbered(9), draws=(Draw(bank="all", count=3),), passing_percent=100)
    sitting = sitting_with(quiz, tmp_path, qapp, qtbot)
    sheet = sitting.desk.journey(sitting.desk.signed[0]).sheet()
    sitting.open()
    assert "3 questions." in texts(sitting.page)
    press(sitting.page, "Begin the quiz")
    for place, question in enumerate(sheet, 1):
        assert f"Question {place} of 3" in texts(sitting.page) and question.text in texts(sitting.page)
        sitting.tick("A nitrate")
        sitting.host.settle()
        if place < 3:
            press(sitting.page, "Next")
    press(sitting.page, SUBMIT)
    sitting.host.settle()
    said = texts(sitting.page)
    assert "0 of 3 right: 0 %" in said
    assert [text for text in said.splitlines() if text.startswith("Question of")] == [q.text for q in sheet]
    sitting.host.door.close()


def test_choices_stand_in_the_order_of_the_sheet(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    shuffled = tuple(replace(question, bank="", shuffle=True) for question in numbered(4))
    quiz = replace(quizzes.EVERY_KIND, questions=shuffled, shuffle=True)
    sitting = sitting_with(quiz, tmp_path, qapp, qtbot)
    sheet = sitting.desk.journey(sitting.desk.signed[0]).sheet()
    sitting.open()
    press(sitting.page, "Begin the quiz")
    orders: set[tuple[str, ...]] = set()
    for question in sheet:
        assert question.text in texts(sitting.page)
        order = tuple(choice.accessibleName() for choice in sitting.choices())
        assert order == tuple(choice.text for choice in question.choices)
        orders.add(order)
        if question is not sheet[-1]:
            press(sitting.page, "Next")
    assert len(orders) > 1, "otherwise nothing was shuffled"
    sitting.host.door.close()


@pytest.mark.parametrize(("scheme", "percent"), [(Scheme.LIGHT, 100), (Scheme.DARK, 200)])
def test_nothing_of_a_result_is_cut_off(after: After, qapp: QApplication, scheme: Scheme, percent: int) -> None:
    sitting = after(quizzes.EVERY_KIND, quizzes.HALF_RIGHT)
    theme = make_theme(qapp)
    theme.switch(scheme)
    theme.scale_text(percent)
    try:
        sitting.page.resize(912, 760)
        for _ in range(6):
            QApplication.processEvents()
        assert complaints(sitting.page) == []
        assert unreached(sitting.page, stops(sitting.page)) == []
    finally:
        theme.switch(Scheme.LIGHT)
        theme.scale_text(100)
