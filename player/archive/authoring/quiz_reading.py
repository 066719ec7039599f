"""From the tables of a quiz to the quiz: kinds told apart, ids given out, named choices found, points shared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from player.archive.authoring.problems import CourseTextWrong
from player.archive.authoring.quiz_tables import (
    AcceptTable,
    BankTable,
    BlankTable,
    ChoiceTable,
    QuestionTable,
    QuizTable,
)
from player.archive.authoring.table import PictureTable
from player.domain.picture import Picture
from player.domain.quiz import (
    FILLED,
    MARKER,
    TYPED,
    Accepted,
    Blank,
    Choice,
    Draw,
    Question,
    QuestionKind,
    Quiz,
    Scoring,
)
from player.domain.typed import bounded

_FINEST = Decimal("0.000001")
_SHUFFLED = frozenset({QuestionKind.MATCHING, QuestionKind.ORDERING})
"""Unshuffled, the order in which an author writes them would give the answer away."""


def quiz_of(table: QuizTable, *, name: str) -> Quiz:
    """The quiz that `table` describes. Raises `CourseTextWrong` with the `name` of the file."""
    draws = [(bank_name(bank), bank.draw) for bank in table.bank]
    for number, (bank, draw) in enumerate(draws, 1):
        if not bank or (draw is None and not table.bank[number - 1].file):
            reason = "it names neither a file nor a bank from which questions are drawn."
            raise CourseTextWrong(name=name, key=f"quiz.bank {number}", reason=reason)
    return Quiz(
        passing_percent=table.passing_percent,
        questions=tuple(
            question_of(question, number=number, name=name, key=f"quiz.question {number}")
            for number, question in enumerate(table.question, 1)
        ),
        attempts=table.attempts,
        feedback=table.feedback,
        introduction=table.introduction.strip(),
        draws=tuple(Draw(bank=bank, count=draw) for bank, draw in draws if draw is not None),
        shuffle=table.shuffle,
    )


def bank_name(table: BankTable) -> str:
    """As it is called, or as its file is without folder and ending."""
    return table.name or table.file.rpartition("/")[2].partition(".")[0]


def question_of(table: QuestionTable, *, number: int, name: str, key: str) -> Question:
    """One question; `number` is its place, of which its id is made where it has none. Raises `CourseTextWrong`."""
    kind = kind_of(table)
    choices = [_choice(place, choice) for place, choice in enumerate(table.choice)]
    blanks = tuple(_blank(place, blank, choices) for place, blank in enumerate(table.blank, 1))
    accepted = tuple(_accepted(table, one, name=name, key=where) for one, where in _accepts(table, key))
    question = Question(
        id=table.id or f"q{number}",
        kind=kind,
        text=table.text,
        choices=tuple(choices),
        rationale=table.rationale.strip(),
        blanks=blanks,
        accepted=accepted,
        points=table.points,
        least=table.least,
        scoring=table.scoring,
        shuffle=kind in _SHUFFLED if table.shuffle is None else table.shuffle,
        most_choices=table.most_choices,
        reuse=table.reuse,
        bank=table.bank,
        pictures=tuple(Picture(path=picture.file, alt=picture.alt) for picture in table.picture),
        when_right=table.when_right,
        when_wrong=table.when_wrong,
    )
    return question if question.scoring is Scoring.EXACT or _worth_is_stated(table) else sharing(question)


def kind_of(table: QuestionTable) -> QuestionKind:
    """As it says, or as its keys tell: blanks with or without places in the text, words, a number, or choices."""
    if table.kind:
        return table.kind
    if table.blank:
        return QuestionKind.INLINE if MARKER.search(table.text) else QuestionKind.MATCHING
    if table.answer is not None or table.between is not None:
        return QuestionKind.NUMERIC
    if table.accept:
        worded = any(isinstance(accept, str) or accept.wording for accept in table.accept)
        return QuestionKind.TEXT if worded else QuestionKind.NUMERIC
    several = sum(isinstance(choice, ChoiceTable) and choice.correct for choice in table.choice) > 1
    return QuestionKind.MULTIPLE if several else QuestionKind.SINGLE


def files_of_quiz(table: QuizTable) -> Iterator[tuple[str, str]]:
    """Each picture that is named, after the key that names it."""
    for number, question in enumerate(table.question, 1):
        key = f"quiz.question {number}"
        yield from ((f"{key}.picture {n}.file", picture.file) for n, picture in enumerate(question.picture, 1))
        for place, choice in enumerate(question.choice, 1):
            if isinstance(choice, ChoiceTable) and choice.picture:
                yield f"{key}.choice {place}.picture.file", choice.picture.file


def _choice(place: int, table: str | ChoiceTable) -> Choice:
    if isinstance(table, str):
        return Choice(id=letter(place), text=table)
    return Choice(
        id=table.id or letter(place),
        text=table.text,
        correct=table.correct,
        feedback=table.feedback,
        worth=table.worth or Decimal(0),
        fixed=table.fixed,
        picture=_picture(table.picture),
    )


def _picture(table: PictureTable | None) -> Picture | None:
    return Picture(path=table.file, alt=table.alt) if table else None


def letter(place: int) -> str:
    return chr(ord("a") + place) if place < 26 else f"c{place + 1}"


def _blank(place: int, table: BlankTable, choices: list[Choice]) -> Blank:
    """Choices that are named here only are added to `choices`."""
    right = (table.right,) if isinstance(table.right, str) else table.right
    return Blank(
        id=table.id or str(place),
        text=table.text,
        choices=tuple(_named(named, choices) for named in table.choices),
        right=tuple(_named(named, choices) for named in right),
        worth=table.worth or Decimal(0),
    )


def _named(named: str, choices: list[Choice]) -> str:
    """The id of the choice with this id, or else with this text."""
    ids = [choice.id for choice in choices]
    if named in ids:
        return named
    found = next((choice.id for choice in choices if choice.text == named), None)
    if found is None:
        found = next(new for n in range(len(ids), 2 * len(ids) + 1) if (new := letter(n)) not in ids)
        choices.append(Choice(id=found, text=named))
    return found


def _accepts(table: QuestionTable, key: str) -> Iterator[tuple[AcceptTable, str]]:
    """What is accepted, each with its key: the one number of the question itself comes first."""
    if table.answer is not None or table.between is not None or table.tolerance is not None:
        yield AcceptTable(answer=table.answer, tolerance=table.tolerance, between=table.between), key
    for place, accept in enumerate(table.accept, 1):
        yield AcceptTable(wording=accept) if isinstance(accept, str) else accept, f"{key}.accept {place}"


def _accepted(question: QuestionTable, table: AcceptTable, *, name: str, key: str) -> Accepted:
    low, high = _range(table, name=name, key=key)
    return Accepted(
        low=low,
        high=high,
        wording=table.wording,
        case_matters=question.case_matters if table.case_matters is None else table.case_matters,
        worth=table.worth or Decimal(0),
        feedback=table.feedback,
    )


def _range(table: AcceptTable, *, name: str, key: str) -> tuple[Decimal | None, Decimal | None]:
    numbers = (*(table.between or ()), table.answer, table.tolerance)
    if any(number is not None and bounded(number) is None for number in numbers):
        raise CourseTextWrong(name=name, key=key, reason="it holds a number that nobody can type.")
    if sum((bool(table.wording), table.answer is not None, table.between is not None)) != 1:
        raise CourseTextWrong(name=name, key=key, reason="it needs either wording, answer or between.")
    if table.tolerance is not None and (table.answer is None or table.tolerance < 0):
        raise CourseTextWrong(name=name, key=f"{key}.tolerance", reason="it is 0 or more, and goes with answer.")
    if table.between is not None:
        return table.between
    if table.answer is None:
        return None, None
    tolerance = table.tolerance or Decimal(0)
    return table.answer - tolerance, table.answer + tolerance


def _worth_is_stated(table: QuestionTable) -> bool:
    parts: Sequence[str | ChoiceTable | BlankTable | AcceptTable] = (*table.choice, *table.blank, *table.accept)
    return any(not isinstance(part, str) and part.worth is not None for part in parts)


def sharing(question: Question) -> Question:
    """The question with its points shared by its right parts; a wrong choice costs what a right one earns."""
    if not 0 < question.points <= 1000:
        return question  # no points that can be shared: the linter says so
    if question.kind in TYPED:
        return replace(question, accepted=tuple(replace(one, worth=question.points) for one in question.accepted))
    if question.kind in FILLED:
        each = _share(question, len(question.blanks))
        return replace(question, blanks=tuple(replace(blank, worth=each) for blank in question.blanks))
    if question.kind is QuestionKind.ORDERING:
        each = _share(question, len(question.choices))
        return replace(question, choices=tuple(replace(choice, worth=each) for choice in question.choices))
    each = _share(question, len(question.key))
    return replace(question, choices=tuple(replace(c, worth=each if c.correct else -each) for c in question.choices))


def _share(question: Question, parts: int) -> Decimal:
    """Rounded up, so that all parts together earn all points."""
    return (question.points / max(parts, 1)).quantize(_FINEST, ROUND_CEILING)
