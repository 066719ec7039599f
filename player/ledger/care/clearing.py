"""Clears a station after an event: every record of everybody goes, and its room on the disk is overwritten."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, delete

from player.domain.problem import Problem
from player.ledger.care.backup import PEOPLE
from player.ledger.care.staging import forget as take_away
from player.ledger.care.staging import leftovers
from player.ledger.care.survey import bare
from player.ledger.people import open_people
from player.ledger.profile import problem_of
from player.ledger.store import SqlLedger
from player.ledger.tables import CLAIM, EVENT, FORK, HEAD, NOTE, PERSON, REPORTED, STREAM, TALLY, WRITTEN
from player.proof.files import obstacle_of

_FOLDERS = ("certificates", "receipts", "backups", "transcripts")
_RECORDED = (CLAIM, TALLY, HEAD, FORK, EVENT, STREAM)
_OF_PEOPLE = (NOTE, REPORTED, WRITTEN, PERSON)
_CHUNK = 1 << 20


def clear_records(ledger: SqlLedger, profile: Path) -> tuple[Problem, ...]:
    """Every event goes, with particulars, documents and backups. Courses, keys and whom the profile trusts stay.

    The records are gone when it returns; what else could not be taken away is told. Raises the `Problem`s of the
    records, and then nothing of them was taken. Whoever calls holds the profile's lock.
    """
    ledger.forget_everything(_empty)
    _shrink(ledger.database.place.folder, ledger.database.place.file)
    _empty_people(profile)
    return tuple(_emptied(profile))


def _empty(connection: Connection) -> None:
    for table in _RECORDED:
        connection.execute(delete(table))


def _empty_people(profile: Path) -> None:
    def empty(connection: Connection) -> None:
        for table in _OF_PEOPLE:
            connection.execute(delete(table))

    people = open_people(profile)
    try:
        people.database.write(empty)
    finally:
        people.close()
    _shrink(profile, PEOPLE)


def _shrink(folder: Path | str, file: str) -> None:
    """Deleted rows are overwritten as they go (secure_delete); this takes the pages and the log away as well."""
    with bare(Path(folder) / file) as connection:
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _emptied(profile: Path) -> Iterator[Problem]:
    aside = [path for path in profile.glob("damaged-*") if path.is_dir()]
    for folder in (*(profile / name for name in _FOLDERS), *aside):
        try:
            for file in folder.rglob("*"):
                if file.is_file() and not file.is_symlink():
                    _overwrite(file)
            if folder.exists():
                shutil.rmtree(folder)
        except OSError as error:
            yield problem_of(obstacle_of(error), profile, str(error))
    take_away(leftovers(profile))


def _overwrite(file: Path) -> None:
    """Worth something on a disk with platters; what an SSD or a stick really keeps, it alone knows."""
    with file.open("r+b") as stream:
        left = file.stat().st_size
        while left > 0:
            stream.write(bytes(min(left, _CHUNK)))
            left -= _CHUNK
        stream.flush()
