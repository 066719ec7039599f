"""QTI 1.2 as the standard's own examples, Canvas and Blackboard write it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from player.archive.importing.qti.packages import take_qti
from player.archive.importing.report import Fate, TakenQuiz
from player.domain.quiz import Answer, Draw, Question, QuestionKind, Scoring
from player.domain.scoring import feedback_for, points_of
from tests.archive.importing.qti_items import SAMPLES, one, reasons, taken_from


@pytest.fixture(scope="module")
def canvas() -> TakenQuiz:
    return take_qti(SAMPLES / "canvas_quiz.xml")


def question(taken: TakenQuiz, name: str) -> Question:
    return next(found for found in taken.questions if found.id == name)


def told(taken: TakenQuiz, name: str) -> str:
    (report,) = [found for found in taken.report if found.item == name]
    return " ".join((report.fate.value, *report.reasons))


def earned(question: Question, *given: str) -> Decimal:
    return points_of(question, Answer(question=question.id, choices=given))


def test_a_choice_of_canvas_with_its_five_kinds_of_feedback(canvas: TakenQuiz) -> None:
    found = question(canvas, "g1")

    assert found.kind is QuestionKind.SINGLE
    assert found.text == "Which **valve** lies on the left?"
    assert found.points == 2
    assert found.rationale == "The heart has four."
    right, wrong = (Answer(question="g1", choices=(one,)) for one in ("2799", "9607"))
    assert feedback_for(found, right) == ("Right.", "Also called bicuspid.")
    assert feedback_for(found, wrong) == ("Wrong.", "That one is on the right.")


def test_true_or_false_of_canvas(canvas: TakenQuiz) -> None:
    assert question(canvas, "g2").kind is QuestionKind.TRUE_FALSE
    assert question(canvas, "g2").key == {"919"}


def test_a_short_answer_of_canvas_accepts_each_of_its_wordings_in_any_case(canvas: TakenQuiz) -> None:
    found = question(canvas, "g3")

    assert [earned(found, text) for text in ("aorta", "The AORTA", "vena cava")] == [1, 1, 0]


def test_multiple_answers_of_canvas_are_all_or_nothing(canvas: TakenQuiz) -> None:
    found = question(canvas, "g5")

    assert found.scoring is Scoring.EXACT
    assert found.key == {"1", "3"}


def test_lists_in_a_text_of_canvas_stand_where_the_text_names_them(canvas: TakenQuiz) -> None:
    found = question(canvas, "g6")

    assert found.kind is QuestionKind.INLINE
    assert found.text == "Sodium is [[na]], potassium is [[k]]."
    assert [blank.choices for blank in found.blanks] == [("11", "12"), ("13", "14")]
    assert earned(found, "11", "13") == Decimal("0.5")


def test_a_matching_of_canvas_earns_what_its_rounded_parts_come_to_and_says_so(canvas: TakenQuiz) -> None:
    found = question(canvas, "g7")

    assert found.kind is QuestionKind.MATCHING
    assert [blank.text for blank in found.blanks] == ["Spleen", "Liver", "Kidneys"]
    assert earned(found, "6823", "4469", "1557") == found.points == Decimal("0.9999")
    assert "0.9999" in told(canvas, "g7")
    assert "Feel below the ribs" in told(canvas, "g7")


def test_numbers_of_canvas_have_ranges(canvas: TakenQuiz) -> None:
    found = question(canvas, "g8")

    assert [(one.low, one.high) for one in found.accepted] == [(Decimal("4.5"), Decimal("5.5"))]
    assert "999.995" in told(canvas, "g8b")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("g4", "several answers"),
        ("g9", "drawn anew"),
        ("g10", "free text"),
        ("g11", "asks nothing"),
    ],
)
def test_what_canvas_has_and_this_player_has_not_is_left_out_with_the_reason(
    canvas: TakenQuiz, name: str, why: str
) -> None:
    assert told(canvas, name).startswith("left-out")
    assert why in told(canvas, name)


def test_a_group_of_canvas_becomes_a_bank_from_which_is_drawn(canvas: TakenQuiz) -> None:
    assert canvas.draws == (Draw(bank="grp", count=1),)
    assert [found.id for found in canvas.questions if found.bank == "grp"] == ["d1", "d2"]
    assert (canvas.title, canvas.attempts) == ("Every kind", 3)


def test_every_item_is_in_the_report_in_its_order(canvas: TakenQuiz) -> None:
    names = ["g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8", "g8b", "g9", "g10", "g11", "g12", "d1", "d2"]

    assert [report.item for report in canvas.report] == names


def test_a_bank_that_is_asked_for_takes_everything(tmp_path: Path) -> None:
    taken = take_qti(SAMPLES / "canvas_quiz.xml", bank="heart")

    assert {found.bank for found in taken.questions} == {"heart"}
    assert taken.draws == ()
    assert "one bank" in reasons(taken)


def test_an_order_with_a_document_type_of_its_own() -> None:
    found, report = one(take_qti(SAMPLES / "ordering_1_2.xml"))

    assert report.fate is Fate.TAKEN
    assert found.kind is QuestionKind.ORDERING
    assert [choice.id for choice in found.choices] == ["a", "b", "c"]
    assert (found.points, found.when_right, found.shuffle) == (5, "Yes, in that order.", True)


def test_points_that_are_added_and_taken_away_within_bounds() -> None:
    taken = take_qti(SAMPLES / "several_scores_1_2.xml")
    minus = question(taken, "minus")

    assert [choice.worth for choice in minus.choices] == [1, 1, -2]
    assert (minus.points, minus.least) == (2, -1)
    assert [choice.fixed for choice in minus.choices] == [False, False, True]
    assert question(taken, "number").kind is QuestionKind.NUMERIC
    assert "is not in it" in told(taken, "elsewhere")


def test_a_pool_of_blackboard() -> None:
    found, report = one(take_qti(SAMPLES / "blackboard_pool.xml"))

    assert report.fate is Fate.TAKEN
    assert found.text == "Which drug *slows* the heart?"
    assert (found.points, found.key, found.when_right) == (10, {"aa1"}, "Indeed.")


def old(rules: str, *, response: str = "", outcomes: str = '<decvar varname="SCORE"/>') -> str:
    lid = (
        '<response_lid ident="R" rcardinality="Single"><render_choice>'
        '<response_label ident="A"><material><mattext>Yes, often</mattext></material></response_label>'
        '<response_label ident="B"><material><mattext>No, never</mattext></material></response_label>'
        "</render_choice></response_lid>"
    )
    return (
        '<questestinterop><item ident="x" title="X"><presentation><material><mattext>Is it so?</mattext></material>'
        f"{response or lid}</presentation><resprocessing><outcomes>{outcomes}</outcomes>{rules}</resprocessing></item>"
        "</questestinterop>"
    )


def rule(condition: str, points: str = "1", more: str = "") -> str:
    return f"<respcondition {more}><conditionvar>{condition}</conditionvar><setvar>{points}</setvar></respcondition>"


A, B = '<varequal respident="R">A</varequal>', '<varequal respident="R">B</varequal>'


def test_a_rule_that_fits_ends_the_rules_unless_it_says_otherwise(tmp_path: Path) -> None:
    ended = one(taken_from(old(rule(A) + rule("<other/>", "3")), tmp_path))[0]
    goes_on = one(taken_from(old(rule(A, more='continue="Yes"') + rule("<other/>", "3")), tmp_path))

    assert [earned(ended, given) for given in ("a", "b")] == [1, 3]
    assert [earned(goes_on[0], given) for given in ("a", "b")] == [3, 3]


LEFT_OUT = {
    "several scores": (
        old(
            rule(A).replace("setvar>", 'setvar varname="ONE">', 1)
            + rule(B).replace("setvar>", 'setvar varname="TWO">', 1)
        ),
        "several scores",
    ),
    "no rules": (old(""), "which answer is right"),
    "an unknown condition": (old(rule('<durequal respident="R">3</durequal>')), "durequal"),
    "another response": (old(rule('<varequal respident="Q">A</varequal>')), "“Q”"),
    "no number": (old(rule(A, "many")), "“many”"),
    "a place in a picture": (old(rule(A), response='<response_xy ident="R"/>'), "response_xy"),
}


@pytest.mark.parametrize(("text", "why"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_what_cannot_be_carried_is_left_out_and_says_why(text: str, why: str, tmp_path: Path) -> None:
    taken = taken_from(text, tmp_path)

    assert [report.fate for report in taken.report] == [Fate.LEFT_OUT]
    assert why in reasons(taken)


def test_what_lies_in_a_bank_elsewhere_is_reported(tmp_path: Path) -> None:
    text = (
        '<questestinterop><assessment title="Drawn"><section ident="s"><selection_ordering><selection>'
        "<sourcebank_ref>bank-7</sourcebank_ref><selection_number>2</selection_number></selection></selection_ordering>"
        '<bankentry_item ident="q9"/></section></assessment></questestinterop>'
    )
    taken = taken_from(text, tmp_path)

    assert [(report.item, report.fate) for report in taken.report][-1] == ("q9", Fate.LEFT_OUT)
    assert "bank-7" in reasons(taken)


def test_metadata_as_d2l_spells_it_is_read(tmp_path: Path) -> None:
    metadata = (
        "<itemmetadata><qtimetadata><qti_metadatafield><fieldlabel>qmd_questiontype</fieldlabel>"
        "<fieldentry>Long Answer</fieldentry></qti_metadatafield></qtimetadata></itemmetadata><presentation>"
    )
    taken = taken_from(old(rule(A)).replace("<presentation>", metadata), tmp_path)

    assert "free text" in reasons(taken)
