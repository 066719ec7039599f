"""Each kind of question, answered by mouse and by keyboard alone, kept as it is given, and found again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from player.domain.quiz import Choice, Question
from player.ui.quiz.gap_text import GapText
from player.ui.quiz.radio_row import RadioRow
from tests.ui import quizzes
from tests.ui.access import stops
from tests.ui.gestures import button, focus, has_button, key, press, shown, tab_to, texts, type_in
from tests.ui.quiz_sitting import SUBMIT, Sit, Sitting, sitting_down

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def sit(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Sit]:
    """Sits down before a quiz of one question, the first one shown."""
    yield from sitting_down(tmp_path, qapp, qtbot)


def choose(box: QComboBox, words: str) -> None:
    """Opens a box and picks an item with the mouse."""
    place = next(n for n in range(box.count()) if words in box.itemText(n))
    box.showPopup()
    QApplication.processEvents()
    view = box.view()
    QTest.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        view.visualRect(box.model().index(place, 0)).center(),
    )
    QApplication.processEvents()


def submitted(sitting: Sitting) -> str:
    press(sitting.page, SUBMIT)
    sitting.host.settle()
    return texts(sitting.page)


# ---------------------------------------------------------------- ticks


def test_one_choice_is_ticked_by_its_words_and_by_keys(sit: Sit) -> None:
    sitting = sit(quizzes.SINGLE)
    assert focus().accessibleName() == "A beta blocker"
    key(Qt.Key.Key_Down, Qt.Key.Key_Space)
    sitting.host.settle()
    assert sitting.given() == {"single": ("nitrate",)}
    words = next(label for label in shown(sitting.page, QLabel) if label.text() == "A beta blocker")
    QTest.mouseClick(words, Qt.MouseButton.LeftButton)
    sitting.host.settle()
    assert sitting.given() == {"single": ("beta",)}


def test_no_more_is_ticked_than_may_be_and_why_is_told(sit: Sit) -> None:
    sitting = sit(quizzes.MULTIPLE)
    assert "Tick up to 2." in texts(sitting.page)
    sitting.tick("Dyspnoea", "Ankle oedema", "None of these")
    sitting.host.settle()
    assert sitting.ticked() == ["Dyspnoea", "Ankle oedema"]
    assert "2 are ticked already" in texts(sitting.page)
    sitting.tick("Dyspnoea", "None of these")
    sitting.host.settle()
    assert sitting.given() == {"multiple": ("oedema", "none")}
    assert "ticked already" not in texts(sitting.page)


def test_true_or_false_is_one_of_two(sit: Sit) -> None:
    sitting = sit(quizzes.TRUE_FALSE)
    key(Qt.Key.Key_Space)
    sitting.host.settle()
    assert sitting.given() == {"true-false": ("yes",)} and len(shown(sitting.page, QRadioButton)) == 2


# ---------------------------------------------------------------- gaps and pairs


def test_gaps_are_named_in_the_order_of_the_text(sit: Sit) -> None:
    sitting = sit(quizzes.INLINE)
    assert [box.accessibleName() for box in sitting.boxes()] == ["Gap 1 of 3", "Gap 2 of 3", "Gap 3 of 3"]
    around = "(Gap 1 of 3), given into a … as soon as the pressure stays low"
    assert sitting.boxes()[1].accessibleDescription() == around
    text = shown(sitting.page, GapText)[0].accessibleName()
    assert text.startswith("In septic shock the first vasopressor is (Gap 1 of 3), given into a (Gap 2 of 3)")


def test_gaps_are_filled_by_keys_alone(sit: Sit) -> None:
    sitting = sit(quizzes.INLINE)
    assert focus() is sitting.boxes()[0]
    for place in range(3):
        tab_to(f"Gap {place + 1} of 3")
        key(Qt.Key.Key_Down)
        sitting.host.settle()
        assert button(sitting.page, SUBMIT).isEnabled() == (place == 2)
    assert sitting.given() == {"inline": ("nor", "vein", "65")}
    tab_to(SUBMIT)
    key(Qt.Key.Key_Space)
    sitting.host.settle()
    assert "3 of 3 points: 100 %" in texts(sitting.page)


def test_gaps_are_filled_by_mouse_with_what_is_on_offer_there(sit: Sit) -> None:
    sitting = sit(quizzes.INLINE)
    drug, way, _ = sitting.boxes()
    assert [drug.itemText(n) for n in range(drug.count())] == ["Choose…", "noradrenaline", "dopamine"]
    choose(drug, "dopamine")
    choose(way, "artery")
    sitting.host.settle()
    assert sitting.given() == {"inline": ("dopa", "artery", "")}


def test_gaps_stand_in_their_line_and_nowhere_else(sit: Sit) -> None:
    sitting = sit(quizzes.INLINE)
    text = shown(sitting.page, GapText)[0]
    places = [box.geometry() for box in sitting.boxes()]
    assert all(text.rect().contains(place) for place in places)
    assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[n + 1 :])
    assert [place.top() for place in places] == sorted(place.top() for place in places)


def test_an_id_that_looks_like_marks_is_a_gap_all_the_same(sit: Sit) -> None:
    blanks = tuple(replace(blank, id=f"*{blank.id}*_~x~") for blank in quizzes.INLINE.blanks)
    text = quizzes.INLINE.text
    for before, after in zip(quizzes.INLINE.blanks, blanks, strict=True):
        text = text.replace(f"[[{before.id}]]", f"[[{after.id}]]")
    sitting = sit(replace(quizzes.INLINE, text=text, blanks=blanks))
    assert "Gap 3 of 3) mmHg" in shown(sitting.page, GapText)[0].accessibleName()


def test_pairs_are_made_by_keys_and_a_choice_that_fits_once_moves(sit: Sit) -> None:
    sitting = sit(many_to_match())
    assert focus().accessibleName() == "An ACE inhibitor"
    key(Qt.Key.Key_Down)
    tab_to("A beta blocker")
    key(Qt.Key.Key_Down)
    sitting.host.settle()
    assert sitting.given() == {"matching": ("", "cough", "")}
    key(Qt.Key.Key_Down)
    tab_to("Spironolactone, in a patient whose kidneys are weak")
    key(Qt.Key.Key_End)
    sitting.host.settle()
    assert sitting.given() == {"matching": ("", "slow", "other-2")}
    assert not button(sitting.page, SUBMIT).isEnabled()


def many_to_match() -> Question:
    """More choices than are all in sight."""
    others = tuple(Choice(id=f"other-{number}", text=f"Another effect, {number}") for number in range(3))
    return replace(quizzes.MATCHING, choices=(*quizzes.MATCHING.choices, *others))


def rows_of(sitting: Sitting) -> list[RadioRow]:
    return shown(sitting.page, RadioRow)


def in_row(row: RadioRow, words: str) -> QRadioButton:
    return next(button for button in shown(row, QRadioButton) if button.text() == words)


def test_a_few_short_choices_are_all_in_sight(sit: Sit) -> None:
    sitting = sit(quizzes.MATCHING)
    assert not sitting.boxes()
    rows = rows_of(sitting)
    assert [row.accessibleName() for row in rows] == [
        "An ACE inhibitor",
        "A beta blocker",
        "Spironolactone, in a patient whose kidneys are weak",
    ]
    for row, words in zip(rows, ("Dry cough", "Slow pulse", "High potassium"), strict=True):
        assert in_row(row, words).accessibleDescription() == row.accessibleName(), "each line has the same choices"
        in_row(row, words).click()
    sitting.host.settle()
    assert "1 of 1 right: 100 %" in submitted(sitting)


def test_what_is_in_sight_is_chosen_by_keys_alone_and_moves_where_it_fits_once(sit: Sit) -> None:
    sitting = sit(quizzes.MATCHING)
    first, second, _ = rows_of(sitting)
    assert first.isAncestorOf(focus())
    key(Qt.Key.Key_Space)
    sitting.host.settle()
    assert sitting.given() == {"matching": ("cough", "", "")}
    while not second.isAncestorOf(focus()):
        key(Qt.Key.Key_Tab)
    key(Qt.Key.Key_Space)
    sitting.host.settle()
    assert sitting.given() == {"matching": ("", "cough", "")}
    assert not in_row(first, "Dry cough").isChecked()


def test_pairs_are_made_by_mouse(sit: Sit) -> None:
    sitting = sit(many_to_match())
    for box, words in zip(sitting.boxes(), ("Dry cough", "Slow pulse", "High potassium"), strict=True):
        choose(box, words)
    sitting.host.settle()
    assert "1 of 1 right: 100 %" in submitted(sitting)


def test_scrolling_over_a_box_changes_no_answer(sit: Sit) -> None:
    sitting = sit(many_to_match())
    box = sitting.boxes()[0]
    box.setFocus()
    turned = QWheelEvent(
        QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, turned)
    assert box.chosen() == "" and sitting.given() == {}


def test_choices_that_fit_no_box_are_listed_in_full_with_letters(sit: Sit) -> None:
    sitting = sit(quizzes.SHAPES)
    items = [sitting.boxes()[0].itemText(n) for n in range(4)]
    assert items[1:3] == ["A  A curve of sharp teeth", "B  A curve of round waves"]
    assert items[3].startswith("C  Neither of them") and items[3].endswith("…")
    assert "Neither of them: this rhythm cannot be told from one lead, and needs all twelve." in texts(sitting.page)


# ---------------------------------------------------------------- ordering


def order_of(sitting: Sitting) -> list[str]:
    rows = [w for w in shown(sitting.page, QWidget) if w.property("choice")]
    return [str(row.property("choice")) for row in sorted(rows, key=lambda row: row.mapTo(sitting.page, QPoint()).y())]


def test_an_order_nobody_touched_is_no_answer(sit: Sit) -> None:
    sitting = sit(quizzes.ORDERING)
    assert sitting.given() == {} and not button(sitting.page, SUBMIT).isEnabled()
    before = order_of(sitting)
    press(sitting.page, "This is the right order")
    sitting.host.settle()
    assert sitting.given() == {"ordering": tuple(before)}
    assert "This order is your answer." in texts(sitting.page)
    assert not has_button(sitting.page, "This is the right order") and button(sitting.page, SUBMIT).isEnabled()
    assert focus().property("choice") == before[0]


def test_an_order_is_made_by_alt_and_arrows_and_said_aloud(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = sit(quizzes.ORDERING)
    said: list[str] = []
    monkeypatch.setattr("player.ui.quiz.order.announce", lambda _, text: said.append(text))
    moved = str(focus().property("choice"))
    name = focus().accessibleName().rpartition(", ")[0]
    QTest.keyClick(focus(), Qt.Key.Key_Down, ALT)
    QTest.keyClick(focus(), Qt.Key.Key_Down, ALT)
    assert said == [f"{name}, 2 of 4", f"{name}, 3 of 4"]
    sitting.host.settle()
    assert order_of(sitting).index(moved) == 2 and sitting.given() == {"ordering": tuple(order_of(sitting))}
    QTest.keyClick(focus(), Qt.Key.Key_Up, ALT)
    key(Qt.Key.Key_Up)
    assert focus().property("choice") == order_of(sitting)[0]
    QTest.keyClick(focus(), Qt.Key.Key_Up, ALT)
    assert focus().property("choice") == order_of(sitting)[0], "the first one stays the first"


def test_an_order_is_put_right_by_the_mouse(sit: Sit) -> None:
    sitting = sit(quizzes.ORDERING)
    right = [choice.id for choice in quizzes.ORDERING.choices]
    names = {"call": "Call for help", "press": "Press the chest, hard and fast", "shock": "Defibrillate"}
    for place, choice in enumerate(right[:3]):
        while order_of(sitting).index(choice) > place:
            press(sitting.page, f"Move up: {names[choice]}")
            QApplication.processEvents()
    sitting.host.settle()
    assert order_of(sitting) == right
    assert "1 of 1 right: 100 %" in submitted(sitting)


def test_items_are_tabbed_through_in_their_present_order(sit: Sit) -> None:
    sitting = sit(quizzes.ORDERING)
    QTest.keyClick(focus(), Qt.Key.Key_Down, ALT)
    sitting.host.settle()
    found = stops(sitting.page)
    rows = [str(stop.property("choice")) for stop in found if stop.property("choice")]
    present = order_of(sitting)
    start = present.index(rows[0])
    assert rows == present[start:] + present[:start]


# ---------------------------------------------------------------- typed answers


def line(sitting: Sitting) -> QLineEdit:
    return shown(sitting.page, QLineEdit)[0]


@pytest.mark.parametrize("typed", ["1.5", "1,5", " 1,50 "])
def test_a_number_may_have_a_point_or_a_comma(sit: Sit, typed: str) -> None:
    sitting = sit(quizzes.NUMERIC)
    type_in(typed)
    key(Qt.Key.Key_Return)
    sitting.host.settle()
    assert sitting.given() == {"numeric": (typed.strip(),)}
    assert "1 of 1 right: 100 %" in submitted(sitting)


def test_what_is_no_number_is_told_kindly_and_is_no_answer(sit: Sit) -> None:
    sitting = sit(quizzes.NUMERIC)
    type_in("1.5 ml")
    key(Qt.Key.Key_Return)
    sitting.host.settle()
    assert "This is no number yet." in texts(sitting.page)
    assert "no number yet" in line(sitting).accessibleDescription()
    assert sitting.given() == {} and not button(sitting.page, SUBMIT).isEnabled()
    key(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    assert "no number" not in texts(sitting.page)
    assert button(sitting.page, SUBMIT).isEnabled(), "what is being typed counts on screen at once"


def test_a_number_that_becomes_none_is_taken_back(sit: Sit) -> None:
    sitting = sit(quizzes.NUMERIC)
    type_in("12")
    key(Qt.Key.Key_Return)
    type_in("x")
    key(Qt.Key.Key_Return)
    sitting.host.settle()
    assert sitting.given() == {"numeric": ()}


def test_words_are_kept_at_a_pause_in_typing(sit: Sit, qtbot: QtBot) -> None:
    sitting = sit(quizzes.TEXT)
    type_in("Pancreas")
    assert sitting.given() == {}
    qtbot.waitUntil(lambda: sitting.host.saved == 1)
    assert sitting.given() == {"text": ("Pancreas",)}


def test_what_was_typed_last_is_submitted_and_kept_without_a_pause(sit: Sit) -> None:
    sitting = sit(quizzes.TEXT)
    type_in("pancreas")
    assert "1 of 1 right: 100 %" in submitted(sitting)


def test_leaving_the_page_keeps_what_is_being_typed(sit: Sit) -> None:
    sitting = sit(quizzes.TEXT)
    type_in("panc")
    sitting.page.leave()
    sitting.host.settle()
    assert sitting.given() == {"text": ("panc",)}
    sitting.open()
    assert line(sitting).text() == "panc"
    type_in("reas")
    sitting.host.settle()
    assert line(sitting).text() == "pancreas", "nothing on its way back overtakes what is typed"


def test_another_attempt_begins_with_an_empty_field(sit: Sit) -> None:
    sitting = sit(quizzes.TEXT)
    type_in("liver")
    assert "0 of 1 right: 0 %" in submitted(sitting)
    press(sitting.page, "Take it again")
    sitting.host.settle()
    assert line(sitting).text() == ""
