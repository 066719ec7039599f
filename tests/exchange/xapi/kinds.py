"""A quiz with one question of each kind, some with ids that no record store takes as they are."""

from __future__ import annotations

from decimal import Decimal

from player.domain.key import key_of
from player.domain.quiz import Accepted, Blank, Choice, Question, QuestionKind, Quiz, Scoring

TWO = (Choice(id="a", text="This", correct=True), Choice(id="b b[,]", text="That"))
EVERY_KIND = Quiz(
    passing_percent=67,
    questions=(
        Question(id="single", kind=QuestionKind.SINGLE, text="Which one?", choices=TWO),
        Question(
            id="multiple",
            kind=QuestionKind.MULTIPLE,
            text="Which ones?",
            scoring=Scoring.PARTIAL,
            points=Decimal(3),
            least=Decimal(-1),
            choices=(
                Choice(id="x", text="One", correct=True, worth=Decimal("1.5")),
                Choice(id="y", text="Two", correct=True, worth=Decimal("1.5")),
                Choice(id="z", text="Three", worth=Decimal(-1)),
            ),
        ),
        Question(
            id="truth",
            kind=QuestionKind.TRUE_FALSE,
            text="Is it so?",
            choices=(Choice(id="true", text="Yes", correct=True), Choice(id="false", text="No")),
        ),
        Question(
            id="gaps",
            kind=QuestionKind.INLINE,
            text="First [[1]], then [[2]].",
            choices=TWO,
            blanks=(Blank(id="1", right=("a",)), Blank(id="2", right=("b b[,]",))),
        ),
        Question(
            id="pairs",
            kind=QuestionKind.MATCHING,
            text="What belongs together?",
            choices=TWO,
            blanks=(Blank(id="left one", text="Left", right=("a",)), Blank(id="l2", text="Right", right=("b b[,]",))),
        ),
        Question(id="order", kind=QuestionKind.ORDERING, text="In which order?", choices=TWO),
        Question(
            id="number",
            kind=QuestionKind.NUMERIC,
            text="How many?",
            accepted=(Accepted(low=Decimal("1.5"), high=Decimal(2)),),
        ),
        Question(id="word", kind=QuestionKind.TEXT, text="What is it called?", accepted=(Accepted(wording="sle*p"),)),
    ),
)
FULL_MARKS = key_of(EVERY_KIND.questions)
