"""GIFT and Aiken: what stands in the text is what is asked; what cannot be read is named by its line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from player.archive.importing.letters import GUESSED
from player.archive.importing.problems import NotTaken
from player.archive.importing.report import Fate, TakenQuiz
from player.archive.importing.taking import take_quiz
from player.domain.quiz import QuestionKind
from tests.archive.importing.seen import earned, fates, item, question, sample, written


@pytest.fixture(scope="module")
def gift() -> TakenQuiz:
    return sample("gift.txt")


def test_every_item_of_a_gift_file_stands_in_the_report(gift: TakenQuiz) -> None:
    assert len(gift.report) == 16
    assert fates(gift) == {Fate.TAKEN: 11, Fate.CHANGED: 1, Fate.LEFT_OUT: 4}
    assert len(gift.questions) == 11


def test_what_cannot_be_read_names_its_line_and_the_others_are_kept(gift: TakenQuiz) -> None:
    broken, two = item(gift, "::Broken"), item(gift, "::Two")
    assert broken.fate is two.fate is Fate.LEFT_OUT
    assert (broken.item, two.item) == ("line 50", "line 52")
    assert broken.reasons[0].startswith("From line 50:")
    assert item(gift, "Fine.").fate is Fate.TAKEN


def test_essays_and_descriptions_are_left_out_with_their_reason(gift: TakenQuiz) -> None:
    assert "essay" in item(gift, "E1").reasons[0]
    assert "asks nothing" in item(gift, "Read the chapter").reasons[0]


def test_formats_feedback_and_escaped_signs_are_read(gift: TakenQuiz) -> None:
    found = question(gift, "colour")
    assert [choice.text for choice in found.choices] == ["bright red", "dark red", "blue = wrong"]
    assert [choice.feedback for choice in found.choices] == [
        "Right: the colour of oxyhaemoglobin",
        "That is **venous** blood",
        "No",
    ]
    assert found.rationale == "Haemoglobin changes its colour."
    assert [choice.text for choice in question(gift, "braces").choices] == ["{}", "{1}", "~"]
    assert question(gift, "tex").text == r"What is \\(\frac{a}{b}\\)?"


def test_weights_make_up_the_whole(gift: TakenQuiz) -> None:
    found = question(gift, "some")
    assert found.kind is QuestionKind.MULTIPLE
    assert earned(found, "a", "b", "c") == 1
    assert earned(found, "a", "d") == 0


def test_numbers_are_ranges(gift: TakenQuiz) -> None:
    assert [earned(question(gift, "range"), typed) for typed in ("0.9", "1", "5", "5.1")] == [0, 1, 1, 0]
    assert question(gift, "range").when_wrong == "Out of range"
    found = question(gift, "how-many-chambers")
    assert [earned(found, typed) for typed in ("4", "3", "2", "1")] == [1, Decimal("0.5"), Decimal("0.5"), 0]


def test_a_missing_word_becomes_a_choice_within_the_sentence(gift: TakenQuiz) -> None:
    found = question(gift, "the-mitral-valve-has")
    assert (found.kind, found.text) == (QuestionKind.INLINE, "The mitral valve has [[1]] cusps.")
    assert earned(found, "1-a") == 1


def test_short_answers_pairs_and_true_false_are_scored_as_in_the_source(gift: TakenQuiz) -> None:
    assert [earned(question(gift, "short"), typed) for typed in ("AORTA", "carotid", "x")] == [1, Decimal("0.5"), 0]
    assert earned(question(gift, "pairs"), "a", "c") == Decimal("0.5")
    found = question(gift, "tf")
    assert earned(found, "false") == 1
    assert [choice.feedback for choice in found.choices] == ["That is too slow.", "Indeed, it is faster."]


@pytest.mark.parametrize("answers", ["{#}", "{#abc}", "{#1..}", "{=a -> b =c}", "{~a}", "{~a ~b}", "{= ~ }"])
def test_an_answer_that_means_nothing_leaves_its_question_out(tmp_path: Path, answers: str) -> None:
    taken = take_quiz(written(tmp_path, f"::Bad:: What? {answers}\n\n::Good:: Is it? {{T}}"))
    assert [one.fate for one in taken.report] == [Fate.LEFT_OUT, Fate.TAKEN]


def test_aiken_is_read_line_by_line() -> None:
    taken = sample("aiken.txt")
    assert [(one.item, one.fate) for one in taken.report] == [
        ("line 1", Fate.TAKEN),
        ("line 6", Fate.TAKEN),
        ("line 13", Fate.LEFT_OUT),
        ("line 18", Fate.LEFT_OUT),
        ("line 22", Fate.TAKEN),
    ]
    assert taken.questions[1].text == "Which of these is a\\\nlarge artery?"
    assert [choice.id for choice in taken.questions[2].choices if choice.correct] == ["b"]
    assert taken.questions[2].choices[0].text == r"1\*2\*3"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_letters_are_read_in_any_encoding_and_a_guess_is_told(tmp_path: Path, encoding: str, line_end: str) -> None:
    text = "Größe?\nA) groß – ja\nB) klein\nANSWER: A\n".replace("\n", line_end)
    taken = take_quiz(written(tmp_path, text.encode(encoding)))
    assert taken.questions[0].text == "Größe?"
    assert taken.questions[0].choices[0].text == "groß – ja"
    assert (taken.report[0].reasons == (GUESSED,)) is (encoding == "cp1252")


@pytest.mark.parametrize(
    "data", [b"", b"Just a letter to a friend.", b"\0\1\2", b"%PDF-1.7", b"\xff\xfe", b"PK\x03\x04"]
)
def test_what_is_no_quiz_is_refused_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(NotTaken):
        take_quiz(written(tmp_path, data))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotTaken):
        take_quiz(tmp_path / "nothing.txt")


@pytest.mark.parametrize(
    ("gift", "text"),
    [
        ("Two plus two is {=four =4}.", "Two plus two is _____."),
        ("(About){#3:1}", "(About)"),
        ("Non{=a ~b}sense", "Non[[1]]sense"),
        ("[markdown]Who is **she**?{=a}", "Who is **she**?"),
        ("[html]<p>Is <i>he</i>?</p>{T}", "Is *he*?"),
        ("Is it?{T}//no comment", "Is it?_____//no comment"),
        ("// a comment\nIs it\nso?{T}", "Is it\\\nso?"),
    ],
)
def test_the_text_stands_as_it_stood(tmp_path: Path, gift: str, text: str) -> None:
    assert take_quiz(written(tmp_path, gift)).questions[0].text == text


def test_the_backslash_itself_can_be_an_answer(tmp_path: Path) -> None:
    gift = "Which is no sign? {\n ~ \\~  # \\~ is one.\n = \\\\  # Right! \\\\ is none. BUT,\n    it escapes.\n}\n"
    found = take_quiz(written(tmp_path, gift)).questions[0]
    assert [choice.text for choice in found.choices] == ["~", r"\\"]
    assert found.choices[1].feedback.startswith("Right! ")
