"""Soundness: what must hold in every course for the rest of the domain to stand on, whoever signed it.

This is not the provider's linter (which knows the rules of continuing education): it asks only whether a course
contradicts itself or breaks the shapes on which watching, quiz, credit and dates rely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo

from player.domain.course import Course, Session
from player.domain.credit import Offer
from player.domain.evaluation import Item, ItemKind
from player.domain.fault import Fault, Wording, repeated, twice
from player.domain.phrase import Phrase, Worded
from player.domain.soundness_of_certificate import faults_of_certificate
from player.domain.soundness_of_quiz import faults_of_quiz
from player.domain.soundness_of_reporting import faults_of_pairs, faults_of_reporting
from player.domain.soundness_of_requirements import faults_of_requirements
from player.domain.soundness_of_watching import faults_of_checkpoints, faults_of_policy

_ID = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_CURRENCY = re.compile(r"[A-Z]{3}")
LONGEST_ID = 120
LONGEST_LINE = 1_000
"""Characters of what pages and reports show as one line: far more than any title or address has."""
MOST_CREDIT = Decimal(1000)
_TITLE, _PRICES, _PEOPLE, _TALK = Phrase("title"), Phrase("price"), Phrase("people"), Phrase("talk")
_DISCLOSURE, _CONTACT = Phrase("disclosure"), Phrase("contact")
_SESSIONS, _SESSION_TITLE, _CODECS = Phrase("session"), Phrase("session, title"), Phrase("session, codecs")
_EVALUATION, _CREDIT = Phrase("evaluation"), Phrase("credit")


def faults(course: Course) -> tuple[Fault, ...]:
    """Everything in which `course` is not sound; empty when it is."""
    return (
        *_identity(course),
        *_time(course),
        *faults_of_policy(course.watch),
        *_people(course),
        *_lines(course),
        *_sessions(course),
        *(faults_of_quiz(course.quiz) if course.quiz else ()),
        *_evaluation(course),
        *_credit(course),
        *(faults_of_certificate(course.certificate) if course.certificate else ()),
        *(faults_of_reporting(course.reporting) if course.reporting else ()),
        *(found for offer in course.credit.offers if offer.reporting for found in _reporting(offer)),
        *faults_of_requirements(course.requirements),
    )


def _identity(course: Course) -> Iterator[Fault]:
    if not _ID.fullmatch(course.id) or len(course.id) > LONGEST_ID:
        text = Phrase("it is made of small letters, digits, dots and hyphens, such as org.example.course")
        yield Fault(Phrase("id"), text)
    if course.version < 1:
        yield Fault(Phrase("version"), Phrase("it counts from 1"))
    if not _LANGUAGE.fullmatch(course.language):
        yield Fault(Phrase("language"), Phrase("it is a language tag such as en or pt-BR"))
    if not course.title.strip():
        yield Fault(_TITLE, Phrase("it is empty"))
    if course.estimated_minutes < 1:
        yield Fault(Phrase("estimated_minutes"), Phrase("it is at least 1"))
    yield from twice(_PRICES, (price.membership for price in course.prices))
    for price in course.prices:
        if price.minor_units < 0 or not _CURRENCY.fullmatch(price.currency):
            place = Worded("price {membership}", membership=price.membership)
            yield Fault(place, Phrase("it is an amount of 0 or more in a currency such as USD"))


def _time(course: Course) -> Iterator[Fault]:
    zone = course.availability.time_zone
    if not _is_zone(zone):
        yield Fault(Phrase("availability"), Worded("there is no time zone “{zone}”", zone=zone))
    for number, notice in enumerate(course.notices, 1):
        if notice.since.tzinfo is None or notice.until.tzinfo is None:
            yield Fault(_notice(number), Phrase("its times do not say in which zone they are"))
        elif notice.until < notice.since:
            yield Fault(_notice(number), Phrase("it ends before it begins"))


def _notice(number: int) -> Worded:
    return Worded("notice {number}", number=number)


def _is_zone(key: str) -> bool:
    try:
        ZoneInfo(key)
    except (ValueError, OSError, KeyError):
        return False
    return bool(key)


def _people(course: Course) -> Iterator[Fault]:
    known = {person.id for person in course.people}
    yield from twice(_PEOPLE, (person.id for person in course.people))
    for place, used in (
        (_TALK, [talk.person for talk in course.talks]),
        (_DISCLOSURE, [disclosure.person for disclosure in course.disclosures]),
    ):
        yield from (Fault(place, Worded("there is no person “{id}”", id=one)) for one in used if one not in known)


def _lines(course: Course) -> Iterator[Fault]:
    lines = (
        (_TITLE, course.title),
        *((_SESSION_TITLE, session.title) for session in course.sessions),
        *((_CODECS, " ".join(session.codecs)) for session in course.sessions),
        *((_CONTACT, f"{one.purpose} {one.label} {one.telephone} {one.email} {one.url}") for one in course.contacts),
    )
    for place in dict.fromkeys(place for place, line in lines if len(line) > LONGEST_LINE):
        yield Fault(place, Worded("it is longer than {longest} characters", longest=LONGEST_LINE))


def _sessions(course: Course) -> Iterator[Fault]:
    if not course.sessions:
        yield Fault(_SESSIONS, Phrase("there is none"))
    yield from twice(_SESSIONS, (session.id for session in course.sessions))
    for session in course.sessions:
        for text in _session(session):
            yield Fault(Worded("session {id}", id=session.id), text)
        yield from faults_of_checkpoints(session)


def _session(session: Session) -> Iterator[Wording]:
    if not _ID.fullmatch(session.id) or len(session.id) > LONGEST_ID:
        yield Phrase("its id is made of small letters, digits, dots and hyphens")
    if session.duration_ms <= 0:
        yield Phrase("its recording has no length")
    if any(not 0 <= chapter.at_ms < session.duration_ms for chapter in session.chapters):
        yield Phrase("a chapter lies outside the recording")


def _evaluation(course: Course) -> Iterator[Fault]:
    items = course.evaluation.items
    yield from twice(_EVALUATION, (item.id for item in items))
    for item in items:
        for text in _item(item):
            yield Fault(Worded("evaluation, item {id}", id=item.id), text)


def _item(item: Item) -> Iterator[Wording]:
    yield from repeated(row.id for row in item.rows)
    yield from repeated(option.id for option in item.options)
    if item.kind is ItemKind.RATING and not item.rows:
        yield Phrase("a rating needs rows")
    if item.kind is not ItemKind.TEXT and not item.options:
        yield Phrase("it has nothing to choose from")


def _credit(course: Course) -> Iterator[Fault]:
    yield from twice(_CREDIT, (offer.id for offer in course.credit.offers))
    for offer in course.credit.offers:
        for text in _offer(offer):
            yield Fault(Worded("credit {id}", id=offer.id), text)


def _offer(offer: Offer) -> Iterator[Wording]:
    if not _ID.fullmatch(offer.id):
        yield Phrase("its id is made of small letters, digits, dots and hyphens")
    if not _is_amount(offer.maximum):
        yield Phrase("its maximum is an amount above 0 with at most four decimals")
    if not _is_amount(offer.step):
        yield Phrase("its step is an amount above 0 with at most four decimals")
    if not offer.name.strip() or not offer.plural.strip():
        yield Phrase("its name is missing")


def _reporting(offer: Offer) -> Iterator[Fault]:
    return faults_of_pairs(Worded("offer {id}", id=offer.id), offer.reporting)


def _is_amount(amount: Decimal) -> bool:
    """Finite, above 0, and with few enough digits that no sum or product of it can run away."""
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and -4 <= exponent <= 3 and 0 < amount <= MOST_CREDIT
