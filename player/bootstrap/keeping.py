"""Joins the parts for those commands that care for a profile as a whole; `bootstrap` does it for all others.

They hold the profile as the desk does, and never while the desk is open over it. As there, the database library is
imported by those who need it: other commands do not pay for it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from player.bootstrap.acquainting import know_courses_of
from player.bootstrap.carrying import bring_back, carried_by
from player.bootstrap.holding import device_key_of, hold_profile, network_problem, open_records, today
from player.bootstrap.places import Places, trust_of
from player.domain.problem import Problem
from player.ledger.care.findings import Examined, Outcome, Subject
from player.ledger.profile import lock_profile
from player.machine.clock import SystemClock
from player.machine.identity import machine_id
from player.proof.device import DeviceKeyDamaged, own_keys, retire
from player.proof.files import write_whole
from player.proof.keys import PrivateKey, PublicKey
from player.proof.problems import KeyUnusable

if TYPE_CHECKING:
    from player.ledger.care.backup import Manifest
    from player.ledger.care.forgetting import Forgotten
    from player.ledger.care.other import Other
    from player.ledger.care.restore import Restored
    from player.ledger.merging.merge import MergeReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What came of merging one file. `key_retired`: it held events of this device that were here no more.

    `left_out`: what a backup carries beside the records and was not taken.
    """

    report: MergeReport
    key_retired: bool
    left_out: tuple[Problem, ...] = ()


def public_key_of_device(places: Places, *, to: Path | None) -> PublicKey:
    """The public half of the key with which this device signs; written into the file `to` as well, if there is one."""
    with hold_profile(places.profile) as key:
        if to is not None:
            write_whole(to, key.public.to_pem())
        return key.public


def examine_profile(places: Places, *, repair: bool) -> tuple[Examined, ...]:
    """What can be told about the profile, sound or not. Raises only the `Problem` that keeps it from being held."""
    from player.ledger.care.doctor import examine
    from player.ledger.care.placing import finish

    profile = places.profile
    network = network_problem(profile)
    if network is not None:
        return (Examined(subject=Subject.PLACE, outcome=Outcome.WRONG, problem=network),)
    with lock_profile(profile):
        # What cannot be brought to its end is told of with the rest.
        with suppress(Problem):
            finish(profile)
        key, problem = _key(profile)
        found = examine(
            profile,
            key=problem,
            open_records=lambda: open_records(profile, key=key, clock=SystemClock()),
            repair=repair,
        )
        return (*found, *_examine_trust(places))


def _examine_trust(places: Places) -> tuple[Examined, ...]:
    """The files of publishers and devices lie beside the records; one that is not believed harms none of these."""
    trust = trust_of(places)
    notes = (Examined(subject=Subject.TRUST, outcome=Outcome.NOTE, problem=problem) for problem in trust.problems)
    return tuple(notes) or (Examined(subject=Subject.TRUST, outcome=Outcome.SOUND, count=len(trust.publishers)),)


def write_backup_to(places: Places, place: Path) -> tuple[Path, Manifest]:
    """Writes a backup to a file, or into a folder; the file's name and what is in it. Raises a `Problem`."""
    from player.ledger.care.backup import LEDGER, target_in, write_backup

    with hold_profile(places.profile) as key:
        file = target_in(place, today())
        if (places.profile / LEDGER).exists():
            # Opened and closed again: then the end of each stream is signed, and the format is the present one.
            open_records(places.profile, key=key, clock=SystemClock()).close()
        return file, write_backup(places.profile, file, day=today(), beside=carried_by(places.profile))


def restore_from(places: Places, file: Path) -> Restored:
    """Puts a backup back. Raises a `Problem`; then the records are as they were."""
    from player.ledger.care.restore import restore

    network = network_problem(places.profile)
    if network is not None:
        raise network
    with lock_profile(places.profile):
        return restore(
            places.profile,
            file,
            machine=machine_id(places.profile),
            clock=SystemClock(),
            beside=carried_by(places.profile),
            bring_back=partial(bring_back, places),
        )


def merge_from(places: Places, source: Path) -> Merged:
    """Takes in what another profile, its ledger or a backup holds. Raises a `Problem`."""
    from player.ledger.care.other import merge_ledgers
    from player.ledger.care.restore import has_forgotten

    profile = places.profile
    with hold_profile(profile) as key, _other(source) as (other, take_beside):
        left_out = take_beside(places)
        with closing(open_records(profile, key=key, clock=SystemClock())) as ours:
            forgot = has_forgotten(ours, other.ledger.strands(), key.public)
        if forgot:
            key = retire(profile, machine_id(profile))
        with closing(open_records(profile, key=key, clock=SystemClock())) as ours:
            return Merged(report=merge_ledgers(ours, other), key_retired=forgot, left_out=left_out)


@contextmanager
def _other(source: Path) -> Generator[tuple[Other, Callable[[Places], tuple[Problem, ...]]]]:
    """The records of a profile, a ledger file or a backup, and what takes over that which lies beside them."""
    from player.ledger.care.backup import ENDING, unpack
    from player.ledger.care.other import Other, open_other

    if source.suffix != ENDING or not source.is_file():
        with open_other(source, clock=SystemClock()) as other:
            yield other, partial(_know_courses, folder=source if source.is_dir() else source.parent)
        return
    with TemporaryDirectory(prefix="carrel-merge-") as folder:
        keys = tuple(PublicKey.from_hex(text) for text in unpack(source, Path(folder)).keys)
        with open_other(Path(folder), clock=SystemClock()) as found:
            # Never whom it trusts: records are often somebody else's.
            beside = partial(bring_back, unpacked=Path(folder), whole=False)
            yield Other(ledger=found.ledger, signers=(), keys=keys), beside


def _know_courses(places: Places, *, folder: Path) -> tuple[Problem, ...]:
    """What is not sound in a profile is for its own doctor to say."""
    know_courses_of(places, folder)
    return ()


def forget_person(places: Places) -> Forgotten:
    """Removes the particulars from the profile, and what is known of uploads. Raises a `Problem`; can be repeated."""
    from player.bootstrap.uploading import forget_uploads
    from player.ledger.care.forgetting import forget

    with hold_profile(places.profile):
        forget_uploads(places)
        return forget(places.profile)


def _key(profile: Path) -> tuple[PrivateKey, Problem | None]:
    """A key to open the records with, and what is wrong with the device's own."""
    try:
        return device_key_of(profile), None
    except KeyUnusable as damaged:
        return next(iter(own_keys(profile)), PrivateKey.generate()), DeviceKeyDamaged(details=damaged.details)
