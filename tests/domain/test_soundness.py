"""Soundness: whatever a course's signature says, it must not contradict the shapes that the domain stands on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from player.domain.course import Chapter, Contact, Course, CourseId, Notice, PersonId, Price, SessionId, Talk
from player.domain.evaluation import Item, ItemKind
from player.domain.policy import CheckpointChoice, PresenceChecks
from player.domain.quiz import QuestionKind
from player.domain.requirement import Level, Need, Requirement
from player.domain.soundness import LONGEST_LINE, faults
from player.domain.soundness_of_certificate import LONGEST_NOTE, LONGEST_TEXT
from player.domain.soundness_of_requirements import (
    DEEPEST_NEED,
    LONGEST_ID,
    LONGEST_RULE,
    LONGEST_RULES,
    MOST_COMPARISONS,
    MOST_RULES,
)
from player.domain.template import CertificateTemplate
from tests.builders import CHOICE, CODE, COURSE, MINUTE, QUIZ, SHORT_COURSE, STRICT_COURSE

NOW = datetime(2024, 1, 1, tzinfo=UTC)
HALF = Price(membership="member", label="Member", minor_units=1875, currency="USD")


def _with_need(course: Course, need: Need) -> Course:
    rule = Requirement(id="r", level=Level.MINIMUM, subject="memory", text="Enough", need=need)
    return replace(course, requirements=(rule,))


def _with_session(course: Course, **changes: object) -> Course:
    return replace(course, sessions=(replace(course.sessions[0], **changes),))  # type: ignore[arg-type]


def _with_offer(course: Course, **changes: object) -> Course:
    offer = replace(course.credit.offers[0], **changes)  # type: ignore[arg-type]
    return replace(course, credit=replace(course.credit, offers=(offer,)))


def _with_question(course: Course, **changes: object) -> Course:
    question = replace(QUIZ.questions[0], **changes)  # type: ignore[arg-type]
    return replace(course, quiz=replace(QUIZ, questions=(question,)))


def _with_item(course: Course, item: Item) -> Course:
    return replace(course, evaluation=replace(course.evaluation, items=(item,)))


def _with_rules(course: Course, count: int, **parts: object) -> Course:
    rule = Requirement(id="r", level=Level.MINIMUM, subject="memory", text="Enough")
    rules = (replace(rule, **{**parts, "id": f"{parts.get('id', 'r')}{n}"}) for n in range(count))  # type: ignore[arg-type]
    return replace(course, requirements=tuple(rules))


def _nested(depth: int) -> Need:
    need = Need(fact="memory.mb")
    for _ in range(depth - 1):
        need = Need(all_of=(need,))
    return need


def test_the_courses_of_these_tests_are_sound() -> None:
    assert faults(COURSE) == () == faults(SHORT_COURSE)
    assert faults(STRICT_COURSE) == ()


CONTRADICTIONS: tuple[tuple[Callable[[Course], Course], str], ...] = (
    (lambda c: replace(c, id=CourseId("Not An Id")), "id"),
    (lambda c: replace(c, id=CourseId("x" * 121)), "id"),
    (lambda c: replace(c, version=0), "version"),
    (lambda c: replace(c, language="a language"), "language"),
    (lambda c: replace(c, title=" "), "title"),
    (lambda c: replace(c, estimated_minutes=0), "estimated_minutes"),
    (lambda c: replace(c, prices=(HALF, HALF)), "price"),
    (lambda c: replace(c, prices=(replace(HALF, minor_units=-1),)), "price member"),
    (lambda c: replace(c, prices=(replace(HALF, currency="dollars"),)), "price member"),
    (lambda c: replace(c, availability=replace(c.availability, time_zone="Moon/Sea")), "availability"),
    (lambda c: replace(c, availability=replace(c.availability, time_zone="")), "availability"),
    (
        lambda c: replace(c, notices=(Notice(text="x", since=NOW.replace(tzinfo=None), until=NOW),)),
        "notice 1",
    ),
    (lambda c: replace(c, notices=(Notice(text="x", since=NOW, until=NOW - timedelta(1)),)), "notice 1"),
    (lambda c: replace(c, watch=replace(c.watch, required_percent=101)), "watch"),
    (lambda c: replace(c, watch=replace(c.watch, counted_rate_percent=5)), "watch"),
    *(
        (lambda c, p=presence: replace(c, watch=replace(c.watch, presence=PresenceChecks(**p))), "watch, presence")
        for presence in (
            {"least_minutes": 0, "most_minutes": 5},
            {"least_minutes": 6, "most_minutes": 5},
            {"least_minutes": 5, "most_minutes": 601},
            {"least_minutes": 5, "most_minutes": 5, "patience_seconds": 14},
            {"least_minutes": 5, "most_minutes": 5, "patience_seconds": 901},
        )
    ),
    *(
        (lambda c, p=points: _with_session(c, checkpoints=p), "session first, checkpoints")
        for points in ((CODE, CODE), (CHOICE, CODE))
    ),
    *(
        (lambda c, p=point: _with_session(c, checkpoints=(p,)), f"session first, checkpoint {point.id}")
        for point in (
            replace(CODE, id=" "),
            replace(CODE, prompt=" "),
            replace(CODE, at_ms=-1),
            replace(CODE, at_ms=60 * MINUTE),
            replace(CODE, codes=()),
            replace(CODE, codes=("ab", "-")),
            replace(CODE, codes=("a" * 201,)),
            replace(CODE, answer="a"),
            replace(CHOICE, codes=("ab",)),
            replace(CHOICE, answer="c"),
            replace(CHOICE, choices=CHOICE.choices[1:]),
            replace(CHOICE, choices=CHOICE.choices * 2),
            replace(CHOICE, choices=(*CHOICE.choices, CheckpointChoice(id="c", text=" "))),
        )
    ),
    (lambda c: replace(c, people=c.people * 2), "people"),
    (lambda c: replace(c, people=()), "disclosure"),
    (lambda c: replace(c, talks=(Talk(person=PersonId("who"), topic="x"),)), "talk"),
    (lambda c: replace(c, sessions=()), "session"),
    (lambda c: replace(c, sessions=c.sessions * 2), "session"),
    (lambda c: _with_session(c, id=SessionId("Ä")), "session Ä"),
    (lambda c: _with_session(c, duration_ms=0), "session first"),
    (lambda c: _with_session(c, chapters=(Chapter(at_ms=1 << 40, title="x"),)), "session first"),
    (lambda c: replace(c, quiz=replace(QUIZ, passing_percent=101)), "quiz"),
    (lambda c: replace(c, quiz=replace(QUIZ, attempts=0)), "quiz"),
    (lambda c: replace(c, quiz=replace(QUIZ, questions=())), "quiz"),
    (lambda c: replace(c, quiz=replace(QUIZ, questions=QUIZ.questions * 2)), "quiz"),
    (lambda c: _with_question(c, choices=QUIZ.questions[0].choices[1:]), "quiz, question q1"),
    (lambda c: _with_question(c, choices=QUIZ.questions[0].choices * 2), "quiz, question q1"),
    (
        lambda c: _with_question(c, choices=QUIZ.questions[1].choices, kind=QuestionKind.TRUE_FALSE),
        "quiz, question q1",
    ),
    (lambda c: _with_item(c, Item(id="i", kind=ItemKind.CHOICE, text="?")), "evaluation, item i"),
    (
        lambda c: _with_item(c, replace(c.evaluation.items[0], rows=())),
        "evaluation, item rate",
    ),
    (
        lambda c: replace(c, evaluation=replace(c.evaluation, items=c.evaluation.items * 2)),
        "evaluation",
    ),
    (lambda c: _with_offer(c, id="A M A"), "credit A M A"),
    (lambda c: _with_offer(c, name=""), "credit ama"),
    *(
        (lambda c, a=amount: _with_offer(c, maximum=a), "credit ama")
        for amount in map(Decimal, ("0", "-1", "NaN", "sNaN", "Infinity", "1001", "1E+9", "0.00001"))
    ),
    (lambda c: _with_offer(c, step=Decimal(0)), "credit ama"),
    (lambda c: _with_offer(c, reporting=(("accme-activity", " "),)), "offer ama.accme-activity"),
    (lambda c: replace(c, credit=replace(c.credit, offers=c.credit.offers * 2)), "credit"),
    *(
        (lambda c, t=template: replace(c, certificate=t), f"certificate.{part}")
        for part, template in (
            ("accent", CertificateTemplate(accent="navy")),
            ("accent", CertificateTemplate(accent="#1b5fa")),
            ("accent", CertificateTemplate(accent="#1b5faa ")),
            ("cme_heading", CertificateTemplate(cme_heading="C" * (LONGEST_TEXT + 1))),
            ("participation_heading", CertificateTemplate(participation_heading="P" * (LONGEST_TEXT + 1))),
            ("lead", CertificateTemplate(lead="This\ncertifies that")),
            ("lead", CertificateTemplate(lead="This\u2028certifies that")),
            ("cme_heading", CertificateTemplate(cme_heading="\u202efo etacifitreC")),
            ("note", CertificateTemplate(note="N" * (LONGEST_NOTE + 1))),
            ("note", CertificateTemplate(note="\x00")),
            ("note", CertificateTemplate(note="\ue000")),
        )
    ),
    (lambda c: replace(c, title="T" * (LONGEST_LINE + 1)), "title"),
    (lambda c: _with_session(c, title="T" * (LONGEST_LINE + 1)), "session, title"),
    (lambda c: _with_session(c, codecs=("h264",) * 300), "session, codecs"),
    (lambda c: replace(c, contacts=(Contact(purpose="technical", label="L" * 1_000),)), "contact"),
    (lambda c: _with_need(c, Need()), "requirement r"),
    (lambda c: _with_need(c, Need(fact="x", any_of=(Need(fact="y"),))), "requirement r"),
    (lambda c: _with_need(c, _nested(DEEPEST_NEED + 1)), "requirement r"),
    (lambda c: _with_need(c, _nested(100_000)), "requirement r"),
    (lambda c: _with_need(c, Need(fact="x", value="9" * LONGEST_RULE)), "requirement r"),
    (lambda c: replace(c, requirements=_with_rules(c, 1).requirements * 2), "requirement"),
    (lambda c: _with_rules(c, MOST_RULES + 1), "requirements"),
    (lambda c: _with_rules(c, 2, id="i" * LONGEST_ID), "requirements"),
    (lambda c: _with_rules(c, LONGEST_RULES // 5_000 + 1, text="word " * 1_000), "requirements"),
    (lambda c: _with_need(c, Need(any_of=(Need(fact="x"),) * MOST_COMPARISONS)), "requirement r"),
    (
        lambda c: _with_rules(c, 500, need=Need(any_of=(Need(fact="x"),) * (MOST_COMPARISONS // 500))),
        "requirements",
    ),
)
"""What makes a sound course contradict itself, and where it does so then."""


@pytest.mark.parametrize(("change", "place"), CONTRADICTIONS)
def test_a_contradiction_is_found_and_its_place_is_named(change: Callable[[Course], Course], place: str) -> None:
    assert place in {fault.place for fault in faults(change(COURSE))}


def test_a_template_is_sound_up_to_its_limits_in_any_script() -> None:
    farsi = "گواهی\u200cنامه"
    whole = CertificateTemplate(
        accent="#1B5FAA", cme_heading="C" * LONGEST_TEXT, participation_heading=farsi, note="N" * LONGEST_NOTE
    )
    assert faults(replace(COURSE, certificate=whole)) == ()


def test_a_notice_that_begins_before_it_ends_is_sound() -> None:
    assert faults(replace(COURSE, notices=(Notice(text="x", since=NOW, until=NOW),))) == ()


def test_needs_may_be_nested_as_deep_as_anybody_writes_them() -> None:
    assert faults(_with_need(COURSE, _nested(DEEPEST_NEED))) == ()


def test_as_many_rules_are_sound_as_anybody_writes_and_as_long() -> None:
    assert faults(_with_rules(COURSE, MOST_RULES)) == ()
    assert faults(_with_rules(COURSE, 1, text="x" * (LONGEST_RULE - 100))) == ()


def test_what_there_is_too_much_of_is_said_in_a_sentence_that_does_not_repeat_it() -> None:
    (fault,) = faults(_with_rules(COURSE, 2, id="i" * 1_000_000))
    assert len(fault.place + fault.text) < 200
