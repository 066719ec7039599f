"""Typed answers: the numbers and wordings that an item's own scoring accepts, found by trying them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby, pairwise

from player.archive.importing.qti.fitting import Fitted
from player.archive.importing.qti.shape import Given, Marker, NotCarried, Outcome, Shape
from player.domain.quiz import Accepted, Answer, Question, QuestionKind, Scoring
from player.domain.scoring import points_of
from player.domain.typed import LONGEST_ANSWER, number_in

_FOREIGN = "\U000f0000"
"""A letter that no answer has: what is typed with it is something else."""
_MOST_PROBES = 2_000
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Numbers that score alike. The ends that do not belong to it are told."""

    low: Decimal | None
    high: Decimal | None
    outcome: Outcome
    open_ends: tuple[Decimal, ...] = ()


def fit_typed(shape: Shape, marker: Marker) -> Fitted:
    """A number or a short text. Raises `NotCarried`."""
    return _numeric(shape, marker) if shape.kind is QuestionKind.NUMERIC else _text(shape, marker)


def _marked(shape: Shape, marker: Marker, typed: str) -> Outcome:
    return marker.mark(shape.responses((typed,)))


# ---- numbers


def _numeric(shape: Shape, marker: Marker) -> Fitted:
    tried = _tried_numbers(shape, marker)
    stretches = _joined(tried)
    below, above = stretches[0], stretches[-1]
    if below.outcome.points != 0 or above.outcome.points != 0:
        raise NotCarried("Numbers without end earn points in it, or lose some.")
    accepted = [s for s in stretches if s.low is not None and s.high is not None]
    scoring = [s for s in accepted if s.outcome.points != 0 or s.outcome.shown != below.outcome.shown]
    ordered = _owners_first(scoring)
    question = _question(shape, [Accepted(low=s.low, high=s.high, worth=s.outcome.points) for s in ordered])
    owned = {end for s in scoring for end in (s.low, s.high) if end not in s.open_ends}
    ends = {format(end, "f") for s in scoring for end in s.open_ends if end not in owned}
    answers = [number for number in tried if number not in ends]
    reasons = (f"Here the very end of a range counts too: {', '.join(sorted(ends))}.",) if ends else ()
    return _checked(question, [(text,) for text in answers], [tried[text] for text in answers], reasons)


def _tried_numbers(shape: Shape, marker: Marker) -> dict[str, Outcome]:
    """Every number with which the rules compare, one between each two, and one beyond both ends; in their order."""
    known: set[Decimal] = set()
    for _ in range(_ROUNDS):
        for number in _with_between(known):
            _marked(shape, marker, format(number, "f"))
        if marker.probes.numbers == known:
            break
        known = set(marker.probes.numbers)
    if not known or len(known) > _MOST_PROBES:
        raise NotCarried("It names no number as its answer.")
    numbers = [format(number, "f") for number in _with_between(known)]
    if any(number_in(text) is None for text in numbers):
        raise NotCarried("Its numbers are too large or too fine for this program.")
    return {text: _marked(shape, marker, text) for text in numbers}


def _with_between(known: set[Decimal]) -> list[Decimal]:
    points = sorted(known) or [Decimal(0)]
    between = [(one + other) / 2 for one, other in pairwise(points)]
    return sorted({points[0] - 1, *points, *between, points[-1] + 1})


def _joined(tried: dict[str, Outcome]) -> list[_Stretch]:
    """Single numbers and the gaps between them (gap, number, gap, ..., gap), joined while they score alike."""
    numbers = [Decimal(text) for text in tried]
    stretches: list[_Stretch] = []
    start = 0
    for outcome, run in groupby(tried.values()):
        last = start + len(list(run)) - 1
        low, low_is_open = _end(numbers, start, -1)
        high, high_is_open = _end(numbers, last, 1)
        opened = ((low, low_is_open), (high, high_is_open))
        stretches.append(
            _Stretch(low, high, outcome, tuple(end for end, is_open in opened if is_open and end is not None))
        )
        start = last + 1
    return stretches


def _end(numbers: Sequence[Decimal], at: int, step: int) -> tuple[Decimal | None, bool]:
    """Where a stretch ends: at its own number, or short of the number beside its gap."""
    if at % 2:
        return numbers[at], False
    return (numbers[at + step], True) if 0 <= at + step < len(numbers) else (None, False)


def _owners_first(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    """Where two meet, the one to which the number between them belongs comes first: the first that fits decides."""
    ordered: list[_Stretch] = []
    pending = list(stretches)
    while pending:
        closed = {end for s in pending for end in (s.low, s.high) if end not in s.open_ends}
        free = [s for s in pending if not closed & set(s.open_ends)] or pending[:1]
        ordered += free
        pending = [s for s in pending if s not in free]
    return ordered


# ---- words


def _text(shape: Shape, marker: Marker) -> Fitted:
    foreign = _marked(shape, marker, _FOREIGN)
    if foreign.points != 0:
        raise NotCarried("Any words at all earn points in it, or lose some.")
    wordings = _tried_wordings(shape, marker)
    accepted: dict[str, Accepted] = {}
    for wording, case_matters in wordings:
        outcome = _marked(shape, marker, _sample(wording))
        if outcome != foreign:
            one = Accepted(wording=" ".join(wording.split()), case_matters=case_matters, worth=outcome.points)
            accepted.setdefault(one.wording if case_matters else one.wording.casefold(), one)
    ordered = sorted(accepted.values(), key=lambda one: ("*" in one.wording, not one.case_matters))
    typed = [text for wording, _ in wordings for text in (_sample(wording), _sample(wording).swapcase())]
    texts = [text for text in dict.fromkeys([*typed, _FOREIGN]) if text.strip() and len(text) <= LONGEST_ANSWER]
    outcomes = [_marked(shape, marker, text) for text in texts]
    return _checked(_question(shape, ordered), [(text,) for text in texts], outcomes, ())


def _tried_wordings(shape: Shape, marker: Marker) -> list[tuple[str, bool]]:
    for _ in range(_ROUNDS):
        known = dict(marker.probes.wordings)
        for wording, _case in known:
            _marked(shape, marker, _sample(wording))
        if marker.probes.wordings == known:
            break
    if not marker.probes.wordings or len(marker.probes.wordings) > _MOST_PROBES:
        raise NotCarried("It names no words as its answer.")
    return list(marker.probes.wordings)


def _sample(wording: str) -> str:
    return wording.replace("*", _FOREIGN)


# ---- both


def _question(shape: Shape, accepted: Sequence[Accepted]) -> Question:
    earning = [one.worth for one in accepted if one.worth > 0]
    if not earning:
        raise NotCarried("No answer earns points.")
    alike = all(one.worth == max(earning) for one in accepted)
    kept = [replace(one, worth=Decimal(0)) if alike else one for one in accepted]
    least = min(Decimal(0), *(one.worth for one in accepted)) if shape.least is None else min(shape.least, Decimal(0))
    return Question(
        id="q",
        kind=shape.kind,
        text=shape.text,
        accepted=tuple(kept),
        points=max(earning),
        least=Decimal(0) if alike else least,
        scoring=Scoring.EXACT if alike else Scoring.PARTIAL,
    )


def _checked(
    question: Question, answers: Sequence[Given], outcomes: Sequence[Outcome], reasons: tuple[str, ...]
) -> Fitted:
    for given, outcome in zip(answers, outcomes, strict=True):
        if points_of(question, Answer(question=question.id, choices=given)) != outcome.points:
            raise NotCarried(f"Its scoring has no counterpart here: “{given[0][:60]}” earns other points there.")
    return Fitted(question=question, answers=answers, outcomes=outcomes, reasons=reasons)
