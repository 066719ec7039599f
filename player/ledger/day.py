"""The day of a station: what its own device recorded, counted from the tallies without reading events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from player.domain.event import CourseHash, DeviceId, StreamId
from player.domain.kiosk.hall import DayFigures
from player.domain.learner import LearnerId
from player.ledger.store import SqlLedger
from player.ledger.tables import CLAIM, STREAM, TALLY


class Day:
    """`device`: whose events count as the station's own. All of it may raise the `Problem`s of the records."""

    def __init__(self, ledger: SqlLedger, device: DeviceId) -> None:
        self._ledger = ledger
        self._own = STREAM.c.device == device

    def begun(self) -> Sequence[tuple[LearnerId, CourseHash]]:
        """Who began which course, on whatever station, as far as it is known here; the oldest first."""
        return self._ledger.begun()

    def figures(self, since: datetime) -> DayFigures:
        """Arrivals and walk-ins are not in the ledger, and 0 here."""
        since_ms = int(since.timestamp() * 1000)
        done = (
            select(
                func.count().filter(TALLY.c.quiz_tries > 0),
                func.count().filter(TALLY.c.evaluated > 0),
                func.coalesce(func.sum(TALLY.c.certificates), 0),
            )
            .join_from(TALLY, STREAM, TALLY.c.stream == STREAM.c.number)
            .where(self._own, TALLY.c.last_at >= since_ms)
        )
        claimed = (
            select(func.count())
            .select_from(CLAIM)
            .join(STREAM, CLAIM.c.stream == STREAM.c.number)
            .where(self._own, CLAIM.c.at >= since_ms)
        )
        with self._ledger.database.read() as connection:
            quizzes, evaluations, certificates = connection.execute(done).one()
            claims = connection.execute(claimed).scalar_one()
        return DayFigures(quizzes=quizzes, evaluations=evaluations, claims=claims, certificates=int(certificates))

    def own_events(self) -> int:
        """How many events this device recorded in all."""
        count = (
            select(func.coalesce(func.sum(TALLY.c.applied + 1), 0))
            .join_from(TALLY, STREAM, TALLY.c.stream == STREAM.c.number)
            .where(self._own)
        )
        with self._ledger.database.read() as connection:
            return int(connection.execute(count).scalar_one())

    def own_stream_of(self, learner: LearnerId, course: CourseHash) -> StreamId | None:
        """The stream of this device's latest attempt, if there is one."""
        latest = (
            select(STREAM.c.id)
            .where(self._own, STREAM.c.learner == learner, STREAM.c.course_hash == course)
            .order_by(STREAM.c.attempt.desc(), STREAM.c.number.desc())
            .limit(1)
        )
        with self._ledger.database.read() as connection:
            found = connection.execute(latest).scalar()
        return None if found is None else StreamId(found)
