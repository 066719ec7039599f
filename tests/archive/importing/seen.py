"""What tests ask of quizzes that were taken over."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from player.archive.importing.report import Fate, ItemReport, TakenQuiz
from player.archive.importing.taking import take_quiz
from player.domain.quiz import Answer, Question
from player.domain.scoring import points_of

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> TakenQuiz:
    return take_quiz(SAMPLES / name)


def question(taken: TakenQuiz, id_: str) -> Question:
    return next(found for found in taken.questions if found.id == id_)


def item(taken: TakenQuiz, title: str) -> ItemReport:
    return next(found for found in taken.report if found.title.startswith(title))


def fates(taken: TakenQuiz) -> dict[Fate, int]:
    return {fate: sum(one.fate is fate for one in taken.report) for fate in Fate}


def earned(question: Question, *given: str) -> Decimal:
    return points_of(question, Answer(question=question.id, choices=given))


def written(path: Path, text: str | bytes, name: str = "quiz.txt") -> Path:
    file = path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file
