"""Which files were written where, beside the particulars, since their names name the learner; never evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import RowMapping, insert, select

from player.domain.learner import LearnerId
from player.domain.outbox import WrittenFile
from player.domain.report_format import ReportFormat
from player.ledger.database import Database
from player.ledger.tables import WRITTEN

_BETWEEN = " "


class Outbox:
    """The list in a database of people. All of it may raise the `Problem`s of `player.ledger.problems`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def written(self, learner: LearnerId) -> Sequence[WrittenFile]:
        """The latest first. What a later version wrote in forms that are not known here is left out."""
        mine = select(WRITTEN).where(WRITTEN.c.learner == learner).order_by(WRITTEN.c.number.desc())
        with self._database.read() as connection:
            rows = connection.execute(mine).mappings().all()
        return [_file(row) for row in rows if row["form"] in _FORMS]

    def keep(self, learner: LearnerId, file: WrittenFile) -> None:
        """Returns when it is durably on disk."""
        self._database.write(lambda connection: connection.execute(insert(WRITTEN).values(**_row(learner, file))))


_FORMS = frozenset(form.value for form in ReportFormat)


def _row(learner: LearnerId, file: WrittenFile) -> dict[str, object]:
    return {
        "learner": learner,
        "at": round(file.moment.timestamp() * 1000),
        "form": file.form.value,
        "file": file.file,
        "digest": file.digest,
        "claims": _BETWEEN.join(file.numbers),
    }


def _file(row: RowMapping) -> WrittenFile:
    return WrittenFile(
        moment=datetime.fromtimestamp(row["at"] / 1000, tz=UTC),
        form=ReportFormat(row["form"]),
        file=row["file"],
        digest=row["digest"],
        numbers=tuple(row["claims"].split()),
    )
