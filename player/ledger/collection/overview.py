"""What there is to see of a collection: counts, what an auditor should look at, and who may be the same person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, Select, func, select

from player.domain.collection.account import Flag, FlagKind, Outcome
from player.domain.collection.identity import Likeness, Mark
from player.domain.collection.kept import Figures
from player.ledger.collection.booking import moment
from player.ledger.collection.tables import CLAIM, COURSE, CREDIT, FILE, FLAG, LEARNER, MARK, REFUSAL, STREAM

MOST_ON_A_DEVICE = 3
"""Learners whom one device may serve without being enrolled: a family, or a ward's laptop."""
STEP = 500


def figures(connection: Connection) -> Figures:
    files = connection.execute(select(func.count(), func.coalesce(func.sum(FILE.c.size), 0)).select_from(FILE)).one()
    return Figures(
        files=files[0],
        older=_count(connection, select(func.count()).select_from(FILE).where(FILE.c.outcome == Outcome.OLDER.value)),
        refused=_count(connection, select(func.count()).select_from(REFUSAL).where(REFUSAL.c.mended.is_(None))),
        learners=_count(connection, select(func.count()).select_from(LEARNER)),
        persons=_count(connection, select(func.count(LEARNER.c.person.distinct()))),
        courses=_count(connection, select(func.count(COURSE.c.course.distinct()))),
        streams=_count(connection, select(func.count()).select_from(STREAM)),
        credits=_count(connection, select(func.count()).select_from(CREDIT).where(CREDIT.c.number != "")),
        taken_back=_count(connection, select(func.count()).select_from(CLAIM).where(CLAIM.c.withdrawn == 1)),
        flags=sum(1 for _ in flags(connection)),
        bytes=int(files[1]),
    )


def _count(connection: Connection, query: Select[int]) -> int:
    return connection.scalar(query) or 0


# --- flags ---------------------------------------------------------------------------------------------------


def flags(connection: Connection) -> Iterator[Flag]:
    """What was flagged as files came, by its moment, then what many files show together."""
    query = select(FLAG).order_by(FLAG.c.moment, FLAG.c.kind, FLAG.c.key)
    for row in connection.execution_options(yield_per=STEP).execute(query):
        yield Flag(
            kind=FlagKind(row.kind),
            key=row.key,
            learner=row.learner,
            course=row.course,
            moment=moment(row.moment),
            words=row.words,
        )
    yield from _shared_devices(connection)
    yield from _same_persons(connection)


def _shared_devices(connection: Connection) -> Iterator[Flag]:
    """Devices that nobody enrolled and that many learners used."""
    learners = func.count(STREAM.c.learner.distinct())
    query = (
        select(STREAM.c.device, learners.label("learners"), func.min(STREAM.c.learner).label("first"))
        .group_by(STREAM.c.device)
        .having(learners > MOST_ON_A_DEVICE, func.min(STREAM.c.grade) == "C")
        .order_by(STREAM.c.device)
    )
    for row in connection.execute(query):
        words = f"{row.learners} learners used the device {row.device[:16]}, which no publisher enrolled."
        yield _of_many(FlagKind.SHARED_DEVICE, row.device, row.first, words)


def _same_persons(connection: Connection) -> Iterator[Flag]:
    for likeness in likenesses(connection, None):
        words = f"{len(likeness.learners)} learner ids have the same {likeness.mark.kind} ({likeness.mark.value})."
        key = f"{likeness.mark.kind}/{likeness.mark.value}"
        yield _of_many(FlagKind.SAME_PERSON, key, likeness.learners[0], words)


def _of_many(kind: FlagKind, key: str, learner: str, words: str) -> Flag:
    return Flag(kind=kind, key=key, learner=learner, course="", moment=moment(0), words=words)


# --- who may be the same person ------------------------------------------------------------------------------


def likenesses(connection: Connection, kinds: Iterable[str] | None) -> Sequence[Likeness]:
    """Marks that several persons have, of these kinds or of all; what is one person already is not told again."""
    persons = func.count(LEARNER.c.person.distinct())
    query = (
        select(MARK.c.kind, MARK.c.value)
        .join(LEARNER, LEARNER.c.id == MARK.c.learner)
        .group_by(MARK.c.kind, MARK.c.value)
        .having(persons > 1)
        .order_by(MARK.c.kind, MARK.c.value)
    )
    if kinds is not None:
        query = query.where(MARK.c.kind.in_(set(kinds)))
    return [_likeness(connection, row.kind, row.value) for row in connection.execute(query).all()]


def _likeness(connection: Connection, kind: str, value: str) -> Likeness:
    query = (
        select(LEARNER.c.id, LEARNER.c.person)
        .join(MARK, LEARNER.c.id == MARK.c.learner)
        .where(MARK.c.kind == kind, MARK.c.value == value)
        .order_by(LEARNER.c.id)
    )
    found = connection.execute(query).all()
    return Likeness(
        mark=Mark(kind=kind, value=value),
        learners=tuple(row.id for row in found),
        persons=len({row.person for row in found}),
    )
