"""What is taken from a source item by item: ids given out, pictures kept once, questions held against the rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from player.archive.authoring.pictures import NoPicture, look_at
from player.archive.importing.problems import NotTaken
from player.archive.importing.prose import Prose
from player.archive.importing.report import Fate, ItemReport, TakenQuiz
from player.domain.picture import Picture
from player.domain.quiz import Question
from player.domain.soundness_of_quiz import faults_of_question

PICTURES = "images/quiz"
MOST_PICTURE_BYTES = 256 << 20
_MAGIC = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"RIFF", "webp"))
_LONGEST_ID = 60


MOST_ITEMS = 20_000
"""Of one source; a quiz has tens."""
MOST_PARTS = 200
"""Choices, pairs or gaps of one question."""


class LeftOut(Exception):
    """This item cannot be carried over; the text is a sentence that says why. Never leaves this room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A question, with sentences on whatever is not as it was."""

    question: Question
    reasons: tuple[str, ...] = ()


class Collection:
    """Questions, pictures and the report of one source, in its order."""

    def __init__(self, source: str, *, bank: str = "") -> None:
        self.source = source
        self.bank = bank
        self.files: dict[str, bytes] = {}
        self._questions: list[Question] = []
        self._report: list[ItemReport] = []
        self._ids: set[str] = set()
        self._numbers: dict[str, int] = {}

    def add(self, item: str, title: str, make: Callable[[], Made]) -> None:
        """Takes over what `make` makes, or reports why not. A question that breaks the rules is left out as well."""
        if len(self._report) >= MOST_ITEMS:
            raise NotTaken(name=self.source, reason=f"it has more than {MOST_ITEMS} items.")
        title = " ".join(title[:2000].split())[:200]
        kept = dict(self.files)
        try:
            made = make()
            question = replace(made.question, id=self._new_id(title), bank=self.bank)
            faults = tuple(dict.fromkeys(fault.text for fault in faults_of_question(question)))
            if not question.text.strip() and not question.pictures:
                faults = ("it asks nothing", *faults)
            if faults:
                raise LeftOut(f"It does not make a question here: {'; '.join(faults)}.")
        except LeftOut as left_out:
            self.files = kept
            self.note(item, title, Fate.LEFT_OUT, str(left_out))
            return
        self._ids.add(question.id)
        self._questions.append(question)
        reasons = tuple(dict.fromkeys(made.reasons))
        self.note(item, title, Fate.CHANGED if reasons else Fate.TAKEN, *reasons)

    def note(self, item: str, title: str, fate: Fate, *reasons: str) -> None:
        self._report.append(ItemReport(item=item, title=title, fate=fate, reasons=reasons))

    def taken(self, *, title: str = "", shuffle: bool = False) -> TakenQuiz:
        return TakenQuiz(
            questions=tuple(self._questions),
            report=tuple(self._report),
            source=self.source,
            title=title,
            files=self.files,
            shuffle=shuffle,
        )

    def _new_id(self, title: str) -> str:
        """From the item's name, so that it says something where it stands; else its number."""
        words = re.findall(r"[a-z0-9]+", title.lower()) if title.isascii() else []
        base = "-".join(words)[:_LONGEST_ID].strip("-") or f"q{len(self._report) + 1}"
        return free_id(base, self._ids, self._numbers)

    def picture(self, data: bytes, alt: str) -> Picture:
        """Keeps a picture, once for equal ones. Raises `NoPicture`."""
        look_at(data)
        ending = next((ending for magic, ending in _MAGIC if data.startswith(magic)), "")
        if not ending:
            raise NoPicture("it is neither PNG, JPEG nor WebP.")
        path = f"{PICTURES}/{sha256(data).hexdigest()[:16]}.{ending}"
        if path not in self.files and sum(map(len, self.files.values())) + len(data) > MOST_PICTURE_BYTES:
            raise NoPicture("the quiz has more than 256 MiB of pictures.")
        self.files[path] = data
        return Picture(path=path, alt=alt)


class Wording:
    """The texts of one item: each is converted, its pictures are found, and what was lost is gathered."""

    def __init__(self, collection: Collection, find: Callable[[str], bytes | None]) -> None:
        """`find` gives the bytes of the picture with an address, None where the source does not hold it."""
        self.reasons: list[str] = []
        self._collection = collection
        self._find = find

    def text(self, prose: Prose, place: str) -> str:
        """Where no pictures can stand; those that do are reported. `place` as in “the feedback”."""
        if prose.pictures:
            self.reasons.append(f"{_capital(place)} had pictures, which cannot stand there.")
        return self._words(prose, place)

    def pictured(self, prose: Prose, place: str) -> tuple[str, tuple[Picture, ...]]:
        pictures = [self._picture(src, alt, place) for src, alt in prose.pictures]
        return self._words(prose, place), tuple(picture for picture in pictures if picture)

    def choice(self, prose: Prose, place: str) -> tuple[str, Picture | None]:
        """A choice has one picture at most."""
        text, pictures = self.pictured(prose, place)
        if len(pictures) > 1:
            self.reasons.append(f"{_capital(place)} had more than one picture; the first is kept.")
        return text or (pictures[0].alt if pictures else ""), pictures[0] if pictures else None

    def _words(self, prose: Prose, place: str) -> str:
        self.reasons += [f"Not kept in {place}: {what}." for what in prose.lost]
        return prose.text

    def _picture(self, src: str, alt: str, place: str) -> Picture | None:
        shown = src if len(src) <= 80 else f"{src[:60]}…"
        data = self._find(src)
        if data is None:
            self.reasons.append(f"A picture in {place} is not in this file: {shown}")
            return None
        try:
            picture = self._collection.picture(data, alt)
        except NoPicture as error:
            self.reasons.append(f"A picture in {place} cannot be shown here, as {error}")
            return None
        if not alt:
            self.reasons.append(f"A picture in {place} has no words for those who do not see it.")
        return picture


def free_id(base: str, used: Container[str], numbers: dict[str, int]) -> str:
    """`base`, or with the next number behind it. `numbers` keeps count, so that equal names cost no time."""
    found = base
    while found in used:
        numbers[base] = numbers.get(base, 1) + 1
        found = f"{base}-{numbers[base]}"
    return found


def check_parts(number: int) -> None:
    """Raises `LeftOut` before time is spent on what nobody could answer."""
    if number > MOST_PARTS:
        raise LeftOut(f"It has more than {MOST_PARTS} choices, pairs or gaps.")


def choice_id(place: int) -> str:
    """From 0: a, b … z, a1, b1 …"""
    round_, letter = divmod(place, 26)
    return f"{chr(ord('a') + letter)}{round_ or ''}"


def listed(names: Sequence[str]) -> str:
    """“a, b and c”."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
