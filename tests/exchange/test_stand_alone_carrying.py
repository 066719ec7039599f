"""Both verifiers carry the same from one version of a course to another, whatever single fact of it changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

import msgspec
import pytest

from player.domain.carrying import Carrying, Content
from player.domain.course import Course, Funding
from player.domain.credit import DateRule, Document
from player.domain.event import (
    CertificateIssued,
    CertificateRevoked,
    CheckpointAnswered,
    CreditClaimed,
    CreditWithdrawn,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Fact,
    QuizSubmitted,
    TakenBackFor,
    Watched,
)
from player.domain.learner import Profession
from player.domain.picture import Picture
from player.domain.policy import Seeking
from player.domain.problem import Problem
from player.domain.quiz import Accepted, Blank, Choice, Draw, Question, QuestionKind, Quiz, Scoring
from player.proof import manifest
from player.proof.manifest import SignedCourse
from player.proof.wire import kind_of
from tests.builders import CHOICE, CODE, COURSE, FIRST, QUIZ, SECOND, STRICT_COURSE
from tests.exchange.agreement import ALONE
from tests.worlds import PUBLISHER, TRUST, manifest_of

_CHOICES = (
    Choice(id="a", text="A", worth=Decimal("0.5")),
    Choice(id="b", text="B", picture=Picture(path="b", alt="B")),
)
_RICH = Quiz(
    passing_percent=60,
    questions=(
        *QUIZ.questions,
        Question(
            id="gaps",
            kind=QuestionKind.MATCHING,
            text="Which to which?",
            choices=_CHOICES,
            blanks=(Blank(id="one", right=("a",), text="One", choices=("a", "b"), worth=Decimal(1)),),
            scoring=Scoring.PARTIAL,
            pictures=(Picture(path="q", alt="Q"),),
            bank="pool",
        ),
        Question(
            id="many",
            kind=QuestionKind.NUMERIC,
            text="How many?",
            accepted=(Accepted(low=Decimal(1), high=Decimal("1.5"), worth=Decimal(1), feedback="Well done."),),
            bank="pool",
        ),
        Question(
            id="word", kind=QuestionKind.TEXT, text="Which word?", accepted=(Accepted(wording="hy*a"),), rationale="So."
        ),
    ),
    draws=(Draw(bank="pool", count=1),),
)
RICH = replace(STRICT_COURSE, quiz=_RICH, funding=(Funding(source="A foundation", statement="It paid for the room."),))
FACTS: tuple[Fact, ...] = (
    DisclosuresAcknowledged(),
    *(Watched(session=s, start_ms=0, end_ms=1, engaged_ms=1, rate_percent=100) for s in (FIRST, SECOND)),
    *(CheckpointAnswered(session=FIRST, checkpoint=one.id, answer="b") for one in (CODE, CHOICE)),
    QuizSubmitted(answers=()),
    EvaluationSubmitted(responses=()),
    *(CreditClaimed(offer=o.id, amount=o.maximum, profession=Profession.OTHER) for o in RICH.credit.offers),
    CertificateIssued(number="", offer="ama", document=Document.CME_CERTIFICATE, facts="", salt="", name="", signer=""),
    CreditWithdrawn(offer="ama", number="", reason=TakenBackFor.OTHER),
    CertificateRevoked(offer="ama", number="", reason=TakenBackFor.WRONG_NAME),
)


def signed(course: Course, *, written_in: int = manifest.FORMAT) -> SignedCourse:
    written = replace(manifest_of(course), format=written_in)
    return manifest.read(manifest.sign(written, PUBLISHER), TRUST, name="The course")


def by_product(old: SignedCourse, new: SignedCourse) -> list[Any]:
    carrying = Carrying(Content(old.course), Content(new.course))
    return [None if (fact := carrying.carried(one)) is None else msgspec.to_builtins(fact) for one in FACTS]


def by_the_other(old: SignedCourse, new: SignedCourse) -> list[Any]:
    opened = [
        ALONE.open_course(
            {
                "manifest": one.envelope.payload.decode(),
                "signatures": [{"keyid": s.keyid, "sig": s.sig} for s in one.envelope.signatures],
            },
            "The course",
        )
        for one in (old, new)
    ]
    return [ALONE.carried(kind_of(one), msgspec.to_builtins(one), *opened) for one in FACTS]


def changed(value: Any) -> Iterator[Any]:
    """The same with one leaf changed, for each leaf; and without one of its parts, where there are several."""
    if isinstance(value, dict):
        known = cast("dict[str, Any]", value)
        for name, part in known.items():
            yield from ({**known, name: other} for other in changed(part))
    elif isinstance(value, list | tuple):
        parts = list(cast("list[Any]", value))
        for place, part in enumerate(parts):
            yield from ([*parts[:place], other, *parts[place + 1 :]] for other in changed(part))
        if len(parts) > 1:
            yield parts[:-1]
            yield parts[::-1]
    else:
        yield from _other(value)


def _other(value: Any) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, str):
        yield f"{value}x"
        try:
            yield str(Decimal(value) / 2)
            yield str(Decimal(value).quantize(Decimal("0.001")))
        except ArithmeticError:
            return


def sound_neighbours(course: Course) -> Iterator[SignedCourse]:
    for text in changed(msgspec.to_builtins(course)):
        try:
            other = msgspec.convert(text, Course)
            yield signed(replace(other, version=2))
        except (msgspec.ValidationError, Problem, ValueError):
            continue


def test_both_carry_the_same_whatever_single_fact_of_the_course_changed() -> None:
    old, seen, lost = signed(RICH), 0, 0
    for new in sound_neighbours(RICH):
        product = by_product(old, new)
        assert product == by_the_other(old, new), new.course
        seen, lost = seen + 1, lost + (None in product)
    assert seen > 300 and 50 < lost < seen


@pytest.mark.parametrize("written_in", [1, 2, 3, 4])
def test_both_carry_the_same_from_a_manifest_of_an_older_format(written_in: int) -> None:
    old, new = signed(COURSE, written_in=written_in), signed(replace(COURSE, version=2))
    product = by_product(old, new)
    assert product == by_the_other(old, new)
    lost = [fact for fact, carried in zip(FACTS, product, strict=True) if carried is None]
    assert lost == [fact for fact in FACTS if isinstance(fact, CheckpointAnswered)], "nothing was asked in it"


def in_quiz(**changes: Any) -> Course:
    assert RICH.quiz is not None
    return replace(RICH, version=2, quiz=replace(RICH.quiz, **changes))


def with_question(place: int, **changes: Any) -> Course:
    assert RICH.quiz is not None
    asked = list(RICH.quiz.questions)
    asked[place] = replace(asked[place], **changes)
    return in_quiz(questions=tuple(asked))


GAPS = len(QUIZ.questions)
"""The place of the matching in the quiz."""
OTHERWISE: dict[str, tuple[Course, str]] = {
    "attempts": (in_quiz(attempts=3), "disclosures-acknowledged"),
    "the rule of the date": (
        replace(
            RICH,
            version=2,
            credit=replace(RICH.credit, date_rule=next(rule for rule in DateRule if rule != RICH.credit.date_rule)),
        ),
        "disclosures-acknowledged",
    ),
    "free seeking": (
        replace(RICH, version=2, watch=replace(RICH.watch, seeking=Seeking.FREE)),
        "disclosures-acknowledged",
    ),
    "no signs of presence": (
        replace(RICH, version=2, watch=replace(RICH.watch, presence=None)),
        "disclosures-acknowledged",
    ),
    "another question on the way": (
        replace(RICH, version=2, sessions=(replace(RICH.sessions[0], checkpoints=(CHOICE,)), RICH.sessions[1])),
        "checkpoint-answered",
    ),
    "the least points": (with_question(0, least=Decimal("-0.5")), "quiz-submitted"),
    "no longer drawn": (with_question(GAPS + 1, bank=""), "quiz-submitted"),
    "no bank any more": (
        in_quiz(questions=tuple(replace(q, bank="") for q in _RICH.questions), draws=()),
        "quiz-submitted",
    ),
    "what a blank is worth": (
        with_question(GAPS, blanks=tuple(replace(b, worth=Decimal(2)) for b in _RICH.questions[GAPS].blanks)),
        "quiz-submitted",
    ),
    "no quiz": (replace(RICH, version=2, quiz=None), "quiz-submitted"),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_neither_carries_what_was_acknowledged_or_answered_under_other_rules(name: str) -> None:
    course, kind = OTHERWISE[name]
    old, new = signed(RICH), signed(course)
    product = by_product(old, new)
    assert product == by_the_other(old, new)
    assert product[next(place for place, fact in enumerate(FACTS) if kind_of(fact) == kind)] is None


def test_both_leave_a_session_its_name_where_two_have_one_recording() -> None:
    one, two = COURSE.sessions
    twins = replace(COURSE, sessions=(one, replace(two, content=one.content, duration_ms=one.duration_ms)))
    old = signed(twins)
    for sessions in (twins.sessions, twins.sessions[::-1], twins.sessions[1:], twins.sessions[:1]):
        new = signed(replace(twins, version=2, sessions=sessions))
        assert by_product(old, new) == by_the_other(old, new)
        kept = [fact["session"] for fact in by_the_other(old, new) if fact and "start_ms" in fact]
        there = {session.id for session in sessions}
        assert kept == [name if name in there else sessions[0].id for name in (FIRST, SECOND)]


def test_both_carry_everything_whoever_else_of_those_who_disclose_nothing_took_part() -> None:
    more = replace(RICH.people[0], id="another", name="Another Person")
    old, new = signed(RICH), signed(replace(RICH, version=2, people=(*RICH.people, more)))
    assert by_product(old, new) == by_the_other(old, new)
    assert None not in by_the_other(old, new)
