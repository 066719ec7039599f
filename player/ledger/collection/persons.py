"""Persons: learner ids that belong to one person are brought together, and what they share counts once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, text, update

from player.domain.learner import LearnerId
from player.ledger.collection.booking import PEOPLE_LOCK
from player.ledger.collection.tables import CLAIM, CREDIT, LEARNER
from player.ledger.tables import insert_or_replace


def person_of(connection: Connection, learner: LearnerId) -> str | None:
    return connection.scalar(select(LEARNER.c.person).where(LEARNER.c.id == learner))


def merge(connection: Connection, one: str, other: str, now_ms: int) -> None:
    """From now on what counts for the person `other` counts for `one`; credit that both have counts once.

    The claim that was claimed first goes on to count. While it happens, nobody takes files in.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": PEOPLE_LOCK})
    connection.execute(update(LEARNER).where(LEARNER.c.person == other).values(person=one))
    rows = [_settled(connection, one, pair, now_ms) for pair in _offers(connection, (one, other))]
    if rows:
        # What counted for the other stays as an empty row: nothing is taken away, and nothing counts twice.
        connection.execute(update(CREDIT).where(CREDIT.c.person == other).values(number=""))
        connection.execute(insert_or_replace(connection.dialect.name, CREDIT), rows)


def _offers(connection: Connection, persons: Sequence[str]) -> list[tuple[str, str]]:
    query = select(CREDIT.c.course, CREDIT.c.offer).where(CREDIT.c.person.in_(persons)).distinct()
    return sorted((row.course, row.offer) for row in connection.execute(query))


def _settled(connection: Connection, person: str, pair: tuple[str, str], now_ms: int) -> dict[str, Any]:
    course, offer = pair
    learners = select(LEARNER.c.id).where(LEARNER.c.person == person)
    standing = (
        select(CLAIM.c.number)
        .where(CLAIM.c.learner.in_(learners), CLAIM.c.course == course, CLAIM.c.offer == offer, CLAIM.c.gone.is_(None))
        .order_by(CLAIM.c.claimed, CLAIM.c.number)
        .limit(1)
    )
    number = connection.scalar(standing) or ""
    return {"person": person, "course": course, "offer": offer, "number": number, "since": now_ms}
