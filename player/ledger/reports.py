"""Credit from elsewhere, as learners entered it: beside the particulars, and never evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, RowMapping, delete, insert, select

from player.domain.learner import LearnerId
from player.domain.reported import ReportedCredit, ReportedId
from player.ledger.database import Database
from player.ledger.tables import REPORTED


class Reports:
    """The entries in a database of people. All of it may raise the `Problem`s of `player.ledger.problems`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reported(self, learner: LearnerId) -> Sequence[ReportedCredit]:
        """The learner's entries, in no order."""
        mine = select(REPORTED).where(REPORTED.c.learner == learner)
        with self._database.read() as connection:
            return [_credit(row) for row in connection.execute(mine).mappings()]

    def keep(self, learner: LearnerId, credit: ReportedCredit) -> None:
        """Writes an entry, in the place of the one with its id; returns when it is durably on disk."""

        def replace(connection: Connection) -> None:
            connection.execute(delete(REPORTED).where(REPORTED.c.id == credit.id))
            connection.execute(insert(REPORTED).values(**_row(learner, credit)))

        self._database.write(replace)

    def remove(self, credit: ReportedId) -> None:
        """Takes an entry away; one that is not there is no mistake."""
        self._database.write(lambda connection: connection.execute(delete(REPORTED).where(REPORTED.c.id == credit)))

    def take_from(self, other: Reports) -> None:
        """Takes in the entries of another book; of two with the same id the one that is here stays."""
        with self._database.read() as connection:
            mine = set(connection.scalars(select(REPORTED.c.id)))
        with other._database.read() as connection:
            theirs = [dict(row) for row in connection.execute(select(REPORTED)).mappings()]
        new = [row for row in theirs if row["id"] not in mine]
        if new:
            self._database.write(lambda connection: connection.execute(insert(REPORTED), new))


def _row(learner: LearnerId, credit: ReportedCredit) -> dict[str, object]:
    return {
        "id": credit.id,
        "learner": learner,
        "day": credit.day.isoformat(),
        "title": credit.title,
        "provider": credit.provider,
        "kind": credit.kind,
        "amount": str(credit.amount),
        "note": credit.note,
    }


def _credit(row: RowMapping) -> ReportedCredit:
    return ReportedCredit(
        id=ReportedId(row["id"]),
        day=date.fromisoformat(row["day"]),
        title=row["title"],
        provider=row["provider"],
        kind=row["kind"],
        amount=Decimal(row["amount"]),
        note=row["note"],
    )
