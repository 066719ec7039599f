"""The scoring and feedback of a question as response processing of QTI 3.0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from player.archive.importing.qti.patterns import pattern_of
from player.archive.importing.qti.xml import element, identifier, letters, yes_or_no
from player.domain.quiz import FILLED, TICKED, TYPED, Accepted, Blank, Question, QuestionKind, Scoring

RESPONSE, SCORE, FEEDBACK = "RESPONSE", "SCORE", "FEEDBACK"
RIGHT, WRONG, RATIONALE = "RIGHT", "WRONG", "RATIONALE"


def processing(question: Question, *, in_gaps: bool) -> str:
    """`in_gaps`: each blank has a response of its own; else pairs name it after or before what fills it."""
    rules = [*_scoring(question, in_gaps), *_feedback(question, in_gaps)]
    return element("qti-response-processing", None, *rules)


def has_feedback(question: Question) -> bool:
    parts = [part.feedback for each in (question.choices, question.accepted) for part in each]
    return any((*parts, question.rationale, question.when_right, question.when_wrong))


def accepted_name(number: int) -> str:
    return f"ACCEPTED-{number}"


# ---- points


def _scoring(question: Question, in_gaps: bool) -> Iterator[str]:
    if question.kind in TYPED:
        yield _chain(question)
    elif question.scoring is Scoring.EXACT:
        yield _if(_is_right(question, in_gaps), _set_score(_number(question.points)))
    elif question.kind in TICKED:
        yield _set_score(element("qti-map-response", {"identifier": RESPONSE}))
    else:
        for condition, worth in _parts(question, in_gaps):
            yield _if(condition, _set_score(element("qti-sum", None, _variable(SCORE), _number(worth))))
        most = element("qti-min", None, _variable(SCORE), _number(question.points))
        yield _set_score(element("qti-max", None, most, _number(question.least)))


def _is_right(question: Question, in_gaps: bool) -> str:
    if question.kind not in FILLED:
        return _match(_variable(RESPONSE), element("qti-correct", {"identifier": RESPONSE}))
    return _all(_filled_with(question, blank, blank.right, in_gaps) for blank in question.blanks)


def _parts(question: Question, in_gaps: bool) -> Iterator[tuple[str, Decimal]]:
    """What must hold for each part of the points."""
    if question.kind in FILLED:
        for blank in question.blanks:
            yield _filled_with(question, blank, blank.right, in_gaps), blank.worth
        return
    for place, choice in enumerate(question.choices, start=1):
        put = element("qti-index", {"n": str(place)}, _variable(RESPONSE))
        yield _match(put, _id(choice.id)), choice.worth


def _filled_with(question: Question, blank: Blank, choices: Sequence[str], in_gaps: bool) -> str:
    if in_gaps:
        return _any(_match(_variable(identifier(blank.id)), _id(choice)) for choice in choices)
    pairs = [_base("directedPair", pair(question, blank.id, choice)) for choice in choices]
    return _any(element("qti-member", None, one, _variable(RESPONSE)) for one in pairs)


def _chain(question: Question) -> str:
    """The first accepted answer that fits decides."""
    branches: list[str] = []
    for number, accepted in enumerate(question.accepted):
        name = "qti-response-else-if" if branches else "qti-response-if"
        worth = question.points if question.scoring is Scoring.EXACT else _kept(question, accepted.worth)
        told = [_say(accepted_name(number))] if accepted.feedback else []
        condition = _fits_number(accepted) if question.kind is QuestionKind.NUMERIC else _fits_wording(accepted)
        branches.append(element(name, None, condition, _set_score(_number(worth)), *told))
    if question.scoring is Scoring.PARTIAL and _kept(question, Decimal(0)):
        branches.append(element("qti-response-else", None, _set_score(_number(_kept(question, Decimal(0))))))
    return element("qti-response-condition", None, *branches)


def _kept(question: Question, worth: Decimal) -> Decimal:
    return min(question.points, max(question.least, worth))


def _fits_number(accepted: Accepted) -> str:
    low, high = accepted.low or Decimal(0), accepted.high or Decimal(0)
    if low == high:
        return element("qti-equal", {"tolerance-mode": "exact"}, _variable(RESPONSE), _number(low))
    above = element("qti-gte", None, _variable(RESPONSE), _number(low))
    return _all([above, element("qti-lte", None, _variable(RESPONSE), _number(high))])


def _fits_wording(accepted: Accepted) -> str:
    if "*" in accepted.wording:
        pattern = pattern_of(accepted.wording, case_matters=accepted.case_matters)
        return element("qti-pattern-match", {"pattern": pattern}, _variable(RESPONSE))
    wording = element("qti-base-value", {"base-type": "string"}, letters(accepted.wording))
    case = {"case-sensitive": yes_or_no(accepted.case_matters)}
    return element("qti-string-match", case, _variable(RESPONSE), wording)


# ---- feedback


def _feedback(question: Question, in_gaps: bool) -> Iterator[str]:
    for choice in question.choices if question.kind is not QuestionKind.ORDERING else ():
        if choice.feedback:
            yield _if(_is_chosen(question, choice.id, in_gaps), _say(identifier(choice.id)))
    if question.rationale:
        yield _say(RATIONALE)
    if question.when_right or question.when_wrong:
        full = element("qti-equal", {"tolerance-mode": "exact"}, _variable(SCORE), _number(question.points))
        right = element("qti-response-if", None, full, _say(RIGHT))
        yield element("qti-response-condition", None, right, element("qti-response-else", None, _say(WRONG)))


def _is_chosen(question: Question, choice: str, in_gaps: bool) -> str:
    if question.kind in FILLED:
        offering = [blank for blank in question.blanks if not blank.choices or choice in blank.choices]
        return _any(_filled_with(question, blank, (choice,), in_gaps) for blank in offering)
    if question.kind is QuestionKind.MULTIPLE:
        return element("qti-member", None, _id(choice), _variable(RESPONSE))
    return _match(_variable(RESPONSE), _id(choice))


# ---- pieces


def _if(condition: str, *rules: str) -> str:
    return element("qti-response-condition", None, element("qti-response-if", None, condition, *rules))


def _set_score(value: str) -> str:
    return element("qti-set-outcome-value", {"identifier": SCORE}, value)


def _say(name: str) -> str:
    said = element("qti-multiple", None, _variable(FEEDBACK), _base("identifier", name))
    return element("qti-set-outcome-value", {"identifier": FEEDBACK}, said)


def _all(conditions: Iterable[str]) -> str:
    found = list(conditions)
    return found[0] if len(found) == 1 else element("qti-and", None, *found)


def _any(conditions: Iterable[str]) -> str:
    found = list(conditions)
    return found[0] if len(found) == 1 else element("qti-or", None, *found)


def _match(one: str, other: str) -> str:
    return element("qti-match", None, one, other)


def _variable(name: str) -> str:
    return element("qti-variable", {"identifier": name})


def _base(kind: str, value: str) -> str:
    return element("qti-base-value", {"base-type": kind}, letters(value))


def _id(choice: str) -> str:
    return _base("identifier", identifier(choice))


def pair(question: Question, blank: str, choice: str) -> str:
    """A gap is named after what fills it, the left side of a match before it."""
    ends = (choice, blank) if question.kind is QuestionKind.INLINE else (blank, choice)
    return " ".join(map(identifier, ends))


def _number(value: Decimal) -> str:
    return _base("float", format(value, "f"))
