"""Joins what takes over quizzes and courses from other systems, and hands quizzes out to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from player.bootstrap.places import Places
from player.proof.files import write_whole

if TYPE_CHECKING:
    from player.archive.importing.courses.taking import TakenCourse
    from player.archive.importing.quiz_files import QuizWritten
    from player.archive.importing.requirements.taking import TakenRules

# This half of the archive is imported by its own commands alone: learners never need it.


def import_quiz(file: Path, *, to: Path) -> QuizWritten:
    """Takes a quiz of any known form over to `to` and files beside it. Raises a `Problem`."""
    from player.archive.importing.quiz_files import write_quiz
    from player.archive.importing.taking import take_quiz

    return write_quiz(take_quiz(file), to)


def export_quiz(source: Path, *, to: Path) -> int:
    """Writes the questions of a file or a course folder as a package of QTI 3.0. Returns how many there are."""
    from player.archive.importing.qti.writing import write_qti3
    from player.archive.importing.quiz_files import read_quiz

    quiz = read_quiz(source)
    write_whole(to, write_qti3(quiz.questions, title=quiz.title, files=quiz.files, draws=quiz.draws))
    return len(quiz.questions)


def import_course(places: Places, file: Path, *, to: Path, on_step: Callable[[str], None] | None = None) -> TakenCourse:
    """Makes a course folder of another system's package. Raises a `Problem`; then nothing is written."""
    from player.archive.importing.courses.taking import take_course
    from player.media.probe import probe

    def length_ms(recording: Path) -> int:
        if on_step:
            on_step(f"Looking at {recording.name}")
        return probe(recording).duration_ms

    return take_course(file, to, template=places.resources / "template", length_ms=length_ms)


def draft_requirements(file: Path, *, to: Path | None) -> TakenRules:
    """Drafts a provider's text of requirements as rules, into `to` where it is given. Raises a `Problem`."""
    from player.archive.importing.requirements.taking import take_requirements

    return take_requirements(file, to=to)


def report_lines(taken: QuizWritten | TakenCourse) -> tuple[str, ...]:
    """What came of each item, for people."""
    from player.archive.importing import report_text

    return report_text.report_lines(taken.report)
