"""All questions of a package, from whichever files of it hold any, as one quiz."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from player.archive.importing.bundle import MOST_TEXT, Bundle
from player.archive.importing.collecting import free_id
from player.archive.importing.kinds import is_markup, is_moodle, take_text
from player.archive.importing.moodle import take_moodle
from player.archive.importing.problems import NotTaken
from player.archive.importing.qti.packages import take_qti
from player.archive.importing.report import ItemReport, TakenQuiz
from player.domain.quiz import Question

_TEXTS = (".txt", ".gift", ".aiken")


def find_questions(bundle: Bundle, path: Path, *, bank: str = "") -> TakenQuiz:
    """`path`: where the bundle lies. No questions where there are none. Raises `NotTaken` where it is damaged."""
    found = [*_qti(path, bank), *_others(bundle, bank)]
    questions: list[Question] = []
    report: list[ItemReport] = []
    files: dict[str, bytes] = {}
    for taken in found:
        files |= taken.files
        questions += _with_own_ids(taken.questions, {question.id for question in questions})
        report += taken.report
    first = found[0] if found else TakenQuiz(questions=(), report=(), source="")
    return TakenQuiz(
        questions=tuple(questions),
        report=tuple(report),
        source=", ".join(dict.fromkeys(taken.source for taken in found)),
        title=first.title,
        files=files,
        passing_percent=next((t.passing_percent for t in found if t.passing_percent is not None), None),
        attempts=first.attempts,
        shuffle=first.shuffle,
        draws=tuple(draw for taken in found for draw in taken.draws),
    )


def _qti(path: Path, bank: str) -> Iterator[TakenQuiz]:
    try:
        yield take_qti(path, bank=bank)
    except NotTaken:
        # There is no QTI in it, which most packages do without; what is damaged is told where it is read.
        return


def _others(bundle: Bundle, bank: str) -> Iterator[TakenQuiz]:
    for name in bundle.names:
        if bundle.size(name) > MOST_TEXT or not name.lower().endswith((".xml", *_TEXTS)):
            continue
        data = bundle.read(name)
        try:
            if is_markup(data) and is_moodle(data):
                yield _named(take_moodle(data, name=name, bank=bank), name)
            elif name.lower().endswith(_TEXTS) and not is_markup(data):
                taken = _named(take_text(data, name=name, bank=bank), name)
                if taken.questions or not name.lower().endswith(".txt"):
                    yield taken
        except NotTaken:
            # Any text may end in .txt; it stays among the files that were not taken over.
            continue


def _named(taken: TakenQuiz, file: str) -> TakenQuiz:
    report = tuple(replace(one, item=f"{file}, {one.item}") for one in taken.report)
    return replace(taken, report=report)


def _with_own_ids(questions: tuple[Question, ...], used: Collection[str]) -> Iterator[Question]:
    taken, numbers = set(used), dict[str, int]()
    for question in questions:
        found = free_id(question.id, taken, numbers)
        taken.add(found)
        yield replace(question, id=found)
