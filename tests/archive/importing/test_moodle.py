"""Moodle XML: each type comes over with the scoring of its source, or is left out with its reason."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from player.archive.importing.problems import NotTaken
from player.archive.importing.report import Fate, TakenQuiz
from player.archive.importing.taking import take_quiz
from player.domain.quiz import QuestionKind, Scoring
from tests.archive.importing.seen import earned, fates, item, question, sample, written


@pytest.fixture(scope="module")
def taken() -> TakenQuiz:
    return sample("moodle.xml")


def test_every_question_of_the_source_stands_in_the_report(taken: TakenQuiz) -> None:
    items = [one.item for one in taken.report]
    assert items == [*(f"question {number}" for number in range(1, 24)), "all questions"]
    # The category and the penalties are in the report and are no questions.
    assert len(taken.questions) == len(items) - fates(taken)[Fate.LEFT_OUT] - 2
    assert all(one.reasons for one in taken.report if one.fate is not Fate.TAKEN)


def test_a_single_choice_keeps_points_feedback_shuffling_and_its_picture(taken: TakenQuiz) -> None:
    found = question(taken, "mitral-valve")
    assert (found.kind, found.scoring, found.points, found.shuffle) == (
        QuestionKind.SINGLE,
        Scoring.EXACT,
        Decimal(2),
        True,
    )
    assert found.text == "Between which chambers lies the **mitral** valve?"
    assert found.rationale == "It has *two* cusps."
    assert (found.when_right, found.when_wrong) == ("Your answer is correct.", "Your answer is incorrect.")
    assert found.choices[1].feedback == "That is the tricuspid valve."
    assert found.pictures[0].alt == "A heart, cut open"
    assert taken.files[found.pictures[0].path].startswith(b"\x89PNG")
    assert item(taken, "Mitral valve").fate is Fate.TAKEN


def test_thirds_make_up_the_whole_and_a_wrong_choice_costs_what_it_cost(taken: TakenQuiz) -> None:
    found = question(taken, "thirds")
    assert found.kind is QuestionKind.MULTIPLE
    assert earned(found, "a", "b", "c") == found.points == 1
    assert earned(found, "a", "d") == 0
    assert earned(found, "a", "b", "d") == Decimal("0.166666")
    assert not found.shuffle


def test_true_false_has_feedback_on_each_side(taken: TakenQuiz) -> None:
    found = question(taken, "aspirin")
    assert found.kind is QuestionKind.TRUE_FALSE
    assert earned(found, "true") == 1
    assert found.choices[1].feedback == "Look again."
    assert found.text == "Aspirin inhibits 2 * cyclooxygenases & is * cheap."


def test_the_first_wording_that_fits_decides(taken: TakenQuiz) -> None:
    found = question(taken, "vessel")
    assert [earned(found, typed) for typed in ("Aorta descendens", "carotid", "cava")] == [3, 1, 0]


def test_numbers_keep_their_tolerance_and_units_are_told(taken: TakenQuiz) -> None:
    found = question(taken, "potassium")
    answers = ("4.9", "5,1", "5.5", "5.2")
    assert [earned(found, typed) for typed in answers] == [1, 1, Decimal("0.5"), 0]
    assert found.when_wrong == "Look it up."
    assert "mmol/L" in item(taken, "Potassium").reasons[0]


def test_matching_keeps_its_distractor_and_pays_pair_by_pair(taken: TakenQuiz) -> None:
    found = question(taken, "drugs")
    assert [choice.text for choice in found.choices] == ["Beta blocker", "ACE inhibitor", "Statin"]
    assert earned(found, "a", "b", "a") == 1
    assert earned(found, "a", "b", "c") == Decimal("0.666666")


def test_an_ordering_pays_by_place_or_says_that_it_does_not(taken: TakenQuiz) -> None:
    by_place, other = question(taken, "steps"), question(taken, "by-neighbours")
    assert earned(by_place, "item-1", "item-3", "item-2") == Decimal("0.333333")
    assert [choice.text for choice in other.choices] == ["First", "Second"]
    assert item(taken, "By neighbours").fate is Fate.CHANGED


def test_gaps_offer_the_choices_of_their_group(taken: TakenQuiz) -> None:
    found = question(taken, "select")
    assert found.text == "The [[1]] ventricle is [[2]]. So is the [[3]] atrium."
    assert [blank.choices for blank in found.blanks] == [("a", "b"), ("c", "d"), ("a", "b")]
    assert earned(found, "a", "c", "a") == 1
    dragged = question(taken, "drag")
    assert not dragged.reuse
    assert earned(dragged, "a", "c") == 1


def test_a_text_with_choices_weighs_its_gaps_and_one_with_a_number_asks_for_it(taken: TakenQuiz) -> None:
    found = question(taken, "places")
    assert found.text == "Insulin: [[1]] – bile: [[2]]"
    assert [choice.text for choice in found.choices] == ["pancreas", "liver", "pancreas", "liver {or} so"]
    assert found.points == 3
    assert earned(found, "1-b", "2-b") == 2
    assert question(taken, "one-place").kind is QuestionKind.NUMERIC
    assert "SHORTANSWER" in item(taken, "Mixed").reasons[0]


def test_a_picture_beside_the_text_comes_over_and_one_elsewhere_is_told(taken: TakenQuiz) -> None:
    assert question(taken, "old-picture").pictures
    reasons = item(taken, "Lost picture").reasons
    assert "https://example.org/x.png" in reasons[0]
    assert "table" in reasons[1]


def test_a_single_wrong_choice_may_cost_points_below_none(taken: TakenQuiz) -> None:
    assert earned(question(taken, "lost-picture-and-table"), "b") == Decimal("-0.25")


def quiz(inner: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return f"{head}<quiz>{inner}</quiz>"


@pytest.mark.parametrize(
    "text",
    [
        quiz("<question"),
        "<html/>",
        '<!DOCTYPE quiz [<!ENTITY a "aaaa">]><quiz><question>&a;</question></quiz>',
        '<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz>&x;</quiz>',
        "<quiz>" * 300,
    ],
)
def test_what_is_no_quiz_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(NotTaken):
        take_quiz(written(tmp_path, text, "quiz.xml"))


def test_utf_16_is_read_as_its_mark_says(tmp_path: Path) -> None:
    text = quiz(
        '<question type="truefalse"><name><text>Ü</text></name><questiontext><text>Fieber über 38°?</text>'
        '</questiontext><answer fraction="100"><text>true</text></answer>'
        '<answer fraction="0"><text>false</text></answer></question>',
        '<?xml version="1.0" encoding="UTF-16"?>',
    )
    assert take_quiz(written(tmp_path, text.encode("utf-16"))).questions[0].text == "Fieber über 38°?"


def test_ids_are_given_once_each_and_a_bank_is_set(tmp_path: Path) -> None:
    one = (
        '<question type="truefalse"><name><text>Same</text></name><questiontext><text>Is it?</text></questiontext>'
        '<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question>'
    )
    taken = take_quiz(written(tmp_path, quiz(one * 3)), bank="pool")
    assert [found.id for found in taken.questions] == ["same", "same-2", "same-3"]
    assert {found.bank for found in taken.questions} == {"pool"}


@pytest.mark.parametrize("percent", ["", "abc", "1e9", "NaN", "Infinity", "-" * 50])
def test_a_share_that_is_no_number_leaves_only_that_question_out(tmp_path: Path, percent: str) -> None:
    text = quiz(
        f'<question type="shortanswer"><name><text>N</text></name><questiontext><text>W?</text></questiontext>'
        f'<answer fraction="{percent}"><text>a</text></answer></question>'
    )
    taken = take_quiz(written(tmp_path, text))
    assert [one.fate for one in taken.report] == [Fate.LEFT_OUT]
