"""Scoring: whether answers fit their questions, and how many points they earn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from player.domain.phrase import Phrase, Worded
from player.domain.quiz import (
    FILLED,
    TICKED,
    TYPED,
    Accepted,
    Answer,
    AnswersDoNotFit,
    Blank,
    Question,
    QuestionKind,
    Quiz,
    QuizResult,
    Scoring,
)
from player.domain.typed import LONGEST_ANSWER, fits_wording, number_in

Given = tuple[str, ...]
"""What stands in `Answer.choices`."""


def check_answer(quiz: Quiz, answer: Answer, asked: Sequence[Question] | None = None) -> None:
    """Raises `AnswersDoNotFit` when the question is unknown, or not one of those `asked`, or cannot be answered so."""
    question = quiz.question(answer.question)
    if question is None:
        raise AnswersDoNotFit(reason=Worded("there is no question “{question}”.", question=answer.question))
    if asked is not None and all(one.id != question.id for one in asked):
        raise AnswersDoNotFit(reason=Worded("question “{id}” is not asked in this attempt.", id=question.id))
    why = misfit(question, answer.choices)
    if why:
        raise AnswersDoNotFit(reason=Worded("question “{id}” {why}.", id=question.id, why=why))


def check_sheet(quiz: Quiz, answers: tuple[Answer, ...], asked: Sequence[Question] | None = None) -> None:
    """Raises `AnswersDoNotFit` unless every question that is `asked` is answered exactly once.

    Where that is not known, questions may be drawn as the quiz says: so many of each bank.
    """
    for answer in answers:
        check_answer(quiz, answer, asked)
    if asked is None:
        asked = _asked(quiz, answers)
    answered = {answer.question for question, answer in _met(asked, answers) if is_answered(question, answer.choices)}
    missing = [question.id for question in asked if question.id not in answered]
    if missing:
        raise AnswersDoNotFit(reason=Worded("question “{missing}” is not answered.", missing=missing[0]))
    if len(answers) != len(asked):
        raise AnswersDoNotFit(reason=Phrase("a question is answered twice."))


def _met(asked: Sequence[Question], answers: Sequence[Answer]) -> list[tuple[Question, Answer]]:
    by_id = {question.id: question for question in asked}
    return [(by_id[answer.question], answer) for answer in answers if answer.question in by_id]


def _asked(quiz: Quiz, answers: Sequence[Answer]) -> tuple[Question, ...]:
    """The questions that must have been asked if these were answered."""
    if not quiz.draws:
        return quiz.questions
    given = {answer.question for answer in answers}
    counts = Counter(question.bank for question in quiz.questions if question.id in given and question.bank)
    if counts != Counter({draw.bank: draw.count for draw in quiz.draws}):
        raise AnswersDoNotFit(reason=Phrase("another number of questions was drawn."))
    return tuple(question for question in quiz.questions if not question.bank or question.id in given)


def is_answered(question: Question, given: Given) -> bool:
    """Whether anything was answered; of blanks, whether each one was filled."""
    return bool(given) and (question.kind not in FILLED or all(given))


def misfit(question: Question, given: Given) -> str:
    """Why that is no answer to the question, as the end of a sentence; empty when it is one. Nothing always is."""
    if not given:
        return ""
    if question.kind in TYPED:
        return _misfit_of_typed(question, given)
    unknown = set(given) - {choice.id for choice in question.choices}
    if question.kind in FILLED:
        unknown.discard("")
    if unknown:
        return Worded("has no choice “{min}”", min=min(unknown))
    if question.kind in FILLED:
        return _misfit_of_filled(question, given)
    if len(set(given)) != len(given):
        return Phrase("has one choice ticked twice")
    if question.kind is QuestionKind.ORDERING:
        return "" if len(given) == len(question.choices) else Phrase("does not have all its items put in order")
    if question.kind is not QuestionKind.MULTIPLE and len(given) > 1:
        return Phrase("takes one choice only")
    if 0 < question.most_choices < len(given):
        return Worded("takes no more than {most_choices} choices", most_choices=question.most_choices)
    return ""


def _misfit_of_typed(question: Question, given: Given) -> str:
    typed, *more = given
    if more:
        return Phrase("takes one answer only")
    if len(typed) > LONGEST_ANSWER:
        return Worded("takes no more than {longest_answer} letters", longest_answer=LONGEST_ANSWER)
    if not typed.strip():
        return Phrase("has nothing but spaces for an answer")
    if question.kind is QuestionKind.NUMERIC and number_in(typed) is None:
        return Phrase("asks for a number such as 12 or 0.5")
    return ""


def _misfit_of_filled(question: Question, given: Given) -> str:
    if len(given) != len(question.blanks):
        return Phrase("has another number of blanks")
    for blank, choice in zip(question.blanks, given, strict=True):
        if choice and blank.choices and choice not in blank.choices:
            return Worded("does not offer “{choice}” everywhere", choice=choice)
    used = [choice for choice in given if choice]
    if not question.reuse and len(set(used)) != len(used):
        return Phrase("takes each choice once only")
    return ""


def points_of(question: Question, answer: Answer) -> Decimal:
    """What the answer earns: all or nothing where scoring is exact, else the worth of its parts, kept in bounds."""
    given = answer.choices
    if question.scoring is Scoring.EXACT:
        return question.points if _RIGHT[question.kind](question, given) else Decimal(0)
    return min(question.points, max(question.least, _worth(question, given)))


def is_right(question: Question, answer: Answer) -> bool:
    """Whether the answer earns all the points there are."""
    return points_of(question, answer) == question.points


def score(quiz: Quiz, answers: tuple[Answer, ...]) -> QuizResult:
    """What the questions that were answered come to; the order of the answers does not matter."""
    check_sheet(quiz, answers)
    given = {answer.question: answer for answer in answers}
    asked = [question for question in quiz.questions if question.id in given]
    return QuizResult(
        correct=frozenset(question.id for question in asked if is_right(question, given[question.id])),
        total=len(asked),
        points=sum((points_of(question, given[question.id]) for question in asked), Decimal(0)),
        possible=sum((question.points for question in asked), Decimal(0)),
        passing_percent=quiz.passing_percent,
    )


def feedback_for(question: Question, answer: Answer) -> tuple[str, ...]:
    """What the author says to this answer: to its being right or wrong, then to what was chosen or typed."""
    said = [question.when_right if is_right(question, answer) else question.when_wrong]
    if question.kind in TYPED:
        found = accepted_by(question, answer.choices)
        said += [found.feedback] if found else []
    elif question.kind is not QuestionKind.ORDERING:
        said += [choice.feedback for choice in question.choices if choice.id in answer.choices]
    return tuple(text for text in said if text)


def accepted_by(question: Question, given: Given) -> Accepted | None:
    """The first of the accepted answers that what was typed fits."""
    return next((one for one in question.accepted if given and _accepts(question, one, given[0])), None)


def _accepts(question: Question, accepted: Accepted, typed: str) -> bool:
    if question.kind is QuestionKind.TEXT:
        return fits_wording(typed, accepted.wording, case_matters=accepted.case_matters)
    number = number_in(typed)
    if number is None or accepted.low is None or accepted.high is None:
        return False
    return accepted.low <= number <= accepted.high


def _pairs(question: Question, given: Given) -> list[tuple[Blank, str]]:
    return list(zip(question.blanks, given, strict=True)) if given else []


def _worth(question: Question, given: Given) -> Decimal:
    """The sum of what the parts of an answer are worth."""
    if question.kind in TYPED:
        found = accepted_by(question, given)
        return found.worth if found else Decimal(0)
    if question.kind in FILLED:
        worths = [blank.worth for blank, choice in _pairs(question, given) if choice in blank.right]
    elif question.kind is QuestionKind.ORDERING:
        worths = [choice.worth for choice, put in zip(question.choices, given, strict=False) if choice.id == put]
    else:
        worths = [choice.worth for choice in question.choices if choice.id in given]
    return sum(worths, Decimal(0))


def _ticked_right(question: Question, given: Given) -> bool:
    return frozenset(given) == question.key


def _filled_right(question: Question, given: Given) -> bool:
    return bool(given) and all(choice in blank.right for blank, choice in _pairs(question, given))


def _ordered_right(question: Question, given: Given) -> bool:
    return given == tuple(choice.id for choice in question.choices)


def _typed_right(question: Question, given: Given) -> bool:
    return accepted_by(question, given) is not None


_RIGHT: Mapping[QuestionKind, Callable[[Question, Given], bool]] = {
    **dict.fromkeys(TICKED, _ticked_right),
    **dict.fromkeys(FILLED, _filled_right),
    QuestionKind.ORDERING: _ordered_right,
    **dict.fromkeys(TYPED, _typed_right),
}
