"""Aiken: a question on a line, its choices lettered below it, and `ANSWER: B`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from player.archive.importing.collecting import Collection, LeftOut, Made
from player.archive.importing.letters import read_letters
from player.archive.importing.prose import from_plain
from player.archive.importing.report import Fate, TakenQuiz
from player.archive.importing.shaping import Option, single
from player.archive.importing.worths import HUNDRED
from player.domain.quiz import Question, QuestionKind

_CHOICE = re.compile(r"\s*([A-Za-z])[.)](?:\s+(.*))?$")
_ANSWER = re.compile(r"\s*ANSWER\s*:\s*(.*?)\s*$", re.IGNORECASE)


@dataclass(slots=True)
class _Item:
    """Lines of one question, from its first one on."""

    line: int
    text: list[str] = field(default_factory=list[str])
    choices: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    answer: str | None = None


def is_aiken(text: str) -> bool:
    lines = text.split("\n")
    return any(map(_ANSWER.match, lines)) and any(map(_CHOICE.match, lines))


def take_aiken(data: bytes, *, name: str, bank: str = "") -> TakenQuiz:
    """Raises `NotTaken` where it is no text."""
    text, notes = read_letters(data, name=name)
    collection = Collection("Aiken", bank=bank)
    if notes:
        collection.note(name, "", Fate.CHANGED, *notes)
    for item in _items(text):
        collection.add(f"line {item.line}", item.text[0] if item.text else "", lambda item=item: _made(item))
    return collection.taken()


def _items(text: str) -> Iterator[_Item]:
    """A question ends with its answer; one that never gets an answer ends where the next one begins."""
    item: _Item | None = None
    gap = False
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            gap = True
            continue
        answer, choice = _ANSWER.match(line), _CHOICE.match(line)
        if item is not None and item.choices and not answer and not choice and gap:
            yield item
            item = None
        item = item or _Item(number)
        gap = False
        if answer:
            item.answer = answer[1]
            yield item
            item = None
        elif choice and item.text:
            item.choices.append((choice[1].upper(), choice[2] or ""))
        elif item.choices:
            letter, words = item.choices[-1]
            item.choices[-1] = (letter, f"{words}\n{line.strip()}")
        else:
            item.text.append(line.strip())
    if item is not None:
        yield item


def _made(item: _Item) -> Made:
    where = f"From line {item.line}:"
    letters = [letter for letter, _ in item.choices]
    if item.answer is None:
        raise LeftOut(f"{where} there is no line “ANSWER:” after it.")
    if not item.text:
        raise LeftOut(f"{where} there is an answer, but no question before it.")
    if len(letters) < 2 or len(set(letters)) < len(letters):
        raise LeftOut(f"{where} it has no choices A, B … each on a line of its own.")
    answer = item.answer.rstrip(".)").upper()
    if answer not in letters:
        raise LeftOut(f"{where} the answer is “{item.answer[:40]}”, and that is the letter of none of its choices.")
    base = Question(id="q", kind=QuestionKind.SINGLE, text=from_plain("\n".join(item.text)).text)
    options = [
        Option(text=from_plain(words).text, percent=HUNDRED if letter == answer else HUNDRED * 0)
        for letter, words in item.choices
    ]
    return Made(question=single(base, options))
