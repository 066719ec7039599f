"""The learner's notes, beside the particulars: what is a person's own goes and comes together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from sqlalchemy import Connection, RowMapping, delete, insert, select

from player.domain.course import CourseId, SessionId
from player.domain.learner import LearnerId
from player.domain.note import Note, NoteId
from player.ledger.database import Database
from player.ledger.tables import NOTE


class Notebook:
    """The notes in a database of people. All of it may raise the `Problem`s of `player.ledger.problems`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def notes(self, learner: LearnerId, course: CourseId) -> Sequence[Note]:
        """The learner's notes on a course, in no order."""
        mine = select(NOTE).where(NOTE.c.learner == learner, NOTE.c.course == course)
        with self._database.read() as connection:
            return [_note(row) for row in connection.execute(mine).mappings()]

    def keep(self, learner: LearnerId, note: Note) -> None:
        """Writes a note, in the place of the one with its id; returns when it is durably on disk."""
        self._database.write(partial(_write, rows=[_row(learner, note)]))

    def remove(self, note: NoteId) -> None:
        """Takes a note away; one that is not there is no mistake."""
        self._database.write(lambda connection: connection.execute(delete(NOTE).where(NOTE.c.id == note)))

    def take_from(self, other: Notebook) -> None:
        """Takes in the notes of another notebook; of two with the same id the one changed last stays."""
        with self._database.read() as connection:
            mine = {row["id"]: row["changed_ms"] for row in connection.execute(select(NOTE)).mappings()}
        with other._database.read() as connection:
            theirs = [dict(row) for row in connection.execute(select(NOTE)).mappings()]
        newer = [row for row in theirs if row["id"] not in mine or row["changed_ms"] > mine[row["id"]]]
        if newer:
            self._database.write(partial(_write, rows=newer))


def _write(connection: Connection, rows: Iterable[dict[str, object]]) -> None:
    for row in rows:
        connection.execute(delete(NOTE).where(NOTE.c.id == row["id"]))
        connection.execute(insert(NOTE).values(**row))


def _row(learner: LearnerId, note: Note) -> dict[str, object]:
    return {
        "id": note.id,
        "learner": learner,
        "course": note.course,
        "session": note.session,
        "at_ms": note.at_ms,
        "text": note.text,
        "made_ms": note.made_ms,
        "changed_ms": note.changed_ms,
    }


def _note(row: RowMapping) -> Note:
    return Note(
        id=NoteId(row["id"]),
        course=CourseId(row["course"]),
        session=SessionId(row["session"]),
        at_ms=row["at_ms"],
        text=row["text"],
        made_ms=row["made_ms"],
        changed_ms=row["changed_ms"],
    )
