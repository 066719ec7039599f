"""What is told of a course that does not hold is in words that the window can say in another language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from player.domain import soundness
from player.domain.course import Course
from player.domain.fault import Fault
from player.domain.phrase import Phrase, Worded
from player.domain.quiz import Quiz
from tests.builders import COURSE
from tests.domain.test_handing_in import MISLEADING
from tests.domain.test_soundness import CONTRADICTIONS
from tests.domain.test_soundness_of_quiz import BANK, DRAWS, UNSOUND

ROOM = Path(soundness.__file__).parent


def broken_courses() -> Iterator[Course]:
    """At least one for each sentence of soundness."""
    yield from (change(COURSE) for change, _ in CONTRADICTIONS)
    yield from (replace(COURSE, quiz=Quiz(passing_percent=50, questions=(asked,))) for asked, _ in UNSOUND.values())
    yield from (replace(COURSE, quiz=Quiz(passing_percent=50, questions=BANK, draws=draws)) for draws, _ in DRAWS)
    yield from (replace(COURSE, reporting=reporting) for reporting, _ in MISLEADING)


def faults_of_broken_courses() -> list[Fault]:
    """Each once."""
    return list(dict.fromkeys(fault for course in broken_courses() for fault in soundness.faults(course)))


def sentences_of(words: str) -> Iterator[str]:
    """The sentences, or pieces of one, that are looked up to say these words."""
    if isinstance(words, Worded):
        yield words.template
        for value in words.data.values():
            yield from sentences_of(value) if isinstance(value, str) else ()
    elif isinstance(words, Phrase):
        yield words


def _written(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Phrase", "Worded"}:
            assert isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
            yield node.args[0].value


def test_every_place_and_every_text_can_be_translated() -> None:
    told = [words for fault in faults_of_broken_courses() for words in (fault.place, fault.text)]
    assert [words for words in told if not isinstance(words, Phrase | Worded)] == []


def test_every_sentence_of_soundness_is_met_by_a_broken_course() -> None:
    met = {one for f in faults_of_broken_courses() for words in (f.place, f.text) for one in sentences_of(words)}
    files = (ROOM / "fault.py", *sorted(ROOM.glob("soundness*.py")))
    assert [one for file in files for one in _written(file) if one not in met] == []
