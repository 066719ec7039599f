"""Rosters from the collection: the credit that counts, row by row, and what each receiver was told of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, exists, select

from player.domain.collection.kept import RosterChoice
from player.domain.course import Course
from player.domain.credit import Document
from player.domain.event import CourseHash, StreamId
from player.domain.learner import Learner, LearnerId, Profession
from player.domain.report_format import ReportFormat
from player.domain.roster import RosterRow
from player.domain.timekeeping import Happening
from player.ledger.collection.booking import in_ms, moment
from player.ledger.collection.tables import CLAIM, CONTENT, COURSE, CREDIT, DECISION, FILE, LEARNER, STREAM, TOLD
from player.ledger.tables import insert_or_replace
from player.proof import manifest
from player.proof.envelope import Envelope

STEP = 500
"""Rows that are in memory together."""


class Courses:
    """The courses of a roster, each read once. Their signatures were checked when the files came."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, Course] = {}

    def of(self, name: str) -> Course:
        if name not in self._known:
            stored = self._connection.scalar(select(COURSE.c.envelope).where(COURSE.c.hash == name)) or b""
            payload = Envelope.from_json(stored, name="a course of the collection").payload
            self._known[name] = manifest.decode(payload, name="a course of the collection").course
        return self._known[name]


def rows(streaming: Connection, other: Connection, choice: RosterChoice) -> Iterator[RosterRow]:
    """What a receiver was told and is to delete; then the credit that counts, by course and moment.

    In this order a correction is a delete and then an add: the other way round the delete would take out the new entry.

    `streaming` is read bit by bit; `other` sees the same moment, for courses.
    """
    courses = Courses(other)
    stepwise = streaming.execution_options(yield_per=STEP)
    if choice.form is not None:
        for row in stepwise.execute(_to_delete(choice, choice.form)):
            yield _row(row, courses, gone=True, told=True)
    for row in stepwise.execute(_counting(choice)):
        yield _row(row, courses, gone=False, told=False if choice.only_new else None)


def told(connection: Connection, form: ReportFormat, numbers: Mapping[str, bool], now_ms: int) -> None:
    """Keeps that a receiver of this format was told of these numbers; True: that they are gone."""
    values = [
        {"form": form.value, "number": number, "told": now_ms, "deleted": now_ms if numbers[number] else None}
        for number in sorted(numbers)
    ]
    if values:
        connection.execute(insert_or_replace(connection.dialect.name, TOLD), values)


def _columns() -> Select[Any]:
    return (
        select(CLAIM, LEARNER.c.particulars, CREDIT.c.since, _permission())
        .join(LEARNER, LEARNER.c.id == CLAIM.c.learner)
        .join_from(
            CLAIM,
            CREDIT,
            (CREDIT.c.person == LEARNER.c.person)
            & (CREDIT.c.course == CLAIM.c.course)
            & (CREDIT.c.offer == CLAIM.c.offer),
        )
    )


def permitted(connection: Connection, learner: LearnerId) -> bool | None:
    """What this person said last on being reported; None where nobody was asked."""
    said = connection.scalar(select(_permission()).select_from(LEARNER).where(LEARNER.c.id == learner))
    return None if said is None else bool(said)


def _permission() -> Any:
    """What the person said last, under whichever id and in whichever file; a refusal where two were said at once."""
    same = LEARNER.alias()
    return (
        select(DECISION.c.permitted)
        .join(same, same.c.id == DECISION.c.learner)
        .where(same.c.person == LEARNER.c.person)
        .order_by(DECISION.c.decided.desc(), DECISION.c.permitted)
        .limit(1)
        .correlate(LEARNER)
        .scalar_subquery()
        .label("permitted")
    )


def _counting(choice: RosterChoice) -> Select[Any]:
    query = _columns().where(CREDIT.c.number == CLAIM.c.number)
    if choice.course is not None:
        query = query.where(CREDIT.c.course == choice.course)
    if choice.since is not None:
        query = query.where(CREDIT.c.since >= in_ms(choice.since))
    if choice.only_new and choice.form is not None:
        query = query.where(~_was_told(choice.form))
    return query.order_by(CREDIT.c.course, CLAIM.c.claimed, CLAIM.c.number)


def _to_delete(choice: RosterChoice, form: ReportFormat) -> Select[Any]:
    query = _columns().where(CREDIT.c.number != CLAIM.c.number, _was_told(form))
    if choice.course is not None:
        query = query.where(CLAIM.c.course == choice.course)
    return query.order_by(CLAIM.c.course, CLAIM.c.claimed, CLAIM.c.number)


def _was_told(form: ReportFormat) -> Any:
    return exists().where(TOLD.c.form == form.value, TOLD.c.number == CLAIM.c.number, TOLD.c.deleted.is_(None))


def _row(row: Row[Any], courses: Courses, *, gone: bool, told: bool | None) -> RosterRow:
    course = courses.of(row.course_hash)
    return RosterRow(
        course=course,
        course_hash=CourseHash(row.course_hash),
        learner=msgspec.json.decode(row.particulars, type=Learner),
        offer=next(offer for offer in course.credit.offers if offer.id == row.offer),
        amount=Decimal(row.amount),
        profession=Profession(row.profession),
        number=row.number,
        document=Document(row.document),
        stream=StreamId(row.stream),
        began=moment(row.began),
        completed=moment(row.completed),
        claimed=moment(row.claimed),
        day=date.fromisoformat(row.day),
        permitted=None if row.permitted is None else bool(row.permitted),
        grade=row.grade,
        specimen=False,
        taken_back=moment(row.since if row.gone is None else row.gone) if gone else None,
        doubts=tuple(Happening(doubt) for doubt in row.doubts.split()),
        told=told,
    )


# --- the files themselves ------------------------------------------------------------------------------------


def contents(streaming: Connection, choice: RosterChoice, *, one_each: bool) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of the files that together hold all evidence, by person and course, the fullest first.

    `one_each`: only the fullest file of each person and course.
    """
    query = (
        select(FILE.c.name, FILE.c.stream, FILE.c.strands, LEARNER.c.person, COURSE.c.course, CONTENT.c.data)
        .join(STREAM, (STREAM.c.digest == FILE.c.digest) & (STREAM.c.id == FILE.c.stream))
        .join(LEARNER, LEARNER.c.id == FILE.c.learner)
        .join(COURSE, COURSE.c.hash == FILE.c.course_hash)
        .join(CONTENT, CONTENT.c.digest == FILE.c.digest)
        .order_by(LEARNER.c.person, COURSE.c.course, FILE.c.reach.desc(), FILE.c.digest)
    )
    if choice.course is not None:
        query = query.where(COURSE.c.course == choice.course)
    if choice.since is not None:
        query = query.where(FILE.c.received >= in_ms(choice.since))
    before: tuple[str, str] | None = None
    told_by: set[str] = set()
    for row in streaming.execution_options(yield_per=STEP).execute(query):
        whose = (row.person, row.course)
        if whose != before:
            before, told_by = whose, set()
        elif one_each or row.stream in told_by:
            continue
        told_by.update(row.strands.split())
        yield row.name, row.data
