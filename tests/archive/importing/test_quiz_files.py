"""Questions that were taken over are files that the course reads back as they were, each bank with its draw."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from player.archive.authoring.quiz_reading import quiz_of
from player.archive.authoring.text import read_text
from player.archive.importing.quiz_files import QuestionsThere, read_quiz, write_quiz
from player.archive.importing.report import TakenQuiz
from player.domain.quiz import Draw
from player.domain.soundness_of_quiz import faults_of_quiz
from tests.archive.importing.seen import sample
from tests.archive.making import folder_in


def drawn() -> TakenQuiz:
    """One question that is always asked, and two of the others."""
    taken = sample("gift.txt")
    first, *others = taken.questions
    questions = (first, *(replace(one, bank="Pool “A”") for one in others))
    return replace(taken, questions=questions, draws=(Draw(bank="Pool “A”", count=2),))


def course_with(folder: Path, lines: tuple[str, ...]) -> Path:
    text = (folder / "course.toml").read_text()
    before, _, rest = text.partition("[[quiz.question]]")
    (folder / "course.toml").write_text(
        before + "\n".join(lines) + "\n\n[evaluation]" + rest.partition("[evaluation]")[2]
    )
    return folder


def test_a_course_asks_what_the_lines_say(tmp_path: Path) -> None:
    folder, taken = folder_in(tmp_path), drawn()
    written = write_quiz(taken, folder / "questions.toml")
    assert [file.name for file in written.files] == ["questions.toml", "questions-pool--a.toml"]
    table = read_text(course_with(folder, written.lines)).quiz
    assert table is not None
    quiz = quiz_of(table, name="course.toml")
    assert quiz.draws == taken.draws
    assert not list(faults_of_quiz(quiz))
    assert {question.id: question for question in quiz.questions} == {one.id: one for one in taken.questions}


def test_what_was_written_reads_back_with_its_pictures(tmp_path: Path) -> None:
    taken = sample("moodle.xml")
    write_quiz(taken, tmp_path / "q.toml")
    again = read_quiz(tmp_path / "q.toml")
    assert again.questions == taken.questions
    assert again.files == taken.files


def test_no_file_is_written_when_one_of_them_is_there(tmp_path: Path) -> None:
    (tmp_path / "q-pool--a.toml").write_text("mine")
    with pytest.raises(QuestionsThere):
        write_quiz(drawn(), tmp_path / "q.toml")
    assert [file.name for file in tmp_path.iterdir()] == ["q-pool--a.toml"]


def test_a_picture_outside_the_folder_is_never_read(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "in").mkdir()
    text = '[[question]]\ntext = "Q?"\nchoice = [{ text = "a", correct = true }, { text = "b" }]\n'
    picture = 'picture = [{ file = "../secret.png", alt = "x" }]\n'
    (tmp_path / "in" / "q.toml").write_text(text + picture)
    assert not read_quiz(tmp_path / "in" / "q.toml").files
