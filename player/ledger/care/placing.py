"""Puts database files that were made ready in the place of others, which are set aside: all of it, or none, or later.

A mark in the profile says what is to be done; whoever opens the profile next after a kill brings it to its end, so
that nobody ever finds a profile without its records.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec

from player.ledger.care.backup import NAMES
from player.ledger.care.survey import bare
from player.ledger.problems import RecordsDamaged
from player.ledger.profile import problem_of
from player.proof.files import obstacle_of, read_file, sync_folder, write_whole

MARK = "restoring.json"
_MOST_BYTES = 1 << 16
LOGS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file: it must never meet another file."""


class _Mark(msgspec.Struct, frozen=True, kw_only=True):
    """What is ready lies in the folder `staged`, what it replaces goes into `aside`; both are names in the profile."""

    staged: str
    aside: str


def is_under_way(profile: Path) -> bool:
    """Whether the program was stopped after it began to put something in place."""
    return (profile / MARK).exists()


def put_in_place(profile: Path, staged: Path) -> Path | None:
    """Replaces the profile's databases by those that lie in `staged`, which is gone afterwards.

    Returns the folder in which those that were replaced are kept. Raises a `Problem`; what was begun is brought to its
    end by `finish`, later.
    """
    ready = [staged / name for name in NAMES if (staged / name).exists()]
    for file in ready:
        _leave_no_log(file)
    aside = _free(profile)
    mark = _Mark(staged=staged.name, aside=aside.name)
    write_whole(profile / MARK, msgspec.json.encode(mark))
    finish(profile)
    return aside if aside.exists() else None


def finish(profile: Path) -> None:
    """Brings to its end what was under way; nothing otherwise. Whoever calls holds the profile's lock."""
    if not is_under_way(profile):
        return
    mark = _read_mark(profile)
    staged, aside = profile / Path(mark.staged).name, profile / Path(mark.aside).name
    try:
        for name in NAMES:
            if (staged / name).exists():
                _swap(profile, name, staged, aside)
        sync_folder(profile)
        (profile / MARK).unlink()
        sync_folder(profile)
    except OSError as error:
        raise problem_of(obstacle_of(error), profile, str(error)) from None
    shutil.rmtree(staged, ignore_errors=True)


def _read_mark(profile: Path) -> _Mark:
    try:
        return msgspec.json.decode(read_file(profile / MARK, most=_MOST_BYTES), type=_Mark)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise RecordsDamaged(file=MARK, folder=profile, details=str(error)) from None


def _swap(profile: Path, name: str, staged: Path, aside: Path) -> None:
    """As long as the new file lies ready, whatever has its name in the profile is old."""
    for old in (name, *(f"{name}{log}" for log in LOGS)):
        if (profile / old).exists():
            aside.mkdir(mode=0o700, exist_ok=True)
            (profile / old).replace(aside / old)
    if aside.exists():
        sync_folder(aside)
    (staged / name).replace(profile / name)


def _leave_no_log(file: Path) -> None:
    """Everything that was written is in the file itself, and synced."""
    with bare(file) as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _free(profile: Path) -> Path:
    return next(place for number in range(1, 100_000) if not (place := profile / f"damaged-{number}").exists())
