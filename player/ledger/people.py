"""The particulars of the person who learns, in a file of their own, so that the ledger holds no names."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from player.domain.learner import Learner, LearnerId
from player.ledger.database import Database, SqliteFile
from player.ledger.problems import ParticularsDamaged
from player.ledger.tables import PEOPLE, PERSON
from player.ledger.upgrade import PEOPLE_STEPS, check_tables, upgrade

FILE = "people.sqlite"


def new_learner_id() -> LearnerId:
    return LearnerId(secrets.token_hex(16))


def open_people(folder: Path) -> People:
    """Opens `folder/people.sqlite`, or makes it. Raises the `Problem`s of `player.ledger.problems`."""
    database = SqliteFile(folder / FILE)
    try:
        upgrade(database, PEOPLE_STEPS)
        check_tables(database, PEOPLE)
    except BaseException:
        database.close()
        raise
    return People(database)


class People:
    """Who uses this profile."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def database(self) -> Database:
        """What it stands on, for those in this room who forget and restore."""
        return self._database

    def load(self) -> Learner | None:
        """The person saved last. Raises `ParticularsDamaged`; saving is possible all the same."""
        last = select(PERSON.c.particulars).order_by(PERSON.c.number.desc()).limit(1)
        with self._database.read() as connection:
            stored = connection.scalar(last)
        if stored is None:
            return None
        try:
            return msgspec.json.decode(stored, type=Learner)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise ParticularsDamaged(folder=self._database.place.folder, details=str(error)) from None

    def everybody(self) -> Sequence[Learner]:
        """All whose particulars can be read, in the order in which they were saved."""
        with self._database.read() as connection:
            stored = connection.scalars(select(PERSON.c.particulars).order_by(PERSON.c.number)).all()
        found: list[Learner] = []
        for particulars in stored:
            with suppress(msgspec.MsgspecError, ValueError, RecursionError):
                found.append(msgspec.json.decode(particulars, type=Learner))
        return found

    def save(self, learner: Learner) -> None:
        """Replaces what was saved under the learner's id; returns when it is durably on disk."""
        particulars = msgspec.json.encode(learner)

        def replace(connection: Connection) -> None:
            connection.execute(delete(PERSON).where(PERSON.c.learner == learner.id))
            connection.execute(insert(PERSON).values(learner=learner.id, particulars=particulars))

        self._database.write(replace)

    def amend(self, learner: Learner) -> None:
        """Replaces the particulars of somebody who is kept, in their place: `load` gives whom it gave before."""
        amended = update(PERSON).where(PERSON.c.learner == learner.id)
        self._database.write(
            lambda connection: connection.execute(amended.values(particulars=msgspec.json.encode(learner)))
        )

    def close(self) -> None:
        self._database.close()
