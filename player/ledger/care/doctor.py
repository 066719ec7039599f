"""Examines a profile's records, whatever state they are in, and mends what is only derived: never an event."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from player.domain.event import CertificateIssued, StreamOpened
from player.domain.learner import LearnerId
from player.domain.phrase import Worded, listed
from player.domain.problem import Problem
from player.ledger.care.backup import LEDGER, PEOPLE
from player.ledger.care.checking import damaged_aside, damaged_devices, damaged_heads, strays
from player.ledger.care.findings import (
    CertificatesGone,
    Examined,
    GoneOnTwice,
    LeftHalfMade,
    LittleRoom,
    NoBackupYet,
    Outcome,
    RestorationUnderWay,
    SignaturesDamaged,
    Subject,
    SumsWrong,
)
from player.ledger.care.placing import is_under_way
from player.ledger.care.restore import UNREADABLE
from player.ledger.care.rotation import kept_in
from player.ledger.care.staging import forget, leftovers
from player.ledger.care.survey import is_intact
from player.ledger.database import SqliteFile
from player.ledger.people import open_people
from player.ledger.problems import DiskFails, RecordsDamaged
from player.ledger.recount import recount
from player.ledger.shape import forks_in
from player.ledger.store import SqlLedger
from player.ledger.stream import SqlStream
from player.ledger.upgrade import LEDGER_STEPS, PEOPLE_STEPS, Step, format_of

_SHOWN = 5
"""How many places of damage are named one by one."""
LEAST_FREE_BYTES = 200_000_000
"""An evening's events take a thousandth of it; backups, certificates and courses the rest."""


def examine(
    profile: Path,
    *,
    key: Problem | None,
    open_records: Callable[[], SqlLedger],
    repair: bool = False,
) -> tuple[Examined, ...]:
    """Everything that can be told about the profile; damage is reported and never raised.

    `key`: what is wrong with the device's key, found out elsewhere, as is that the folder lies on this computer;
    `open_records` opens the ledger. Whoever calls holds the profile's lock.
    """
    found: list[Examined] = [_held(Subject.PLACE, None), _space(profile), _held(Subject.KEY, key)]
    if is_under_way(profile):
        found.append(_wrong(Subject.FILES, RestorationUnderWay()))
    files = [*_files(profile)]
    found += files
    if _is_sound(files, LEDGER):
        found += _guarded(Subject.STREAMS, profile / LEDGER, lambda: _records(profile, open_records, repair=repair))
    if _is_sound(files, PEOPLE):
        found += _guarded(Subject.PEOPLE, profile / PEOPLE, lambda: _people(profile))
    return (*found, _leftovers(profile, repair=repair), _backups(profile))


def _held(subject: Subject, problem: Problem | None) -> Examined:
    return Examined(subject=subject, outcome=Outcome.SOUND) if problem is None else _wrong(subject, problem)


def _wrong(subject: Subject, problem: Problem, *, detail: str = "") -> Examined:
    return Examined(subject=subject, outcome=Outcome.WRONG, problem=problem, detail=detail)


def _note(subject: Subject, problem: Problem, *, count: int = 0) -> Examined:
    return Examined(subject=subject, outcome=Outcome.NOTE, problem=problem, count=count)


def _is_sound(files: Iterable[Examined], name: str) -> bool:
    return any(file.detail == name and file.outcome is Outcome.SOUND for file in files)


def _guarded(
    subject: Subject, file: Path, look: Callable[[], Sequence[Examined]], *, detail: str = ""
) -> Sequence[Examined]:
    """What `look` finds; what keeps it from looking is what is wrong."""
    try:
        return look()
    except Problem as problem:
        return [_wrong(subject, problem, detail=detail)]
    except UNREADABLE as error:
        return [_wrong(subject, RecordsDamaged(file=file.name, folder=file.parent, details=str(error)), detail=detail)]


def _space(profile: Path) -> Examined:
    try:
        free = shutil.disk_usage(profile).free
    except OSError as error:
        return _wrong(Subject.SPACE, DiskFails(folder=profile, details=str(error)))
    megabytes = free // 1_000_000
    if free < LEAST_FREE_BYTES:
        return _wrong(Subject.SPACE, LittleRoom(free=megabytes))
    return Examined(subject=Subject.SPACE, outcome=Outcome.SOUND, count=megabytes)


def _files(profile: Path) -> Iterator[Examined]:
    """Each database file: whether SQLite can read all of it, and whether this program knows its format."""
    for name, steps in ((LEDGER, LEDGER_STEPS), (PEOPLE, PEOPLE_STEPS)):
        if not (profile / name).exists():
            continue
        file = profile / name
        yield from _guarded(Subject.FILES, file, partial(_file, file, steps), detail=name)


def _file(file: Path, steps: Sequence[Step]) -> Sequence[Examined]:
    damage = is_intact(file)
    if damage:
        raise RecordsDamaged(file=file.name, folder=file.parent, details=damage)
    found = _format(file)
    return [
        Examined(subject=Subject.FILES, outcome=Outcome.SOUND, detail=file.name),
        _format_told(file.name, found, steps),
    ]


def _format(file: Path) -> int:
    database = SqliteFile(file)
    try:
        return format_of(database)
    finally:
        database.close()


def _format_told(name: str, found: int, steps: Sequence[Step]) -> Examined:
    return Examined(
        subject=Subject.FORMAT,
        outcome=Outcome.SOUND if found == len(steps) else Outcome.NOTE,
        count=found,
        detail=name,
    )


def _records(profile: Path, open_records: Callable[[], SqlLedger], *, repair: bool) -> Sequence[Examined]:
    ledger = open_records()
    try:
        damaged = ledger.damaged()
        found = [_wrong(Subject.STREAMS, problem) for problem in damaged]
        if not damaged:
            found.append(Examined(subject=Subject.STREAMS, outcome=Outcome.SOUND, count=len(ledger.streams())))
        certificates = _certificates(profile, ledger)
    finally:
        ledger.close()
    return [*found, _signatures(profile), _sums(profile, repair=repair), _forks(profile), certificates]


def _signatures(profile: Path) -> Examined:
    database = SqliteFile(profile / LEDGER)
    try:
        with database.read() as connection:
            damaged = [*damaged_heads(connection), *damaged_aside(connection)]
            places: list[str] = [
                Worded("event {event} of {record}", event=seq, record=stream[:8]) for stream, seq in damaged
            ]
            places += [
                Worded("the key of device {device}", device=device[:8]) for device in damaged_devices(connection)
            ]
            stray = strays(connection)
    finally:
        database.close()
    if stray:
        places.append(
            Worded.counted("{count} row that belongs to no record", "{count} rows that belong to no record", stray)
        )
    if places:
        more = len(places) - _SHOWN
        shown = listed(places[:_SHOWN])
        told = Worded("{places} and {more} more", places=shown, more=more) if more > 0 else shown
        return _wrong(Subject.SIGNATURES, SignaturesDamaged(places=told))
    return Examined(subject=Subject.SIGNATURES, outcome=Outcome.SOUND)


def _sums(profile: Path, *, repair: bool) -> Examined:
    """What streams add up to, counted anew; damaged streams are told of elsewhere."""
    database = SqliteFile(profile / LEDGER)
    try:
        # A merge leaves them behind, and whoever asks next brings them up: that is no damage.
        recount(database, only_stale=True)
        counted = recount(database, mend=repair)
    finally:
        database.close()
    if not counted.wrong:
        return Examined(subject=Subject.SUMS, outcome=Outcome.SOUND, count=counted.events)
    if repair:
        return Examined(subject=Subject.SUMS, outcome=Outcome.MENDED, count=len(counted.wrong))
    words = Worded.counted("one record", "{count} records", len(counted.wrong))
    return _wrong(Subject.SUMS, SumsWrong(streams=words))


def _forks(profile: Path) -> Examined:
    database = SqliteFile(profile / LEDGER)
    try:
        with database.read() as connection:
            forks = list(forks_in(connection))
    finally:
        database.close()
    if not forks:
        return Examined(subject=Subject.FORKS, outcome=Outcome.SOUND)
    streams = ", ".join(fork.stream[:8] for fork in forks)
    return _note(Subject.FORKS, GoneOnTwice(count=len(forks), streams=streams), count=len(forks))


def _certificates(profile: Path, ledger: SqlLedger) -> Examined:
    """Those of whoever learns here now: of others (who were forgotten, or came by a merge) nothing printed is kept."""
    learner = _learner(profile)
    issued = [
        event.fact.number
        for stream in ledger.streams()
        if learner is None or _is_of(stream, learner)
        for event in stream.events
        if isinstance(event.fact, CertificateIssued)
    ]
    gone = [number for number in issued if not (profile / "certificates" / f"{number}.pdf").exists()]
    if gone:
        return _note(Subject.CERTIFICATES, CertificatesGone(count=len(gone), numbers=", ".join(gone)), count=len(gone))
    return Examined(subject=Subject.CERTIFICATES, outcome=Outcome.SOUND, count=len(issued))


def _is_of(stream: SqlStream, learner: LearnerId) -> bool:
    opening = stream.events[0].fact
    return isinstance(opening, StreamOpened) and opening.learner == learner


def _learner(profile: Path) -> LearnerId | None:
    """None where nobody knows; what is wrong with the particulars is told of elsewhere."""
    if not (profile / PEOPLE).exists():
        return None
    try:
        with closing(open_people(profile)) as people:
            learner = people.load()
    except (Problem, *UNREADABLE):
        return None
    return None if learner is None else learner.id


def _people(profile: Path) -> Sequence[Examined]:
    people = open_people(profile)
    try:
        learner = people.load()
    finally:
        people.close()
    return [Examined(subject=Subject.PEOPLE, outcome=Outcome.SOUND, count=int(learner is not None))]


def _leftovers(profile: Path, *, repair: bool) -> Examined:
    parts = leftovers(profile)
    if parts and repair:
        forget(parts)
        left = leftovers(profile)
        if not left:
            return Examined(subject=Subject.LEFTOVERS, outcome=Outcome.MENDED, count=len(parts))
        parts = left
    if parts:
        return _note(Subject.LEFTOVERS, LeftHalfMade(count=len(parts)), count=len(parts))
    return Examined(subject=Subject.LEFTOVERS, outcome=Outcome.SOUND)


def _backups(profile: Path) -> Examined:
    kept = kept_in(profile)
    if kept:
        return Examined(subject=Subject.BACKUPS, outcome=Outcome.SOUND, count=len(kept), detail=str(kept[0].day))
    if not (profile / LEDGER).exists():
        return Examined(subject=Subject.BACKUPS, outcome=Outcome.SOUND)
    return _note(Subject.BACKUPS, NoBackupYet())
