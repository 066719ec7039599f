"""A question as an item of QTI 3.0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from urllib.parse import quote

from player.archive.importing.qti.interactions import KIND, REUSE
from player.archive.importing.qti.scoring30 import (
    FEEDBACK,
    RATIONALE,
    RESPONSE,
    RIGHT,
    SCORE,
    WRONG,
    accepted_name,
    has_feedback,
    processing,
)
from player.archive.importing.qti.xhtml import blocks, is_line, line, plain_words
from player.archive.importing.qti.xml import HEAD, element, identifier, letters, yes_or_no
from player.domain.picture import Picture
from player.domain.quiz import FILLED, TICKED, Blank, Choice, Question, QuestionKind, Scoring

SPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_SCHEMA = f"{SPACE} https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
UP = "../"
"""From the folder of the items to the pictures."""


def item_of(question: Question) -> bytes:
    """The whole file."""
    attributes = {
        **root_attributes(),
        "identifier": identifier(question.id),
        "title": plain_words(question.text) or question.id,
        "adaptive": "false",
        "time-dependent": "false",
    }
    in_gaps = _has_lists(question)
    content = (
        *_responses(question, in_gaps),
        *_outcomes(question),
        element("qti-item-body", None, *_body(question, in_gaps)),
        processing(question, in_gaps=in_gaps),
        *_modal(question),
    )
    return (HEAD + element("qti-assessment-item", attributes, *(f"\n{part}" for part in content), "\n") + "\n").encode()


def root_attributes() -> dict[str, str | None]:
    return {"xmlns": SPACE, "xmlns:xsi": _INSTANCE, "xsi:schemaLocation": _SCHEMA}


def _has_lists(question: Question) -> bool:
    """Whether gaps are lists to choose from; where each choice is used once only, they are places to drag it to."""
    if question.kind is not QuestionKind.INLINE:
        return False
    return question.reuse or any(b.choices for b in question.blanks) or any(c.fixed for c in question.choices)


# ---- declarations


def _responses(question: Question, in_gaps: bool) -> Iterator[str]:
    if in_gaps:
        for blank in question.blanks:
            right = [identifier(choice) for choice in blank.right[:1]]
            yield _response(identifier(blank.id), "single", "identifier", right)
    elif question.kind in FILLED:
        left_first = [
            f"{identifier(blank.id)} {identifier(one)}" for blank in question.blanks for one in blank.right[:1]
        ]
        yield _response(RESPONSE, "multiple", "directedPair", left_first)
    elif question.kind is QuestionKind.ORDERING:
        yield _response(RESPONSE, "ordered", "identifier", [identifier(choice.id) for choice in question.choices])
    elif question.kind in TICKED:
        right = [identifier(choice.id) for choice in question.choices if choice.correct]
        many = "multiple" if question.kind is QuestionKind.MULTIPLE else "single"
        yield _response(RESPONSE, many, "identifier", right, _mapping(question))
    elif question.kind is QuestionKind.NUMERIC:
        yield _response(RESPONSE, "single", "float", [format(a.low or Decimal(0), "f") for a in question.accepted[:1]])
    else:
        words = [accepted.wording for accepted in question.accepted if "*" not in accepted.wording]
        yield _response(RESPONSE, "single", "string", words[:1])


def _response(name: str, cardinality: str, base: str, right: Sequence[str], mapping: str = "") -> str:
    values = [element("qti-value", None, letters(value)) for value in right]
    correct = element("qti-correct-response", None, *values) if values else ""
    attributes = {"identifier": name, "cardinality": cardinality, "base-type": base}
    return element("qti-response-declaration", attributes, correct, mapping)


def _mapping(question: Question) -> str:
    if question.scoring is Scoring.EXACT:
        return ""
    entries = [
        element("qti-map-entry", {"map-key": identifier(choice.id), "mapped-value": format(choice.worth, "f")})
        for choice in question.choices
    ]
    least, most = format(question.least, "f"), format(question.points, "f")
    return element("qti-mapping", {"lower-bound": least, "upper-bound": most, "default-value": "0"}, *entries)


def _outcomes(question: Question) -> Iterator[str]:
    yield _outcome(SCORE, Decimal(0))
    yield _outcome("MAXSCORE", question.points)
    if has_feedback(question):
        attributes = {"identifier": FEEDBACK, "cardinality": "multiple", "base-type": "identifier"}
        yield element("qti-outcome-declaration", attributes)


def _outcome(name: str, value: Decimal) -> str:
    default = element("qti-default-value", None, element("qti-value", None, format(value, "f")))
    attributes = {"identifier": name, "cardinality": "single", "base-type": "float"}
    return element("qti-outcome-declaration", attributes, default)


# ---- body


def _body(question: Question, in_gaps: bool) -> Iterator[str]:
    if question.kind is QuestionKind.INLINE:
        yield _text_with_lists(question) if in_gaps else _text_with_gaps(question)
        yield from map(_picture, question.pictures)
        return
    yield blocks(question.text)
    yield from map(_picture, question.pictures)
    if question.kind is QuestionKind.MATCHING:
        yield _match(question)
    elif question.kind is QuestionKind.ORDERING:
        yield element("qti-order-interaction", _asked(question), *map(_simple_choice, question.choices))
    elif question.kind in TICKED:
        yield _choice(question)
    else:
        yield element("p", None, element("qti-text-entry-interaction", {"response-identifier": RESPONSE}))


def _picture(picture: Picture) -> str:
    return element("p", None, _image(picture))


def _image(picture: Picture) -> str:
    return f"{element('img', {'src': UP + quote(picture.path), 'alt': picture.alt})}"


def _asked(question: Question) -> dict[str, str | None]:
    return {"response-identifier": RESPONSE, "shuffle": yes_or_no(question.shuffle)}


def _choice(question: Question) -> str:
    is_many = question.kind is QuestionKind.MULTIPLE
    attributes = _asked(question) | {
        "max-choices": str(question.most_choices) if is_many else "1",
        KIND: None if is_many else question.kind.value,
    }
    return element("qti-choice-interaction", attributes, *map(_simple_choice, question.choices))


def _simple_choice(choice: Choice) -> str:
    return element("qti-simple-choice", _named(choice), _content(choice), _feedback_on(choice))


def _named(choice: Choice) -> dict[str, str | None]:
    return {"identifier": identifier(choice.id), "fixed": "true" if choice.fixed else None}


def _content(choice: Choice) -> str:
    return line(choice.text) + (_image(choice.picture) if choice.picture else "")


def _feedback_on(choice: Choice) -> str:
    if not choice.feedback:
        return ""
    attributes = {"outcome-identifier": FEEDBACK, "identifier": identifier(choice.id), "show-hide": "show"}
    if is_line(choice.feedback):
        return element("qti-feedback-inline", attributes, line(choice.feedback))
    return element("qti-feedback-block", attributes, element("qti-content-body", None, blocks(choice.feedback)))


def _text_with_lists(question: Question) -> str:
    return blocks(question.text, {blank.id: _list(question, blank) for blank in question.blanks})


def _list(question: Question, blank: Blank) -> str:
    offered = [choice for choice in question.choices if not blank.choices or choice.id in blank.choices]
    attributes = _asked(question) | {
        "response-identifier": identifier(blank.id),
        REUSE: None if question.reuse else "false",
    }
    choices = [element("qti-inline-choice", _named(choice), line(choice.text)) for choice in offered]
    return element("qti-inline-choice-interaction", attributes, *choices)


def _text_with_gaps(question: Question) -> str:
    gaps = {blank.id: element("qti-gap", {"identifier": identifier(blank.id)}) for blank in question.blanks}
    choices = [
        element("qti-gap-text", {"identifier": identifier(choice.id), "match-max": "1"}, line(choice.text))
        for choice in question.choices
    ]
    return element("qti-gap-match-interaction", _asked(question), *choices, blocks(question.text, gaps))


def _match(question: Question) -> str:
    often = "0" if question.reuse else "1"
    lines = [
        element(
            "qti-simple-associable-choice",
            {
                "identifier": identifier(blank.id),
                "match-max": "1",
                "match-group": " ".join(map(identifier, blank.choices)) or None,
            },
            line(blank.text),
        )
        for blank in question.blanks
    ]
    choices = [
        element("qti-simple-associable-choice", _named(choice) | {"match-max": often}, _content(choice))
        for choice in question.choices
    ]
    sets = (element("qti-simple-match-set", None, *lines), element("qti-simple-match-set", None, *choices))
    attributes = _asked(question) | {"max-associations": str(len(question.blanks))}
    return element("qti-match-interaction", attributes, *sets)


# ---- feedback on the whole


def _modal(question: Question) -> Iterator[str]:
    said = [(RATIONALE, question.rationale), (RIGHT, question.when_right), (WRONG, question.when_wrong)]
    said += [(accepted_name(number), one.feedback) for number, one in enumerate(question.accepted)]
    if question.kind in FILLED:
        said += [(identifier(choice.id), choice.feedback) for choice in question.choices]
    for name, text in said:
        if text:
            attributes = {"outcome-identifier": FEEDBACK, "identifier": name, "show-hide": "show"}
            yield element("qti-modal-feedback", attributes, element("qti-content-body", None, blocks(text)))
