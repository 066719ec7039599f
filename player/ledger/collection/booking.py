"""Booking: what is known of a batch's learners is read into a book, and what the batch changes is written back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, select, text

from player.domain.collection.account import Account, ClaimTold, Decision, Stretch
from player.domain.collection.book import Book, KnownClaim, KnownLearner, KnownStream
from player.domain.collection.identity import marks_of
from player.domain.course import CourseId
from player.domain.event import DeviceId, StreamId
from player.domain.learner import LearnerId
from player.ledger.collection.tables import (
    CLAIM,
    COURSE,
    CREDIT,
    DECISION,
    FLAG,
    LEARNER,
    MARK,
    STREAM,
    STRETCH,
)
from player.ledger.tables import insert_or_keep, insert_or_replace

PEOPLE_LOCK = "carrel people"
"""Held together by all who take files in, and alone by whoever makes two learners one person."""


# --- alone with these learners -------------------------------------------------------------------------------


def lock(connection: Connection, accounts: Sequence[Account]) -> None:
    """Until the transaction ends nobody else counts for these persons. With a file, whoever writes is alone anyway.

    All locks are taken in one order, so that no two programs ever wait for each other.
    """
    if connection.dialect.name != "postgresql":
        return
    connection.execute(text("SELECT pg_advisory_xact_lock_shared(hashtext(:name))"), {"name": PEOPLE_LOCK})
    persons = _persons(connection, {account.learner.id for account in accounts})
    streams = {strand.stream for account in accounts for strand in account.strands}
    keys = sorted({_key(name) for name in (*persons, *streams)})
    # An array is gone through from its beginning to its end.
    connection.exec_driver_sql("SELECT count(pg_advisory_xact_lock(key)) FROM unnest(%s::bigint[]) AS key", (keys,))


def _key(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def _persons(connection: Connection, learners: Iterable[LearnerId]) -> set[str]:
    """A learner who is not known yet counts under their own id."""
    wanted = set(learners)
    found = connection.execute(select(LEARNER.c.id, LEARNER.c.person).where(LEARNER.c.id.in_(wanted))).all()
    known = {row.id: row.person for row in found}
    return {known.get(learner, learner) for learner in wanted}


# --- reading -------------------------------------------------------------------------------------------------


def book_for(connection: Connection, accounts: Sequence[Account]) -> Book:
    """All that is known of the persons in this batch."""
    persons = _persons(connection, {account.learner.id for account in accounts})
    learners = connection.execute(
        select(LEARNER.c.id, LEARNER.c.person, LEARNER.c.told).where(LEARNER.c.person.in_(persons))
    ).all()
    ids = [row.id for row in learners]
    streams = {strand.stream for account in accounts for strand in account.strands}
    book = Book(
        learners={LearnerId(row.id): KnownLearner(person=row.person, told_ms=row.told) for row in learners},
        streams=_streams(connection, streams),
    )
    if ids:
        book.claims.update(_claims(connection, ids))
        book.credits.update(_credits(connection, persons))
        book.decisions.update(_decisions(connection, ids))
        _read_played(connection, ids, book)
    return book


def _streams(connection: Connection, streams: Iterable[StreamId]) -> dict[StreamId, KnownStream]:
    query = select(STREAM.c.id, STREAM.c.learner, STREAM.c.events, STREAM.c.link, STREAM.c.digest)
    return {
        StreamId(row.id): KnownStream(
            learner=LearnerId(row.learner), events=row.events, link=row.link, digest=row.digest
        )
        for row in connection.execute(query.where(STREAM.c.id.in_(set(streams))))
    }


def _claims(connection: Connection, learners: Sequence[str]) -> dict[str, KnownClaim]:
    return {
        row.number: KnownClaim(
            told=ClaimTold(
                number=row.number,
                offer=row.offer,
                amount=row.amount,
                profession=row.profession,
                document=row.document,
                stream=StreamId(row.stream),
                began=moment(row.began),
                completed=moment(row.completed),
                claimed=moment(row.claimed),
                day=row.day,
                grade=row.grade,
                doubts=tuple(row.doubts.split()),
                gone=None if row.gone is None else moment(row.gone),
            ),
            learner=LearnerId(row.learner),
            course=CourseId(row.course),
            gone_ms=row.gone,
            withdrawn=bool(row.withdrawn),
            digest=row.digest,
        )
        for row in connection.execute(select(CLAIM).where(CLAIM.c.learner.in_(learners)))
    }


def _credits(connection: Connection, persons: Iterable[str]) -> dict[tuple[str, CourseId, str], str]:
    query = select(CREDIT.c.person, CREDIT.c.course, CREDIT.c.offer, CREDIT.c.number)
    found = connection.execute(query.where(CREDIT.c.person.in_(set(persons))))
    return {(row.person, CourseId(row.course), row.offer): row.number for row in found}


def _decisions(connection: Connection, learners: Sequence[str]) -> dict[LearnerId, Decision]:
    found = connection.execute(select(DECISION).where(DECISION.c.learner.in_(learners)))
    return {
        LearnerId(row.learner): Decision(permitted=bool(row.permitted), decided=moment(row.decided)) for row in found
    }


def _read_played(connection: Connection, learners: Sequence[str], book: Book) -> None:
    for row in connection.execute(select(STRETCH).where(STRETCH.c.learner.in_(learners))):
        person = book.learners[LearnerId(row.learner)].person
        stretch = Stretch(
            stream=StreamId(row.stream), device=DeviceId(row.device), began_ms=row.began, ended_ms=row.ended
        )
        book.played.setdefault(person, []).append(stretch)


# --- writing -------------------------------------------------------------------------------------------------


def write_back(connection: Connection, book: Book, accounts: Sequence[Account], now_ms: int) -> None:
    """What the accounts changed in the book. Courses come first and in order: other learners' files may bring them."""
    courses = {account.course_hash: account for account in accounts}
    _keep(connection, COURSE, [_course_row(courses[name]) for name in sorted(courses)])
    learners = book.changed_learners
    _replace(connection, LEARNER, [_learner_row(book, one) for one in learners.values()])
    _replace(connection, DECISION, [_decision_row(book, one) for one in sorted(book.changed_decisions)])
    marks = {(mark.kind, mark.value, name) for name, one in learners.items() for mark in marks_of(one.learner)}
    _keep(connection, MARK, [{"kind": kind, "value": value, "learner": name} for kind, value, name in sorted(marks)])
    _replace(connection, STREAM, [_stream_row(book, name) for name in sorted(book.changed_streams)])
    by_digest = {account.digest: account for account in accounts}
    changed = (book.claims[number] for number in sorted(book.changed_claims))
    _replace(connection, CLAIM, [_claim_row(claim, by_digest) for claim in changed])
    _replace(connection, CREDIT, [_credit_row(key, book, now_ms) for key in sorted(book.changed_credits)])
    _replace(connection, STRETCH, _stretch_rows(book))
    _keep(connection, FLAG, _flag_rows(book))


def _keep(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert_or_keep(connection.dialect.name, table), list(rows))


def _replace(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert_or_replace(connection.dialect.name, table), list(rows))


def _course_row(account: Account) -> dict[str, Any]:
    return {
        "hash": account.course_hash,
        "course": account.course,
        "version": account.version,
        "title": account.title,
        "provider": account.provider,
        "envelope": account.envelope,
    }


def _learner_row(book: Book, account: Account) -> dict[str, Any]:
    known = book.learners[account.learner.id]
    particulars = msgspec.json.encode(account.learner)
    return {"id": account.learner.id, "person": known.person, "particulars": particulars, "told": known.told_ms}


def _decision_row(book: Book, learner: LearnerId) -> dict[str, Any]:
    said = book.decisions[learner]
    return {"learner": learner, "permitted": int(said.permitted), "decided": in_ms(said.decided)}


def _stream_row(book: Book, name: StreamId) -> dict[str, Any]:
    strand, account = book.changed_streams[name]
    return {
        "id": name,
        "learner": account.learner.id,
        "course_hash": strand.course_hash,
        "device": strand.device,
        "grade": strand.grade,
        "events": strand.events,
        "link": strand.link,
        "digest": account.digest,
        "own": int(account.own.stream == name),
    }


def _claim_row(claim: KnownClaim, by_digest: Mapping[bytes, Account]) -> dict[str, Any]:
    told, account = claim.told, by_digest[claim.digest]
    return {
        "number": told.number,
        "learner": claim.learner,
        "course": claim.course,
        "course_hash": account.course_hash,
        "offer": told.offer,
        "amount": told.amount,
        "profession": told.profession,
        "document": told.document,
        "stream": told.stream,
        "began": in_ms(told.began),
        "completed": in_ms(told.completed),
        "claimed": in_ms(told.claimed),
        "day": told.day,
        "grade": told.grade,
        "doubts": " ".join(told.doubts),
        "gone": claim.gone_ms,
        "withdrawn": int(claim.withdrawn),
        "digest": claim.digest,
    }


def _credit_row(key: tuple[str, CourseId, str], book: Book, now_ms: int) -> dict[str, Any]:
    person, course, offer = key
    return {"person": person, "course": course, "offer": offer, "number": book.credits[key], "since": now_ms}


def _stretch_rows(book: Book) -> list[dict[str, Any]]:
    found = {(one.stream, one.began_ms): (learner, one) for learner, one in book.new_played}
    return [
        {
            "stream": one.stream,
            "began": one.began_ms,
            "ended": one.ended_ms,
            "device": one.device,
            "learner": learner,
        }
        for _, (learner, one) in sorted(found.items())
    ]


def _flag_rows(book: Book) -> list[dict[str, Any]]:
    found = {(flag.kind, flag.key): (flag, digest) for flag, digest in book.flags}
    return [
        {
            "kind": flag.kind.value,
            "key": flag.key,
            "learner": flag.learner,
            "course": flag.course,
            "moment": in_ms(flag.moment),
            "words": flag.words,
            "digest": digest,
        }
        for _, (flag, digest) in sorted(found.items())
    ]


def moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)


def in_ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
