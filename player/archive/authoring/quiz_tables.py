"""The quiz as an author writes it, in `course.toml` and in question files: every key, with what it may hold."""

from __future__ import annotations

from decimal import Decimal

from player.archive.authoring.table import PictureTable, Table
from player.domain.quiz import Feedback, QuestionKind, Scoring


class ChoiceTable(Table, frozen=True, kw_only=True):
    """`id` left out: a letter by its place."""

    text: str
    id: str = ""
    correct: bool = False
    feedback: str = ""
    worth: Decimal | None = None
    fixed: bool = False
    picture: PictureTable | None = None


class BlankTable(Table, frozen=True, kw_only=True):
    """`right` and `choices` name choices by id or by text; what is named here only becomes a choice, too.

    `id` left out: its place, from 1. `choices` left out: all of the question's.
    """

    right: str | tuple[str, ...]
    id: str = ""
    text: str = ""
    choices: tuple[str, ...] = ()
    worth: Decimal | None = None


class AcceptTable(Table, frozen=True, kw_only=True):
    """Either `wording`, or `answer` with or without `tolerance`, or `between`."""

    wording: str = ""
    case_matters: bool | None = None
    answer: Decimal | None = None
    tolerance: Decimal | None = None
    between: tuple[Decimal, Decimal] | None = None
    worth: Decimal | None = None
    feedback: str = ""


class QuestionTable(Table, frozen=True, kw_only=True):
    """`kind` may be left out where the other keys tell it: see `quiz_reading.kind_of`.

    `answer`, `tolerance` and `between` are those of the one number that is accepted. `worth` left out everywhere: the
    right parts share the points. `shuffle` left out: only items of matching and ordering are shuffled.
    """

    text: str
    id: str = ""
    kind: QuestionKind | None = None
    choice: tuple[str | ChoiceTable, ...] = ()
    blank: tuple[BlankTable, ...] = ()
    accept: tuple[str | AcceptTable, ...] = ()
    answer: Decimal | None = None
    tolerance: Decimal | None = None
    between: tuple[Decimal, Decimal] | None = None
    case_matters: bool = False
    rationale: str = ""
    points: Decimal = Decimal(1)
    least: Decimal = Decimal(0)
    scoring: Scoring = Scoring.EXACT
    shuffle: bool | None = None
    most_choices: int = 0
    reuse: bool = True
    bank: str = ""
    picture: tuple[PictureTable, ...] = ()
    when_right: str = ""
    when_wrong: str = ""


class BankTable(Table, frozen=True, kw_only=True):
    """Questions in a `file`, or those that name this bank by `name`. `draw` left out: all of the file are asked."""

    file: str = ""
    name: str = ""
    draw: int | None = None


class QuizTable(Table, frozen=True, kw_only=True):
    """`attempts` left out means as often as one likes."""

    passing_percent: int
    question: tuple[QuestionTable, ...] = ()
    bank: tuple[BankTable, ...] = ()
    attempts: int | None = None
    feedback: Feedback = Feedback.AFTER_SUBMISSION
    introduction: str = ""
    shuffle: bool = False


class QuestionFile(Table, frozen=True, kw_only=True):
    """A file of questions."""

    question: tuple[QuestionTable, ...]
