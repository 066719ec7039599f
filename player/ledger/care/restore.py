"""Puts a backup back: into a sound profile it is merged; a damaged one is set aside, whole, and nothing is deleted."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from player.domain.clock import Clock
from player.domain.problem import Problem
from player.ledger.care.backup import LEDGER, PEOPLE, unpack
from player.ledger.care.beside import Beside, BringBack
from player.ledger.care.placing import finish, is_under_way, put_in_place
from player.ledger.care.rotation import Cause, back_up
from player.ledger.care.staging import new_part_folder, part_folder
from player.ledger.care.survey import NO_CONTENT, content_of, is_intact
from player.ledger.merging.branches import opening_in
from player.ledger.merging.merge import MergeReport
from player.ledger.notes import Notebook
from player.ledger.people import open_people
from player.ledger.problems import NewerRecords, ParticularsDamaged, RecordsDamaged
from player.ledger.profile import make_folder
from player.ledger.reports import Reports
from player.ledger.store import SqlLedger, open_ledger
from player.ledger.tables import INSERT_DEVICE
from player.proof.device import MachineId, device_key, own_keys, retire
from player.proof.keys import PrivateKey, PublicKey
from player.proof.problems import KeyUnusable, NewerFormat
from player.proof.strand import Strand

UNREADABLE = (DBAPIError, TypeError, ValueError)
"""Damage in what a file says of its own tables, or of the kind of a value, looks like a mistake in the asking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """`events`: how many are here now that could not be read before; `rescued`: how many of the damaged ledger's
    events the backup lacked. `aside`: the folder in which what was damaged is kept. `key_retired`: this device signs
    with a new key from now on. `particulars`: they were taken from the backup. `problems`: what could not be taken."""

    events: int = 0
    rescued: int = 0
    aside: Path | None = None
    key_retired: bool = False
    particulars: bool = False
    problems: tuple[Problem, ...] = ()


def restore(
    profile: Path,
    file: Path,
    *,
    machine: MachineId,
    clock: Clock,
    beside: Sequence[Beside] = (),
    bring_back: BringBack | None = None,
) -> Restored:
    """Puts the backup `file` back into the profile. Raises a `Problem`; then the profile's records are as they were.

    `beside` goes into the backup that is made before an upgrade; `bring_back` takes what lies beside the records of
    `file`. Whoever calls holds the profile's lock.
    """
    make_folder(profile)
    finish(profile)
    staged = new_part_folder(profile)
    try:
        keys = [PublicKey.from_hex(text) for text in unpack(file, staged).keys]
        key, was_usable = _key(profile, machine)
        _bring_up(staged, file, key, clock)
        # Before the records, which rest on it; without them it does no harm, should the program be killed in between.
        left_out = bring_back(staged, _has_no_records(profile)) if bring_back else ()
        if not _is_sound(profile, key, clock, beside):
            restored = _replace(profile, staged, keys, machine=machine, clock=clock)
        else:
            restored = _merge(profile, staged, keys, key, machine=machine, clock=clock)
            restored = restored if was_usable else replace(restored, key_retired=True)
        return replace(restored, problems=(*restored.problems, *left_out))
    finally:
        if not is_under_way(profile):
            shutil.rmtree(staged, ignore_errors=True)


def _key(profile: Path, machine: MachineId) -> tuple[PrivateKey, bool]:
    """The device's key, and whether it could be used; one that is damaged is put away."""
    try:
        return device_key(profile, machine), True
    except KeyUnusable:
        return retire(profile, machine), False


def _bring_up(staged: Path, file: Path, key: PrivateKey, clock: Clock) -> None:
    """Brings what was unpacked to the present formats. Raises `NewerFormat`."""
    try:
        open_ledger(staged, signer=key, clock=clock).close()
        if (staged / PEOPLE).exists():
            open_people(staged).close()
    except NewerRecords as newer:
        raise NewerFormat(name=file.name, found=newer.data["found"], known=newer.data["known"]) from None


def _has_no_records(profile: Path) -> bool:
    """Whether nothing was ever recorded here. What cannot be read was something."""
    try:
        return content_of([profile / LEDGER]) == NO_CONTENT
    except (RecordsDamaged, *UNREADABLE):
        return False


def _is_sound(profile: Path, key: PrivateKey, clock: Clock, beside: Sequence[Beside]) -> bool:
    """Whether every event of the profile can be used; a profile without records is sound."""
    if not (profile / LEDGER).exists():
        return True
    try:
        if is_intact(profile / LEDGER):
            return False
        with closing(_open(profile, key, clock, beside)) as ledger:
            return not ledger.damaged()
    except (RecordsDamaged, *UNREADABLE):
        return False


def _open(profile: Path, key: PrivateKey, clock: Clock, beside: Sequence[Beside] = ()) -> SqlLedger:
    def keep_a_backup() -> None:
        back_up(profile, Cause.UPGRADE, today=clock.stamp().moment.date(), beside=beside)

    return open_ledger(profile, signer=key, clock=clock, before_upgrade=keep_a_backup)


def _merge(
    profile: Path, staged: Path, keys: Sequence[PublicKey], key: PrivateKey, *, machine: MachineId, clock: Clock
) -> Restored:
    # With a key of no device: what somebody added to a backup must not be signed by this one.
    with closing(open_ledger(staged, signer=PrivateKey.generate(), clock=clock)) as theirs:
        with closing(_open(profile, key, clock)) as ours:
            forgot = has_forgotten(ours, theirs.strands(), key.public)
        if forgot:
            key = retire(profile, machine)
        with closing(_open(profile, key, clock)) as ours:
            report = ours.take_from(theirs, keys=keys)
    (staged / LEDGER).unlink()
    is_wanted = _prefer_present(profile, staged)
    aside = put_in_place(profile, staged) if is_wanted else None
    return Restored(
        events=report.events,
        key_retired=forgot,
        particulars=is_wanted,
        aside=aside,
        problems=tuple(refused.problem for refused in report.refused),
    )


def has_forgotten(ours: SqlLedger, strands: Iterable[Strand], device: PublicKey) -> bool:
    """Whether elsewhere (`strands`) there is something that this device itself recorded, and that is here no more.

    Such a ledger was itself put back from an older copy, and may lack more, which was sent already: going on under the
    same key could then write another version of it.
    """
    own = (strand.bodies for strand in strands if strand.device == device)
    return any(ours.bodies(opening_in(bodies).stream)[: len(bodies)] != bodies for bodies in own)


def _replace(profile: Path, staged: Path, keys: Sequence[PublicKey], *, machine: MachineId, clock: Clock) -> Restored:
    """Makes the backup's ledger ready, with what is readable of the damaged one, and puts it in place."""
    key = retire(profile, machine)
    with closing(open_ledger(staged, signer=key, clock=clock)) as ledger:
        for public in keys:
            ledger.database.write(partial(INSERT_DEVICE.run_for_each, rows=[(public.id, public.raw)]))
        events = sum(len(stream.events) for stream in ledger.streams())
        report = _rescue(profile, ledger, key, clock)
    is_wanted = _prefer_present(profile, staged)
    aside = put_in_place(profile, staged)
    rescued = report.events if report else 0
    problems = tuple(refused.problem for refused in report.refused) if report else ()
    return Restored(
        events=events + rescued,
        rescued=rescued,
        aside=aside,
        key_retired=True,
        particulars=is_wanted,
        problems=problems,
    )


def _rescue(profile: Path, ledger: SqlLedger, key: PrivateKey, clock: Clock) -> MergeReport | None:
    """Takes in what can be read of the damaged ledger, from a copy; None where nothing of it can be read."""
    with part_folder(profile) as folder:
        for name in (LEDGER, f"{LEDGER}-wal"):
            if (profile / name).exists():
                shutil.copyfile(profile / name, folder / name)
        try:
            with closing(open_ledger(folder, signer=key, clock=clock)) as damaged:
                return ledger.take_from(damaged, signers=own_keys(profile))
        except (Problem, *UNREADABLE):
            return None


def _prefer_present(profile: Path, staged: Path) -> bool:
    """Leaves the backup's particulars out where the profile's own can be read; whether they are still to be taken."""
    if (profile / PEOPLE).exists() and _has_person(profile):
        _take_own_words(profile, staged)
        (staged / PEOPLE).unlink(missing_ok=True)
    return (staged / PEOPLE).exists() and _has_person(staged)


def _take_own_words(profile: Path, staged: Path) -> None:
    """The particulars of the profile stay; notes and credit from elsewhere that only the backup has come in."""
    if not (staged / PEOPLE).exists():
        return
    with closing(open_people(staged)) as theirs, closing(open_people(profile)) as ours:
        Notebook(ours.database).take_from(Notebook(theirs.database))
        Reports(ours.database).take_from(Reports(theirs.database))


def _has_person(folder: Path) -> bool:
    try:
        if is_intact(folder / PEOPLE):
            return False
        people = open_people(folder)
    except RecordsDamaged:
        return False
    try:
        return people.load() is not None
    except ParticularsDamaged:
        return False
    finally:
        people.close()
