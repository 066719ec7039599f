"""GIFT, Moodle's text format: categories, titles, and ten kinds of answer between braces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from player.archive.importing import shaping
from player.archive.importing.collecting import Collection, LeftOut, Made, Wording, check_parts
from player.archive.importing.gift_text import Entry, Parts, entries, parts_of, split_format, unescaped
from player.archive.importing.letters import read_letters
from player.archive.importing.marks import mark_of, without_marks
from player.archive.importing.prose import Prose, from_markdown, from_moodle, from_plain, to_markdown
from player.archive.importing.report import Fate, TakenQuiz
from player.archive.importing.shaping import Gap, Option, Range
from player.archive.importing.worths import HUNDRED, decimal_of, percent_of
from player.domain.quiz import Question, QuestionKind

NO_ESSAY = "It asks for an essay, which only a person can mark."
NO_DESCRIPTION = "It is a description and asks nothing."
NOT_APART = "Its questions are taken over with all others; they are not kept apart by category."
_WEIGHT = re.compile(r"%(-*[0-9]{1,3}(?:\.[0-9]*)?)%")
_LOOKS_LIKE = re.compile(r"^::[^\n]*::|\{\s*(?:[=~#]|(?:T|F|TRUE|FALSE)\s*[#}]|\})")
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")
_NOTHING = Decimal(0)


def is_gift(text: str) -> bool:
    """Whether it has a category, a title, or braces with one of the signs that begin an answer."""
    return any(entry.category or _LOOKS_LIKE.search(entry.text) for entry in entries(without_marks(text)))


def take_gift(data: bytes, *, name: str, bank: str = "") -> TakenQuiz:
    """Raises `NotTaken` where it is no text."""
    text, notes = read_letters(data, name=name)
    collection = Collection("GIFT", bank=bank)
    if notes:
        collection.note(name, "", Fate.CHANGED, *notes)
    for entry in entries(without_marks(text)):
        where = f"line {entry.line}"
        if entry.category:
            collection.note(where, entry.category, Fate.CHANGED, NOT_APART)
        else:
            collection.add(where, _title(entry), lambda entry=entry: _Item(entry, collection).made())
    return collection.taken()


def _title(entry: Entry) -> str:
    try:
        parts = parts_of(entry.text)
    except LeftOut:
        return unescaped(entry.text)
    return parts.title.strip() or split_format(parts.before, "moodle")[1]


class _Item:
    """One question while it is read."""

    def __init__(self, entry: Entry, collection: Collection) -> None:
        self._entry = entry
        self._words = Wording(collection, lambda _: None)
        self._format = "moodle"

    def made(self) -> Made:
        try:
            question = self._question(parts_of(self._entry.text))
        except LeftOut as left_out:
            raise LeftOut(f"From line {self._entry.line}: {left_out}") from None
        return Made(question=question, reasons=tuple(self._words.reasons))

    def _question(self, parts: Parts) -> Question:
        if parts.answers is None:
            raise LeftOut(NO_DESCRIPTION)
        answers, sign, general = parts.answers.rpartition("####")
        if not sign:
            answers, general = general, ""
        answers = answers.strip()
        if not answers:
            raise LeftOut(NO_ESSAY)
        base = self._base(parts, general)
        if answers.startswith("#"):
            return self._number(base, answers[1:])
        if "~" in answers:
            return self._choice(base, parts, answers)
        if "=" in answers and "->" in answers:
            return self._matching(base, answers)
        if answers.partition("#")[0].strip().upper() in (*_TRUE, *_FALSE):
            return self._true_false(base, answers)
        return self._short_text(base, answers)

    def _base(self, parts: Parts, general: str, gap: str = "_____") -> Question:
        self._format, before = split_format(parts.before, "moodle")
        after = unescaped(parts.after)
        space = " " if parts.before[-1:].isspace() else ""
        text = f"{before}{space}{gap}{after}" if _is_gap(after) else before
        prose = self._prose(text.strip(), self._format)
        written, pictures = self._words.pictured(prose, "the question")
        rationale = self._said(general, "the explanation")
        return Question(id="q", kind=QuestionKind.SINGLE, text=written, pictures=pictures, rationale=rationale)

    def _prose(self, text: str, form: str) -> Prose:
        read = {"html": to_markdown, "markdown": from_markdown, "plain": from_plain}.get(form, from_moodle)
        return read(text)

    def _said(self, text: str, place: str) -> str:
        form, words = split_format(text, self._format)
        return self._words.text(self._prose(words, form), place)

    # ---- kinds

    def _choice(self, base: Question, parts: Parts, answers: str) -> Question:
        options: list[Option] = []
        pieces = answers.replace("=", "~=").split("~")
        check_parts(len(pieces))
        if pieces[0].strip():
            raise LeftOut("There are words before the first choice.")
        for piece in pieces[1:]:
            if piece.strip():
                options.append(self._option(piece.strip()))
        if len(options) < 2:
            raise LeftOut("It has fewer than two choices.")
        if "=" not in answers:
            return shaping.multiple(base, options)
        percents = [option.percent for option in options]
        if _is_gap(unescaped(parts.after)) and shaping.is_exact(percents):
            general = parts.answers.rpartition("####")[2] if parts.answers and "####" in parts.answers else ""
            return shaping.gapped(self._base(parts, general, mark_of("1")), [Gap(id="1", options=tuple(options))])
        return shaping.single(base, options)

    def _option(self, piece: str) -> Option:
        is_right = piece.startswith("=")
        percent, rest = _weighted(piece[1:] if is_right else piece, HUNDRED if is_right else _NOTHING)
        words, _, feedback = rest.partition("#")
        form, text = split_format(words, self._format)
        written, picture = self._words.choice(self._prose(text, form), "a choice")
        said = self._said(feedback, "the feedback")
        return Option(text=written, percent=percent, feedback=said, picture=picture)

    def _true_false(self, base: Question, answers: str) -> Question:
        key, wrong, right, *_ = *answers.split("#", 2), "", ""
        is_true = key.strip().upper() in _TRUE
        said = (self._said(right, "the feedback"), self._said(wrong, "the feedback"))
        return shaping.true_false(base, right=is_true, feedback=said if is_true else (said[1], said[0]))

    def _short_text(self, base: Question, answers: str) -> Question:
        options: list[Option] = []
        for piece in _pieces(answers):
            percent, rest = _weighted(piece, HUNDRED)
            words, _, feedback = rest.partition("#")
            text = split_format(words, "plain")[1]
            options.append(Option(text=text, percent=percent, feedback=self._said(feedback, "the feedback")))
        return shaping.short_text(base, options, case_matters=False)

    def _matching(self, base: Question, answers: str) -> Question:
        pairs: list[tuple[str, Option]] = []
        for piece in _pieces(answers):
            left, arrow, right = piece.partition("->")
            if not arrow:
                raise LeftOut("A pair lacks its arrow “->”.")
            text = self._prose(split_format(right, "plain")[1], "plain").text
            pairs.append((self._said(left, "a pair"), Option(text=text, percent=HUNDRED)))
        return shaping.matching(base, pairs)

    def _number(self, base: Question, answers: str) -> Question:
        answers, tilde, wrong = answers.partition("~")
        ranges: list[Range] = []
        for piece in _pieces(answers):
            percent, rest = _weighted(piece, HUNDRED)
            number, _, feedback = rest.partition("#")
            low, high = _range(unescaped(number).strip())
            said = self._said(feedback, "the feedback")
            ranges.append(Range(low=low, high=high, percent=percent, feedback=said))
        if not ranges:
            raise LeftOut("It asks for a number and accepts none.")
        question = shaping.number(base, ranges)
        if not tilde:
            return question
        return shaping.with_wrong(question, self._said(wrong.partition("#")[2], "the feedback"))


def _is_gap(after: str) -> bool:
    """Whether words follow the braces: then the answer belongs into the sentence."""
    return bool(after.strip("\"'; \n\t"))


def _pieces(answers: str) -> Iterator[str]:
    """What stands between signs “=”; the first one may lack its sign."""
    pieces = [piece.strip() for piece in answers.split("=") if piece.strip()]
    check_parts(len(pieces))
    return iter(pieces)


def _weighted(piece: str, otherwise: Decimal) -> tuple[Decimal, str]:
    found = _WEIGHT.match(piece.strip())
    if not found:
        return otherwise, piece
    return percent_of(found[1]), piece.strip()[found.end() :]


def _range(text: str) -> tuple[Decimal, Decimal]:
    """`1..5`, `3:0.5` or `3`. Raises `LeftOut`."""
    if ".." in text:
        low, high = map(decimal_of, text.split("..", 1))
        found = (low, high)
    else:
        number, _, tolerance = text.partition(":")
        middle, spread = decimal_of(number), decimal_of(tolerance) if tolerance.strip() else _NOTHING
        found = (middle - spread, middle + spread) if middle is not None and spread is not None else (None, None)
    if found[0] is None or found[1] is None:
        raise LeftOut(f"“{text[:40]}” is no number, no number with a tolerance, and no range.")
    return found[0], found[1]
