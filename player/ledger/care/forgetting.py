"""Forgets a person: every trace of the particulars leaves the profile; the evidence stays, and names nobody."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import Connection, delete, insert

from player.domain.learner import Learner
from player.domain.problem import Problem
from player.ledger.care.backup import ENDING, PEOPLE, without_particulars
from player.ledger.care.placing import LOGS
from player.ledger.care.staging import forget as take_away
from player.ledger.care.staging import leftovers
from player.ledger.care.survey import bare
from player.ledger.people import FILE, new_learner_id, open_people
from player.ledger.problems import RecordsDamaged
from player.ledger.profile import problem_of
from player.ledger.tables import NOTE, PERSON, REPORTED, WRITTEN
from player.proof.files import obstacle_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """How many certificates were removed, how many backups written anew without particulars, and which backups could
    not be read and may still name the person."""

    certificates: int
    backups: int
    unreadable: tuple[Path, ...]


def forget(profile: Path) -> Forgotten:
    """Removes the particulars from the profile, also from its automatic backups and from what was set aside.

    Whoever learns next is somebody else: what was recorded until now is nobody's to go on with. Can be repeated, also
    after a kill. Raises a `Problem`. Whoever calls holds the profile's lock.
    """
    _empty_people(profile)
    try:
        for file in sorted(profile.glob(f"damaged-*/{PEOPLE}*")):
            file.unlink()
        certificates = sorted((profile / "certificates").glob("*.pdf"))
        for file in certificates:
            file.unlink()
    except OSError as error:
        raise problem_of(obstacle_of(error), profile, str(error)) from None
    take_away(leftovers(profile))
    backups = sorted((profile / "backups").glob(f"*{ENDING}"))
    unreadable = tuple(file for file in backups if not _strip(file))
    return Forgotten(certificates=len(certificates), backups=len(backups) - len(unreadable), unreadable=unreadable)


def _empty_people(profile: Path) -> None:
    """Leaves one person without a name or a past; a file that is damaged goes altogether."""

    def replace(connection: Connection) -> None:
        nobody = Learner(id=new_learner_id())
        connection.execute(delete(NOTE))
        connection.execute(delete(REPORTED))
        connection.execute(delete(WRITTEN))
        connection.execute(delete(PERSON))
        connection.execute(insert(PERSON).values(learner=nobody.id, particulars=msgspec.json.encode(nobody)))

    try:
        people = open_people(profile)
    except RecordsDamaged:
        for name in (FILE, *(f"{FILE}{log}" for log in LOGS)):
            (profile / name).unlink(missing_ok=True)
        people = open_people(profile)
    try:
        people.database.write(replace)
    finally:
        people.close()
    with bare(profile / FILE) as connection:
        # Deleted rows are overwritten as they go (secure_delete); this takes the pages and the log away as well.
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _strip(file: Path) -> bool:
    try:
        without_particulars(file)
    except Problem:
        return False
    return True
