"""Questions as authors write them: every kind by its natural keys, banks in files, and a file that reads back equal."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.archive.authoring.build import build_package
from player.archive.authoring.folder import new_folder
from player.archive.authoring.lint import check_path
from player.archive.authoring.problems import CourseFileMissing, CourseTextWrong
from player.archive.authoring.quiz_reading import files_of_quiz, quiz_of
from player.archive.authoring.quiz_text import read_questions, write_questions
from player.archive.authoring.text import read_text
from player.archive.package import open_package
from player.domain.quiz import Draw, Question, QuestionKind, Quiz, Scoring
from player.domain.soundness_of_quiz import faults_of_question, faults_of_quiz
from tests.archive.making import KEY, TRUST, folder_in, probe
from tests.questions import questions

TEMPLATE = Path(__file__).resolve().parents[2] / "resources" / "template"


def read(text: str) -> Question:
    (question,) = read_questions(f"[[question]]\n{text}".encode(), name="questions.toml")
    assert not list(faults_of_question(question))
    return question


@given(st.lists(questions(), min_size=1, max_size=4))
def test_questions_of_every_kind_read_back_equal(written: list[Question]) -> None:
    assert read_questions(write_questions(written), name="x") == tuple(written)


def test_a_text_with_ends_of_lines_of_its_own_is_kept() -> None:
    question = replace(read('text = "Which?"\naccept = ["aspirin"]'), when_wrong="One\r\nTwo")
    assert read_questions(write_questions([question]), name="x") == (question,)


def test_a_number_is_asked_for_by_answer_and_tolerance_or_by_its_range() -> None:
    around = read('text = "How many mg?"\nanswer = "12.5"\ntolerance = 0.5')
    between = read('text = "How many mg?"\nbetween = [12, 13]')
    assert around.kind is between.kind is QuestionKind.NUMERIC
    for question in (around, between):
        assert (question.accepted[0].low, question.accepted[0].high) == (12, 13)


def test_a_short_text_is_asked_for_by_its_wordings() -> None:
    question = read('text = "Which?"\naccept = ["aspirin", { wording = "ASA", case_matters = true }]')
    assert question.kind is QuestionKind.TEXT
    assert [(one.wording, one.case_matters) for one in question.accepted] == [("aspirin", False), ("ASA", True)]


def test_pairs_name_their_choices_by_text_and_are_shuffled() -> None:
    question = read(
        'text = "What goes with what?"\nchoice = ["Flumazenil"]\n'
        'blank = [{ text = "Hypoglycaemia", right = "Glucose" }, { text = "Opioids", right = "Naloxone" }]'
    )
    assert (question.kind, question.shuffle) == (QuestionKind.MATCHING, True)
    assert [(c.id, c.text) for c in question.choices] == [("a", "Flumazenil"), ("b", "Glucose"), ("c", "Naloxone")]
    assert [(blank.id, blank.right) for blank in question.blanks] == [("1", ("b",)), ("2", ("c",))]


def test_gaps_are_marked_in_the_text_and_may_have_choices_of_their_own() -> None:
    question = read(
        'text = "Give [[drug]] at [[dose]]."\nblank = [\n'
        '{ id = "drug", right = "aspirin", choices = ["ibuprofen", "aspirin"] },\n'
        '{ id = "dose", right = ["75 mg", "100 mg"], choices = ["75 mg", "100 mg", "1 g"] }]'
    )
    assert question.kind is QuestionKind.INLINE
    assert [blank.choices for blank in question.blanks] == [("a", "b"), ("c", "d", "e")]
    assert [blank.right for blank in question.blanks] == [("b",), ("c", "d")]


def test_points_that_nobody_shares_out_are_shared_evenly() -> None:
    question = read(
        'text = "Which?"\npoints = 1\nscoring = "partial"\nchoice = [\n'
        '{ text = "A", correct = true }, { text = "B", correct = true },\n'
        '{ text = "C", correct = true }, { text = "D" }]'
    )
    assert [choice.worth for choice in question.choices] == [Decimal("0.333334")] * 3 + [Decimal("-0.333334")]
    stated = read(
        'text = "Order"\nkind = "ordering"\npoints = 3\nscoring = "partial"\n'
        'choice = [{ text = "A", worth = 1 }, { text = "B", worth = 2 }]'
    )
    assert (stated.scoring, [choice.worth for choice in stated.choices]) == (Scoring.PARTIAL, [1, 2])


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ('text = "?"\nanswer = 1\nbetween = [1, 2]', "question 1", "either wording, answer or between"),
        ('text = "?"\nbetween = [1, 2]\ntolerance = 1', "question 1.tolerance", "goes with answer"),
        ('text = "?"\nanswer = 1\ntolerance = -1', "question 1.tolerance", "0 or more"),
        ('text = "?"\nanswer = nan', "question 1", "nobody can type"),
        ('text = "?"\naccept = [{ worth = 1 }]', "question 1.accept 1", "either wording"),
        ('text = "?"\nbetween = [1, 2, 3]', "question 1.between", "length"),
        ('text = "?"\nanswer = "many"', "question 1.answer", "decimal"),
        ('text = "?"\nblank = [{ right = 7 }]', "question 1.blank 1.right", "a text in quotes or a list of them"),
        ('text = "?"\nkind = "essay"', "question 1.kind", "essay"),
        ('text = "?"\nanswers = 3', "question 1.answers", "no such key"),
        ("answer = 1", "question 1.text", "missing"),
        ("text = ?", "line 2", "Invalid value"),
    ],
)
def test_a_mistake_is_named_by_file_key_and_reason(text: str, key: str, reason: str) -> None:
    with pytest.raises(CourseTextWrong, match=reason) as wrong:
        read_questions(f"[[question]]\n{text}".encode(), name="bank.toml")
    assert wrong.value.key == key
    assert "bank.toml" in wrong.value.sentence


def course(folder: Path, quiz: str, **files: str) -> Quiz:
    """The quiz of the template with what `quiz` adds."""
    new_folder(folder, template=TEMPLATE)
    written = (folder / "course.toml").read_text(encoding="utf-8").replace("[evaluation]", f"{quiz}\n[evaluation]", 1)
    (folder / "course.toml").write_text(written, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    table = read_text(folder).quiz
    assert table is not None
    return quiz_of(table, name="course.toml")


TWO = '[[question]]\ntext = "One?"\nanswer = 1\n\n[[question]]\nid = "mine"\ntext = "Two?"\nanswer = 2\n'


def test_questions_are_drawn_from_a_file_of_their_own(tmp_path: Path) -> None:
    quiz = course(tmp_path, '[[quiz.bank]]\nfile = "doses.toml"\ndraw = 1\n', doses=TWO)
    assert quiz.draws == (Draw(bank="doses", count=1),)
    assert [(question.id, question.bank) for question in quiz.questions[-2:]] == [
        ("doses-1", "doses"),
        ("mine", "doses"),
    ]
    assert quiz.questions[0].bank == ""
    assert not list(faults_of_quiz(quiz))


def test_a_file_without_a_draw_is_asked_whole(tmp_path: Path) -> None:
    quiz = course(tmp_path, '[[quiz.bank]]\nfile = "doses.toml"\n', doses=TWO)
    assert quiz.draws == ()
    assert [(question.id, question.bank) for question in quiz.questions[-2:]] == [("doses-1", ""), ("mine", "")]


def test_questions_in_the_course_file_may_name_their_bank(tmp_path: Path) -> None:
    asked = '[[quiz.question]]\ntext = "One?"\nanswer = 1\nbank = "few"\n'
    quiz = course(tmp_path, f'[[quiz.bank]]\nname = "few"\ndraw = 1\n\n{asked}\n{asked}')
    assert [question.bank for question in quiz.questions] == ["", "few", "few"]
    assert not list(faults_of_quiz(quiz))


@pytest.mark.parametrize(
    ("bank", "problem", "words"),
    [
        ('file = "none.toml"', CourseFileMissing, r"quiz.bank 1.file.*none.toml"),
        ('file = "../doses.toml"', CourseFileMissing, r"quiz.bank 1.file"),
        ('file = "doses.toml"\ndraw = "all"', CourseTextWrong, r"quiz.bank 1.draw.*whole number"),
        ('name = "doses"', CourseTextWrong, r"quiz.bank 1.*neither a file"),
        ("draw = 1", CourseTextWrong, r"quiz.bank 1.*neither a file"),
        ('file = "broken.toml"', CourseTextWrong, r"broken.toml.*question 1.answer"),
    ],
)
def test_a_bank_that_cannot_be_read_is_named(
    tmp_path: Path, bank: str, problem: type[CourseTextWrong | CourseFileMissing], words: str
) -> None:
    broken = '[[question]]\ntext = "?"\nanswer = true\n'
    with pytest.raises(problem, match=f"(?s){words}"):
        course(tmp_path, f"[[quiz.bank]]\n{bank}\n", doses=TWO, broken=broken)


def test_a_mistake_in_a_bank_is_a_remark_on_its_file(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    with (folder / "course.toml").open("a", encoding="utf-8") as stream:
        stream.write('[[quiz.bank]]\nfile = "doses.toml"\ndraw = 1\n')
    (folder / "doses.toml").write_text('[[question]]\ntext = "?"\nanswers = 1\n', encoding="utf-8")
    (remark,) = check_path(folder, probe=probe, trust=TRUST)
    assert (remark.rule, remark.file, remark.place) == ("course-text", "doses.toml", "question 1.answers")


def test_a_package_carries_the_questions_of_its_banks_and_their_pictures(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    with (folder / "course.toml").open("a", encoding="utf-8") as stream:
        stream.write('[[quiz.bank]]\nfile = "doses.toml"\ndraw = 1\n')
    shutil.copy(folder / "images" / "cover.png", folder / "images" / "ecg.png")
    pictured = TWO.replace('text = "Two?"', 'text = "Two?"\npicture = [{ file = "images/ecg.png", alt = "An ECG" }]')
    (folder / "doses.toml").write_text(pictured, encoding="utf-8")
    build_package(folder, signer=KEY, out=tmp_path / "a.course", probe=probe)
    with open_package(tmp_path / "a.course", TRUST) as package:
        quiz = package.signed.course.quiz
        assert quiz is not None
        assert [(question.id, question.bank) for question in quiz.questions[1:]] == [
            ("doses-1", "doses"),
            ("mine", "doses"),
        ]
        assert package.read("images/ecg.png") == (folder / "images" / "ecg.png").read_bytes()
        assert "doses.toml" not in {member.path for member in package.signed.manifest.members}


def test_pictures_of_questions_and_choices_are_files_of_the_course(tmp_path: Path) -> None:
    asked = (
        '[[quiz.question]]\ntext = "Which?"\npicture = [{ file = "images/x.png", alt = "An ECG" }]\n'
        'choice = [{ text = "A", correct = true, picture = { file = "images/a.png" } }, { text = "B" }]\n'
    )
    course(tmp_path, asked)
    table = read_text(tmp_path).quiz
    assert table is not None
    assert list(files_of_quiz(table)) == [
        ("quiz.question 2.picture 1.file", "images/x.png"),
        ("quiz.question 2.choice 1.picture.file", "images/a.png"),
    ]
