"""Scores as statements give them: raw points between the least and the most there are, and their share of the most."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from player.domain.quiz import Answer, Question, Quiz, QuizResult, Scoring
from player.domain.scoring import points_of
from player.exchange.xapi.measures import plain_number
from player.exchange.xapi.words import Json

_FOUR = Decimal("0.0001")


def score_of_attempt(quiz: Quiz, answers: Sequence[Answer], result: QuizResult) -> Json:
    asked = [question for answer in answers if (question := quiz.question(answer.question))]
    least = sum((min(question.least, Decimal(0)) for question in asked), Decimal(0))
    return _score(result.points, least, result.possible)


def score_of_question(question: Question, answer: Answer) -> Json:
    """Only where there is more to tell than right or wrong."""
    if question.scoring is not Scoring.PARTIAL:
        return {}
    return {"score": _score(points_of(question, answer), min(question.least, Decimal(0)), question.points)}


def _score(points: Decimal, least: Decimal, most: Decimal) -> Json:
    """cmi5: `scaled` from 0 to 1. Rounded down, so that it reaches the mastery score only where the points do."""
    scaled = (max(points, Decimal(0)) / most).quantize(_FOUR, rounding=ROUND_FLOOR)
    return {
        "scaled": plain_number(scaled),
        "raw": plain_number(points),
        "min": plain_number(least),
        "max": plain_number(most),
    }
