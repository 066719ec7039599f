"""Questions in files of their own: `[[quiz.bank]] file = "questions.toml"` reads as if they stood in `course.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from player.archive.authoring.prose import read_prose
from player.archive.authoring.quiz_reading import bank_name
from player.archive.authoring.quiz_tables import BankTable
from player.archive.authoring.quiz_text import read_questions
from player.archive.authoring.tables import tables_in

Tables = dict[str, Any]


def gather_banks(folder: Path, tables: Tables, *, name: str) -> None:
    """Adds the questions of each file that the quiz names. Raises a `Problem`; what is of another type waits."""
    quiz: Any = tables.get("quiz")
    banks: Any = cast("Tables", quiz).get("bank") if isinstance(quiz, dict) else None
    if not isinstance(banks, list):
        return
    questions: list[Any] = cast("Tables", quiz).setdefault("question", [])
    for number, bank in enumerate(cast("list[Any]", banks), 1):
        if isinstance(questions, list) and isinstance(bank, dict):
            questions += _questions(folder, cast("Tables", bank), key=f"quiz.bank {number}", name=name)


def _questions(folder: Path, bank: Tables, *, key: str, name: str) -> list[Tables]:
    """The tables of a bank's questions, each with an id of its own and, where some are drawn, the bank's name."""
    file, called = bank.get("file"), bank.get("name", "")
    if not isinstance(file, str) or not isinstance(called, str):
        return []
    data = read_prose(folder, file, key=key, name=name).encode()
    read_questions(data, name=file)  # so that what is wrong is told with the name of this file
    bank_id = bank_name(BankTable(file=file, name=called))
    drawn = bank_id if "draw" in bank else ""
    written: list[Tables] = tables_in(data, name=file)["question"]
    return [
        {**table, "id": table.get("id") or f"{bank_id}-{number}", "bank": drawn}
        for number, table in enumerate(written, 1)
    ]
