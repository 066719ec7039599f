"""Questions as files of a course folder: what is always asked, and a file for each bank; and read from them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import tomli_w

from player.archive.authoring.quiz_reading import quiz_of
from player.archive.authoring.quiz_text import read_questions, write_questions
from player.archive.authoring.text import COURSE_FILE, LONGEST_TEXT, read_text
from player.archive.importing.problems import NotTaken
from player.archive.importing.report import ItemReport, TakenQuiz
from player.archive.names import fault_of_name
from player.domain.problem import Problem
from player.domain.quiz import Draw, Question
from player.proof.files import CannotRead, make_folder, read_file, write_whole

QUESTIONS = "questions.toml"
_MOST_PICTURE = 32 << 20


class QuestionsThere(Problem):
    what_template = "There is a file {name} already."
    meaning_template = "Nothing was written, and what stands in it is as it was."
    remedy_template = "Name another file, or move that one away."


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizWritten:
    """`files` that were written, none where no question could be taken over; `lines` for course.toml."""

    source: str
    questions: int
    files: tuple[Path, ...]
    lines: tuple[str, ...]
    report: tuple[ItemReport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizRead:
    """Questions of a course folder or a file, with the pictures that they name."""

    title: str
    questions: tuple[Question, ...]
    draws: tuple[Draw, ...]
    files: Mapping[str, bytes]


def write_quiz(taken: TakenQuiz, to: Path) -> QuizWritten:
    """Writes `to`, its banks and pictures beside it. Raises `QuestionsThere` or `CannotWrite`."""
    files = {**question_files(taken, name=to.name), **taken.files} if taken.questions else {}
    for name in files:
        if name not in taken.files and (to.parent / name).exists():
            raise QuestionsThere(name=name)
    for name, data in files.items():
        make_folder((to.parent / name).parent)
        write_whole(to.parent / name, data)
    return QuizWritten(
        source=taken.source,
        questions=len(taken.questions),
        files=tuple(to.parent / name for name in files),
        lines=tuple(bank_lines(taken, name=to.name)) if files else (),
        report=taken.report,
    )


def read_quiz(source: Path) -> QuizRead:
    """The questions of a course folder or of a file of questions. Raises a `Problem`."""
    folder = source if source.is_dir() else source.parent
    draws: tuple[Draw, ...] = ()
    if source.is_dir():
        file = read_text(source)
        if file.quiz is None:
            raise NotTaken(name=source.name, reason="the course has no quiz.")
        quiz = quiz_of(file.quiz, name=COURSE_FILE)
        title, questions, draws = file.title, quiz.questions, quiz.draws
    else:
        data = read_file(source, most=LONGEST_TEXT + 1)
        if len(data) > LONGEST_TEXT:
            raise NotTaken(name=source.name, reason="it is larger than 4 MiB.")
        title, questions = source.stem, read_questions(data, name=source.name)
    return QuizRead(title=title, questions=questions, draws=draws, files=_pictures(folder, questions))


def _pictures(folder: Path, questions: Sequence[Question]) -> dict[str, bytes]:
    """What is there; a picture that is missing is told by whoever writes the questions."""
    named = {picture.path for question in questions for picture in question.pictures}
    named |= {choice.picture.path for question in questions for choice in question.choices if choice.picture}
    found: dict[str, bytes] = {}
    for path in sorted(named):
        inside = not fault_of_name(path)
        with suppress(CannotRead):
            found |= {path: read_file(folder / path, most=_MOST_PICTURE)} if inside else {}
    return found


def question_files(taken: TakenQuiz, *, name: str = QUESTIONS) -> Mapping[str, bytes]:
    """The files with the questions, by their names; of each bank that is drawn from, one of its own."""
    drawn = {draw.bank for draw in taken.draws}
    files: dict[str, bytes] = {}
    always = tuple(replace(one, bank="") for one in taken.questions if one.bank not in drawn)
    if always or not taken.questions:
        files[name] = write_questions(always)
    for bank in sorted(drawn):
        questions = tuple(replace(one, bank="") for one in taken.questions if one.bank == bank)
        if questions:
            files[_bank_file(name, bank)] = write_questions(questions)
    return files


def bank_lines(taken: TakenQuiz, *, name: str = QUESTIONS) -> Sequence[str]:
    """What stands in course.toml so that these files are asked."""
    files = question_files(taken, name=name)
    lines: list[str] = []
    if name in files:
        lines += ["[[quiz.bank]]", *_keys(file=name)]
    for draw in taken.draws:
        file = _bank_file(name, draw.bank)
        if file in files:
            lines += ["[[quiz.bank]]", *_keys(file=file, name=draw.bank, draw=draw.count)]
    return lines


def _bank_file(name: str, bank: str) -> str:
    safe = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in bank.lower())
    return f"{name.removesuffix('.toml')}-{safe.strip('-') or 'bank'}.toml"


def _keys(**values: str | int) -> list[str]:
    return tomli_w.dumps(values).splitlines()
